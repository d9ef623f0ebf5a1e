package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.EngineResult;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantSession;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Puts a tag on the last row of a tenant's history. Liquibase's own command overwrites the tag that the row has, after
 * which nobody can roll back to that one, and makes up a row where there is none.
 */
final class TenantTag {

    private final Tenant tenant;
    private final TenantSession session;
    private final HistoryTables tables;

    TenantTag(Tenant tenant, TenantSession session, HistoryTables tables) {
        this.tenant = tenant;
        this.session = session;
        this.tables = tables;
    }

    EngineResult put(String tag) {
        try (LockedTenant locked = LockedTenant.open(tenant, session, tables)) {
            List<RanChangeSet> rows = locked.historyService().getRanChangeSets();
            if (rows.isEmpty()) {
                return refused("The history has no changeset that could be tagged any more.");
            }
            RanChangeSet last = rows.get(rows.size() - 1);
            if (tag.equals(last.getTag())) {
                return done(List.of());
            }
            Optional<String> obstacle = obstacle(rows, last, tag);
            if (obstacle.isPresent()) {
                return refused(obstacle.get());
            }
            locked.historyService().tag(tag);
            locked.database().commit();
            ChangeSetId tagged = new ChangeSetId(last.getStoredChangeLog(), last.getId(), last.getAuthor());
            return done(List.of(tagged));
        } catch (LiquibaseException | RuntimeException e) {
            return EngineResult.failed(new TenantFailures(session).of(e, Optional.empty()));
        }
    }

    private static Optional<String> obstacle(List<RanChangeSet> rows, RanChangeSet last, String tag) {
        if (last.getTag() != null) {
            return Optional.of(
                    "The last changeset of the history has the tag \"" + last.getTag()
                            + "\" already, and a row holds one tag only. Roll back to that tag, or tag again after the next migration.");
        }
        return rows.stream()
                .filter(row -> tag.equals(row.getTag()))
                .findFirst()
                .map(row -> "The history has the tag \"" + tag + "\" already, on " + row.getStoredChangeLog() + "::"
                        + row.getId() + "::" + row.getAuthor() + ". Choose another one.");
    }

    private static EngineResult refused(String message) {
        return EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, message));
    }

    private static EngineResult done(List<ChangeSetId> tagged) {
        return new EngineResult(tagged, TenantResult.ChangeSets.NONE, Set.of(), Set.of(), Optional.empty());
    }
}
