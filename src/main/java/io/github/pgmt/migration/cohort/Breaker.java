package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a changeset that fails in whatever tenant it is tried from being tried in all of them. Once so many tenants of a cohort
 * failed at the same changeset with the same SQLSTATE, no other of it is started; a single one that came past the changeset says
 * that it is the tenants' data, and then each has a result of its own. Of what is no changeset's, as a hook, who succeeds comes
 * past it alone.
 *
 * <p>A cohort here are the tenants with the same history and the same changesets due, whatever the values of their parameters, and
 * also where none of them is replayed: that a changeset is bad does not depend on how it is brought. For several threads.
 */
final class Breaker {

    /** Of work that leaves no tenant half way. */
    static final Breaker OFF = new Breaker(0, "", Map.of(), Map.of());

    private static final String STATEMENT_TIMEOUT = "57014";

    /** The connection, deadlocks and the like, the server's resources, lock timeouts, shutdowns: not the changeset's. */
    private static final List<String> NOT_THE_CHANGESETS = List.of("08", "40", "53", "55P03", "57P0");

    /** What tenants of a cohort have in common. */
    private record Need(List<Recorded> history, List<ChangeSetId> due) {

        private record Recorded(ChangeSetId changeSet, String execType) {}

        static Need of(TenantHistory history, MigrationPlan plan) {
            return new Need(
                    history.rows().stream()
                            .map(row -> new Recorded(row.changeSet(), row.execType()))
                            .toList(),
                    plan.result().due());
        }
    }

    /**
     * Where and how tenants fail.
     *
     * @param code the SQLSTATE, without one the kind
     */
    private record Place(Optional<ChangeSetId> changeSet, Optional<String> hook, String code) {

        static Place of(Failure failure) {
            return new Place(
                    failure.changeSet(),
                    failure.hook(),
                    failure.sqlState().orElse(failure.kind().name()));
        }
    }

    /** What has become of a cohort so far. */
    private static final class Course {

        private final List<ChangeSetId> due;
        private final List<Tenant> members = new ArrayList<>();
        private final Set<Tenant> tried = new HashSet<>();
        private final Map<Place, Map<Tenant, Failure>> failed = new LinkedHashMap<>();
        private final Set<ChangeSetId> passed = new HashSet<>();
        private boolean succeeded;
        private boolean over;

        Course(List<ChangeSetId> due) {
            this.due = due;
        }

        /** Who fails at a changeset has come past those before it, also where these are then taken back with it. */
        private void cameTo(ChangeSetId changeSet) {
            passed.addAll(due.subList(0, Math.max(0, due.indexOf(changeSet))));
        }

        /** The tenants that failed at the place at which the cohort stops; empty while it does not. */
        private Optional<Map<Tenant, Failure>> stopping(int limit) {
            return succeeded
                    ? Optional.empty()
                    : failed.entrySet().stream()
                            .filter(entry -> entry.getValue().size() >= limit)
                            .filter(entry -> entry.getKey()
                                    .changeSet()
                                    .filter(passed::contains)
                                    .isEmpty())
                            .map(Map.Entry::getValue)
                            .findFirst();
        }
    }

    private final int limit;
    private final String goingOn;
    private final Map<Tenant, Course> cohorts = new HashMap<>();

    /** Those that stop, and whose other tenants may still be started if one at work comes past the place. */
    private final Set<Course> stopping = new LinkedHashSet<>();

    /** Whether any has stopped yet; in most runs none does, and all tenants ask whenever one of them waits. */
    private volatile boolean stopped;

    /**
     * @param limit after how many failures alike a cohort stops; 0 means never
     * @param goingOn how the others are done once the changeset is mended, as an imperative
     * @param plans what is to be done in the tenants; who has none is in no cohort
     * @param histories what each tenant has
     */
    Breaker(int limit, String goingOn, Map<Tenant, MigrationPlan> plans, Map<Tenant, TenantHistory> histories) {
        this.limit = limit;
        this.goingOn = goingOn;
        if (limit == 0) {
            return;
        }
        Map<Need, Course> byNeed = new HashMap<>();
        // Who has the same plan has the same history, too; to compare these would take long.
        Map<MigrationPlan, Course> byPlan = new IdentityHashMap<>();
        plans.forEach((tenant, plan) -> {
            Course course = byPlan.computeIfAbsent(
                    plan,
                    absent -> byNeed.computeIfAbsent(
                            Need.of(histories.get(tenant), plan),
                            none -> new Course(plan.result().due())));
            course.members.add(tenant);
            cohorts.put(tenant, course);
        });
    }

