package io.github.pgmt.migration;

import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Migrates tenants by cohort: Liquibase itself migrates the pilot, and what it did there is sent to the others. Where that
 * cannot be known beforehand, and in tenants that are alone in their need, Liquibase itself does it.
 */
final class CohortMigration implements TenantStep {

    private static final String LOCK_TABLE_IS_FULL = "53200";

    private final RunContext context;
    private final Map<String, TenantHistory> histories;
    private final List<Tenant> order;
    private final Map<Tenant, Failure> refused;
    private final Map<Tenant, PilotedCohort> cohorts = new HashMap<>();

    private final EarlierTries earlier = new EarlierTries();

    /** Why Liquibase goes alone to tenants that would be in a cohort. */
    private final Map<Tenant, List<NotReplayed>> alone = new HashMap<>();

    CohortMigration(RunContext context, Grouping grouping, Map<String, TenantHistory> histories) {
        this.context = context;
        this.histories = histories;
        this.refused = grouping.refused();
        this.order = ordered(grouping.others(), context.options().replaying().pilot());
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
            List<NotReplayed> reason = reasonOfName(group.plan().result().due());
            byName.get(false).forEach(tenant -> alone.put(tenant, reason));
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

    private static List<NotReplayed> reasonOfName(List<ChangeSetId> due) {
        return due.stream()
                .limit(1)
                .map(first -> new NotReplayed(
                        first, "is not sent to a schema whose name has signs that mean something in SQL"))
                .toList();
    }

    /** The tenants in the order in which they are to start. */
    List<Tenant> order() {
        return order;
    }

    /** To be called before the first tenant starts: what the replayed tenants are to be confirmed by in the end. */
    CatalogProof beginProof() {
        boolean byCatalog = context.options().replaying().proof() == Way.Verified.CATALOG;
        List<Tenant> tenants =
                byCatalog ? order.stream().filter(cohorts::containsKey).toList() : List.of();
        return CatalogProof.begin(context.environment().catalog(), tenants, this::pilotOf);
    }

    private Optional<Tenant> pilotOf(Tenant tenant) {
        return Optional.ofNullable(cohorts.get(tenant)).flatMap(PilotedCohort::pilot);
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
                ? migrate(engine, tenant).by(Way.liquibase(alone.getOrDefault(tenant, List.of())))
                : inCohort(engine, tenant, cohort);
        return earlier.and(tenant, result);
    }

    private EngineResult inCohort(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        return switch (cohort.turn(tenant)) {
            case PILOT -> fly(engine, tenant, cohort);
            case REPLAY -> replay(engine, tenant, cohort.script().orElseThrow());
            case LIQUIBASE -> migrate(engine, tenant).by(Way.liquibase(notReplayed(cohort)));
            case REFUSED -> EngineResult.failed(cohort.refusal());
        };
    }

    private EngineResult migrate(MigrationEngine engine, Tenant tenant) {
        RunOptions options = context.options();
        return options.atomicity() == Atomicity.TENANT
                ? engine.migrateWhole(tenant, Math.min(options.threads(), order.size()))
                : engine.migrate(tenant);
    }

    private static List<NotReplayed> notReplayed(PilotedCohort cohort) {
        return cohort.script().map(ReplayScript::notReplayed).orElse(List.of());
    }

    private EngineResult fly(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        Failure failure = Failure.of(Failure.Kind.CHANGESET, "The pilot came to no end.");
        try {
            if (cohort.script().isEmpty()) {
                cohort.plan(script(engine, tenant, cohort));
            }
            ReplayScript script = cohort.script().orElseThrow();
            if (!script.isReplayable()) {
                goThroughLiquibase(tenant, cohort);
            }
            EngineResult result = migrate(engine, tenant).by(Way.liquibase(script.notReplayed()));
            failure = result.failure().orElse(null);
            if (failure == null && script.isReplayable()) {
                follow(tenant, cohort);
            }
            return result;
        } finally {
            if (failure != null && failure.mayPass()) {
                cohort.pilotIsHeld();
            } else if (failure != null && isTooLarge(failure)) {
                cohort.refuse(failure.and("That was found in " + tenant.schema()
                        + ", which needs the same; nothing was tried in this tenant."));
            } else if (failure != null) {
                cohort.pilotFailed(failure);
            }
        }
    }

    /** Whether the tenant's one transaction takes more of the server's lock table than there is, which costs others dearly. */
    private boolean isTooLarge(Failure failure) {
        return context.options().atomicity() == Atomicity.TENANT
                && failure.sqlState().filter(LOCK_TABLE_IS_FULL::equals).isPresent();
    }

    private ReplayScript script(MigrationEngine engine, Tenant tenant, PilotedCohort cohort) {
        ReplayScript script = engine.script(tenant, histories.get(tenant.schema()), cohort.due());
        List<NotReplayed> objections = new ArrayList<>(script.notReplayed());
        for (ReplayedChangeSet changeSet : script.changeSets()) {
            changeSet.statements().stream()
                    .map(context.environment().replays()::objection)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(why -> objections.add(new NotReplayed(changeSet.id(), why)));
        }
        return new ReplayScript(script.tables(), script.changeSets(), objections, script.concurrentIndexes());
    }

    /** Whether the others may have what the pilot got: it must be what was planned. */
    private void follow(Tenant tenant, PilotedCohort cohort) {
        ReplayScript script = cohort.script().orElseThrow();
        TenantHistory before = histories.get(tenant.schema());
        TenantHistory after = context.environment()
                .fleet()
                .histories(List.of(tenant.schema()))
                .get(tenant.schema());
        boolean upgraded = before.state() == TenantHistory.State.MANAGED
                && !before.layout().equals(after.layout());
        List<HistoryRow> planned = script.historyAfter(before.rows());
        if (upgraded || !essence(planned).equals(essence(after.rows())) || !hasOrders(script, after)) {
            cohort.plan(ReplayScript.none(List.of(new NotReplayed(
                    script.due().get(0),
                    "left something else in the history of " + tenant.schema() + " than planned"))));
            goThroughLiquibase(tenant, cohort);
            return;
        }
        cohort.replay();
        context.listener().pilotFinished(tenant.schema(), cohort.size() - 1, List.of());
    }

    private static List<HistoryRow> essence(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::essence).toList();
    }

