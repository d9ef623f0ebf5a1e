package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import liquibase.ChecksumVersion;
import liquibase.ContextExpression;
import liquibase.Labels;
import liquibase.change.CheckSum;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;

/** A tenant's database as its history tells it, with no connection: what is planned on it writes nothing. */
class PlanDatabase extends TenantDatabase {

    private final List<RanChangeSet> history;
    private final boolean hasHistory;

    PlanDatabase(Tenant tenant, HistoryTables tables, TenantHistory history) {
        super(tenant, tables);
        useSchema();
        this.hasHistory = history.state() == TenantHistory.State.MANAGED;
        this.history = history.rows().stream().map(PlanDatabase::ran).toList();
    }

    private static RanChangeSet ran(HistoryRow row) {
        String file = row.changeSet().file();
        RanChangeSet ran = new RanChangeSet(
                DatabaseChangeLog.normalizePath(file),
                row.changeSet().id(),
                row.changeSet().author(),
                row.checksum().map(CheckSum::parse).orElse(null),
                null,
                row.tag().orElse(null),
                ChangeSet.ExecType.valueOf(row.execType()),
                null,
                null,
                new ContextExpression(),
                new Labels(),
                row.deploymentId().orElse(null),
                file);
        ran.setOrderExecuted(row.order());
        return ran;
    }

    @Override
    public List<RanChangeSet> getRanChangeSetList() {
        return history;
    }

    /** Whether there is a history table, perhaps with no row. */
    boolean hasHistory() {
        return hasHistory;
    }

    /** An update replaces checksums of another version, and those that are missing. */
    boolean hasNewestChecksums() {
        return history.stream()
                .map(RanChangeSet::getLastCheckSum)
                .allMatch(checksum -> checksum != null
                        && checksum.getVersion() == ChecksumVersion.latest().getVersion());
    }
}
