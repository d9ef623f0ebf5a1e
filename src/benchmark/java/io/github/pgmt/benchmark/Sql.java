package io.github.pgmt.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Short ways to say things to a database. */
final class Sql {

    /** More tables in a statement take longer to plan than they save. */
    private static final int TABLES_IN_A_STATEMENT = 100;

    private Sql() {}

    static void execute(ServerUrl server, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.text());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String value(ServerUrl server, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.text());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The first two columns of a query, as text. */
    static Map<String, String> pairs(Connection connection, String query) throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
        }
        return pairs;
    }

    /** Statements that ask every schema the same. */
    static List<String> ofAll(List<String> schemas, UnaryOperator<String> query) {
        List<String> statements = new ArrayList<>();
        for (int from = 0; from < schemas.size(); from += TABLES_IN_A_STATEMENT) {
            List<String> some = schemas.subList(from, Math.min(schemas.size(), from + TABLES_IN_A_STATEMENT));
            statements.add(some.stream().map(query).collect(Collectors.joining(" UNION ALL ")));
        }
        return statements;
    }
}
