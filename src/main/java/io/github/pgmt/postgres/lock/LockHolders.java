package io.github.pgmt.postgres.lock;

import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Names the sessions that have something of a table in an open transaction; whose row lock it is, the server does not tell. */
final class LockHolders {

    private LockHolders() {}

    /**
     * They, as the end of a sentence.
     *
     * @param table quoted
     */
    static String of(Connection connection, String table) throws SQLException {
        String sessions = """
                SELECT coalesce(nullif(a.application_name, ''), 'a session without application_name'), a.pid
                FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
                WHERE l.locktype = 'relation' AND l.granted AND l.relation = pg_catalog.to_regclass(%s)
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                AND l.mode <> 'AccessShareLock' AND l.pid <> pg_catalog.pg_backend_pid()
                GROUP BY 1, 2 ORDER BY 2
                """.formatted(Identifiers.literal(table));
        List<String> holders = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sessions)) {
            while (rows.next()) {
                holders.add(rows.getString(1) + " (server process " + rows.getInt(2) + ")");
            }
        }
        return holders.isEmpty() ? "a session that has just ended" : String.join(", ", holders);
    }
}
