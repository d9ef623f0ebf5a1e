package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.precondition.Precondition;

/**
 * The changelog as it is parsed for changesets that Liquibase runs between replays, in one tenant after the other.
 *
 * <p>What Liquibase parsed is otherwise run for one tenant only. It may serve the next one too where nothing of the first
 * tenant is in it or stays in it: of all parameters that were asked for until now both tenants have the same values, so that
 * it would be parsed to the same; and the changesets are such that {@link OneParse} makes them as they were.
 */
final class SegmentChangelog {

    private final Changelog changelog;
    private Optional<Kept> last = Optional.empty();

    private record Kept(Tenant tenant, ParsedChangelog parsed) {}

    /** Work on changelogs that have the wanted changesets alone. */
    interface Work {
        void on(List<DatabaseChangeLog> changelogs) throws Exception;
    }

    SegmentChangelog(Changelog changelog) {
        this.changelog = changelog;
    }

    /**
     * Does work for which all but the segment's changesets are taken out of the changelogs. An update looks at the others only to
     * validate them, which it did in the pilot, whose history was the same.
     *
     * @param before the history of the tenant
     * @param done what the run has done in it; what such a changelog's preconditions say was asked before that
     */
    void limitedTo(
            Segment.OfLiquibase segment,
            List<HistoryRow> before,
            Set<ChangeSetId> done,
            TenantDatabase database,
            Tenant tenant,
            Work work)
            throws Exception {
        boolean ownParse = mayBeRecorded(segment, before);
        ParsedChangelog parsed = ownParse ? parse(database, tenant) : take(tenant);
        Set<ChangeSetId> wanted = Set.copyOf(segment.due());
        Map<DatabaseChangeLog, List<ChangeSet>> whole = new IdentityHashMap<>();
        List<ChangeSet> run = new ArrayList<>();
        Map<DatabaseChangeLog, List<Precondition>> heads = new IdentityHashMap<>();
        for (DatabaseChangeLog root : parsed.roots()) {
            whole.put(root, List.copyOf(root.getChangeSets()));
            if (root.getChangeSets().stream().map(ParsedContents::idOf).anyMatch(done::contains)) {
                List<Precondition> head = root.getPreconditions().getNestedPreconditions();
                heads.put(root, List.copyOf(head));
                head.clear();
            }
            root.getChangeSets().removeIf(changeSet -> !wanted.contains(ParsedContents.idOf(changeSet)));
            run.addAll(root.getChangeSets());
        }
        work.on(parsed.roots().stream()
                .filter(root -> !root.getChangeSets().isEmpty())
                .toList());
        if (!ownParse && run.stream().allMatch(OneParse::fits) && run.stream().allMatch(OneParse::undo)) {
            whole.forEach((root, changeSets) -> {
                root.getChangeSets().clear();
                root.getChangeSets().addAll(changeSets);
            });
            heads.forEach((root, head) ->
                    root.getPreconditions().getNestedPreconditions().addAll(head));
            last = Optional.of(new Kept(tenant, parsed));
        }
    }

    /** With a logical path at an include, Liquibase looks into the history whether a changeset is there by its file's own path. */
    private static boolean mayBeRecorded(Segment.OfLiquibase segment, List<HistoryRow> before) {
        return segment.due().stream()
                .anyMatch(due -> before.stream()
                        .map(HistoryRow::changeSet)
                        .anyMatch(
                                row -> row.id().equals(due.id()) && row.author().equals(due.author())));
    }

    /** Nobody else gets it before it is as it was. */
    private ParsedChangelog take(Tenant tenant) {
        Optional<Kept> kept = last.filter(one -> one.parsed().isAlsoOf(one.tenant(), tenant));
        last = Optional.empty();
        return kept.map(Kept::parsed)
                .orElseGet(() -> parse(TenantDatabase.detached(tenant, changelog.tables()), tenant));
    }

    private ParsedChangelog parse(TenantDatabase database, Tenant tenant) {
        ChangelogReader reader = new ChangelogReader(changelog);
        return new ParsedChangelog(reader.parse(database, tenant), reader);
    }
}
