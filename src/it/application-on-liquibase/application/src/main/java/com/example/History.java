package com.example;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Notes what the schemas' histories have at a moment, each row with the transaction that wrote it. */
record History(String url, String run) {

    void note(String moment) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.noted (moment text, schema text, id text, content text)");
            for (String schema : schemas(statement)) {
                statement.execute(("INSERT INTO public.noted SELECT '%s', '%s', id, h.xmin || h::text"
                                + " FROM %s.databasechangelog h")
                        .formatted(moment, schema, schema));
            }
        }
    }

    private List<String> schemas(Statement statement) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT schemaname FROM pg_tables"
                + " WHERE tablename = 'databasechangelog' AND schemaname LIKE '" + run + "\\_%'")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }
}
