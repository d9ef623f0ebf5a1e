package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.NameEncoding;
import io.github.pgmt.postgres.connection.TransactionEnd;
import io.github.pgmt.postgres.schema.PostgresNewSchemas;
import io.github.pgmt.postgres.session.CancellableConnection;
import io.github.pgmt.postgres.session.SessionSettings;
import io.github.pgmt.postgres.sql.ReplayableSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;

/**
 * A connection over which tenants are replayed, one after the other. What one tenant's statements may have left in the session
 * does not come to the next.
 */
public final class ReplayConnection {

    /** A session keeps what it knows of each table it has met: 10 MB become 100 after 300 tenants. */
    private static final int TENANTS_OF_A_CONNECTION = 100;

    private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";

    /** What {@code DISCARD ALL} does, which cannot be sent together with other statements. */
    private static final String CLEAN = SessionSettings.CLEAN + "; " + UNLOCK;

    /** The same after messages that a {@link ReplayableSql} passed, which prepare nothing but what is named. */
    private static final String CLEAN_BUT_STATEMENTS = SessionSettings.CLEAN_BUT_STATEMENTS + "; " + UNLOCK;

    private final Connection connection;
    private final CancellableConnection running;
    private final String role;
    private final int pid;
    private int tenants;
    private boolean prepared;

    /** @param connection in autocommit mode and simple query mode, in which a text with several statements is one message */
    ReplayConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.running = new CancellableConnection(connection);
        this.pid = BlockerWatch.pid(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            this.role = row.getString(1);
        }
    }

    /** As what it works, unless a statement changes that. */
    String role() {
        return role;
    }

    /** Its server process. */
    int pid() {
        return pid;
    }

    /** Whether a backslash in a constant is itself, as the check of the statements takes it to be. */
    boolean hasStandardConstants() throws SQLException {
        return connection.unwrap(BaseConnection.class).getStandardConformingStrings();
    }

    /** Why no session can have these schemas on its search_path. */
    Optional<Failure> objection(List<String> searchPath) throws SQLException {
        return NameEncoding.objection(connection, searchPath);
    }

    /** Makes a schema, in a transaction that leaves nothing in the session. */
    void create(PostgresNewSchemas schemas, List<String> searchPath, NewSchema newSchema) throws SQLException {
        schemas.createIfMissingAndFree(connection, searchPath, newSchema);
    }

    CancellableConnection running() {
        return running;
    }

    /** Returns the transaction that the message ended, where it says so. */
    Optional<TransactionEnd> send(String message) throws SQLException {
        return TransactionEnd.of(connection, message);
    }

    /**
     * The last message of a tenant.
     *
     * @param prepared the names of the statements that were prepared for this tenant alone
     */
    Optional<TransactionEnd> sendAndClean(String message, List<String> prepared) throws SQLException {
        String forgetting =
                prepared.stream().map(name -> "DEALLOCATE " + name + "; ").collect(Collectors.joining());
        return send(message + "\n;\n" + forgetting + CLEAN_BUT_STATEMENTS);
    }

    /** Whether a message with a commit in it may have come to that before it ended with this. */
    boolean mayHaveCommitted(SQLException e) {
        return TransactionEnd.mayBeBehind(connection, e);
    }

    /** Ends a transaction that failed. */
    void rollback() throws SQLException {
        prepared = false;
        send("ROLLBACK; " + CLEAN);
    }

    /** Prepares what is the same for all tenants, unless the session still has it. */
    void prepare() throws SQLException {
        if (!prepared) {
            send(ReplayMessages.PREPARATION);
            prepared = true;
        }
    }

    /** The answer to a question of one row and one column, outside a tenant's transactions. */
    boolean answers(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Whether another tenant may follow. */
    boolean isUsable() throws SQLException {
        tenants++;
        return tenants < TENANTS_OF_A_CONNECTION && !running.isCancelled() && !connection.isClosed();
    }

    /** Never throws. */
    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server rolls back when the connection is gone, and it is.
        }
    }
}
