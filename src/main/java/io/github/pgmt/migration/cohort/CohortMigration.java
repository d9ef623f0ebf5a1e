package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.fleet.LiquibasesPart;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.EarlierTries;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Migrates tenants by cohort, rolls them back, adopts or tags them: Liquibase itself works on the pilot, and what it did there is
 * sent to the others. Where that cannot be known beforehand, and in tenants that are alone in their need, Liquibase itself does it.
 */
public final class CohortMigration implements TenantStep {

    private final RunContext context;
    private final Map<Tenant, TenantHistory> histories;
    private final Set<Tenant> tried = ConcurrentHashMap.newKeySet();
    private final List<Tenant> order;
    private final Map<Tenant, Failure> refused;
    private final boolean hooked;
    private final Map<Tenant, PilotedCohort> cohorts = new HashMap<>();

    private final EarlierTries earlier = new EarlierTries();
    private final CohortWork work;
    private final Breaker breaker;
    private final PilotStep pilots;
    private final ReplayStep replays;

    /** Why Liquibase goes alone to tenants that would be in a cohort. */
    private final Map<Tenant, List<NotReplayed>> alone = new HashMap<>();

    /**
     * @param histories what each tenant has
     * @param hooked whether SQL files run around the migration of each
     */
    public CohortMigration(
            RunContext context,
            Grouping grouping,
            Map<Tenant, TenantHistory> histories,
            NewTenants newTenants,
            boolean hooked) {
        this(
                context,
                grouping,
                histories,
                new Updating(context, grouping.others().size(), newTenants),
                breaker(context, "run again", grouping, histories),
                newTenants,
                hooked);
    }

    private CohortMigration(
            RunContext context,
            Grouping grouping,
            Map<Tenant, TenantHistory> histories,
            CohortWork work,
            Breaker breaker,
            NewTenants newTenants,
            boolean hooked) {
        this.context = context;
        this.histories = histories;
        this.breaker = breaker;
        this.hooked = hooked;
        this.work = work;
        this.refused = grouping.refused();
        this.order = ordered(grouping.others());
        this.pilots = new PilotStep(context, histories, work, breaker, newTenants, hooked);
        this.replays = new ReplayStep(context, histories, earlier, work, newTenants, hooked);
        if (context.options().replaying().on()) {
            replay(grouping.groups());
        }
    }

    /** Those whose server takes replays; a reason why another one does not is told once. */
    private void replay(List<Grouping.Group> groups) {
        TenantReplays sending = context.environment().replays();
        Set<String> told = new HashSet<>();
        for (Grouping.Group group : groups) {
            Optional<String> objection = sending.objection(group.tenants().get(0));
            if (objection.isEmpty()) {
                add(group);
            } else if (group.tenants().size() > 1) {
                if (told.add(objection.get())) {
                    context.listener().hear(new RunEvent.ReplayIsOff(objection.get()));
                }
                goAlone(group, objection.get());
            }
        }
    }

    private void goAlone(Grouping.Group group, String why) {
        List<NotReplayed> reason = group.plan().result().due().stream()
                .limit(1)
                .map(first -> new NotReplayed(first, why))
                .toList();
        group.tenants().forEach(tenant -> alone.put(tenant, reason));
    }

    /**
     * Takes changesets back.
     *
     * @param grouping all of its tenants are in groups
     * @param histories what each tenant had when it was planned
     * @param telling what is to be said of a tenant that came out so
     */
    public static CohortMigration takingBack(
            RunContext context,
            Grouping grouping,
            Map<Tenant, TenantHistory> histories,
            BiFunction<Tenant, EngineResult, EngineResult> telling) {
        CohortWork work = new TakingBack(histories, grouping.plans(), telling);
        Breaker breaker = breaker(context, "take the others back", grouping, histories);
        return new CohortMigration(context, grouping, histories, work, breaker, NewTenants.NONE, false);
    }

    private static Breaker breaker(
            RunContext context, String goingOn, Grouping grouping, Map<Tenant, TenantHistory> histories) {
        return new Breaker(context.options().maxCohortFailures(), goingOn, grouping.plans(), histories);
    }

    /** Records changesets as run. That a tenant has not what they make is its own result, and leaves it as it was. */
    public static CohortMigration adopting(
            RunContext context, Grouping grouping, Map<Tenant, TenantHistory> histories, Adoption adoption) {
        CohortWork work = new Adopting(context.runId(), adoption, grouping.plans());
        return new CohortMigration(context, grouping, histories, work, Breaker.OFF, NewTenants.NONE, false);
    }

