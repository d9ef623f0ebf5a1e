package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The quick way to {@link TenantTables#requireBoth} in a tenant's session: one message, with the look at the tables' shape
 * prepared, since to plan it takes the server ten times as long as to answer it. It is asked under the path of {@link OwnPath}:
 * under another one the server would plan it anew. Where the answer is no, or the session has forgotten what was prepared, the
 * transaction is as it was before, and the slow way says why.
 */
final class PreparedTables {

    private static final String SAVEPOINT = "pgmt_tables";
    private static final String SHAPE = "pgmt_tables_shape";

    /** After a failed cast (PostgreSQL, "Error Codes"). */
    private static final String NO = "22P02";

    private static final String FORGOTTEN = "26000";

    /** A message before ended behind the preparation. */
    private static final String KNOWN = "42P05";

    private final Connection connection;
    private final TenantTables tables;
    private boolean prepared;
    private boolean useless;

    PreparedTables(Connection connection, TenantTables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** Locks both, where they are sound; the {@code search_path} is the session's own before and afterwards. */
    boolean lock(TableLock lock) throws SQLException {
        return isAnswered(
                "SET LOCAL search_path TO " + Server.OWN_SEARCH_PATH,
                lock,
                List.of("SET LOCAL search_path TO DEFAULT"),
                row -> {});
    }

    /** The same, and enters the path, where they are sound. */
    boolean enter(OwnPath path, TableLock lock) throws SQLException {
        return isAnswered(path.entering(), lock, List.of(), path::entered);
    }

    /** What reads the first row of all. */
    private interface FirstRow {
        void read(ResultSet row) throws SQLException;
    }

    private boolean isAnswered(String entering, TableLock lock, List<String> leaving, FirstRow first)
            throws SQLException {
        if (useless) {
            return false;
        }
        List<String> message = new ArrayList<>(List.of("SAVEPOINT " + SAVEPOINT, entering));
        if (!prepared) {
            message.add("PREPARE " + SHAPE + " AS " + shape());
        }
        message.add(lock.statement(List.of(tables.history(), tables.lock())));
        message.add("EXECUTE " + SHAPE);
        message.addAll(leaving);
        message.add("RELEASE SAVEPOINT " + SAVEPOINT);
        try {
            send(String.join("; ", message), first);
            prepared = true;
            return true;
        } catch (SQLException e) {
            if (!Set.of(NO, FORGOTTEN, KNOWN).contains(e.getSQLState())) {
                throw e;
            }
            useless = NO.equals(e.getSQLState());
            prepared = KNOWN.equals(e.getSQLState());
            PlainSql.execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
            return false;
        }
    }

    private String shape() {
        String sound = PlainShape.count("named.history", "named.lock") + " OPERATOR(pg_catalog.=) 2::pg_catalog.int8";
        return "SELECT CASE WHEN " + sound + " THEN 0 ELSE pg_catalog.concat('no '::pg_catalog.text, "
                + "pg_catalog.pg_backend_pid())::pg_catalog.int4 END FROM (SELECT " + oid(tables.history()) + ", "
                + oid(tables.lock()) + " OFFSET 0) AS named (history, lock)";
    }

    private static String oid(String table) {
        return "pg_catalog.to_regclass(" + Identifiers.literal(table) + "::pg_catalog.text)";
    }

    private void send(String message, FirstRow first) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean isRead = false;
            boolean hasRows = statement.execute(message);
            while (hasRows || statement.getUpdateCount() != -1) {
                if (hasRows && !isRead) {
                    ResultSet row = statement.getResultSet();
                    row.next();
                    first.read(row);
                    isRead = true;
                }
                hasRows = statement.getMoreResults();
            }
        }
    }
}
