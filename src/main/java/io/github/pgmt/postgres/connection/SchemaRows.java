package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** Reads the rows of a statement whose only parameter is many names, of schemas most often. */
public final class SchemaRows {

    private SchemaRows() {}

    /** What is done with each row. */
    public interface Row {

        void read(ResultSet row) throws SQLException;
    }

    /** @param sql with one parameter, of the type {@code text[]} */
    public static void forEach(Connection connection, String sql, Collection<String> names, Row reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.read(rows);
                }
            }
        }
    }
}