    /** Tags the rows that are due. A tenant that cannot be tagged is left as it was. */
    public static CohortMigration tagging(
            RunContext context, Grouping grouping, Map<Tenant, TenantHistory> histories, String tag) {
        return new CohortMigration(context, grouping, histories, new Tagging(tag), Breaker.OFF, NewTenants.NONE, false);
    }

    /** Whoever comes first in a cohort is its pilot. */
    private List<Tenant> ordered(List<Tenant> tenants) {
        Stream<Tenant> first = tenants.stream().filter(this::isNamedPilot);
        return Stream.concat(first, tenants.stream()).distinct().toList();
    }

    /** What cannot be replayed because of its name is no pilot either: what is planned for it would fit no other tenant. */
    private void add(Grouping.Group group) {
        Map<Boolean, List<Tenant>> byName = group.tenants().stream().collect(Collectors.partitioningBy(this::mayFly));
        if (byName.get(true).size() > 1) {
            PilotedCohort cohort = new PilotedCohort(
                    new Grouping.Group(group.plan(), byName.get(true), group.open(), group.splitBy()),
                    context.options().maxCohortFailures());
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
        return isNamedPilot(tenant) || context.environment().replays().suits(tenant);
    }

    private boolean isNamedPilot(Tenant tenant) {
        return context.options()
                .replaying()
                .pilot()
                .map(context.selection()::id)
                .filter(name -> name.means(tenant.id()))
                .isPresent();
    }

    /** The tenants in the order in which they are to start. */
    public List<Tenant> order() {
        return order;
    }

    /**
     * To be called before the first tenant starts: what the replayed tenants of a database are to be confirmed by in the end, which
     * are those of a pilot's in it.
     */
    public CatalogProof beginProof(InDatabase part) {
        boolean byCatalog = context.options().replaying().proof() == Way.Verified.CATALOG;
        List<Tenant> tenants =
                byCatalog ? part.tenants().stream().filter(cohorts::containsKey).toList() : List.of();
        return CatalogProof.begin(part.context().environment().catalog(), tenants, this::followed);
    }

    private Optional<CatalogProof.Followed> followed(Tenant tenant) {
        return Optional.ofNullable(cohorts.get(tenant))
                .flatMap(cohort -> cohort.replayed().map(state -> followed(cohort, state)));
    }

    private CatalogProof.Followed followed(PilotedCohort cohort, PilotedCohort.Replayed state) {
        return new CatalogProof.Followed(
                state.pilot(),
                new LiquibasesPart(state.script().due(), state.script().changingCatalog(), hooked),
                cohort.open().map(OpenValues::open).orElse(Set.of()));
    }

    @Override
    public boolean isRepeatable() {
        return work.isRepeatable();
    }

    @Override
    public boolean admits(Tenant tenant) {
        PilotedCohort cohort = cohorts.get(tenant);
        return cohort == null ? breaker.admits(tenant) : cohort.admits(tenant, breaker::admits);
    }

    @Override
    public List<GivenUp> givenUp(Set<Tenant> atWork, Set<Tenant> begun) {
        return breaker.givenUp(atWork, begun);
    }

    @Override
    public void ended(Tenant tenant, EngineResult result) {
        breaker.ended(tenant, result);
    }

    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        if (refused.containsKey(tenant)) {
            return EngineResult.failed(refused.get(tenant));
        }
        if (!tried.add(tenant)) {
            engine.goOn(tenant, earlier.doneIn(tenant), earlier.unlessCertain(tenant, histories.get(tenant)));
        }
        PilotedCohort cohort = cohorts.get(tenant);
        EngineResult result = cohort == null
                ? work.byLiquibase(engine, tenant, 0).by(Way.liquibase(alone.getOrDefault(tenant, List.of())))
                : inCohort(engine, tenant, cohort);
        EngineResult told = work.told(tenant, earlier.and(tenant, result));
        breaker.passed(tenant, told.changeSets());
        return told;
    }

    private EngineResult inCohort(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        PilotedCohort.State state = cohort.state();
        if (state instanceof PilotedCohort.Replayed replayed) {
            return replays.replay(engine, tenant, replayed.script());
        }
        if (state instanceof PilotedCohort.ThroughLiquibase through) {
            return work.byLiquibase(engine, tenant, 0).by(Way.liquibase(through.reasons()));
        }
        if (state instanceof PilotedCohort.Refused refused) {
            return EngineResult.failed(refused.why());
        }
        return pilots.fly(engine, tenant, cohort);
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return work.outcome(result);
    }
}
