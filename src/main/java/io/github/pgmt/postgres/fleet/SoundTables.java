package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnTransaction;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.postgres.table.OwnersLock;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads Liquibase's tables of many schemas in one short transaction, which locks them, looks at their shape, and reads those
 * alone that are sound. A transaction that is open already is used and stays open.
 *
 * @param <T> what is read of a schema
 */
public final class SoundTables<T> {

    /** What there is to know of a schema whose tables are not read. */
    public interface Refusal<T> {
        T of(Scanned schema, Failure why);
    }

    private final HistoryTables tables;
    private final Optional<HistoryLimit> limit;
    private final UnreadableSchema unreadable;
    private final TableBatches.Reading<T> reading;
    private final Refusal<T> refusal;

    /**
     * @param limit larger histories are not read; empty where the history is not read at all, and so needs no lock
     * @param unreadable says which tables are not Liquibase's at all
     * @param reading reads what is sound
     * @param refusal tells of the others
     */
    public SoundTables(
            HistoryTables tables,
            Optional<HistoryLimit> limit,
            UnreadableSchema unreadable,
            TableBatches.Reading<T> reading,
            Refusal<T> refusal) {
        this.tables = tables;
        this.limit = limit;
        this.unreadable = unreadable;
        this.reading = reading;
        this.refusal = refusal;
    }

    /** What was read, by schema. */
    public Map<String, T> read(Connection connection, List<Scanned> schemas) throws SQLException {
        if (!connection.getAutoCommit()) {
            return readLocked(connection, schemas);
        }
        return OwnTransaction.takenBack(connection, () -> readLocked(connection, schemas));
    }

    private Map<String, T> readLocked(Connection connection, List<Scanned> schemas) throws SQLException {
        List<String> names =
                schemas.stream().flatMap(schema -> named(schema).stream()).toList();
        TableLock.ACCESS_SHARE.take(connection, names);
        List<TableShape.Looked> all = look(connection, schemas);
        List<String> heldByLock = all.stream()
                .filter(TableShape.Looked::heldByLock)
                .filter(TableShape.Looked::isSound)
                .map(table -> Identifiers.qualify(table.schema(), table.name()))
                .filter(names::contains)
                .toList();
        if (!heldByLock.isEmpty()) {
            OwnersLock.take(connection, heldByLock);
            all = look(connection, schemas);
        }
        Map<String, List<TableShape.Looked>> looked =
                all.stream().collect(Collectors.groupingBy(TableShape.Looked::schema));
        Map<String, T> read = new LinkedHashMap<>();
        List<Scanned> sound = new ArrayList<>();
        for (Scanned schema : schemas) {
            Optional<Failure> objection =
                    objection(connection, schema, looked.getOrDefault(schema.schema(), List.of()));
            objection.ifPresentOrElse(
                    why -> read.put(schema.schema(), refusal.of(schema, why)), () -> sound.add(schema));
        }
        read.putAll(reading.of(connection, sound));
        return read;
    }

    private List<TableShape.Looked> look(Connection connection, List<Scanned> schemas) throws SQLException {
        List<String> names = schemas.stream().map(Scanned::schema).toList();
        return limit.isPresent()
                ? TableShape.look(connection, names, tables)
                : TableShape.lookUnmeasured(connection, names, tables);
    }

    private List<String> named(Scanned schema) {
        List<String> named = new ArrayList<>();
        if (limit.isPresent() && schema.historyColumns().isPresent()) {
            named.add(Identifiers.qualify(schema.schema(), tables.history()));
        }
        if (schema.hasLockTable()) {
            named.add(Identifiers.qualify(schema.schema(), tables.lock()));
        }
        return named;
    }

    private Optional<Failure> objection(Connection connection, Scanned schema, List<TableShape.Looked> looked)
            throws SQLException {
        if (!looked.stream().allMatch(TableShape.Looked::isSound)) {
            return Optional.of(unreadable.untrusted(looked));
        }
        Optional<Failure> other = unreadable.notLiquibases(schema);
        if (other.isPresent()) {
            return other;
        }
        return limit.isPresent() ? tooLarge(connection, schema, looked) : Optional.empty();
    }

    private Optional<Failure> tooLarge(Connection connection, Scanned schema, List<TableShape.Looked> looked)
            throws SQLException {
        Optional<TableShape.Looked> history = looked.stream()
                .filter(table -> table.name().equals(tables.history()))
                .findFirst();
        return history.isPresent() && schema.historyColumns().isPresent()
                ? limit.orElseThrow()
                        .objection(
                                connection,
                                history.get(),
                                schema.historyColumns().get())
                : Optional.empty();
    }
}
