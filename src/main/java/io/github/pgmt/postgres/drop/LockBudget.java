package io.github.pgmt.postgres.drop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many locks a transaction that drops may take. The server's lock table has {@code max_locks_per_transaction} places
 * for each possible session, and all sessions share them (PostgreSQL, "Lock Management"): whoever fills it makes every
 * other session's statements fail, so a sixteenth is enough.
 */
final class LockBudget {

    private static final String BUDGET = """
            SELECT greatest(locks, locks * (connections + prepared) / 16)::int
            FROM (SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint AS locks,
              pg_catalog.current_setting('max_connections')::bigint AS connections,
              pg_catalog.current_setting('max_prepared_transactions')::bigint AS prepared) AS settings
            """;

    private LockBudget() {}

    static int of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BUDGET)) {
            row.next();
            return row.getInt(1);
        }
    }
}
