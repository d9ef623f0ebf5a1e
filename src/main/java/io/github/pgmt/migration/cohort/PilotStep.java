package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SegmentedScript;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings the pilot of a cohort through Liquibase, and judges by it how the others go. */
final class PilotStep {

    private static final String LOCK_TABLE_IS_FULL = "53200";
    private static final String ONE_TRANSACTION =
            ", and with -Dpgmt.atomicity=tenant that is one transaction with all the others";
    private static final Failure NO_END = Failure.of(Failure.Kind.CHANGESET, "The pilot came to no end.");
    private static final Failure NOT_NEW =
            Failure.of(Failure.Kind.UNMANAGED, "Somebody else has made the pilot's schema meanwhile.");

    private final RunContext context;
    private final Map<Tenant, TenantHistory> histories;
    private final CohortWork work;
    private final Breaker breaker;
    private final NewTenants newTenants;
    private final boolean hooked;

    /**
     * @param histories what each tenant had before the run
     * @param hooked whether SQL files run before and after, before which Liquibase makes its tables
     */
    PilotStep(
            RunContext context,
            Map<Tenant, TenantHistory> histories,
            CohortWork work,
            Breaker breaker,
            NewTenants newTenants,
            boolean hooked) {
        this.breaker = breaker;
        this.hooked = hooked;
        this.context = context;
        this.histories = histories;
        this.work = work;
        this.newTenants = newTenants;
    }

    EngineResult fly(MigrationEngine engine, Tenant pilot, PilotedCohort cohort) {
        return new Flight(engine, pilot, cohort).fly();
    }

    /** One try of one pilot. */
    private final class Flight {

        private final MigrationEngine engine;
        private final Tenant pilot;
        private final PilotedCohort cohort;
        private final TenantHistory before;

        Flight(MigrationEngine engine, Tenant pilot, PilotedCohort cohort) {
            this.engine = engine;
            this.pilot = pilot;
            this.cohort = cohort;
            this.before = histories.get(pilot);
        }

        /** However it ends, the pilot gives its place away: the others would wait for it for good. */
        EngineResult fly() {
            Optional<Failure> failure = Optional.of(NO_END);
            try {
                Optional<PlannedScript> script = isToTell() ? Optional.empty() : Optional.of(planned());
                boolean followed = script.map(PlannedScript::isReplayable).orElse(true);
                if (followed) {
                    engine.note(pilot);
                } else {
                    goThroughLiquibase(script.get().reasons());
                }
                EngineResult result = unlessGone(work.byLiquibase(engine, pilot, 0));
                if (result.failure().isEmpty() && newTenants.isPending(pilot)) {
                    // The change in it is another than in those that the run makes.
                    failure = Optional.of(NOT_NEW);
                    return by(script, result);
                }
                if (result.failure().isEmpty() && followed) {
                    script = follow(script);
                }
                failure = result.failure();
                return by(script, result);
            } finally {
                failure.ifPresent(this::leave);
            }
        }

        /**
         * Whether the script is to be worked out after the pilot alone: by how preconditions come out there it would be another,
         * and to work it out takes as long as the pilot itself.
         */
        private boolean isToTell() {
            return !cohort.plan().conditional().isEmpty();
        }

        private PlannedScript planned() {
            return cohort.state().planned().orElseGet(this::plan);
        }

        private EngineResult by(Optional<PlannedScript> script, EngineResult result) {
            return result.by(Way.liquibase(script.map(PlannedScript::reasons).orElse(List.of())));
        }

        /** A schema that was never made did not go. */
        private EngineResult unlessGone(EngineResult result) {
            return newTenants.isPending(pilot) ? result : context.gone().explain(pilot, result);
        }

        /** Once it counts: else the next one could begin before the cohort stops. What threw is no changeset's, and does not count. */
        private void leave(Failure failure) {
            if (failure != NO_END) {
                breaker.ended(pilot, EngineResult.failed(failure));
            }
            if (isTriedAgain(failure) || failure.kind() == Failure.Kind.MISSING) {
                cohort.pilotIsHeld();
            } else if (isTooLarge(failure)) {
                cohort.become(new PilotedCohort.Refused(failure.and("That was found in " + pilot.schema()
                        + ", which needs the same; nothing was tried in this tenant.")));
            } else {
                cohort.pilotFailed();
            }
        }

        private boolean isTriedAgain(Failure failure) {
            return failure.mayPass() && (work.isRepeatable() || failure.kind() == Failure.Kind.LOCKED);
        }

