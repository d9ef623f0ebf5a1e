package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says which schemas are not to be dropped: what tenants share, and what this changelog has not made. */
final class DropRefusals {

    private final Refusals refusals;
    private final Map<Tenant, TenantHistory> surveyed;
    private final FleetDatabase fleet;
    private final Collection<String> sharedSchemas;

    /** The environment's shared schemas are never dropped, whatever lists them as tenants. */
    DropRefusals(Survey survey, RunEnvironment environment) {
        this.refusals = survey.refusals();
        this.surveyed = survey.histories();
        this.fleet = environment.fleet();
        this.sharedSchemas = environment.sharedSchemas();
    }

    /** Why the schema stays; one that is missing or could not be read is not judged here. */
    Optional<Failure> of(Tenant tenant, TenantHistory history) {
        if (sharedSchemas.contains(tenant.schema())) {
            return refused(
                    Failure.Kind.UNMANAGED,
                    "The schema belongs to all tenants (-Dpgmt.defaultSchema, -Dpgmt.sharedSchemas) and is never dropped, "
                            + "although it is listed as a tenant.");
        }
        return switch (history.state()) {
            case UNMANAGED -> unproven(tenant, "no history of Liquibase");
            case MANAGED -> ofManaged(tenant, history);
            case MISSING, EMPTY, UNREADABLE, UNTRUSTED, NAME -> Optional.empty();
        };
    }

    private Optional<Failure> ofManaged(Tenant tenant, TenantHistory history) {
        if (!history.rows().isEmpty()) {
            if (hadNoRows(tenant)) {
                return begunMeanwhile();
            }
            return refusals.isForeign(history) ? foreign(history) : Optional.empty();
        }
        return fleet.withObjects(List.of(tenant)).isEmpty()
                ? Optional.empty()
                : unproven(tenant, "a history of Liquibase without a row");
    }

    /** Where there was no row, the changelog may not have been read. */
    private boolean hadNoRows(Tenant tenant) {
        TenantHistory before = surveyed.get(tenant);
        return before.rows().isEmpty() && before.problem().isEmpty();
    }

    private static Optional<Failure> begunMeanwhile() {
        return refused(
                Failure.Kind.VERIFY,
                "The schema changed meanwhile: its history was without a row when the run began, and has some now. Find "
                        + "out who migrates it; if it is to go all the same, run again.");
    }

    private static Optional<Failure> unproven(Tenant tenant, String history) {
        return refused(
                Failure.Kind.UNMANAGED,
                "The schema has objects and " + history + ", so nothing says that it is a tenant's. If it is "
                        + "not, drop it with SQL; if it is, adopt it first: "
                        + SuggestedCommand.of("changelog-sync", tenant.displayName()));
    }

    private Optional<Failure> foreign(TenantHistory history) {
        return refused(
                Failure.Kind.FOREIGN,
                "None of the " + history.rows().size() + " changesets in the schema's history is in the changelog: it "
                        + "belongs to another application. " + refusals.pathsSideBySide(history)
                        + "If it is a tenant of this one, correct -Dpgmt.changeLogFile.");
    }

    private static Optional<Failure> refused(Failure.Kind kind, String message) {
        return Optional.of(Failure.of(kind, message));
    }
}
