package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.postgres.citus.CitusWaits;
import io.github.pgmt.postgres.connection.Server;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the server for whom some of its processes wait, over a connection that it opens when it is first asked and again
 * after it was lost. A server that does not answer at all for a while is told of.
 */
final class Lookout implements AutoCloseable {

    /**
     * {@code pg_blocking_pids} stops the lock manager for a moment, so it is asked for those alone that wait (PostgreSQL,
     * "System Information Functions").
     */
    private static final String BLOCKERS = """
            WITH RECURSIVE edges (waiting, blocking) AS MATERIALIZED (%s),
            activity AS MATERIALIZED (
              SELECT *, coalesce(wait_event_type = 'Lock', false) OR pid IN (SELECT edges.waiting FROM edges) AS waits
              FROM pg_catalog.pg_stat_activity),
            waiting AS (SELECT pid, usesysid, application_name FROM activity WHERE pid = ANY (?) AND waits),
            chain AS (
              SELECT waiting.*, by.pid AS first, by.pid AS last
              FROM waiting CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiting.pid)
                || ARRAY(SELECT edges.blocking FROM edges WHERE edges.waiting = waiting.pid)) AS by (pid)
              UNION
              SELECT chain.pid, chain.usesysid, chain.application_name, chain.first, by.pid
              FROM chain JOIN activity ON activity.pid = chain.last AND activity.waits
              CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(activity.pid)
                || ARRAY(SELECT edges.blocking FROM edges WHERE edges.waiting = activity.pid)) AS by (pid)
              WHERE chain.pid = ANY (?)),
            judged AS (
              SELECT chain.pid, chain.first, chain.first = chain.last AS direct,
                coalesce(other.usesysid = chain.usesysid AND other.application_name = chain.application_name
                  AND pg_catalog.starts_with(other.application_name, ?) AND other.pid <> ALL (?), false) AS own
              FROM chain LEFT JOIN activity AS other ON other.pid = chain.last)
            SELECT DISTINCT judged.pid, judged.first, other.usename, nullif(other.application_name, ''), other.state,
              extract(epoch FROM pg_catalog.clock_timestamp() - other.xact_start)::bigint,
              other.query, judged.direct, judged.own
            FROM judged LEFT JOIN activity AS other ON other.pid = judged.first
            WHERE judged.direct OR judged.own
            ORDER BY 1, 2
            """;

    /** Nobody else is cancelled: what is waited for is looked at once more. */
    private static final String CANCEL = """
            SELECT pg_catalog.pg_cancel_backend(waiting.pid) FROM (VALUES (?::int)) AS waiting (pid)
            WHERE ? IN (SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiting.pid))
              UNION ALL SELECT edges.blocking FROM (%s) AS edges WHERE edges.waiting = waiting.pid)
            """;

    private final Server server;
    private final Runnable whenUnreachable;
    private final String blockers;
    private final String cancel;
    private Connection connection;
    private long lastAnswer = System.nanoTime();

    Lookout(Server server, Runnable whenUnreachable) {
        this.server = server;
        this.whenUnreachable = whenUnreachable;
        String edges = CitusWaits.edges(server.citus());
        this.blockers = BLOCKERS.formatted(edges);
        this.cancel = CANCEL.formatted(edges);
    }

    /**
     * By the process that waits; empty when it could not be asked.
     *
     * @param endless those whose blockers' own waits are followed
     */
    Optional<Map<Integer, LockWait>> waits(Integer[] pids, Integer[] endless) {
        try {
            if (connection == null) {
                connection = server.openWithinSeconds("watch");
            }
            Map<Integer, LockWait> waits = ask(pids, endless);
            lastAnswer = System.nanoTime();
            return Optional.of(waits);
        } catch (SQLException e) {
            close();
            noteSilence(e);
            return Optional.empty();
        }
    }

    /** A refusal is an answer. */
    private void noteSilence(SQLException e) {
        long now = System.nanoTime();
        if (e.getSQLState() != null && !e.getSQLState().startsWith("08")) {
            lastAnswer = now;
        }
        if (now - lastAnswer > server.timeouts().silence().toNanos()) {
            whenUnreachable.run();
            lastAnswer = now;
        }
    }

    /**
     * Ends the statement of a process, if it still waits for the other one.
     *
     * @return whether it did, and the server took it
     */
    boolean cancel(int pid, int blocker) {
        try (PreparedStatement statement = connection.prepareStatement(cancel)) {
            statement.setInt(1, pid);
            statement.setInt(2, blocker);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            close();
            return false;
        }
    }

    private Map<Integer, LockWait> ask(Integer[] pids, Integer[] endless) throws SQLException {
        Map<Integer, LockWait> waits = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(blockers)) {
            Array watched = connection.createArrayOf("int4", pids);
            statement.setArray(1, watched);
            statement.setArray(2, connection.createArrayOf("int4", endless));
            statement.setString(3, server.ownApplications());
            statement.setArray(4, watched);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    waits.merge(rows.getInt(1), wait(rows), LockWait::and);
                }
            }
        }
        return waits;
    }

    private static LockWait wait(ResultSet row) throws SQLException {
        Blocker blocker = blocker(row);
        return row.getBoolean("direct") ? LockWait.of(blocker, row.getBoolean("own")) : LockWait.behindOwn(blocker);
    }

    private static Blocker blocker(ResultSet row) throws SQLException {
        long seconds = row.getLong(6);
        Optional<Duration> age =
                row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.max(0, seconds)));
        return new Blocker(
                row.getInt(2),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                age,
                Optional.ofNullable(row.getString(7))
                        .map(ShownStatement::of)
                        .filter(statement -> !statement.isEmpty()));
    }

    @Override
    public void close() {
        Connection closing = connection;
        connection = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (SQLException e) {
            // It is gone already.
        }
    }
}
