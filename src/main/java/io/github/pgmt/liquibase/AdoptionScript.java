package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedAdoption.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liquibase.exception.LiquibaseException;

/** Makes the script by which a cohort's tenants are adopted, in the same way as {@link CohortScript}. */
final class AdoptionScript {

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final Adoption adoption;

    AdoptionScript(EngineSettings settings, Tenant sample, TenantHistory history, Adoption adoption) {
        this.settings = settings;
        this.sample = sample;
        this.history = history;
        this.adoption = adoption;
    }

    /** The script; why there is none is said of the first changeset. */
    PlannedScript make(MigrationPlan plan) {
        List<ChangeSetId> due = plan.result().due();
        try {
            // Of the plan, and not of what was parsed here: the cohort's tenants have these values in common, and no
            // others.
            StandIn nobody = new StandIn(sample, plan.parametersRead(), Set.of());
            return compare(record(sample), record(nobody.tenant()), due, nobody);
        } catch (LiquibaseException | RuntimeException e) {
            String why = Causes.first(UnreplayableException.class, e)
                    .map(Throwable::getMessage)
                    .orElseGet(() -> "cannot be planned: " + Causes.summary(e));
            return PlannedScript.none(
                    due.stream().limit(1).map(id -> new NotReplayed(id, why)).toList());
        }
    }

    private RecordedAdoption record(Tenant tenant) throws LiquibaseException {
        TenantDatabase detached =
                TenantDatabase.detached(tenant, settings.changelog().tables());
        return RecordedAdoption.of(
                tenant,
                history,
                settings,
                TenantAdoption.reader(settings, adoption).parse(detached, tenant));
    }

    private static PlannedScript compare(
            RecordedAdoption real, RecordedAdoption invented, List<ChangeSetId> due, StandIn nobody)
            throws UnreplayableException {
        boolean same = List.copyOf(real.changeSets().keySet()).equals(due)
                && List.copyOf(invented.changeSets().keySet()).equals(due);
        if (!same) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        List<ReplayedChangeSet> changeSets = new ArrayList<>();
        for (ChangeSetId id : due) {
            Recorded recorded = real.changeSets().get(id);
            changeSets.add(new ReplayedChangeSet(
                    List.of(),
                    nobody.texts(
                            recorded.recording(), invented.changeSets().get(id).recording()),
                    recorded.row(),
                    ReplayedChangeSet.Run.FIRST,
                    Set.of()));
        }
        return new PlannedScript(
                nobody.texts(real.tables(), invented.tables()),
                due,
                changeSets,
                List.of(),
                Set.of(),
                List.of(),
                Set.of(),
                Map.of());
    }
}
