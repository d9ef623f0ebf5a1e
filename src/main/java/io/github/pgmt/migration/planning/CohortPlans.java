package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The plans of tenants, one a cohort, and what tells cohorts apart. Where a tenant's values are no other tenant's, it is asked of
 * a plan that is there whether other values than its own may have it too. For several threads.
 */
final class CohortPlans {

    /** To ask takes as long as a few plans; where it was in vain so often, it is in vain for this changelog. */
    private static final int ASKED_IN_VAIN = 3;

    private final HowFar howFar;
    private final Function<Tenant, Optional<HeldTo>> held;
    private final Map<OptionalInt, Cohorts> cohorts = new ConcurrentHashMap<>();
    private final ToIntFunction<Tenant> version;
    private final Map<Shape, Alike> byShape = new ConcurrentHashMap<>();
    private final Map<MigrationPlan, Alike> byPlan = Collections.synchronizedMap(new IdentityHashMap<>());
    private final AtomicInteger inVain = new AtomicInteger();

    /** A server's version and a history but for the checksums: these may depend on what the changelog is for the tenant. */
    private record Shape(
            int version,
            TenantHistory.State state,
            List<Row> rows,
            int lastOrder,
            String layout,
            Optional<ChangeSetId> end,
            OptionalInt count) {

        private record Row(ChangeSetId changeSet, String execType) {}

        static Shape of(int version, TenantHistory history, HowFar howFar, OptionalInt count) {
            return new Shape(
                    version,
                    history.state(),
                    history.rows().stream()
                            .map(row -> new Row(row.changeSet(), row.execType()))
                            .toList(),
                    HistoryRow.lastOrder(history.rows()),
                    history.layout(),
                    howFar.toTag().flatMap(history::tagged),
                    count);
        }
    }

    /**
     * @param howFar tenants whose histories end it at different places have different plans
     * @param held tenants in which another number of changesets is to be applied have different plans, too
     * @param version of the server that a tenant is on
     */
    CohortPlans(HowFar howFar, Function<Tenant, Optional<HeldTo>> held, ToIntFunction<Tenant> version) {
        this.howFar = howFar;
        this.held = held;
        this.version = version;
    }

    /** A tenant, and the plan that was made for it. */
    private static final class Sample {

        private final Tenant tenant;
        private final TenantHistory history;
        private final MigrationPlan plan;
        private Optional<OpenValues> open = Optional.empty();

        Sample(Tenant tenant, TenantHistory history, MigrationPlan plan) {
            this.tenant = tenant;
            this.history = history;
            this.plan = plan;
        }

        private Optional<MigrationPlan> planOf(Tenant other, TenantHistory ofOther) {
            return open.filter(values -> values.fits(other)
                            && values.areAlike(
                                    history.rows(), Set.copyOf(plan.result().due()), other, ofOther.rows()))
                    .map(values -> plan);
        }
    }

    /** Plans for histories that are the same but for checksums. */
    private final class Alike {

        private final List<Sample> samples = new ArrayList<>();

        /** Those of the samples that were asked, which are few. */
        private final List<Sample> asked = new ArrayList<>();

        /** By parameter, whether its values differ; of the samples that there are. */
        private final Map<String, Boolean> differing = new HashMap<>();

        MigrationPlan plan(MigrationEngine engine, Tenant tenant, TenantHistory history) {
            synchronized (this) {
                Optional<MigrationPlan> known = find(tenant, history).or(() -> ask(engine, tenant, history));
                if (known.isPresent()) {
                    return known.get();
                }
                if (samples.isEmpty()) {
                    // The others wait for the first plan: most often it is theirs too.
                    return add(engine.plan(tenant, history), tenant, history);
                }
            }
            MigrationPlan plan = engine.plan(tenant, history);
            synchronized (this) {
                return add(plan, tenant, history);
            }
        }

        private MigrationPlan add(MigrationPlan plan, Tenant tenant, TenantHistory history) {
            samples.add(new Sample(tenant, history, plan));
            byPlan.put(plan, this);
            differing.clear();
            return plan;
        }

        private Optional<MigrationPlan> find(Tenant tenant, TenantHistory history) {
            return asked.stream()
                    .flatMap(sample -> sample.planOf(tenant, history).stream())
                    .findFirst();
        }

        private Optional<MigrationPlan> ask(MigrationEngine engine, Tenant tenant, TenantHistory history) {
            if (inVain.get() >= ASKED_IN_VAIN) {
                return Optional.empty();
            }
            Optional<Sample> unasked = samples.stream()
                    .filter(sample -> sample.open.isEmpty()
                            && !values(sample.tenant, sample.plan).equals(values(tenant, sample.plan)))
                    .findFirst();
            if (unasked.isEmpty()) {
                return Optional.empty();
            }
            Sample sample = unasked.get();
            OpenValues open = engine.openValues(sample.tenant, sample.history, sample.plan);
            sample.open = Optional.of(open);
            asked.add(sample);
            if (open.excludes(tenant)) {
                inVain.incrementAndGet();
            }
            return sample.planOf(tenant, history);
        }

        private static List<Optional<String>> values(Tenant tenant, MigrationPlan plan) {
            return plan.parametersRead().stream()
                    .sorted()
                    .map(name -> Cohorts.value(tenant, name))
                    .toList();
        }

        synchronized Optional<OpenValues> open(MigrationPlan plan) {
            return asked.stream()
                    .filter(sample -> sample.plan == plan)
                    .flatMap(sample -> sample.open.stream())
                    .filter(values -> !values.open().isEmpty())
                    .findFirst();
        }

        synchronized SortedMap<String, String> splitting(MigrationPlan plan) {
            SortedMap<String, String> names = new TreeMap<>();
            if (samples.size() > 1) {
                plan.parametersRead().stream()
                        .filter(name -> differing.computeIfAbsent(name, this::differs))
                        .forEach(name -> names.put(name, why(name)));
            }
            return names;
        }

        private boolean differs(String name) {
            Optional<String> value = Cohorts.value(samples.get(0).tenant, name);
            return samples.stream()
                    .anyMatch(other -> !Cohorts.value(other.tenant, name).equals(value));
        }

        private String why(String name) {
            return asked.stream()
                    .flatMap(sample -> sample.open.stream())
                    .flatMap(open -> open.why(name).stream())
                    .findFirst()
                    .orElse(OpenValues.DIFFERS);
        }
    }

    MigrationPlan plan(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        OptionalInt count = held.apply(tenant).map(HeldTo::count).orElse(OptionalInt.empty());
        return cohorts.computeIfAbsent(count, absent -> new Cohorts(howFar, version))
                .plan(
                        (planned, seen) -> byShape.computeIfAbsent(
                                        Shape.of(version.applyAsInt(planned), seen, howFar, count),
                                        absent -> new Alike())
                                .plan(engine, planned, seen),
                        tenant,
                        history);
    }

    /** What differs between the tenants of this plan, if something does. */
    Optional<OpenValues> open(MigrationPlan plan) {
        return Optional.ofNullable(byPlan.get(plan)).flatMap(alike -> alike.open(plan));
    }

    /** The parameters by which the plan is another one than those of tenants with such a history, and why. */
    SortedMap<String, String> splitting(MigrationPlan plan) {
        Alike alike = byPlan.get(plan);
        return alike == null ? Collections.emptySortedMap() : alike.splitting(plan);
    }
}
