package io.github.pgmt.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The connection of a {@link TestDatabase} for statements of its own: to open one for each of them is most of what tests
 * would cost. Each statement finds the session as a new one would be. Who works meanwhile gets another connection.
 */
final class KeptConnection implements AutoCloseable {

    /** What sessions take over when they begin, and what counts them. */
    private static final Pattern FOR_NEW_SESSIONS =
            Pattern.compile("\\balter\\s+(database|role|user|system)\\b|pg_reload_conf", Pattern.CASE_INSENSITIVE);

    private static final int ANSWER_SECONDS = 5;

    interface Work<T> {
        T in(Statement statement) throws SQLException;
    }

    private final String url;
    private final AtomicReference<Connection> idle = new AtomicReference<>();
    private volatile boolean kept = true;

    KeptConnection(String url) {
        this.url = url;
    }

    /** @param statements what the work will run */
    <T> T run(List<String> statements, Work<T> work) throws SQLException {
        if (statements.stream().anyMatch(sql -> FOR_NEW_SESSIONS.matcher(sql).find())) {
            kept = false;
            close();
        }
        Connection connection = take();
        try {
            T result;
            try (Statement statement = connection.createStatement()) {
                result = work.in(statement);
            }
            giveBack(connection);
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A test may have ended the session meanwhile, or the server. */
    private Connection take() throws SQLException {
        Connection found = idle.getAndSet(null);
        if (found == null) {
            return TestDatabase.open(url);
        }
        if (found.isValid(ANSWER_SECONDS)) {
            return found;
        }
        found.close();
        return TestDatabase.open(url);
    }

    private void giveBack(Connection connection) throws SQLException {
        if (!kept || !isAsNew(connection) || !idle.compareAndSet(null, connection)) {
            connection.close();
        }
    }

    /** Not where a transaction was left open, or the session has ended itself. */
    private static boolean isAsNew(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        Connection found = idle.getAndSet(null);
        if (found != null) {
            found.close();
        }
    }
}
