package io.github.pgmt.migration;

import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the tenants that a run may touch from those that it must not: missing, unmanaged, with another application's
 * history, or unreadable.
 */
final class Triage {

    /**
     * @param workable tenants that may be migrated
     * @param failed results of the others
     */
    record Sorted(List<Tenant> workable, List<TenantResult> failed) {}

    private final ChangelogContents changelog;
    private final FleetDatabase fleet;
    private final HistoryTables tables;
    private final Collection<String> sharedSchemas;

    /** @param sharedSchemas where a history that is kept outside the tenants' schemas would be */
    Triage(ChangelogContents changelog, FleetDatabase fleet, HistoryTables tables, Collection<String> sharedSchemas) {
        this.changelog = changelog;
        this.fleet = fleet;
        this.tables = tables;
        this.sharedSchemas = sharedSchemas;
    }

    /**
     * Sorts the tenants by what their histories say.
     *
     * @throws RunRefusedException when every one of several tenants has another application's history: then it is the changelog, not
     *     the tenants, that is wrong
     */
    Sorted sort(SelectedTenants selected, Map<String, TenantHistory> histories) {
        List<Tenant> workable = new ArrayList<>();
        List<TenantResult> failed = new ArrayList<>();
        int foreign = 0;
        for (Tenant tenant : selected.tenants()) {
            TenantHistory history = histories.get(tenant.schema());
            Optional<Failure> failure = check(history);
            failure.ifPresentOrElse(
                    found -> failed.add(TenantResult.failed(tenant.schema(), found)), () -> workable.add(tenant));
            foreign += isForeign(history) ? 1 : 0;
        }
        if (foreign > 1 && foreign == selected.tenants().size()) {
            throw allForeign(histories.get(selected.tenants().get(0).schema()));
        }
        for (String name : selected.missing()) {
            failed.add(TenantResult.failed(name, missing(name)));
        }
        return new Sorted(workable, failed);
    }

    private Optional<Failure> check(TenantHistory history) {
        return switch (history.state()) {
            case MISSING -> Optional.of(missing(history.schema()));
            case UNMANAGED -> Optional.of(unmanaged(history.schema()));
            case UNREADABLE -> history.problem().filter(problem -> problem.kind() != Failure.Kind.LOCKED);
            case EMPTY -> Optional.empty();
            case MANAGED -> isForeign(history) ? Optional.of(foreign(history)) : Optional.empty();
        };
    }

    private boolean isForeign(TenantHistory history) {
        return !history.rows().isEmpty()
                && history.rows().stream().map(HistoryRow::changeSet).noneMatch(changelog::contains);
    }

    private static Failure missing(String schema) {
        return Failure.of(
                Failure.Kind.MISSING,
                "There is no tenant \"" + schema + "\" (names mind case). setup-tenant makes a new one: "
                        + "mvn pgmt:setup-tenant -Dpgmt.tenant=" + schema);
    }

    private Failure unmanaged(String schema) {
        StringBuilder message = new StringBuilder("The schema has objects but no table ")
                .append(tables.history())
                .append(", so it was not made by Liquibase with its history here. ");
        historyElsewhere()
                .ifPresent(
                        other -> message.append("Its history seems to be kept in schema \"")
                                .append(other)
                                .append(
                                        "\", which has rows of this changelog; pgmt keeps each tenant's history in the tenant's schema. "));
        message.append("Leave it out with -Dpgmt.excludes=")
                .append(schema)
                .append(", or, if it holds what the changelog makes, adopt it with Liquibase's changelog-sync.");
        return Failure.of(Failure.Kind.UNMANAGED, message.toString());
    }

    private Optional<String> historyElsewhere() {
        List<String> candidates = fleet.schemasWithHistory(sharedSchemas);
        Map<String, TenantHistory> histories = fleet.histories(candidates);
        return candidates.stream()
                .filter(schema ->
                        histories.get(schema).rows().stream().anyMatch(row -> changelog.contains(row.changeSet())))
                .findFirst();
    }

    private Failure foreign(TenantHistory history) {
        return Failure.of(
                Failure.Kind.FOREIGN,
                "None of the " + history.rows().size()
                        + " changesets in the schema's history is in the changelog: it belongs "
                        + "to another application. " + pathsSideBySide(history) + "Leave it out with -Dpgmt.excludes="
                        + history.schema() + ", or correct -Dpgmt.changeLogFile.");
    }

    private RunRefusedException allForeign(TenantHistory example) {
        return new RunRefusedException("No tenant has a changeset of this changelog in its history, so it is not the "
                + "changelog that they were made with. In schema " + example.schema() + ": " + pathsSideBySide(example)
                + "If the paths differ only in how they begin, set -Dpgmt.changeLogFile and -Dpgmt.searchPath so that the "
                + "file is named as it is recorded.");
    }

    private String pathsSideBySide(TenantHistory history) {
        String recorded = history.rows().get(0).changeSet().toString();
        return changelog.changeSets().stream()
                .findFirst()
                .map(ours -> "Recorded is " + recorded + ", the changelog has " + ours + ". ")
                .orElse("Recorded is " + recorded + ", the changelog has no changeset. ");
    }
}