    /** Whether the tenant may start, as far as its cohort is concerned; of a cohort that stops who was tried may be tried again. */
    boolean admits(Tenant tenant) {
        return !stopped || admitsSince(tenant);
    }

    private synchronized boolean admitsSince(Tenant tenant) {
        Course course = cohorts.get(tenant);
        return course == null
                || !course.over
                        && (course.tried.contains(tenant)
                                || course.stopping(limit).isEmpty());
    }

    /** The tenant has come past these changesets in the run, however it goes on with it. */
    synchronized void passed(Tenant tenant, TenantResult.ChangeSets changeSets) {
        Course course = cohorts.get(tenant);
        if (course != null) {
            Stream.of(changeSets.applied(), changeSets.always(), changeSets.notRun(), changeSets.undone())
                    .forEach(course.passed::addAll);
        }
    }

    /** A try of the tenant has ended so. */
    synchronized void ended(Tenant tenant, EngineResult result) {
        Course course = cohorts.get(tenant);
        if (course == null || result.failure().filter(Breaker::isHeld).isPresent()) {
            return;
        }
        course.tried.add(tenant);
        course.succeeded |= result.failure().isEmpty();
        result.failure().flatMap(Failure::changeSet).ifPresent(course::cameTo);
        result.failure()
                .filter(Breaker::counts)
                .ifPresent(failure -> course.failed
                        .computeIfAbsent(Place.of(failure), absent -> new HashMap<>())
                        .put(tenant, failure));
        if (course.stopping(limit).isPresent()) {
            stopping.add(course);
            stopped = true;
        }
    }

    private static boolean isHeld(Failure failure) {
        return failure.kind() == Failure.Kind.LOCKED;
    }

    /**
     * A statement that takes too long in one tenant does so in others, also if it is tried again first. What came neither of a
     * changeset nor of a hook is nowhere alike.
     */
    private static boolean counts(Failure failure) {
        boolean ofUsers = failure.changeSet().isPresent() && failure.kind() == Failure.Kind.CHANGESET
                || failure.hook().isPresent() && failure.kind() == Failure.Kind.HOOK;
        String state = failure.sqlState().orElse("");
        boolean passes = failure.mayPass() && !state.equals(STATEMENT_TIMEOUT);
        return ofUsers && !passes && NOT_THE_CHANGESETS.stream().noneMatch(state::startsWith);
    }

    /**
     * The tenants of cohorts that have stopped for good, since nobody is left who could come past the place: neither one that is
     * at work nor one that was tried and is to be tried again. See {@link TenantStep#givenUp}.
     */
    synchronized List<TenantStep.GivenUp> givenUp(Collection<Tenant> atWork, Collection<Tenant> begun) {
        List<TenantStep.GivenUp> all = new ArrayList<>();
        for (Course course : List.copyOf(stopping)) {
            Optional<Map<Tenant, Failure>> failed = course.stopping(limit);
            boolean mayPass = atWork.stream().anyMatch(tenant -> cohorts.get(tenant) == course)
                    || begun.stream().anyMatch(course.tried::contains);
            if (failed.isPresent() && mayPass) {
                continue;
            }
            stopping.remove(course);
            course.over = failed.isPresent();
            failed.ifPresent(tenants -> all.add(new TenantStep.GivenUp(course.members, why(course, tenants))));
        }
        return all;
    }

    private String why(Course course, Map<Tenant, Failure> failed) {
        Failure failure = failed.values().iterator().next();
        String place = failure.changeSet()
                .map(ChangeSetId::toString)
                .or(failure::hook)
                .map(name -> " at " + name)
                .orElse("");
        String code =
                failure.sqlState().map(state -> " (SQLSTATE " + state + ")").orElse("");
        return "The others of the cohort are not tried: " + failed.size() + " of " + course.tried.size()
                + " failed alike" + place + code + ". Mend it and " + goingOn + ", or have all tried with "
                + "-Dpgmt.maxCohortFailures=0.";
    }
}
