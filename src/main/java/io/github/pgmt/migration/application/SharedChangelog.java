package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The shared changelog and what its schema has of it. Unlike a tenant's, a shared schema with objects and no history is
 * fine: the application's registry may be in it before the first run.
 */
public final class SharedChangelog {

    private final RunEnvironment environment;
    private final SharedSchema shared;

    public SharedChangelog(RunEnvironment environment) {
        this.environment = environment;
        this.shared = environment.shared();
    }

    /**
     * Makes sure that the schema is there and the changelog, if there is one, may be applied to it.
     *
     * @param warnings told of what is pending in it
     * @throws RunRefusedException when not
     */
    void requireUsable(TransactionWarnings warnings) {
        TenantHistory history = history();
        Optional<Failure> refusal =
                shared.hasChangelog() ? history.problem().or(() -> refusal(history, warnings)) : missing(history);
        refusal.ifPresent(this::refuse);
    }

    private Optional<Failure> refusal(TenantHistory history, TransactionWarnings warnings) {
        try (MigrationEngine engine = shared.engines().open()) {
            Optional<Failure> refusal = refusal(history, read(engine));
            if (refusal.isEmpty()) {
                warnings.of(engine.plan(place(), history));
            }
            return refusal;
        }
    }

    /**
     * How the schema is to the changelog.
     *
     * @throws RunRefusedException when the changelog cannot be read
     */
    public TenantStatus status() {
        TenantHistory history = history();
        try (MigrationEngine engine = shared.engines().open()) {
            return history.problem()
                    .or(() -> refusal(history, read(engine)))
                    .map(failure -> StatusOf.refused(place().id(), history, failure))
                    .orElseGet(() -> StatusOf.planned(place().id(), history, engine.plan(place(), history)));
        }
    }

    /** What is asked of an engine when it is known what an update would do. */
    interface PlannedWork<T> {

        T of(MigrationEngine engine, Tenant place, TenantHistory history, MigrationPlan plan);
    }

    /**
     * What is to be made of what an update would do now.
     *
     * @throws RunRefusedException when it may not, or cannot, be applied
     */
    <T> T planned(PlannedWork<T> work) {
        TenantHistory history = history();
        try (MigrationEngine engine = shared.engines().open()) {
            history.problem().or(() -> refusal(history, read(engine))).ifPresent(this::refuse);
            MigrationPlan plan = engine.plan(place(), history);
            plan.result().failure().ifPresent(this::refuse);
            return work.of(engine, place(), history, plan);
        }
    }

    private void refuse(Failure failure) {
        throw new RunRefusedException(
                "The shared schema \"" + shared.schema() + "\": " + failure.message() + " No tenant was touched.");
    }

    /** What an update would do now. */
    MigrationPlan plan(MigrationEngine engine, Tenant place) {
        TenantHistory history = history();
        return history.problem()
                .map(failure -> MigrationPlan.failed(failure, List.of(), Set.of()))
                .orElseGet(() -> engine.plan(place, history));
    }

    private ChangelogContents read(MigrationEngine engine) {
        try {
            return engine.read(place());
        } catch (InvalidChangelogException e) {
            throw new RunRefusedException(e.getMessage() + " No tenant was touched.", e);
        }
    }

    private Tenant place() {
        return shared.place(environment.database());
    }

    private TenantHistory history() {
        Tenant place = place();
        return environment.fleet().histories(List.of(place)).get(place);
    }

    private Optional<Failure> refusal(TenantHistory history, ChangelogContents changelog) {
        Refusals refusals =
                new Refusals(changelog, environment.fleet(), environment.tables(), environment.sharedSchemas());
        return missing(history)
                .or(() -> refusals.isForeign(history) ? Optional.of(foreign(history, refusals)) : Optional.empty());
    }

    private Optional<Failure> missing(TenantHistory history) {
        return history.state() == TenantHistory.State.MISSING
                ? Optional.of(Failure.of(
                        Failure.Kind.MISSING,
                        "There is no such schema. Create it, or name the right one with -Dpgmt.defaultSchema."))
                : Optional.empty();
    }

    private Failure foreign(TenantHistory history, Refusals refusals) {
        return Failure.of(
                Failure.Kind.FOREIGN,
                "None of the " + history.rows().size() + " changesets in its table "
                        + environment.tables().history()
                        + " is in the shared changelog: it is the history of another application. "
                        + refusals.pathsSideBySide(history)
                        + "Correct -Dpgmt.sharedChangeLogFile or -Dpgmt.defaultSchema.");
    }
}
