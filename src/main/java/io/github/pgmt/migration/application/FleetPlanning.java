package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.DueContents;
import io.github.pgmt.migration.engine.EngineFacts;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.DatabaseIdentity;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.plan.FrozenFacts;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.PlanKey;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedChangeSet.Run;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.migration.plan.PlannedTenant;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.planning.PlanningStep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Works out what a migration would do so that it can be compared with what it would do at another time: without values of
 * parameters, and with hashes of all that would be sent. Nothing is written, and no tenant is opened.
 */
public final class FleetPlanning {

    /**
     * What came of it.
     *
     * @param shared what is due in the schema that tenants share, of each database
     * @param tenants those for which something could be planned, be it nothing
     * @param refused the others
     * @param parameters the changelog's parameters that are the same for all tenants and that are read, with hashes of their values
     * @param plans what is due in each tenant of which it is known
     */
    public record Planned(
            List<PlannedTenant> shared,
            List<PlannedTenant> tenants,
            Map<Tenant, Failure> refused,
            SortedMap<String, String> parameters,
            Map<Tenant, MigrationPlan> plans) {}

    private final RunContext context;
    private final FrozenOptions options;
    private final PlanKey key;
    private final Map<Same, DueContents> contents = new ConcurrentHashMap<>();
    private final Map<Tenant, HeldTo> held = new ConcurrentHashMap<>();

    /** Plans of different cohorts may be equal, and what is sent in these is not. */
    private static final class Same {

        private final MigrationPlan plan;

        Same(MigrationPlan plan) {
            this.plan = plan;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Same same && same.plan == plan;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(plan);
        }
    }

    /** @param key by which hashes are made */
    public FleetPlanning(RunContext context, FrozenOptions options, PlanKey key) {
        this.context = context;
        this.options = options;
        this.key = key;
    }

    /**
     * What a run is whatever its tenants are. Of several databases one that is lost by now is not in it, and its tenants cannot be
     * planned.
     *
     * @throws RunRefusedException when a hook of the user's cannot be loaded
     * @throws DatabaseUnavailableException when none is left
     */
    public static FrozenFacts facts(RunContext context, FrozenOptions options) {
        RunEnvironment environment = context.environment();
        List<PlannedDatabase> databases = new ArrayList<>();
        List<DatabaseUnavailableException> lost = new ArrayList<>();
        environment.databases().reached().forEach((place, ports) -> {
            try {
                DatabaseIdentity identity = ports.conditions().identity();
                databases.add(new PlannedDatabase(
                        place.database().name(), identity.name(), identity.system(), identity.version()));
            } catch (DatabaseUnavailableException e) {
                lost.add(e);
            }
        });
        if (databases.isEmpty()) {
            throw lost.get(0);
        }
        try (MigrationEngine engine = environment.engines().open()) {
            EngineFacts facts = engine.facts();
            SortedMap<String, String> texts = new TreeMap<>(options.texts());
            if (!facts.extensions().isEmpty()) {
                texts.put("liquibaseExtensions", String.join(", ", facts.extensions()));
            }
            if (!facts.tenantHooks().isEmpty()) {
                texts.put("TenantHook", String.join(", ", facts.tenantHooks()));
            }
            return new FrozenFacts(databases, facts.liquibase(), texts);
        }
    }

    /** Of these tenants, of which nothing else is known that keeps them from being migrated. */
    public Planned plan(Survey survey, List<Tenant> tenants, FrozenFacts facts) {
        MigrationPlans plans = MigrationPlans.of(context, survey);
        Map<Tenant, PlannedTenant> planned = new ConcurrentHashMap<>();
        PlanningStep step = new PlanningStep(
                survey.histories(), context.environment().fleet()::histories, (engine, tenant, history) -> {
                    EngineResult result = plans.plan(engine, tenant, history);
                    if (result.failure().isPresent()) {
                        return EngineResult.failed(result.failure().get());
                    }
                    planned.put(
                            tenant, planned(engine, tenant, history, plans.all().get(tenant), facts));
                    return EngineResult.nothing();
                });
        Map<Tenant, Failure> refused = new ConcurrentHashMap<>();
        Map<Boolean, List<Tenant>> byAnswer =
                tenants.stream().collect(Collectors.partitioningBy(tenant -> isThere(tenant.home(), facts)));
        byAnswer.get(false).forEach(tenant -> refused.put(tenant, lost(tenant.home())));
        for (TenantMigrator.Attempt attempt : context.forLooking().migrator().forEach(byAnswer.get(true), 0, step)) {
            if (!planned.containsKey(attempt.tenant()) && !attempt.result().gone()) {
                refused.put(attempt.tenant(), failure(attempt.result()));
            }
        }
        List<PlannedTenant> shared = shared(facts);
        return new Planned(
                shared,
                tenants.stream().filter(planned::containsKey).map(planned::get).toList(),
                refused,
                parameters(survey, plans.all().values()),
                plans.all());
    }

