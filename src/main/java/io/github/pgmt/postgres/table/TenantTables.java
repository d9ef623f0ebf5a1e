package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.tenant.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Liquibase's two tables of a tenant, as a transaction is to meet them: locked, and then looked at by a later statement,
 * which sees what was committed before the lock was had. All statements find the same under every {@code search_path}.
 *
 * @param home the tenant's database, by which messages name it
 */
public record TenantTables(Database home, String schema, HistoryTables tables) {

    private static final int ATTEMPTS = 3;

    private static final String LOOK = "SELECT named.history IS NOT NULL, named.lock IS NOT NULL, "
            + PlainShape.count("named.history", "named.lock")
            + " FROM (SELECT pg_catalog.to_regclass(?::pg_catalog.text), pg_catalog.to_regclass(?::pg_catalog.text) OFFSET 0)"
            + " AS named (history, lock)";

    /**
     * Which of the two there are, and how many of them are plain.
     *
     * @param there their quoted names
     */
    private record Found(Set<String> there, int plain) {

        boolean isPlain() {
            return plain == there.size();
        }
    }

    /** The history table's quoted name. */
    public String history() {
        return Identifiers.qualify(schema, tables.history());
    }

    /** The lock table's quoted name. */
    public String lock() {
        return Identifiers.qualify(schema, tables.lock());
    }

    /**
     * Locks those that there are, in the connection's transaction, and makes sure of their shape.
     *
     * @param connection not in autocommit mode
     * @return the quoted names of those that there are
     * @throws TenantUnavailableException when one is not as Liquibase makes it
     */
    public Set<String> require(Connection connection, TableLock lock) throws SQLException {
        Set<String> there = look(connection, "").there();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Found now = there.isEmpty() ? look(connection, "") : requireSound(connection, lock, there);
            if (now.there().equals(there)) {
                return there;
            }
            there = now.there();
        }
        throw new TenantUnavailableException(UntrustedTables.unsettled(schema));
    }

    /** The same for writing, where both are known to be there, in one round trip. One that is gone is the server's error. */
    public void requireBoth(Connection connection) throws SQLException {
        requireSound(connection, TableLock.SHARE_UPDATE_EXCLUSIVE, List.of(history(), lock()));
    }

    /** The same of the lock table alone, which is there: a lock on the history would be in the way of whoever changes it. */
    public void requireLockTable(Connection connection) throws SQLException {
        TenantTables lockTable = new TenantTables(home, schema, new HistoryTables(tables.lock(), tables.lock()));
        lockTable.requireSound(connection, TableLock.SHARE_UPDATE_EXCLUSIVE, List.of(lock()));
    }

    private Found requireSound(Connection connection, TableLock lock, Collection<String> names) throws SQLException {
        Found found = look(connection, lock.statement(names) + "; ");
        if (!found.isPlain()) {
            requireSound(connection);
        }
        return found;
    }

    /** @param before what is sent in the same message */
    private Found look(Connection connection, String before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(before + LOOK)) {
            statement.setString(1, history());
            statement.setString(2, lock());
            boolean hasRows = statement.execute();
            if (!hasRows) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                Set<String> there = new LinkedHashSet<>();
                if (row.getBoolean(1)) {
                    there.add(history());
                }
                if (row.getBoolean(2)) {
                    there.add(lock());
                }
                return new Found(there, row.getInt(3));
            }
        }
    }

    private void requireSound(Connection connection) throws SQLException {
        List<TableShape.Looked> looked =
                OwnPath.on(connection, () -> TableShape.look(connection, List.of(schema), tables));
        if (!looked.stream().allMatch(TableShape.Looked::isSound)) {
            throw new TenantUnavailableException(UntrustedTables.failure(looked, home));
        }
    }
}
