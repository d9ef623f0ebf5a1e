package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the histories of many schemas: the catalog tells them apart, then the tables are read, many in one statement. When
 * one of them cannot be read, its neighbours are read one by one.
 */
public final class HistoryReader {

    private final HistoryTables tables;
    private final Readers readers;
    private final SoundTables<TenantHistory> sound;
    private final UnreadableSchema unreadable;
    private final HistoryStates states;
    private final HistoryQuery historyQuery;
    private final LockQuery lockQuery;

    /** A reader that reads no history over {@link HistoryLimit#DEFAULT}, and of no row when it was executed. */
    public HistoryReader(HistoryTables tables, Database home, Readers readers) throws SQLException {
        this(tables, home, HistoryLimit.DEFAULT, readers, HistoryTimes.UNTOLD);
    }

    HistoryReader(HistoryTables tables, Database home, HistoryLimit limit, Readers readers, HistoryTimes times)
            throws SQLException {
        this.tables = tables;
        this.readers = readers;
        this.unreadable =
                new UnreadableSchema(tables, home, readers.own().getMetaData().getUserName());
        this.states = new HistoryStates(unreadable);
        this.sound = new SoundTables<>(tables, Optional.of(limit), unreadable, this::readTables, HistoryReader::untold);
        this.historyQuery = new HistoryQuery(tables.history(), times);
        this.lockQuery = new LockQuery(tables.lock());
    }

    /** The history of each schema, by schema in their order. */
    public Map<String, TenantHistory> read(Collection<String> schemas) throws SQLException {
        List<Scanned> scanned = new SchemaScan(tables).scan(readers.own(), new LinkedHashSet<>(schemas));
        Map<String, TenantHistory> histories = new LinkedHashMap<>();
        for (Scanned schema : scanned) {
            histories.put(schema.schema(), states.withoutReading(schema));
        }
        List<Scanned> toRead = scanned.stream()
                .filter(schema -> HistoryStates.needsReading(schema, histories.get(schema.schema())))
                .toList();
        histories.putAll(new TableBatches<>(sound::read, (schema, e) -> untold(schema, unreadable.because(e, schema)))
                .read(readers, toRead));
        return histories;
    }

    private Map<String, TenantHistory> readTables(Connection connection, List<Scanned> schemas) throws SQLException {
        Map<String, List<HistoryRow>> rows = historyQuery.read(
                connection,
                schemas.stream()
                        .filter(schema -> schema.historyColumns().isPresent())
                        .toList());
        Map<String, LockHolder> holders = lockQuery.read(
                connection, schemas.stream().filter(Scanned::hasLockTable).toList());
        Map<String, TenantHistory> histories = new LinkedHashMap<>();
        for (Scanned scanned : schemas) {
            String schema = scanned.schema();
            histories.put(
                    schema,
                    new TenantHistory(
                            schema,
                            HistoryStates.of(scanned),
                            rows.getOrDefault(schema, List.of()),
                            scanned.layout(),
                            Optional.ofNullable(holders.get(schema)),
                            Optional.empty()));
        }
        return histories;
    }

    private static TenantHistory untold(Scanned schema, Failure problem) {
        return TenantHistory.unread(schema.schema(), problem);
    }
}
