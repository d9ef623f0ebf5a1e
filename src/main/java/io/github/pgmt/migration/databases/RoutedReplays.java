package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** Sends planned statements to tenants of several databases. */
public final class RoutedReplays implements TenantReplays {

    private final ByDatabase<TenantReplays> replays;

    public RoutedReplays(Databases<TenantReplays> replays) {
        this.replays = ByDatabase.of(replays);
    }

    @Override
    public Optional<String> objection(Tenant tenant) {
        return replays.of(tenant).objection(tenant);
    }

    /** A text says it by itself. */
    @Override
    public Optional<String> objection(SchemaText statement) {
        return replays.any().objection(statement);
    }

    @Override
    public boolean suits(Tenant tenant) {
        return replays.of(tenant).suits(tenant);
    }

    @Override
    public Optional<Failure> create(Tenant tenant, NewSchema newSchema) {
        return replays.of(tenant).create(tenant, newSchema);
    }

    @Override
    public Replayed replay(Tenant tenant, ReplayScript script, List<HistoryRow> history, Atomicity atomicity) {
        return replays.of(tenant).replay(tenant, script, history, atomicity);
    }

    @Override
    public Replayed record(Tenant tenant, ReplayScript script, List<HistoryRow> history, Optional<String> tables) {
        return replays.of(tenant).record(tenant, script, history, tables);
    }

    @Override
    public Replayed tag(Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        return replays.of(tenant).tag(tenant, script, history);
    }

    @Override
    public void close() {
        replays.asked().values().forEach(TenantReplays::close);
    }
}
