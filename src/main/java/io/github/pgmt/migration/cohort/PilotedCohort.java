package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.SegmentedScript;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cohort in which one tenant, the pilot, goes first and the others wait for what becomes of it. A pilot that fails is
 * followed by another one. Those that fail alike are the {@link Breaker}'s; after many that fail otherwise, or where all are to
 * be tried, the others go through Liquibase at once, as they would without pilots. For several threads.
 */
final class PilotedCohort {

    /** How far it is known in which way its tenants go. */
    sealed interface State {

        /** What was planned for the cohort and may still be sent to it; empty also until that was done. */
        default Optional<PlannedScript> planned() {
            return Optional.empty();
        }
    }

    /** Nobody goes first: the next tenant that comes will. */
    record Waiting(Optional<PlannedScript> planned) implements State {}

    /** This tenant goes first, by Liquibase, and the others wait for it. */
    record PilotAtWork(Tenant pilot, Optional<PlannedScript> planned) implements State {}

    /** The pilot is done and as planned: the others get what was planned, and are to come out as the pilot did. */
    record Replayed(Tenant pilot, SegmentedScript script) implements State {}

    /** Each goes by Liquibase, at once; without reasons where it was for the pilots' failures. */
    record ThroughLiquibase(List<NotReplayed> reasons) implements State {}

    /** What the pilot met, every other tenant would meet: none is tried. */
    record Refused(Failure why) implements State {}

    private static final int FAILED_PILOTS = 10;

    private final MigrationPlan plan;
    private final int tenants;
    private final Optional<OpenValues> open;
    private final int mostPilots;
    private int failedPilots;
    private State state = new Waiting(Optional.empty());

    /** @param limit after how many failures alike none is tried: as long as it may come to that, one goes after the other */
    PilotedCohort(Grouping.Group group, int limit) {
        this.plan = group.plan();
        this.tenants = group.tenants().size();
        this.open = group.open();
        this.mostPilots = Math.max(limit, FAILED_PILOTS);
    }

    /** What is to be done in each of its tenants. */
    MigrationPlan plan() {
        return plan;
    }

    /** What differs between its tenants, if something does. */
    Optional<OpenValues> open() {
        return open;
    }

    /** How many tenants it has. */
    int size() {
        return tenants;
    }

    /** A tenant that was admitted goes as this says. */
    synchronized State state() {
        return state;
    }

    /**
     * The one way from a state to the next. What is decided stays so, whatever still comes of the pilot, unless that shows that
     * no other tenant is to be tried at all.
     */
    synchronized void become(State next) {
        boolean open = state instanceof Waiting || state instanceof PilotAtWork;
        if (open || next instanceof Refused) {
            state = next;
        }
    }

    /**
     * Whether the tenant's turn has come; while there is no pilot it becomes the pilot by that.
     *
     * @param admission says whether any of the cohort may start. Asked under this lock: a pilot that failed counts there before it
     *     gives its place away here, so that who sees the place free sees the count, too
     */
    synchronized boolean admits(Tenant tenant, Predicate<Tenant> admission) {
        if (!admission.test(tenant)) {
            return false;
        }
        if (state instanceof Waiting) {
            become(new PilotAtWork(tenant, state.planned()));
        }
        return !(state instanceof PilotAtWork work) || work.pilot().equals(tenant);
    }

    /** How the others are replayed; empty unless they are. */
    Optional<Replayed> replayed() {
        return state() instanceof Replayed replayed ? Optional.of(replayed) : Optional.empty();
    }

    /** Somebody or something is in the pilot's way, so that another tenant had better go first. */
    synchronized void pilotIsHeld() {
        become(new Waiting(state.planned()));
    }

    /** Another tenant is to go first, or, after enough of them, all others at once. */
    synchronized void pilotFailed() {
        failedPilots++;
        become(failedPilots >= mostPilots ? new ThroughLiquibase(List.of()) : new Waiting(state.planned()));
    }
}
