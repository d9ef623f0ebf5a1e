package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether a connection is a session of the server. Behind a pooler it may be another one for every transaction, and then
 * neither a lock nor a setting is where the next statement is.
 */
public final class PoolerCheck {

    private static final int ROUNDS = 3;

    private PoolerCheck() {}

    /** @param place how the user gave the URL, within a sentence */
    static String remedy(String place) {
        return "Connect to PostgreSQL itself: its own host and port in " + place + ". pgmt needs start-up options, and "
                + "locks that belong to a session.";
    }

    /**
     * @param connection opened by this server
     * @throws RunRefusedException when what it was opened with did not arrive, or it shares a session with another one
     */
    public static void requireSessions(Connection connection, Server server) throws SQLException {
        if (!hasStartUpOptions(connection)) {
            throw new RunRefusedException(
                    "A pooler (PgBouncer, or one like it) is between pgmt and PostgreSQL, and drops "
                            + "the settings with which pgmt begins its sessions. " + remedy(server.place())
                            + " Nothing was changed.");
        }
        try (Connection other = server.open("preflight")) {
            requireApart(connection, other, server.place());
        }
    }

    /** The server says of a start-up option that it comes from the client; a pooler may take it and not pass it on. */
    public static boolean hasStartUpOptions(Connection connection) throws SQLException {
        return "client"
                .equals(text(connection, "SELECT source FROM pg_catalog.pg_settings WHERE name = 'lock_timeout'"));
    }

    /**
     * A pooler gives the session that one client has just left to the next who asks, or its sessions by turns. So two ask, and
     * not by turns.
     */
    public static boolean areApart(Connection one, Connection other) throws SQLException {
        int first = process(one);
        int second = process(other);
        for (int round = 0; round < ROUNDS; round++) {
            if (first == second || process(other) != second || process(one) != first) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param place how the user gave the URL, within a sentence
     * @throws RunRefusedException when they are not
     */
    static void requireApart(Connection one, Connection other, String place) throws SQLException {
        if (!areApart(one, other)) {
            throw new RunRefusedException("A pooler in transaction mode (PgBouncer, or one like it) is between pgmt "
                    + "and PostgreSQL: a connection gets another session for each transaction. " + remedy(place)
                    + " Nothing was changed.");
        }
    }

    /** The server process that runs this statement, which need not be the one that runs the next. */
    public static int process(Connection connection) throws SQLException {
        return Integer.parseInt(text(connection, "SELECT pg_catalog.pg_backend_pid()"));
    }

    private static String text(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
