package io.github.pgmt.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks whether a candidate did what it was measured for, in every tenant. */
final class TenantCheck {

    private static final String OBJECTS = """
            SELECT nspname, md5(string_agg(object, '|' ORDER BY object COLLATE "C")) FROM (
              SELECT t.relnamespace AS namespace, concat_ws(' ', 'column', t.relname, a.attname,
                     format_type(a.atttypid, a.atttypmod), a.attnotnull, replace(pg_get_expr(d.adbin, d.adrelid),
                     t.relnamespace::regnamespace || '.', '')) AS object, t.relname
                FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum WHERE t.relkind = 'r'
              UNION ALL SELECT t.relnamespace, concat_ws(' ', 'rows', t.relname, query_to_xml(
                     format('SELECT count(*) FROM %I.%I', t.relnamespace::regnamespace, t.relname), false, true, '')), t.relname
                FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace::regnamespace::text ~ '^(t[0-9]+|benchmark_model|benchmark_probe)$'
              UNION ALL SELECT i.relnamespace, concat_ws(' ', 'index', i.relname, x.indkey, x.indisunique, x.indisvalid), t.relname
                FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
              UNION ALL SELECT t.relnamespace, concat_ws(' ', 'constraint', c.conname, c.contype, c.conkey), t.relname
                FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
            ) objects JOIN pg_namespace n ON n.oid = namespace
            WHERE relname NOT IN ('databasechangelog', 'databasechangeloglock', 'flyway_schema_history')
            GROUP BY nspname
            """;

    private static final String TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = '%s'"
            + " AND tablename NOT IN ('databasechangelog', 'databasechangeloglock')";

    private TenantCheck() {}

    /** How a tenant that Liquibase migrated is. */
    static PreparedWork.Expected look(ServerUrl server, String schema) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.text())) {
            return new PreparedWork.Expected(
                    count(connection, "SELECT count(*) FROM " + schema + ".databasechangelog"),
                    count(connection, TABLES.formatted(schema)),
                    histories(connection, List.of(schema), true).get(schema),
                    Sql.pairs(connection, OBJECTS).get(schema));
        }
    }

    /** @throws IllegalStateException when a tenant is not as it should be */
    static void require(TenantDatabase database, Candidate candidate, WorkFiles files, Case theCase)
            throws SQLException {
        PreparedWork.Expected expected = files.prepared().expected(theCase);
        boolean liquibase = candidate.keepsLiquibaseHistory();
        String history =
                liquibase ? expected.history() : String.valueOf(files.prepared().changeSets(theCase));
        try (Connection connection = DriverManager.getConnection(database.url().text())) {
            compare(database, "history", history, histories(connection, database.schemas(), liquibase));
            compare(database, "objects", expected.objects(), Sql.pairs(connection, OBJECTS));
        }
    }

    private static int count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void compare(TenantDatabase database, String what, String expected, Map<String, String> found) {
        for (String schema : database.schemas()) {
            if (!expected.equals(found.get(schema))) {
                throw new IllegalStateException("The " + what + " of " + schema + " in "
                        + database.url().database()
                        + " should be " + expected + " and is " + found.get(schema)
                        + ": the candidate did not do what it is measured for.");
            }
        }
    }

    private static Map<String, String> histories(Connection connection, List<String> schemas, boolean liquibase)
            throws SQLException {
        Map<String, String> histories = new TreeMap<>();
        for (String statement : Sql.ofAll(schemas, liquibase ? TenantCheck::liquibase : TenantCheck::flyway)) {
            histories.putAll(Sql.pairs(connection, statement));
        }
        return histories;
    }

    private static String liquibase(String schema) {
        return """
                SELECT '%1$s', concat((SELECT count(*) FROM %1$s.databasechangelog), ' ',
                  (SELECT md5(string_agg(concat_ws('|', id, author, filename, md5sum, orderexecuted, exectype, description),
                     E'\\n' ORDER BY orderexecuted)) FROM %1$s.databasechangelog),
                  (SELECT string_agg(' locked by ' || lockedby, '') FROM %1$s.databasechangeloglock WHERE locked))
                """.formatted(schema);
    }

    private static String flyway(String schema) {
        return "SELECT '%1$s', (SELECT count(*) FROM %1$s.flyway_schema_history WHERE success)::text".formatted(schema);
    }
}