        /** Is kept for the next pilot, should this one come to nothing. */
        private PlannedScript plan() {
            PlannedScript planned = plan(PilotNotes.NOT_YET);
            cohort.become(new PilotedCohort.PilotAtWork(pilot, Optional.of(planned)));
            return planned;
        }

        private PlannedScript plan(PilotNotes notes) {
            PlannedScript planned = work.plan(engine, pilot, before, cohort.plan(), cohort.open(), notes)
                    .objecting(changeSet -> objection(changeSet.of(pilot)));
            return whole(work.isDivisible() ? planned.joined() : planned);
        }

        private Optional<String> objection(ReplayedChangeSet changeSet) {
            TenantReplays replays = context.environment().replays();
            return Stream.concat(changeSet.statements().stream(), changeSet.recording().stream())
                    .map(replays::objection)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** The open transaction of a tenant would hide all that it did from any other session. */
        private PlannedScript whole(PlannedScript planned) {
            if (!work.isDivisible() && !planned.notReplayed().isEmpty()) {
                return PlannedScript.none(planned.reasons());
            }
            boolean fits = context.options().atomicity() != Atomicity.TENANT
                    || planned.notReplayed().isEmpty();
            return fits
                    ? planned
                    : PlannedScript.none(Stream.concat(
                                    planned.forAll().stream(),
                                    planned.notReplayed().stream()
                                            .map(reason -> new NotReplayed(
                                                    reason.changeSet(), reason.why() + ONE_TRANSACTION)))
                            .toList());
        }

        /**
         * Whether the others may have what the pilot got: it must be what was planned.
         *
         * @param planned before the pilot; empty where it was left to be planned
         * @return what is planned now
         */
        private Optional<PlannedScript> follow(Optional<PlannedScript> planned) {
            TenantHistory after =
                    context.environment().fleet().histories(List.of(pilot)).get(pilot);
            if (after.state() == TenantHistory.State.MISSING) {
                cohort.pilotIsHeld();
                return planned;
            }
            PilotNotes notes = PilotNotes.of(due(), written(after), engine.noted(pilot));
            PlannedScript known =
                    planned.filter(before -> !before.isOtherwiseBy(notes)).orElseGet(() -> plan(notes));
            if (known.isReplayable()) {
                follow(known, notes, after);
            } else {
                goThroughLiquibase(known.reasons());
            }
            return Optional.of(known);
        }

        private List<ChangeSetId> due() {
            EngineResult result = cohort.plan().result();
            return Stream.concat(result.due().stream(), result.changeSets().always().stream())
                    .toList();
        }

        private void follow(PlannedScript known, PilotNotes notes, TenantHistory after) {
            boolean upgraded = before.state() == TenantHistory.State.MANAGED
                    && !before.layout().equals(after.layout());
            Optional<SegmentedScript> script = known.answered(notes, pilot)
                    .map(answered -> answered.after(pilot, written(after)))
                    .filter(sent -> work.isAsPlanned(sent.of(pilot).historyAfter(before.rows()), after.rows()));
            if (upgraded || script.isEmpty()) {
                goThroughLiquibase(List.of(new NotReplayed(
                        known.due().get(0),
                        "left something else in the history of " + pilot.schema() + " than planned")));
                return;
            }
            cohort.become(
                    new PilotedCohort.Replayed(pilot, hooked ? script.get().withoutTables() : script.get()));
            tell(known.notReplayed(), known.plain().size());
        }

        /** Rows of the run's id from before are an earlier process's, which this one goes on with. */
        private List<HistoryRow> written(TenantHistory after) {
            return new RowsWritten(context.runId()).since(before.rows(), after.rows());
        }

        private void goThroughLiquibase(List<NotReplayed> reasons) {
            cohort.become(new PilotedCohort.ThroughLiquibase(reasons));
            tell(reasons, 0);
        }

        private void tell(List<NotReplayed> reasons, int replayed) {
            context.listener().hear(new RunEvent.PilotFinished(pilot.id(), cohort.size() - 1, reasons, replayed));
        }
    }

    /** Whether the tenant's one transaction takes more of the server's lock table than there is, which costs others dearly. */
    private boolean isTooLarge(Failure failure) {
        return context.options().atomicity() == Atomicity.TENANT
                && failure.sqlState().filter(LOCK_TABLE_IS_FULL::equals).isPresent();
    }
}
