package io.github.pgmt.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Has statements find nothing outside {@code pg_catalog} in a session whose {@code search_path} is somebody else's, as own
 * sessions do (see {@link Server}). What was set before is set again afterwards: changesets, hooks and the user's own SQL have
 * the role's settings.
 */
public final class OwnPath {

    /** Work on the connection. */
    public interface Work<T, E extends Exception> {
        T run() throws E, SQLException;
    }

    private static final String ENTER = "SELECT pg_catalog.current_setting('search_path'), "
            + "pg_catalog.current_setting('row_security'), "
            + "pg_catalog.set_config('search_path', '" + Server.OWN_SEARCH_PATH + "', %1$s), "
            + "pg_catalog.set_config('row_security', 'off', %1$s)";

    private static final String SET = "SELECT pg_catalog.set_config('search_path', '" + Server.OWN_SEARCH_PATH
            + "', true), pg_catalog.set_config('row_security', 'off', true)";

    private static final String LEAVE = "SELECT pg_catalog.set_config('search_path', ?::pg_catalog.text, %1$s), "
            + "pg_catalog.set_config('row_security', ?::pg_catalog.text, %1$s)";

    /** Has the statements of a transaction so, until it ends. */
    public static final String UNTIL_COMMIT = "SET LOCAL search_path TO " + Server.OWN_SEARCH_PATH;

    private final Connection connection;
    private final boolean local;
    private String searchPath;
    private String rowSecurity;

    /** @param connection as long as there is somebody on this path, it is in autocommit mode all the time, or not at all */
    public OwnPath(Connection connection) throws SQLException {
        this.connection = connection;
        this.local = !connection.getAutoCommit();
    }

    /** The work's result; what it throws is thrown on. */
    public static <T, E extends Exception> T on(Connection connection, Work<T, E> work) throws E, SQLException {
        OwnPath path = new OwnPath(connection);
        path.enter();
        return path.during(work);
    }

    /** The same for who has entered it. */
    public <T, E extends Exception> T during(Work<T, E> work) throws E, SQLException {
        T result;
        try {
            result = work.run();
        } catch (Throwable e) {
            leaveAfter(e);
            throw e;
        }
        leave();
        return result;
    }

    /** For the rest of the connection's transaction, or until what surrounds this sets it again. */
    public static void set(Connection connection) throws SQLException {
        PlainSql.execute(connection, SET);
    }

    private void enter() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(entering())) {
            row.next();
            entered(row);
        }
    }

    /** The query that enters the path. */
    public String entering() {
        return ENTER.formatted(local);
    }

    /** It was sent, and this is its row. */
    public void entered(ResultSet row) throws SQLException {
        searchPath = row.getString(1);
        rowSecurity = row.getString(2);
    }

    private void leave() throws SQLException {
        if (local && connection.getAutoCommit()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(LEAVE.formatted(local))) {
            statement.setString(1, searchPath);
            statement.setString(2, rowSecurity);
            statement.execute();
        }
    }

    /** The rollback that an error calls for takes back what was set for the transaction. */
    private void leaveAfter(Throwable thrown) {
        try {
            boolean failed = connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
            if (!failed && !connection.isClosed()) {
                leave();
            }
        } catch (SQLException e) {
            thrown.addSuppressed(e);
        }
    }
}
