package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which runs the histories of many schemas have, under the same rules as {@link HistoryReader} reads their rows. */
final class RunsReader {

    /**
     * What was read of a schema.
     *
     * @param runs what this schema and those have that were read with it; it stands with one of them, to be counted once
     */
    record Read(RecordedTenant tenant, List<RecordedRun> runs) {

        static Read of(TenantHistory history) {
            return new Read(
                    history.state().isUnread()
                            ? RecordedTenant.unread(TenantId.of(history.schema()), history)
                            : RecordedTenant.without(TenantId.of(history.schema()), history.state()),
                    List.of());
        }
    }

    private final HistoryTables tables;
    private final Readers readers;
    private final UnreadableSchema unreadable;
    private final HistoryStates states;
    private final SoundTables<Read> sound;
    private final RunsQuery query;

    RunsReader(HistoryTables tables, Database home, HistoryLimit limit, Readers readers, Optional<String> tag)
            throws SQLException {
        this.tables = tables;
        this.readers = readers;
        this.unreadable =
                new UnreadableSchema(tables, home, readers.own().getMetaData().getUserName());
        this.states = new HistoryStates(unreadable);
        this.sound = new SoundTables<>(tables, Optional.of(limit), unreadable, this::readTables, RunsReader::untold);
        this.query = new RunsQuery(tables.history(), tag);
    }

    /** What each schema has, in their order. */
    Map<String, Read> read(Collection<String> schemas) throws SQLException {
        List<Scanned> scanned = new SchemaScan(tables).scan(readers.own(), new LinkedHashSet<>(schemas));
        Map<String, TenantHistory> known = new LinkedHashMap<>();
        Map<String, Read> read = new LinkedHashMap<>();
        for (Scanned schema : scanned) {
            TenantHistory history = states.withoutReading(schema);
            known.put(schema.schema(), history);
            read.put(schema.schema(), Read.of(history));
        }
        List<Scanned> toRead = scanned.stream()
                .filter(schema -> HistoryStates.needsReading(schema, known.get(schema.schema())))
                .toList();
        read.putAll(new TableBatches<>(sound::read, (schema, e) -> untold(schema, unreadable.because(e, schema)))
                .read(readers, toRead));
        return read;
    }

    private Map<String, Read> readTables(Connection connection, List<Scanned> schemas) throws SQLException {
        RunsQuery.Sums sums = query.read(
                connection,
                schemas.stream()
                        .filter(schema -> schema.historyColumns().isPresent())
                        .toList());
        Map<String, Read> read = new LinkedHashMap<>();
        for (Scanned scanned : schemas) {
            String schema = scanned.schema();
            RecordedTenant tenant = new RecordedTenant(
                    TenantId.of(schema),
                    HistoryStates.of(scanned),
                    sums.rows().getOrDefault(schema, 0),
                    sums.tagged().contains(schema),
                    Optional.empty());
            read.put(schema, new Read(tenant, read.isEmpty() ? sums.runs() : List.of()));
        }
        return read;
    }

    private static Read untold(Scanned schema, Failure problem) {
        return Read.of(TenantHistory.unread(schema.schema(), problem));
    }
}
