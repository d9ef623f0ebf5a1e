package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The plans of tenants, one a cohort, and what tells cohorts apart. For several threads. */
final class CohortPlans {

    private final Cohorts cohorts = new Cohorts();
    private final Map<Shape, Alike> byShape = new ConcurrentHashMap<>();

    /** A history but for the checksums: these may depend on what the changelog is for the tenant. */
    private record Shape(TenantHistory.State state, List<Row> rows, int lastOrder, String layout) {

        private record Row(ChangeSetId changeSet, String execType) {}

        static Shape of(TenantHistory history) {
            return new Shape(
                    history.state(),
                    history.rows().stream()
                            .map(row -> new Row(row.changeSet(), row.execType()))
                            .toList(),
                    HistoryRow.lastOrder(history.rows()),
                    history.layout());
        }
    }

    /** A tenant, and the plan that was made for it. */
    private record Sample(Tenant tenant, MigrationPlan plan) {}

    /** Plans for histories that are the same but for checksums. */
    private static final class Alike {

        private final List<Sample> samples = new ArrayList<>();

        synchronized void add(Sample sample) {
            samples.add(sample);
        }

        /** The parameters that this plan depends on, and that others had another value of. */
        synchronized SortedSet<String> splitting(MigrationPlan plan) {
            SortedSet<String> names = new TreeSet<>();
            samples.stream()
                    .filter(sample -> sample.plan() == plan)
                    .forEach(own -> samples.forEach(other -> plan.parametersRead().stream()
                            .filter(name ->
                                    !Cohorts.value(own.tenant(), name).equals(Cohorts.value(other.tenant(), name)))
                            .forEach(names::add)));
            return names;
        }
    }

    MigrationPlan plan(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        return cohorts.plan((planned, seen) -> planAnew(engine, planned, seen), tenant, history);
    }

    private MigrationPlan planAnew(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        MigrationPlan plan = engine.plan(tenant, history);
        byShape.computeIfAbsent(Shape.of(history), absent -> new Alike()).add(new Sample(tenant, plan));
        return plan;
    }

    /** The parameters by which the plan is another one than those of tenants with such a history. */
    SortedSet<String> splitting(MigrationPlan plan) {
        SortedSet<String> names = new TreeSet<>();
        byShape.values().forEach(alike -> names.addAll(alike.splitting(plan)));
        return names;
    }
}
