package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.UnknownTenant;
import io.github.pgmt.tenant.UnusableTenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says why a tenant is not this changelog's to touch: missing, unmanaged, or with another application's history. */
public final class Refusals {

    private final ChangelogContents changelog;
    private final FleetDatabase fleet;
    private final HistoryTables tables;
    private final Collection<String> sharedSchemas;

    /** @param sharedSchemas where a history that is kept outside the tenants' schemas would be */
    public Refusals(
            ChangelogContents changelog, FleetDatabase fleet, HistoryTables tables, Collection<String> sharedSchemas) {
        this.changelog = changelog;
        this.fleet = fleet;
        this.tables = tables;
        this.sharedSchemas = sharedSchemas;
    }

    /** Why this tenant must not be touched; a history that could not be read says nothing of that. */
    public Optional<Failure> of(Tenant tenant, TenantHistory history) {
        if (sharedSchemas.contains(tenant.schema())) {
            return Optional.of(shared(tenant));
        }
        return switch (history.state()) {
            case MISSING -> Optional.of(missing(tenant.id()));
            case UNMANAGED -> Optional.of(unmanaged(tenant));
            case MANAGED -> isForeign(history) ? Optional.of(foreign(tenant, history)) : Optional.empty();
            case EMPTY, UNREADABLE, UNTRUSTED, NAME -> Optional.empty();
        };
    }

    private static Failure shared(Tenant tenant) {
        return Failure.of(
                Failure.Kind.UNMANAGED,
                "The schema is what the tenants share (-Dpgmt.defaultSchema, -Dpgmt.sharedSchemas) and never a tenant's, "
                        + "although it is listed as one. Mend the registry, or leave it out with " + exclusion(tenant)
                        + ".");
    }

    /** Whether it has rows, and none of them is this changelog's. */
    public boolean isForeign(TenantHistory history) {
        return !history.rows().isEmpty()
                && history.rows().stream().map(HistoryRow::changeSet).noneMatch(changelog::contains);
    }

    /** That a tenant cannot be worked on because of its name. */
    public static Failure unusable(UnusableTenant tenant) {
        return Failure.of(Failure.Kind.NAME, tenant.reason());
    }

    /** That nobody can tell whether there is such a tenant. */
    public static Failure unknown(UnknownTenant tenant) {
        return Failure.of(Failure.Kind.CONNECTION, tenant.reason());
    }

    /**
     * The results of those that were chosen and are no tenants to work on.
     *
     * @param missing says why a name is none
     */
    public static List<TenantResult> ofNames(SelectedTenants selected, Function<TenantId, Failure> missing) {
        List<TenantResult> failed = new ArrayList<>();
        selected.missing().forEach(name -> failed.add(TenantResult.failed(name, missing.apply(name))));
        selected.unusable().forEach(tenant -> failed.add(TenantResult.failed(tenant.id(), unusable(tenant))));
        selected.unknown().forEach(tenant -> failed.add(TenantResult.failed(tenant.id(), unknown(tenant))));
        return failed;
    }

    /** That there is no such tenant, with the commands that make one. */
    public static Failure missing(TenantId tenant) {
        return Failure.of(
                Failure.Kind.MISSING,
                "There is no tenant \"" + tenant + "\" (names mind case). create-tenant makes a new one where "
                        + "-Dpgmt.tenantTable has no row for it, else setup-tenant: "
                        + SuggestedCommand.of("setup-tenant", tenant.displayName()));
    }

    private Failure unmanaged(Tenant tenant) {
        StringBuilder message = new StringBuilder("The schema has objects but no table ")
                .append(tables.history())
                .append(", so it was not made by Liquibase with its history here. ");
        historyElsewhere()
                .ifPresent(
                        other -> message.append("Its history seems to be kept in schema \"")
                                .append(other)
                                .append(
                                        "\", which has rows of this changelog; pgmt keeps each tenant's history in the tenant's schema. "));
        message.append("Leave it out with ")
                .append(exclusion(tenant))
                .append(", or, if it holds what the changelog makes, adopt it: ")
                .append(SuggestedCommand.of("changelog-sync", tenant.displayName()));
        return Failure.of(Failure.Kind.UNMANAGED, message.toString());
    }

    private Optional<String> historyElsewhere() {
        return fleet.historiesElsewhere(sharedSchemas).stream()
                .filter(history -> history.rows().stream().anyMatch(row -> changelog.contains(row.changeSet())))
                .map(TenantHistory::schema)
                .findFirst();
    }

    private Failure foreign(Tenant tenant, TenantHistory history) {
        return Failure.of(
                Failure.Kind.FOREIGN,
                "None of the " + history.rows().size()
                        + " changesets in the schema's history is in the changelog: it belongs "
                        + "to another application. " + pathsSideBySide(history) + "Leave it out with "
                        + exclusion(tenant) + ", or correct -Dpgmt.changeLogFile.");
    }

    private static String exclusion(Tenant tenant) {
        return SuggestedCommand.option("excludes", ListText.literal(tenant.displayName()));
    }

    /** How a changeset is recorded in this history, and how the changelog names its own. */
    public String pathsSideBySide(TenantHistory history) {
        String recorded = history.rows().get(0).changeSet().toString();
        return changelog.changeSets().stream()
                .findFirst()
                .map(ours -> "Recorded is " + recorded + ", the changelog has " + ours + ". ")
                .orElse("Recorded is " + recorded + ", the changelog has no changeset. ");
    }
}
