package io.github.pgmt.postgres.session;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.table.PlainShape;
import io.github.pgmt.postgres.table.ReplayGuard;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The quick way to {@link TenantTables#requireBoth} in a tenant's session: one message, with the look at the tables' shape
 * prepared, since to plan it takes the server ten times as long as to answer it. It is asked under the path of {@link OwnPath}:
 * under another one the server would plan it anew. Where the answer is no, or the session has forgotten what was prepared, the
 * transaction is as it was before, and the slow way says why.
 */
final class PreparedTables {

    private static final String SAVEPOINT = "pgmt_tables";
    private static final String SHAPE = "pgmt_tables_shape";

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
    boolean lock() throws SQLException {
        return isAnswered(OwnPath.UNTIL_COMMIT, List.of("SET LOCAL search_path TO DEFAULT"), row -> {});
    }

    /** The same, and enters the path, where they are sound. */
    boolean enter(OwnPath path) throws SQLException {
        return isAnswered(path.entering(), List.of(), path::entered);
    }

    private boolean isAnswered(String entering, List<String> leaving, PlainSql.Rows first) throws SQLException {
        if (useless) {
            return false;
        }
        List<String> message = new ArrayList<>(List.of("SAVEPOINT " + SAVEPOINT, entering));
        if (!prepared) {
            message.add("PREPARE " + SHAPE + " AS " + shape());
        }
        message.add(TableLock.SHARE_UPDATE_EXCLUSIVE.statement(List.of(tables.history(), tables.lock())));
        message.add("EXECUTE " + SHAPE);
        message.addAll(leaving);
        message.add("RELEASE SAVEPOINT " + SAVEPOINT);
        try {
            send(String.join("; ", message), first);
            prepared = true;
            return true;
        } catch (SQLException e) {
            if (!Set.of(ReplayGuard.STATE, FORGOTTEN, KNOWN).contains(e.getSQLState())) {
                throw e;
            }
            useless = ReplayGuard.STATE.equals(e.getSQLState());
            prepared = KNOWN.equals(e.getSQLState());
            PlainSql.execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
            return false;
        }
    }

    private String shape() {
        return ReplayGuard.SHAPE.query(PlainShape.areBoth("named.history", "named.lock"))
                + " FROM (SELECT " + oid(tables.history()) + ", " + oid(tables.lock())
                + " OFFSET 0) AS named (history, lock)";
    }

    private static String oid(String table) {
        return "pg_catalog.to_regclass(" + Identifiers.literal(table) + "::pg_catalog.text)";
    }

    private void send(String message, PlainSql.Rows first) throws SQLException {
        AtomicBoolean isRead = new AtomicBoolean();
        PlainSql.query(connection, message, rows -> {
            if (!isRead.getAndSet(true)) {
                rows.next();
                first.read(rows);
            }
        });
    }
}
