package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.PoolerCheck;
import io.github.pgmt.postgres.connection.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Tells whether a pooler is between us and the server. One that hands its server's sessions to others between
 * transactions, or loses what a session was started with, breaks all that keeps tenants apart.
 */
final class PoolerFindings {

    /**
     * What two connections at the same time look like.
     *
     * @param promised the server process that was named when the first connection was made; a pooler names none of its server's
     * @param first the process that ran its first statement
     * @param areApart whether each has a process of its own and keeps it
     * @param keptSettings whether the first has what it was started with
     */
    record Processes(int promised, int first, boolean areApart, boolean keptSettings) {

        /**
         * What is to be said of them, if anything.
         *
         * @param place how the user gave the URL, within a sentence
         */
        Optional<Finding> finding(String place) {
            if (!areApart) {
                return Optional.of(
                        Finding.of(
                                Severity.ERROR,
                                "pooler",
                                "A pooler hands the server's sessions from one connection to the other between transactions (PgBouncer: "
                                        + "pool_mode = transaction or statement). pgmt's locks and each tenant's search_path are a "
                                        + "session's.",
                                "Set " + place
                                        + " to PostgreSQL itself, or to a pooler in session mode that passes start-up options on."));
            }
            if (!keptSettings) {
                return Optional.of(Finding.of(
                        Severity.ERROR,
                        "pooler",
                        "What a session is started with does not arrive at the server: a pooler drops its start-up options "
                                + "(PgBouncer: ignore_startup_parameters = options). They put each tenant's schema at the "
                                + "front of the search_path.",
                        "Set " + place + " to PostgreSQL itself."));
            }
            if (promised != first) {
                return Optional.of(Finding.of(
                        Severity.WARNING,
                        "pooler",
                        "A pooler in session mode is between pgmt and the server. What it leaves of one session can reach the "
                                + "next, and a session that is ended here may go on at the server.",
                        "Set " + place + " to PostgreSQL itself."));
            }
            return Optional.empty();
        }
    }

    private final Server server;

    PoolerFindings(Server server) {
        this.server = server;
    }

    /** @param connection just opened by the server, in autocommit mode */
    Processes look(Connection connection) throws SQLException {
        int promised = BlockerWatch.pid(connection);
        int first = PoolerCheck.process(connection);
        try (Connection another = server.open("pooler")) {
            return new Processes(
                    promised,
                    first,
                    PoolerCheck.areApart(connection, another),
                    PoolerCheck.hasStartUpOptions(connection));
        }
    }
}
