package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.fleet.LiquibasesPart;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.EarlierTries;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Migrates tenants by cohort: Liquibase itself migrates the pilot, and what it did there is sent to the others. Where that
 * cannot be known beforehand, and in tenants that are alone in their need, Liquibase itself does it.
 */
public final class CohortMigration implements TenantStep {

    private final RunContext context;
    private final List<Tenant> order;
    private final Map<Tenant, Failure> refused;
    private final Map<Tenant, PilotedCohort> cohorts = new HashMap<>();

    private final EarlierTries earlier = new EarlierTries();
    private final ByLiquibase byLiquibase;
    private final PilotStep pilots;
    private final ReplayStep replays;

    /** Why Liquibase goes alone to tenants that would be in a cohort. */
    private final Map<Tenant, List<NotReplayed>> alone = new HashMap<>();

    /** @param histories what each tenant has */
    public CohortMigration(
            RunContext context, Grouping grouping, Map<Tenant, TenantHistory> histories, NewTenants newTenants) {
        this.context = context;
        this.refused = grouping.refused();
        this.order = ordered(grouping.others(), context.options().replaying().pilot());
        this.byLiquibase = new ByLiquibase(context.options(), order.size(), newTenants);
        this.pilots = new PilotStep(context, histories, byLiquibase, newTenants);
        this.replays = new ReplayStep(context, histories, earlier, byLiquibase, newTenants);
        if (context.options().replaying().on()) {
            grouping.groups().forEach(this::add);
        }
    }

    /** Whoever comes first in a cohort is its pilot. */
    private static List<Tenant> ordered(List<Tenant> tenants, Optional<String> pilot) {
        Stream<Tenant> first = tenants.stream()
                .filter(tenant -> pilot.filter(tenant.schema()::equals).isPresent());
        return Stream.concat(first, tenants.stream()).distinct().toList();
    }

    /** What cannot be replayed because of its name is no pilot either: what is planned for it would fit no other tenant. */
    private void add(Grouping.Group group) {
        Map<Boolean, List<Tenant>> byName = group.tenants().stream().collect(Collectors.partitioningBy(this::mayFly));
        if (byName.get(true).size() > 1) {
            PilotedCohort cohort = new PilotedCohort(new Grouping.Group(group.plan(), byName.get(true)));
            byName.get(true).forEach(tenant -> cohorts.put(tenant, cohort));
        }
        if (group.tenants().size() > 1) {
            List<NotReplayed> reason =
                    NotReplayed.becauseOfName(group.plan().result().due());
            byName.get(false).forEach(tenant -> alone.put(tenant, reason));
        } else {
            List<NotReplayed> reason =
                    NotReplayed.becauseOf(group.splitBy(), group.plan().result().due());
            group.tenants().forEach(tenant -> alone.put(tenant, reason));
        }
    }

    private boolean mayFly(Tenant tenant) {
        boolean named = context.options()
                .replaying()
                .pilot()
                .filter(tenant.schema()::equals)
                .isPresent();
        return named || context.environment().replays().suits(tenant);
    }

    /** The tenants in the order in which they are to start. */
    public List<Tenant> order() {
        return order;
    }

    /** To be called before the first tenant starts: what the replayed tenants are to be confirmed by in the end. */
    public CatalogProof beginProof() {
        boolean byCatalog = context.options().replaying().proof() == Way.Verified.CATALOG;
        List<Tenant> tenants =
                byCatalog ? order.stream().filter(cohorts::containsKey).toList() : List.of();
        return CatalogProof.begin(context.environment().catalog(), tenants, this::followed);
    }

    private Optional<CatalogProof.Followed> followed(Tenant tenant) {
        return Optional.ofNullable(cohorts.get(tenant))
                .flatMap(PilotedCohort::replayed)
                .map(state -> new CatalogProof.Followed(
                        state.pilot(),
                        new LiquibasesPart(state.script().due(), state.script().changingCatalog())));
    }

    /** What is done is read from the history again, or known from the last try. */
    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean admits(Tenant tenant) {
        PilotedCohort cohort = cohorts.get(tenant);
        return cohort == null || cohort.admits(tenant);
    }

    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        if (refused.containsKey(tenant)) {
            return EngineResult.failed(refused.get(tenant));
        }
        PilotedCohort cohort = cohorts.get(tenant);
        EngineResult result = cohort == null
                ? byLiquibase.migrate(engine, tenant).by(Way.liquibase(alone.getOrDefault(tenant, List.of())))
                : inCohort(engine, tenant, cohort);
        return earlier.and(tenant, result);
    }

    private EngineResult inCohort(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        PilotedCohort.State state = cohort.state();
        if (state instanceof PilotedCohort.Replayed replayed) {
            return replays.replay(engine, tenant, replayed.script());
        }
        if (state instanceof PilotedCohort.ThroughLiquibase through) {
            return byLiquibase.migrate(engine, tenant).by(Way.liquibase(through.reasons()));
        }
        if (state instanceof PilotedCohort.Refused refused) {
            return EngineResult.failed(refused.why());
        }
        return pilots.fly(engine, tenant, cohort);
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
    }
}
