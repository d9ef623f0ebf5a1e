package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets one session of the database at a time create extensions, in this run and in others: {@code IF NOT EXISTS} sees only
 * what was committed, so two at once would meet in PostgreSQL's catalog. Whoever finds its extensions there needs no turn.
 *
 * <p>The lock is tried again and again rather than waited for, as in {@link AdvisoryLock}, and each try is a transaction of its
 * own: a session that waits its turn has no snapshot, for which a {@code CREATE INDEX CONCURRENTLY} would wait in turn. Only
 * where all changesets of a tenant are one transaction, that is open meanwhile.
 */
final class ExtensionTurn {

    private static final String FAILURE = "The lock that lets one session at a time create extensions cannot be taken";

    private static final long BETWEEN_TRIES_MILLIS = 50;

    /** No schema has it in {@link AdvisoryLock}: a name there stands after a colon. */
    private static final String KEY = "pg_catalog.hashtextextended('pgmt/extensions', 0)";

    private static final String TRY = """
            SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.unnest(?::pg_catalog.text[]) AS wanted(name)
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_extension e
                    WHERE e.extname OPERATOR(pg_catalog.=) wanted.name::pg_catalog.name))
              THEN CASE WHEN pg_catalog.pg_try_advisory_lock(%s) THEN 'TAKEN' ELSE 'HELD' END
              ELSE 'NEEDLESS' END
            """.formatted(KEY);

    /** What came of a try. */
    private enum Try {
        TAKEN,
        HELD,
        NEEDLESS
    }

    private final Connection connection;
    private final SessionSettings settings;
    private final StopSignal stop;
    private final Duration patience;
    private boolean taken;

    /** @param patience how long a turn is waited for */
    ExtensionTurn(Connection connection, SessionSettings settings, StopSignal stop, Duration patience) {
        this.connection = connection;
        this.settings = settings;
        this.stop = stop;
        this.patience = patience;
    }

    /**
     * Waits for the turn, which lasts until {@link #end}. It is the session's and not the transaction's: Liquibase rolls back
     * after it has looked at a changeset's preconditions.
     *
     * @throws TenantUnavailableException when another session has it for too long, or the run is to stop
     */
    void take(Set<String> extensions) {
        if (extensions.isEmpty() || taken) {
            return;
        }
        taken = settings.outsideTransaction(FAILURE, () -> takes(extensions));
    }

    private boolean takes(Set<String> extensions) throws SQLException {
        long begun = System.nanoTime();
        Array names = connection.createArrayOf("text", extensions.toArray());
        try (PreparedStatement statement = connection.prepareStatement(TRY)) {
            statement.setArray(1, names);
            Try last = once(statement);
            while (last == Try.HELD) {
                RunStop.requireNone(stop);
                if (System.nanoTime() - begun > patience.toNanos()) {
                    // Nobody holds the tenant, in which something may have been done.
                    throw new TenantUnavailableException(Failure.of(
                                    Failure.Kind.CHANGESET,
                                    "Another session creates an extension, which one tenant after the other does, and has not "
                                            + "ended. To wait longer, set -Dpgmt.lockWait.")
                            .with(Optional.of(Obstacle.of(Obstacle.Kind.BUSY))));
                }
                pause();
                last = once(statement);
            }
            return last == Try.TAKEN;
        }
    }

    private static Try once(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return Try.valueOf(row.getString(1));
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TenantUnavailableException(
                    Failure.of(
                            Failure.Kind.CONNECTION,
                            "The run was interrupted before this tenant was finished. Run it again to go on."),
                    e);
        }
    }

    /** Lets the next one have the turn, if it was taken; to be called when what it was for is committed. */
    void end() {
        if (taken) {
            taken = false;
            settings.set("SELECT pg_catalog.pg_advisory_unlock(" + KEY + ")");
        }
    }
}
