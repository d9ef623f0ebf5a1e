package io.github.pgmt.postgres.release;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.fleet.LockQuery;
import io.github.pgmt.postgres.fleet.SchemaScan;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.fleet.SoundTables;
import io.github.pgmt.postgres.fleet.TableBatches;
import io.github.pgmt.postgres.fleet.UnreadableSchema;
import io.github.pgmt.tenant.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the lock rows of many schemas, also of those without a history: a Liquibase that died at once leaves its lock
 * table alone. When one of them cannot be read, its neighbours are read one by one.
 */
final class LockReader {

    private final HistoryTables tables;
    private final Connection connection;
    private final UnreadableSchema unreadable;
    private final LockQuery query;

    LockReader(HistoryTables tables, Database home, Connection connection) throws SQLException {
        this.tables = tables;
        this.connection = connection;
        this.unreadable =
                new UnreadableSchema(tables, home, connection.getMetaData().getUserName());
        this.query = new LockQuery(tables.lock());
    }

    /** What each row says, by schema in their order. */
    Map<String, TenantLock> read(Collection<String> schemas) throws SQLException {
        return read(new SchemaScan(tables).scan(connection, new LinkedHashSet<>(schemas)));
    }

    Map<String, TenantLock> read(List<Scanned> scanned) throws SQLException {
        Map<String, TenantLock> locks = new LinkedHashMap<>();
        scanned.forEach(schema -> locks.put(schema.schema(), lock(schema, unusable(schema))));
        List<Scanned> toRead = scanned.stream()
                .filter(schema -> schema.hasLockTable() && schema.usable())
                .toList();
        SoundTables<TenantLock> sound = new SoundTables<>(
                tables,
                Optional.empty(),
                unreadable,
                this::readTables,
                (schema, why) -> lock(schema, Optional.of(why)));
        locks.putAll(new TableBatches<>(
                        sound::read, (schema, e) -> lock(schema, Optional.of(unreadable.because(e, schema))))
                .read(Readers.alone(connection), toRead));
        return locks;
    }

    private Optional<Failure> unusable(Scanned schema) {
        return schema.exists() && !schema.usable() ? unreadable.accordingToCatalog(schema) : Optional.empty();
    }

    private Map<String, TenantLock> readTables(Connection on, List<Scanned> schemas) throws SQLException {
        Map<String, LockHolder> holders = query.read(on, schemas);
        Map<String, Integer> oddNumbers = query.oddNumbers(on, schemas);
        return schemas.stream().collect(Collectors.toMap(Scanned::schema, schema -> {
            String name = schema.schema();
            Optional<LockHolder> holder = Optional.ofNullable(holders.get(name));
            TenantLock.Rows rows = rows(oddNumbers.getOrDefault(name, 1));
            Optional<Failure> problem =
                    holder.filter(set -> rows == TenantLock.Rows.SEVERAL).map(set -> severalRows(name, set));
            return new TenantLock(name, schema.exists(), holder, rows, problem);
        }));
    }

    /** Which of them is Liquibase's, nobody can tell; Liquibase itself fails where two have the same ID. */
    private Failure severalRows(String schema, LockHolder holder) {
        return Failure.of(
                Failure.Kind.UNTRUSTED,
                holder.text("Liquibase's lock is set")
                        + ", and its table has more than one row, of which Liquibase makes only one. Nothing was released. "
                        + "If nothing works on the tenant, empty the table, and Liquibase makes its row anew: DELETE FROM "
                        + Identifiers.qualify(schema, tables.lock()) + ";");
    }

    private static TenantLock.Rows rows(int number) {
        return number == 0 ? TenantLock.Rows.NONE : number == 1 ? TenantLock.Rows.ONE : TenantLock.Rows.SEVERAL;
    }

    /** Of a schema without a table to read. */
    private static TenantLock lock(Scanned schema, Optional<Failure> problem) {
        return new TenantLock(schema.schema(), schema.exists(), Optional.empty(), TenantLock.Rows.NO_TABLE, problem);
    }
}
