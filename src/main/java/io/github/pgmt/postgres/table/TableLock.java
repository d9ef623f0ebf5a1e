package io.github.pgmt.postgres.table;

import io.github.pgmt.postgres.connection.PlainSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * What keeps others from giving a table another shape while a transaction reads or writes it (PostgreSQL, "Explicit
 * Locking", Table-Level Locks).
 */
public enum TableLock {
    /** For reading: whatever rewrites the table, its columns, rules or policies waits. */
    ACCESS_SHARE,
    /**
     * For writing: triggers and indexes wait, {@code CREATE INDEX CONCURRENTLY} and {@code INHERIT} too, which others than
     * this one let pass.
     */
    SHARE_UPDATE_EXCLUSIVE;

    /** The statement that takes it on the tables alone, by their qualified names; at least one. */
    public String statement(Collection<String> tables) {
        return "LOCK TABLE ONLY " + String.join(", ONLY ", tables) + " IN " + name().replace('_', ' ') + " MODE";
    }

    /** Takes it in the connection's transaction. */
    public void take(Connection connection, List<String> tables) throws SQLException {
        if (!tables.isEmpty()) {
            PlainSql.execute(connection, statement(tables));
        }
    }
}
