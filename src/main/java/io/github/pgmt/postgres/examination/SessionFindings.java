package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.activity.ServerSession;
import io.github.pgmt.postgres.activity.ServerSessions;
import io.github.pgmt.postgres.connection.Ages;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who may keep locks that a migration waits for. */
final class SessionFindings {

    /**
     * From when on a session is worth a word.
     *
     * @param transaction for how long a transaction has been open
     * @param idle for how long a session has done nothing in its transaction
     */
    record Patience(Duration transaction, Duration idle) {

        static final Patience USUAL = new Patience(Duration.ofMinutes(1), Duration.ofSeconds(10));
    }

    private static final String PGMT = "pgmt/";

    private static final String PREPARED = """
            SELECT 'transaction "' || gid || '" of ' || owner AS transaction,
              extract(epoch FROM pg_catalog.clock_timestamp() - prepared)::bigint AS age
            FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database() ORDER BY prepared
            """;

    private final ServerSessions sessions;
    private final String ownPrefix;
    private final Patience patience;

    /** @param ownPrefix what the application's name of this run's sessions begins with */
    SessionFindings(ServerSessions sessions, String ownPrefix, Patience patience) {
        this.sessions = sessions;
        this.ownPrefix = ownPrefix;
        this.patience = patience;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        finding(
                        Severity.WARNING,
                        "idle-in-transaction",
                        session -> !session.isOf(PGMT) && isIdleInTransaction(session),
                        "do nothing and keep a transaction open, with all its locks:",
                        "Let the application commit or roll back, or end what hangs: SELECT pg_terminate_backend(pid); "
                                + "idle_in_transaction_session_timeout does so by itself.")
                .ifPresent(findings::add);
        finding(
                        Severity.WARNING,
                        "transactions",
                        session -> !session.isOf(PGMT) && !isIdleInTransaction(session) && isLong(session),
                        "have had a transaction open for long. A migration waits for their locks, CREATE INDEX CONCURRENTLY for each of "
                                + "them:",
                        "Migrate when they have ended, or end what hangs: SELECT pg_terminate_backend(pid);")
                .ifPresent(findings::add);
        finding(
                        Severity.INFO,
                        "runs",
                        session -> session.isOf(PGMT) && !session.isOf(ownPrefix),
                        "belong to another run of pgmt, which is at work just now:",
                        "Both take turns at a tenant; wait until it is done if you want to see its result.")
                .ifPresent(findings::add);
        finding(
                        Severity.INFO,
                        "visibility",
                        session -> session.isHidden() && !session.isOf(PGMT),
                        "are not shown to the role \"" + sessions.own().user() + "\", so what they do is not known:",
                        "GRANT pg_read_all_stats TO "
                                + Identifiers.quote(sessions.own().user()) + ";")
                .ifPresent(findings::add);
        return findings;
    }

    private boolean isLong(ServerSession session) {
        return session.inTransaction()
                .filter(age -> age.compareTo(patience.transaction()) >= 0)
                .isPresent();
    }

    private boolean isIdleInTransaction(ServerSession session) {
        return session.state()
                        .filter(state -> state.startsWith("idle in transaction"))
                        .isPresent()
                && (isLong(session) || session.inState().compareTo(patience.idle()) >= 0);
    }

    private Optional<Finding> finding(
            Severity severity, String check, Predicate<ServerSession> condition, String what, String advice) {
        List<ServerSession> meant = sessions.others().stream().filter(condition).toList();
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        List<String> schemas = meant.stream()
                .flatMap(session -> session.lockedSchemas().stream())
                .distinct()
                .sorted()
                .toList();
        String message = "Of the sessions on the database, " + meant.size() + " " + what;
        return Optional.of(new Finding(severity, check, schemas, message, advice)
                .listing(meant.stream().map(SessionFindings::line).toList()));
    }

    private static String line(ServerSession session) {
        String transaction = session.inTransaction()
                .map(age -> ", its transaction open for " + Ages.words(age.toSeconds()))
                .orElse("");
        String locks = session.lockedSchemas().isEmpty() ? "" : ", locks in " + Finding.some(session.lockedSchemas());
        String query = session.isHidden() || session.query().isBlank() ? "" : ": " + session.shortQuery();
        return session.describe() + transaction + locks + query;
    }

    /** Transactions that were prepared for a two-phase commit keep their locks also without a session. */
    static Optional<Finding> prepared(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(PREPARED)) {
            while (rows.next()) {
                lines.add(rows.getString("transaction") + ", prepared " + Ages.words(rows.getLong("age")) + " ago");
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                        Severity.WARNING,
                        "prepared-transactions",
                        "Of the database's prepared transactions, " + lines.size()
                                + " are neither committed nor rolled back, and keep their locks, also after a restart:",
                        "Their transaction manager ends them; one that it has forgotten: ROLLBACK PREPARED 'name';")
                .listing(lines));
    }
}
