package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.change.CheckSum;
import liquibase.changelog.RanChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Puts a tag on the last row of a tenant's history. Liquibase's own command overwrites the tag that the row has, after
 * which nobody can roll back to that one, and makes up a row where there is none. It also tags what runs always; ours goes
 * where {@link TagPlace} says.
 */
final class TenantTag {

    private final Briefing briefing;
    private final Tenant tenant;
    private final TenantSession session;
    private final Changelog changelog;

    /** @param briefing says what the tenant had before the run, where an earlier try may have tagged it */
    TenantTag(Briefing briefing, TenantSession session, Changelog changelog) {
        this.briefing = briefing;
        this.tenant = briefing.tenant();
        this.session = session;
        this.changelog = changelog;
    }

    EngineResult put(String tag) {
        HistoryTables tables = changelog.tables();
        try (LockedTenant locked = LockedTenant.open(tenant, session, tables)) {
            ChangelogReader reader = new ChangelogReader(changelog);
            RecordedChangeSets changeSets =
                    new RecordedChangeSets(reader.parse(TenantDatabase.detached(tenant, tables), tenant));
            List<HistoryRow> rows = locked.historyService().getRanChangeSets().stream()
                    .map(TenantTag::row)
                    .toList();
            TagPlace place = TagPlace.of(rows, changeSets, tag);
            place.row().ifPresent(row -> session.tag(row, tag));
            boolean current = place.row().isEmpty() && place.obstacle().isEmpty();
            return result(current ? taggedBefore(rows, tag) : place, TenantResult.ChangeSets.NONE);
        } catch (LiquibaseException | RuntimeException | Error e) {
            return EngineResult.failed(new TenantFailures(session).of(e, Optional.empty()));
        }
    }

    /** A tag that was not there before the run is what an earlier try has put. */
    private TagPlace taggedBefore(List<HistoryRow> rows, String tag) {
        Optional<ChangeSetId> tagged = HistoryRow.tagged(rows, tag)
                .filter(row -> briefing.before().stream()
                        .anyMatch(before -> HistoryRow.tagged(before, tag).isEmpty()));
        return new TagPlace(tagged, Optional.empty());
    }

    /** Where it would go, by the history alone; the row is told as a changeset that is due. */
    static MigrationPlan plan(TenantHistory history, ParsedChangelog parsed, String tag) {
        TagPlace place = TagPlace.of(history.rows(), new RecordedChangeSets(parsed.roots()), tag);
        EngineResult result = result(
                place, TenantResult.ChangeSets.planned(place.row().stream().toList(), List.of()));
        return MigrationPlan.ofRecording(
                result, result.failure().isEmpty() && result.due().isEmpty(), parsed.parametersRead());
    }

    private static HistoryRow row(RanChangeSet row) {
        return new HistoryRow(
                new ChangeSetId(row.getStoredChangeLog(), row.getId(), row.getAuthor()),
                Optional.ofNullable(row.getLastCheckSum()).map(CheckSum::toString),
                row.getExecType().value,
                row.getOrderExecuted(),
                Optional.ofNullable(row.getTag()),
                Optional.ofNullable(row.getDeploymentId()),
                Optional.empty());
    }

    private static EngineResult result(TagPlace place, TenantResult.ChangeSets changeSets) {
        return place.obstacle()
                .map(message -> EngineResult.failed(Failure.of(Failure.Kind.CHANGESET, message)))
                .orElseGet(() -> new EngineResult(
                        place.row().stream().toList(), changeSets, Set.of(), Set.of(), Optional.empty()));
    }
}
