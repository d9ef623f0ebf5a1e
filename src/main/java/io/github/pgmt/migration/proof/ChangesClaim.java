package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That what changesets did is so: the rows that are said to be in a history are there and those that were taken back are not,
 * Liquibase's lock row is free, no index is {@code INVALID}, and what was to be made in the tenant's schema is not outside.
 */
public final class ChangesClaim implements Claim {

    private static final Set<Outcome> OUTCOMES =
            EnumSet.of(Outcome.MIGRATED, Outcome.CREATED, Outcome.SYNCED, Outcome.ROLLED_BACK, Outcome.UP_TO_DATE);
    private static final int LOCK_LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final FleetDatabase fleet;
    private final RunId runId;
    private final String localHost;
    private final Map<Tenant, EngineResult> said;
    private final Set<FleetDatabase.OutsideObject> outside;
    private final Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading;
    private final Runnable pause;

    /**
     * @param outside objects that appeared outside the tenants' schemas during the run
     * @param reading how histories are read
     */
    public ChangesClaim(
            RunContext context,
            List<Attempt> attempts,
            Set<FleetDatabase.OutsideObject> outside,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        this(context, attempts, outside, reading, () -> LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()));
    }

    /** @param pause what is done between two looks at a lock */
    ChangesClaim(
            RunContext context,
            List<Attempt> attempts,
            Set<FleetDatabase.OutsideObject> outside,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading,
            Runnable pause) {
        this.fleet = context.environment().fleet();
        this.runId = context.runId();
        this.localHost = context.environment().localHost();
        this.said = attempts.stream()
                .filter(attempt -> attempt.engine().isPresent())
                .collect(Collectors.toMap(
                        Attempt::tenant, attempt -> attempt.engine().get()));
        this.outside = outside;
        this.reading = reading;
        this.pause = pause;
    }

    @Override
    public boolean isMadeBy(Attempt attempt) {
        return OUTCOMES.contains(attempt.result().outcome());
    }

    @Override
    public TenantResult confirmed(Attempt attempt) {
        TenantResult result = attempt.result();
        return result.by(result.way().confirmed(Way.Verified.HISTORY));
    }

    @Override
    public Map<Tenant, String> doubts(List<Attempt> claimed) {
        List<Tenant> tenants = claimed.stream().map(Attempt::tenant).toList();
        Map<Tenant, TenantHistory> histories = reading.apply(tenants);
        Map<Tenant, Set<String>> invalid = fleet.invalidIndexes(tenants);
        Map<Tenant, Set<String>> strayed = strayed(tenants);
        Map<Tenant, TenantHistory> locked = ourLocks(tenants, histories);
        Map<Tenant, String> doubts = new HashMap<>();
        for (Tenant tenant : tenants) {
            EngineResult engine = said.get(tenant);
            TenantHistory history = histories.get(tenant);
            unread(history)
                    .or(() -> notRecorded(engine, history))
                    .or(() -> stillRecorded(engine, history))
                    .or(() -> Optional.ofNullable(locked.get(tenant))
                            .flatMap(TenantHistory::lock)
                            .map(ChangesClaim::ourLock))
                    .or(() -> invalidIndex(engine, invalid.getOrDefault(tenant, Set.of())))
                    .or(() -> strayedObject(strayed.getOrDefault(tenant, Set.of())))
                    .ifPresent(doubt -> doubts.put(tenant, doubt));
        }
        return doubts;
    }

    private static Optional<String> unread(TenantHistory history) {
        if (history.state() == TenantHistory.State.MISSING) {
            return Optional.of("The schema is gone: somebody dropped or renamed it when this run was done with it.");
        }
        return history.problem().map(problem -> "The history could not be read after the run: " + problem.message());
    }

    private Optional<String> notRecorded(EngineResult engine, TenantHistory history) {
        Set<ChangeSetId> recorded =
                history.rows().stream().map(HistoryRow::changeSet).collect(Collectors.toSet());
        Set<ChangeSetId> ofThisRun = history.rows().stream()
                .filter(row -> row.deploymentId().filter(runId.value()::equals).isPresent())
                .map(HistoryRow::changeSet)
                .collect(Collectors.toSet());
        Set<ChangeSetId> passedOver = new HashSet<>(engine.changeSets().notRun());
        Set<ChangeSetId> taken = engine.edits().taken().keySet();
        Optional<ChangeSetId> undone = engine.due().stream()
                .filter(changeSet -> !recorded.contains(changeSet) && !passedOver.contains(changeSet))
                .filter(changeSet -> !taken.contains(changeSet))
                .findFirst();
        Optional<ChangeSetId> lost = Stream.concat(
                        engine.changeSets().applied().stream().filter(changeSet -> !taken.contains(changeSet)),
                        engine.edits().put().stream())
                .filter(changeSet -> !ofThisRun.contains(changeSet))
                .findFirst();
        return undone.or(() -> lost)
                .map(
                        changeSet -> "Liquibase reported success, but the tenant's history does not have " + changeSet
                                + " from this run. If nobody has taken it back meanwhile, look at the schema before you run again.");
    }

    private static Optional<String> stillRecorded(EngineResult engine, TenantHistory history) {
        Set<ChangeSetId> undone = Set.copyOf(engine.changeSets().undone());
        return history.rows().stream()
                .map(HistoryRow::changeSet)
                .filter(undone::contains)
                .findFirst()
                .map(changeSet -> "Liquibase reported success, but the tenant's history still has " + changeSet
                        + ", which was taken back. If nobody has applied it again meanwhile, look at the schema before you "
                        + "run again.");
    }

    /**
     * The tenants whose row stays set from this machine, as they were seen last; all are waited for together. We never set the
     * row (Liquibase's own service would). One that is set from this machine is either a left-over or an application that went
     * on when we were done, and that one lets go again.
     */
    private Map<Tenant, TenantHistory> ourLocks(Collection<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        Map<Tenant, TenantHistory> locked = fromHere(tenants, histories);
        for (int look = 0; look < LOCK_LOOKS && !locked.isEmpty(); look++) {
            pause.run();
            locked = fromHere(locked.keySet(), fleet.histories(locked.keySet()));
        }
        return locked;
    }

    private Map<Tenant, TenantHistory> fromHere(Collection<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        return tenants.stream()
                .filter(tenant -> isFromHere(histories.get(tenant)))
                .collect(Collectors.toMap(Function.identity(), histories::get));
    }

    private static String ourLock(LockHolder lock) {
        return "Liquibase's lock row is set from this machine (" + lock
                + ") and stays so. Clear it with pgmt:release-locks once nothing works on the tenant.";
    }

    private boolean isFromHere(TenantHistory history) {
        return history.lock().filter(this::isFromHere).isPresent();
    }

    private boolean isFromHere(LockHolder lock) {
        return lock.by().filter(name -> name.startsWith(localHost + " (")).isPresent();
    }

    private static Optional<String> invalidIndex(EngineResult engine, Set<String> invalid) {
        return engine.concurrentIndexes().stream()
                .filter(invalid::contains)
                .findFirst()
                .map(index -> "The index \"" + index
                        + "\" is INVALID although its changeset is recorded. Drop it with DROP INDEX "
                        + "CONCURRENTLY and build it again.");
    }

    private static Optional<String> strayedObject(Set<String> strayed) {
        return strayed.stream()
                .findFirst()
                .map(name -> "The changesets make \"" + name
                        + "\", which is not in the tenant's schema but appeared outside "
                        + "during the run. Look for a SET search_path in the changelog.");
    }

    /** What each tenant's changesets create, that is not there but outside. */
    private Map<Tenant, Set<String>> strayed(List<Tenant> tenants) {
        if (outside.isEmpty()) {
            return Map.of();
        }
        Set<String> outsideNames =
                outside.stream().map(FleetDatabase.OutsideObject::name).collect(Collectors.toSet());
        Map<Tenant, Set<String>> there = fleet.objectNames(tenants);
        return tenants.stream().collect(Collectors.toMap(Function.identity(), tenant -> {
            Set<String> lacking = new HashSet<>(said.get(tenant).created());
            lacking.retainAll(outsideNames);
            lacking.removeAll(there.getOrDefault(tenant, Set.of()));
            return lacking;
        }));
    }
}
