package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
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
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
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
 * Asks the database, in a few statements for all tenants, whether what the engine reported is so. Liquibase can report
 * success for a schema in which it did nothing (liquibase#7624), so its word is no proof.
 */
public final class Verification {

    private static final Set<Outcome> CLAIMS =
            EnumSet.of(Outcome.MIGRATED, Outcome.CREATED, Outcome.SYNCED, Outcome.ROLLED_BACK, Outcome.UP_TO_DATE);
    private static final int LOCK_LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final FleetDatabase fleet;
    private final RunId runId;
    private final String localHost;
    private final GoneTenants gone;
    private final Runnable pause;

    public Verification(RunContext context) {
        this(context, context.gone(), Verification::untilNextLook);
    }

    /** @param pause what is done between two looks at a lock */
    Verification(RunContext context, GoneTenants gone, Runnable pause) {
        this.gone = gone;
        this.pause = pause;
        this.fleet = context.environment().fleet();
        this.runId = context.runId();
        this.localHost = context.environment().localHost();
    }

    /** Of the shared schema, without which there is no application. */
    public static Verification ofShared(RunContext context) {
        return new Verification(context, GoneTenants.NONE, Verification::untilNextLook);
    }

    private static void untilNextLook() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }

    /**
     * Checks every tenant that did not fail, and is still there.
     *
     * @param outside objects that appeared outside the tenants' schemas during the run
     * @param reading how the histories of schemas are read
     * @return the attempts' results, with those that the database does not confirm turned into failures
     */
    public List<TenantResult> verify(
            List<TenantMigrator.Attempt> attempts,
            Set<FleetDatabase.OutsideObject> outside,
            Function<Collection<String>, Map<String, TenantHistory>> reading) {
        List<TenantMigrator.Attempt> claimed =
                attempts.stream().filter(Verification::isClaimed).toList();
        List<String> schemas =
                claimed.stream().map(attempt -> attempt.tenant().schema()).toList();
        Map<String, TenantHistory> histories = reading.apply(schemas);
        Map<String, Set<String>> invalid = fleet.invalidIndexes(schemas);
        Map<String, Set<String>> strayed = strayed(claimed, outside);
        Map<String, TenantHistory> locked =
                ourLocks(schemas.stream().map(histories::get).toList());

        Set<String> vanished = vanished(histories);

        List<TenantResult> results = new ArrayList<>();
        for (TenantMigrator.Attempt attempt : attempts) {
            String schema = attempt.tenant().schema();
            if (vanished.contains(schema)) {
                results.add(gone.of(attempt.result()));
                continue;
            }
            Optional<String> doubt = isClaimed(attempt)
                    ? doubt(
                            attempt,
                            histories.get(schema),
                            Optional.ofNullable(locked.get(schema)),
                            invalid.getOrDefault(schema, Set.of()),
                            strayed.getOrDefault(schema, Set.of()))
                    : Optional.empty();
            results.add(doubt.map(message -> refuted(attempt.result(), message)).orElseGet(() -> confirmed(attempt)));
        }
        return results;
    }

    /** A schema that went while its history was read is one that could not be read. */
    private Set<String> vanished(Map<String, TenantHistory> histories) {
        return gone.among(histories.values().stream()
                .filter(history -> history.state() == TenantHistory.State.MISSING
                        || history.state() == TenantHistory.State.UNREADABLE)
                .map(TenantHistory::schema)
                .toList());
    }

    private static boolean isClaimed(TenantMigrator.Attempt attempt) {
        return CLAIMS.contains(attempt.result().outcome());
    }

    private static TenantResult confirmed(TenantMigrator.Attempt attempt) {
        TenantResult result = attempt.result();
        return isClaimed(attempt) ? result.by(result.way().confirmed(Way.Verified.HISTORY)) : result;
    }

    private Optional<String> doubt(
            TenantMigrator.Attempt attempt,
            TenantHistory history,
            Optional<TenantHistory> locked,
            Set<String> invalid,
            Set<String> strayed) {
        if (history.problem().isPresent()) {
            return Optional.of("The history could not be read after the run: "
                    + history.problem().get().message());
        }
        if (history.state() == TenantHistory.State.MISSING) {
            return Optional.of("The schema is gone: somebody dropped or renamed it when this run was done with it.");
        }
        EngineResult engine = attempt.engine().orElseThrow();
        return notRecorded(engine, history)
                .or(() -> stillRecorded(engine, history))
                .or(() -> locked.flatMap(TenantHistory::lock).map(Verification::ourLock))
                .or(() -> invalidIndex(engine, invalid))
                .or(() -> strayedObject(strayed));
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
    private Map<String, TenantHistory> ourLocks(Collection<TenantHistory> histories) {
        Map<String, TenantHistory> locked = fromHere(histories);
        for (int look = 0; look < LOCK_LOOKS && !locked.isEmpty(); look++) {
            pause.run();
            locked = fromHere(fleet.histories(locked.keySet()).values());
        }
        return locked;
    }

    private Map<String, TenantHistory> fromHere(Collection<TenantHistory> histories) {
        return histories.stream()
                .filter(this::isFromHere)
                .collect(Collectors.toMap(TenantHistory::schema, Function.identity()));
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
    private Map<String, Set<String>> strayed(
            List<TenantMigrator.Attempt> claimed, Set<FleetDatabase.OutsideObject> outside) {
        if (outside.isEmpty()) {
            return Map.of();
        }
        Set<String> outsideNames =
                outside.stream().map(FleetDatabase.OutsideObject::name).collect(Collectors.toSet());
        Map<String, Set<String>> there = fleet.objectNames(
                claimed.stream().map(attempt -> attempt.tenant().schema()).toList());
        return claimed.stream()
                .collect(Collectors.toMap(attempt -> attempt.tenant().schema(), attempt -> {
                    Set<String> lacking =
                            new HashSet<>(attempt.engine().orElseThrow().created());
                    lacking.retainAll(outsideNames);
                    lacking.removeAll(there.getOrDefault(attempt.tenant().schema(), Set.of()));
                    return lacking;
                }));
    }

    private static TenantResult refuted(TenantResult result, String message) {
        return TenantResult.failed(
                        result.schema(),
                        result.duration(),
                        result.changeSets(),
                        Failure.of(Failure.Kind.VERIFY, message))
                .by(result.way());
    }
}
