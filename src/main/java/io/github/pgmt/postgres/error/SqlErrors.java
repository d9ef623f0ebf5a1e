package io.github.pgmt.postgres.error;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.tenant.message.MessageText;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Makes sentences and failures of what the driver throws. The constants are SQLSTATEs (PostgreSQL, "Error Codes"). */
public final class SqlErrors {

    /** By {@code NOWAIT}, and when {@code lock_timeout} has passed. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    public static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Of a transaction that is read only, on a standby for example. */
    public static final String READ_ONLY = "25006";

    /** By somebody, or when {@code statement_timeout} has passed; only the message tells which. */
    public static final String QUERY_CANCELED = "57014";

    public static final String DEADLOCK = "40P01";
    static final String SERIALIZATION = "40001";

    /** By the server's limit, the database's or the role's. */
    public static final String TOO_MANY_CONNECTIONS = "53300";

    /** The server starts, stops or recovers. */
    public static final String CANNOT_CONNECT_NOW = "57P03";

    public static final String DISK_FULL = "53100";

    /** Also of the lock table. */
    public static final String OUT_OF_MEMORY = "53200";

    /** Of every statement after one that failed, until the rollback; what went wrong, the first error says. */
    public static final String TRANSACTION_ABORTED = "25P02";

    /** Also in the catalog, when two sessions make the same object at once. */
    public static final String UNIQUE_VIOLATION = "23505";

    private static final String INTERNAL_ERROR = "XX000";
    private static final Set<String> BUSY = Set.of(LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION);

    /** The first two are the shutdowns by an administrator and by a crash. */
    private static final Set<String> UNREACHABLE = Set.of("57P01", "57P02", CANNOT_CONNECT_NOW, TOO_MANY_CONNECTIONS);

    /** What a changeset met; who that is and what the object's name is, the server's message says. */
    private static final String LACKS_RIGHT =
            "The role that migrates lacks this right: GRANT it. To alter, drop or index "
                    + "what is there it must be the owner, or a member of the owner's role (ALTER … OWNER TO, GRANT).";

    private static final Set<String> FATAL = Set.of("FATAL", "PANIC");
    private static final List<String> CONNECTION_LOST = List.of("08", "53", "57P", "58");

    private SqlErrors() {}

    /**
     * The server's message with its detail and hint; the driver's where the server said nothing, with
     * the reason behind it ({@link DriverErrors}). What quotes a tenant's rows
     * is marked ({@link QuotedRows}).
     */
    public static String describe(SQLException e) {
        ServerErrorMessage server = ofServer(e).orElse(null);
        if (server == null || server.getMessage() == null) {
            return QuotedRows.marked(sentence(String.valueOf(e.getMessage())), e)
                    + DriverErrors.reason(e).map(reason -> " " + reason).orElse("");
        }
        StringBuilder text = new StringBuilder(QuotedRows.message(server, sentence(server.getMessage())));
        if (server.getDetail() != null) {
            text.append(' ')
                    .append(MessageText.ofRows(
                            "Detail: " + sentence(server.getDetail()), "Detail: " + MessageText.LEFT_OUT));
        }
        if (server.getHint() != null) {
            text.append(" Hint: ").append(sentence(server.getHint()));
        }
        return text.toString();
    }

    /** What the server said; empty of an error that is the driver's own. */
    public static Optional<ServerErrorMessage> ofServer(SQLException e) {
        return e instanceof PSQLException known ? Optional.ofNullable(known.getServerErrorMessage()) : Optional.empty();
    }

    /** A failure of this kind with the error's code and message after the given words. */
    public static Failure failure(Failure.Kind kind, String what, SQLException e) {
        return new Failure(
                kind, Optional.empty(), Optional.ofNullable(e.getSQLState()), what + ": " + describe(e), obstacle(e));
    }

    /**
     * What was in the way, where the same may go well later: locks, deadlocks, serialization, {@code statement_timeout}; a
     * server that is gone, stops, starts or has no connection left (PostgreSQL, "Error Codes"); two sessions that made or
     * altered the same object at once. A statement that somebody cancelled has the code of one that took too long; it must
     * not be begun again.
     */
    public static Optional<Obstacle> obstacle(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean tookTooLong =
                QUERY_CANCELED.equals(state) && String.valueOf(e.getMessage()).contains("statement timeout");
        if (tookTooLong || BUSY.contains(state) || metInTheCatalog(e)) {
            return Optional.of(Obstacle.of(Obstacle.Kind.BUSY));
        }
        return state.startsWith("08") && !isOfStatement(e) || UNREACHABLE.contains(state)
                ? Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE))
                : Optional.empty();
    }

    /**
     * Whether two sessions wrote the same row of PostgreSQL's catalog, as with {@code CREATE EXTENSION IF NOT EXISTS},
     * {@code CREATE OR REPLACE FUNCTION} or {@code GRANT} for an object that tenants share: IF NOT EXISTS sees only what was
     * committed, so the later one meets the catalog's own index. The words of the second kind are the same in each language
     * (PostgreSQL does not translate internal errors).
     */
    private static boolean metInTheCatalog(SQLException e) {
        return ofServer(e).filter(SqlErrors::isOfTheCatalog).isPresent();
    }

    private static boolean isOfTheCatalog(ServerErrorMessage server) {
        if (UNIQUE_VIOLATION.equals(server.getSQLState())) {
            return "pg_catalog".equals(server.getSchema());
        }
        return INTERNAL_ERROR.equals(server.getSQLState())
                && String.valueOf(server.getMessage()).startsWith("tuple concurrently ");
    }

    /**
     * Whether the error ends the connection or is the server's own state (class 08, 53, 57P, 58, or none of the server's), so
     * that another statement would meet it too.
     */
    public static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state == null || CONNECTION_LOST.stream().anyMatch(state::startsWith) && !isOfStatement(e);
    }

    /** Whether it is the loss of a connection that the server has to another one, as a node of Citus: ours is as it was. */
    public static boolean isOfAnotherServer(SQLException e) {
        return isOfStatement(e);
    }

    /**
     * Whether an error of the connections' class came over the connection: of a statement with a {@code $1} that nobody gave a
     * value, of another server that {@code dblink} does not reach, or of a {@code RAISE}. After one that ends the connection the
     * driver meets the end, too; the word FATAL may be translated.
     */
    private static boolean isOfStatement(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("08")
                && e.getNextException() == null
                && ofServer(e)
                        .filter(server -> !FATAL.contains(String.valueOf(server.getSeverity())))
                        .isPresent();
    }

    /** Whether another session's lock is the cause, so that a later attempt may go well. */
    public static boolean isHeldBySomebody(SQLException e) {
        return e.getSQLState() != null && BUSY.contains(e.getSQLState());
    }

    /**
     * The first error among the causes that says something: after an error that the caller swallowed every statement fails
     * with "current transaction is aborted", to which the driver attaches the error that aborted it.
     */
    public static Optional<SQLException> find(Throwable thrown) {
        Optional<SQLException> aborted = Optional.empty();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                if (!TRANSACTION_ABORTED.equals(error.getSQLState())) {
                    return Optional.of(error);
                }
                aborted = Optional.of(error);
            }
        }
        return aborted;
    }

    /** What {@link #find} finds, in the words of a session. */
    public static Optional<TenantSession.SqlError> ofSession(Throwable thrown) {
        return find(thrown)
                .map(error -> new TenantSession.SqlError(
                        Optional.ofNullable(error.getSQLState()), describe(error) + advice(error), obstacle(error)));
    }

    private static String advice(SQLException e) {
        return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) ? " " + LACKS_RIGHT : "";
    }

    private static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
