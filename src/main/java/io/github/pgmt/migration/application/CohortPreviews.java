package io.github.pgmt.migration.application;

import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.Previews;
import io.github.pgmt.migration.fleet.DatabaseIdentity;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.ListedDatabase;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Works out what each cohort of planned tenants would be sent, once for all that have the same plan. */
public final class CohortPreviews {

    private final RunContext context;
    private final Optional<NewSchema> newSchema;
    private final Map<Database, ListedDatabase> databases = new HashMap<>();

    /** @param newSchema how schemas that are missing would be made; empty where the run makes none */
    public CohortPreviews(RunContext context, Optional<NewSchema> newSchema) {
        this.context = context;
        this.newSchema = newSchema;
    }

    private interface Making {
        PreviewedScript make(Previews previews, Tenant sample, TenantHistory history, MigrationPlan plan);
    }

    /** Tenants that have the same plan, in one database, and lack their schemas or do not. */
    private record Cohort(MigrationPlan plan, Database home, boolean isNew, List<Tenant> tenants) {}

    /** Of a migration. */
    public RunPreview ofMigration(Map<Tenant, MigrationPlan> plans, Map<Tenant, TenantHistory> histories) {
        return of(plans, histories, Previews::ofMigration);
    }

    /** Of a rollback. */
    public RunPreview ofRollback(Map<Tenant, MigrationPlan> plans, Map<Tenant, TenantHistory> histories) {
        return of(plans, histories, Previews::ofRollback);
    }

    private RunPreview of(Map<Tenant, MigrationPlan> plans, Map<Tenant, TenantHistory> histories, Making making) {
        List<CohortPreview> made = new ArrayList<>();
        List<Cohort> cohorts = cohorts(plans, histories);
        List<String> around = new ArrayList<>();
        if (!cohorts.isEmpty()) {
            try (MigrationEngine engine = context.environment().engines().open()) {
                Previews previews = engine.previews();
                around.addAll(previews.around());
                for (Cohort cohort : cohorts) {
                    Tenant sample = cohort.tenants().get(0);
                    made.add(new CohortPreview(
                            cohort.tenants().stream().map(OfTenant::id).toList(),
                            listed(cohort.home()),
                            Optional.empty(),
                            newSchema.filter(any -> cohort.isNew()),
                            making.make(previews, sample, histories.get(sample), cohort.plan())));
                }
            }
        }
        return new RunPreview(
                together(made),
                List.copyOf(context.environment().sharedSchemas()),
                around,
                context.environment().shared().hasChangelog());
    }

    /** Tenants that need the same may have been planned apart, as it happened; what is sent to them is the same. */
    private static List<CohortPreview> together(List<CohortPreview> made) {
        Map<List<?>, List<CohortPreview>> alike = made.stream()
                .collect(Collectors.groupingBy(
                        cohort -> List.of(cohort.database(), cohort.newSchema(), cohort.script()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.values().stream()
                .map(same -> same.get(0)
                        .of(same.stream()
                                .flatMap(cohort -> cohort.tenants().stream())
                                .toList()))
                .sorted(Comparator.comparing(
                                (CohortPreview cohort) -> cohort.tenants().size())
                        .reversed()
                        .thenComparing(cohort -> cohort.tenants().get(0)))
                .toList();
    }

    /** So that nobody runs in one database what is for another. */
    private Optional<ListedDatabase> listed(Database home) {
        return home.name().isEmpty() ? Optional.empty() : Optional.of(databases.computeIfAbsent(home, this::look));
    }

    private ListedDatabase look(Database home) {
        DatabaseIdentity identity =
                context.environment().within(home).conditions().identity();
        return new ListedDatabase(home.name(), identity.name(), identity.system());
    }

    private List<Cohort> cohorts(Map<Tenant, MigrationPlan> plans, Map<Tenant, TenantHistory> histories) {
        Map<MigrationPlan, Map<List<?>, Cohort>> cohorts = new IdentityHashMap<>();
        plans.entrySet().stream()
                .filter(planned -> isToBeDone(planned.getValue())
                        && histories.get(planned.getKey()).problem().isEmpty())
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(OfTenant::id)))
                .forEach(planned -> {
                    Tenant tenant = planned.getKey();
                    boolean isNew = histories.get(tenant).state() == TenantHistory.State.MISSING;
                    cohorts.computeIfAbsent(planned.getValue(), plan -> new LinkedHashMap<>())
                            .computeIfAbsent(
                                    List.of(tenant.home(), isNew),
                                    key -> new Cohort(planned.getValue(), tenant.home(), isNew, new ArrayList<>()))
                            .tenants()
                            .add(tenant);
                });
        return cohorts.values().stream()
                .flatMap(ofPlan -> ofPlan.values().stream())
                .sorted(Comparator.comparing(cohort -> cohort.tenants().get(0).id()))
                .toList();
    }

    private static boolean isToBeDone(MigrationPlan plan) {
        return plan.result().failure().isEmpty() && !plan.result().due().isEmpty();
    }
}
