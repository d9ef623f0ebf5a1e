package io.github.pgmt.postgres.activity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transactions in the database that have been open for long. Of other roles' sessions a role without
 * {@code pg_read_all_stats} is not told since when.
 */
public final class OpenTransactions {

    private static final int SHOWN = 5;

    /** Session or prepared transaction, since when it is open, and the statement that ends it. */
    private static final String QUESTION = """
            SELECT 'server process ' || pid || ' of role "' || COALESCE(usename, '?') || '", application "'
                    || application_name || '", ' || state,
                pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - xact_start),
                'SELECT pg_terminate_backend(' || pid || ');', xact_start
            FROM pg_catalog.pg_stat_activity
            WHERE datname = pg_catalog.current_database() AND backend_type = 'client backend'
            AND pid <> pg_catalog.pg_backend_pid() AND NOT pg_catalog.starts_with(application_name, ?)
            AND xact_start <= pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => ?)
            UNION ALL
            SELECT 'prepared transaction ' || pg_catalog.quote_literal(gid) || ' of role "' || owner || '"',
                pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - prepared),
                'ROLLBACK PREPARED ' || pg_catalog.quote_literal(gid) || ';', prepared
            FROM pg_catalog.pg_prepared_xacts
            WHERE database = pg_catalog.current_database()
            AND prepared <= pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => ?)
            ORDER BY 4
            """;

    private OpenTransactions() {}

    /**
     * What to warn of.
     *
     * @param ownApplications what the names of the run's applications begin with, whose own transactions do not count
     * @param atLeast how long a transaction has been open
     */
    public static Optional<String> warning(Connection connection, String ownApplications, Duration atLeast)
            throws SQLException {
        List<String> open = new ArrayList<>();
        List<String> endings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
            statement.setString(1, ownApplications);
            statement.setDouble(2, atLeast.toSeconds());
            statement.setDouble(3, atLeast.toSeconds());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    open.add(rows.getString(1) + ", open for " + rows.getString(2));
                    endings.add(rows.getString(3));
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(warning(open, endings));
    }

    private static String warning(List<String> open, List<String> endings) {
        int more = open.size() - SHOWN;
        List<String> shown = open.subList(0, Math.min(SHOWN, open.size()));
        return "Others have had transactions open in this database for long: " + String.join("; ", shown)
                + (more > 0 ? "; and " + more + " more" : "")
                + ". Changesets wait for their locks up to -Dpgmt.lockTimeout and then fail, and CREATE INDEX CONCURRENTLY "
                + "may wait for them without end. What nobody needs can be ended: "
                + String.join(" ", endings.subList(0, shown.size()));
    }
}