    private static Failure failure(TenantResult result) {
        return result.failure()
                .orElseGet(() -> Failure.of(
                        Failure.Kind.CONNECTION,
                        result.reason().orElse("The run was interrupted before this tenant was looked at.")));
    }

    private static Failure lost(Database database) {
        return Failure.of(
                Failure.Kind.CONNECTION,
                "The database " + database + " answered no more when it was to be planned what its tenants need.");
    }

    private static boolean isThere(Database database, FrozenFacts facts) {
        return facts.databases().stream().anyMatch(planned -> planned.name().equals(database.name()));
    }

    private static int version(Tenant tenant, FrozenFacts facts) {
        return facts.databases().stream()
                .filter(database -> database.name().equals(tenant.home().name()))
                .mapToInt(PlannedDatabase::version)
                .findFirst()
                .orElseThrow();
    }

    private List<PlannedTenant> shared(FrozenFacts facts) {
        RunEnvironment environment = context.environment();
        if (!environment.shared().hasChangelog()) {
            return List.of();
        }
        return environment.databases().reached().keySet().stream()
                .filter(place -> isThere(place.database(), facts))
                .map(place -> new SharedChangelog(environment.within(place.database())))
                .map(shared ->
                        shared.planned((engine, place, history, plan) -> planned(engine, place, history, plan, facts)))
                .toList();
    }

    /**
     * Of one tenant, as it is by now.
     *
     * @param plan of this history
     */
    PlannedTenant planned(
            MigrationEngine engine, Tenant tenant, TenantHistory history, MigrationPlan plan, FrozenFacts facts) {
        DueContents due = contents.computeIfAbsent(new Same(plan), first -> engine.contents(tenant, history, plan));
        held.put(tenant, new HeldTo(history.rows(), due.recorded(tenant), options.toTag(), OptionalInt.empty()));
        return new PlannedTenant(
                tenant.id(),
                version(tenant, facts),
                due.comparable(tenant, history.rows()),
                due.changeSets().stream().map(this::hashed).toList(),
                options.toTag().flatMap(history::tagged),
                PlannedTenant.hashed(key, tenant.id(), ownValues(tenant, plan)),
                key);
    }

    /** What was found in the tenants that could be planned, and in the shared schemas, when that was last done. */
    Map<Tenant, HeldTo> held() {
        return held;
    }

    private PlannedChangeSet hashed(DueContents.DueContent content) {
        Run run = content.always() ? Run.ALWAYS : content.again() ? Run.CHANGED : Run.FIRST;
        return new PlannedChangeSet(
                content.id(),
                content.checksum(),
                key.seal(List.of(content.text())),
                run,
                content.mayStayDue(),
                content.notFrozen());
    }

    /** Those of the registry; its name and its schema are what it is known by. */
    private SortedMap<String, String> ownValues(Tenant tenant, MigrationPlan plan) {
        SortedMap<String, String> values = new TreeMap<>();
        Stream.concat(plan.parametersRead().stream(), options.readByHooks().stream())
                .forEach(name -> tenant.parameters().entrySet().stream()
                        .filter(column -> column.getKey().equalsIgnoreCase(name))
                        .forEach(column -> values.put(name.toLowerCase(Locale.ROOT), column.getValue())));
        return values;
    }

    private SortedMap<String, String> parameters(Survey survey, Collection<MigrationPlan> plans) {
        SortedMap<String, String> hashed = new TreeMap<>();
        Stream.of(
                        survey.changelog().parametersRead().stream(),
                        plans.stream().flatMap(plan -> plan.parametersRead().stream()),
                        options.readByHooks().stream())
                .flatMap(names -> names)
                .distinct()
                .forEach(name -> Optional.ofNullable(options.parameters().get(name))
                        .ifPresent(value -> hashed.put(name, key.seal(List.of(name, value)))));
        return hashed;
    }
}