    private static boolean hasOrders(ReplayScript script, TenantHistory after) {
        int count = script.changeSets().size();
        List<Integer> planned = script.changeSets().stream()
                .map(changeSet -> changeSet.recorded().order())
                .toList();
        List<HistoryRow> rows = after.rows();
        return rows.subList(rows.size() - count, rows.size()).stream()
                .map(HistoryRow::order)
                .toList()
                .equals(planned);
    }

    private void goThroughLiquibase(Tenant pilot, PilotedCohort cohort) {
        cohort.goThroughLiquibase();
        context.listener().pilotFinished(pilot.schema(), cohort.size() - 1, notReplayed(cohort));
    }

    private EngineResult replay(MigrationEngine engine, Tenant tenant, ReplayScript planned) {
        int done = doneOf(planned, tenant);
        ReplayScript script = planned.from(done);
        TenantReplays replays = context.environment().replays();
        if (!replays.suits(tenant)) {
            return migrate(engine, tenant).by(Way.liquibase(reasonOfName(script.due())));
        }
        List<HistoryRow> history =
                planned.historyAfter(done, histories.get(tenant.schema()).rows());
        TenantReplays.Replayed replayed =
                replays.replay(tenant, script, history, context.options().atomicity());
        return replayed.unsuited()
                .map(reason -> migrate(engine, tenant)
                        .by(Way.liquibase(List.of(reason)))
                        .after(replayed.result()))
                .orElse(replayed.result());
    }

    /** How many of the planned changesets an earlier try has done; 0 also where it did others. */
    private int doneOf(ReplayScript planned, Tenant tenant) {
        Set<ChangeSetId> done = new HashSet<>();
        earlier.of(tenant).map(EngineResult::changeSets).ifPresent(changeSets -> {
            done.addAll(changeSets.applied());
            done.addAll(changeSets.always());
        });
        boolean first = done.size() < planned.due().size()
                && done.equals(Set.copyOf(planned.due().subList(0, done.size())));
        return first ? done.size() : 0;
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
    }
}
