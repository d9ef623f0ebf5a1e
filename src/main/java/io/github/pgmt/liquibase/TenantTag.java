package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Puts a tag on the last row of a tenant's history. Liquibase's own command overwrites the tag that the row has, after
 * which nobody can roll back to that one, and makes up a row where there is none. It also tags what runs always, whose row
 * moves to the end of the history with every update, and the tag with it; ours goes on the last row that stays.
 */
final class TenantTag {

    private final Tenant tenant;
    private final TenantSession session;
    private final HistoryTables tables;
    private final ChangelogReader reader;

    TenantTag(Tenant tenant, TenantSession session, HistoryTables tables, ChangelogReader reader) {
        this.tenant = tenant;
        this.session = session;
        this.tables = tables;
        this.reader = reader;
    }

    EngineResult put(String tag) {
        try (LockedTenant locked = LockedTenant.open(tenant, session, tables)) {
            List<RanChangeSet> rows = rowsThatStay(locked);
            if (rows.isEmpty()) {
                return refused("The history has no changeset that could be tagged any more.");
            }
            RanChangeSet last = rows.get(rows.size() - 1);
            if (tag.equalsIgnoreCase(last.getTag())) {
                return done(List.of());
            }
            Optional<String> obstacle = obstacle(rows, last, tag);
            if (obstacle.isPresent()) {
                return refused(obstacle.get());
            }
            session.tag(idOf(last), tag);
            return done(List.of(idOf(last)));
        } catch (LiquibaseException | RuntimeException | Error e) {
            return EngineResult.failed(new TenantFailures(session).of(e, Optional.empty()));
        }
    }

    private List<RanChangeSet> rowsThatStay(LockedTenant locked) throws LiquibaseException {
        RecordedChangeSets changeSets =
                new RecordedChangeSets(reader.parse(TenantDatabase.detached(tenant, tables), tenant));
        return locked.historyService().getRanChangeSets().stream()
                .filter(row -> changeSets
                        .find(idOf(row))
                        .filter(ChangeSet::isAlwaysRun)
                        .isEmpty())
                .toList();
    }

    private static ChangeSetId idOf(RanChangeSet row) {
        return new ChangeSetId(row.getStoredChangeLog(), row.getId(), row.getAuthor());
    }

    /** Rollbacks look for tags without regard to case, as Liquibase does. */
    private static Optional<String> obstacle(List<RanChangeSet> rows, RanChangeSet last, String tag) {
        if (last.getExecType() == ChangeSet.ExecType.RERAN) {
            return Optional.of(
                    "The last changeset of the history, " + idOf(last) + ", ran again (runOnChange) and would take "
                            + "the tag along when it runs once more, past what ran in between. Roll back by -Dpgmt.rollbackRun or "
                            + "-Dpgmt.rollbackDate instead.");
        }
        if (last.getTag() != null) {
            return Optional.of(
                    "The last changeset of the history has the tag \"" + last.getTag()
                            + "\" already, and a row holds one tag only. Roll back to that tag, or tag again after the next migration.");
        }
        return rows.stream()
                .filter(row -> tag.equalsIgnoreCase(row.getTag()))
                .findFirst()
                .map(row ->
                        "The history has the tag \"" + tag + "\" already, on " + idOf(row) + ". Choose another one.");
    }

    private static EngineResult refused(String message) {
        return EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, message));
    }

    private static EngineResult done(List<ChangeSetId> tagged) {
        return new EngineResult(tagged, TenantResult.ChangeSets.NONE, Set.of(), Set.of(), Optional.empty());
    }
}
