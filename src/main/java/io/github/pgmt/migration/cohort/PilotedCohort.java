package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cohort in which one tenant, the pilot, goes first and the others wait for what becomes of it. A pilot that fails is
 * followed by another one, until enough have failed alike: then it is the changelog and not the tenant, and the others go
 * through Liquibase at once, as they would without pilots. For several threads.
 */
final class PilotedCohort {

    /** In which way a tenant goes. */
    enum Turn {
        /** By Liquibase, and first. */
        PILOT,
        /** By the statements that were planned. */
        REPLAY,
        /** By Liquibase. */
        LIQUIBASE,
        /** Not at all. */
        REFUSED
    }

    private static final int FAILURES_ALIKE = 3;
    private static final int FAILURES = 10;

    private final List<ChangeSetId> due;
    private final int tenants;
    private final Map<List<Optional<?>>, Integer> failures = new HashMap<>();
    private Turn others;
    private Tenant pilot;
    private ReplayScript script;
    private Failure refusal;

    PilotedCohort(Grouping.Group group) {
        this.due = group.plan().result().due();
        this.tenants = group.tenants().size();
    }

    /** What is due in each of its tenants. */
    List<ChangeSetId> due() {
        return due;
    }

    /** How many tenants it has. */
    int size() {
        return tenants;
    }

    /** Whether the tenant's turn has come; while there is no pilot it becomes the pilot by that. */
    synchronized boolean admits(Tenant tenant) {
        if (others == null && pilot == null) {
            pilot = tenant;
        }
        return others != null || tenant.equals(pilot);
    }

    /** The way of a tenant that was admitted. */
    synchronized Turn turn(Tenant tenant) {
        return tenant.equals(pilot) && others == null ? Turn.PILOT : others;
    }

    /** What was planned for it; empty until that was done. */
    synchronized Optional<ReplayScript> script() {
        return Optional.ofNullable(script);
    }

    /** Why its tenants are not replayed; empty where they are, and before that is known. */
    List<NotReplayed> notReplayed() {
        return script().map(ReplayScript::notReplayed).orElse(List.of());
    }

    /** What was planned for it, for tenants that are replayed or have to go through Liquibase. */
    synchronized void plan(ReplayScript planned) {
        script = planned;
    }

    /** The tenant whose result the others are to have; empty unless they are replayed. */
    synchronized Optional<Tenant> pilot() {
        return others == Turn.REPLAY ? Optional.of(pilot) : Optional.empty();
    }

    /** The pilot is done and as planned: the others are replayed. */
    synchronized void replay() {
        others = Turn.REPLAY;
    }

    /** Nobody has to wait any longer. */
    synchronized void goThroughLiquibase() {
        others = Turn.LIQUIBASE;
    }

    /** What the pilot met, every other tenant would meet: none is tried. */
    synchronized void refuse(Failure failure) {
        refusal = failure;
        others = Turn.REFUSED;
    }

    /** Why no other tenant is tried; null unless that is so. */
    synchronized Failure refusal() {
        return refusal;
    }

    /** Somebody or something is in the pilot's way, so that another tenant had better go first. */
    synchronized void pilotIsHeld() {
        pilot = null;
    }

    /** Another tenant is to go first, or, after enough of them, all others at once. */
    synchronized void pilotFailed(Failure failure) {
        pilot = null;
        int alike = failures.merge(List.of(failure.changeSet(), failure.sqlState()), 1, Integer::sum);
        int all = failures.values().stream().mapToInt(Integer::intValue).sum();
        if (alike >= FAILURES_ALIKE || all >= FAILURES) {
            others = Turn.LIQUIBASE;
        }
    }
}
