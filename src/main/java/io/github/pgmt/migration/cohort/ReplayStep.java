package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.engine.SegmentResult;
import io.github.pgmt.migration.engine.SegmentedScript;
import io.github.pgmt.migration.engine.Spoken;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.EarlierTries;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Brings a tenant what its pilot got, or what an earlier try has left of it, segment by segment, in the schema that is made first
 * where it is missing. Where that cannot be, or where the tenant comes out otherwise than the pilot, Liquibase goes on to the end.
 */
final class ReplayStep {

    private static final String SOMEBODY_ELSES = "meets a schema that somebody else has made meanwhile";

    private final TenantReplays replays;
    private final Map<Tenant, TenantHistory> histories;
    private final EarlierTries earlier;
    private final CohortWork work;
    private final NewTenants newTenants;

    private final MigrationListener listener;
    private final boolean hooked;

    /** Tenants in which the files that come before have run; in no other try they do again. */
    private final Set<Tenant> begun = ConcurrentHashMap.newKeySet();

    /** Tenants that came out otherwise than their pilot, and where. */
    private final Map<Tenant, NotReplayed> alone = new ConcurrentHashMap<>();

    /**
     * @param histories what each tenant had before the run
     * @param hooked whether SQL files run before what is replayed and after it
     */
    ReplayStep(
            RunContext context,
            Map<Tenant, TenantHistory> histories,
            EarlierTries earlier,
            CohortWork work,
            NewTenants newTenants,
            boolean hooked) {
        this.listener = context.listener();
        this.hooked = hooked;
        this.replays = context.environment().replays();
        this.histories = histories;
        this.earlier = earlier;
        this.work = work;
        this.newTenants = newTenants;
    }

    EngineResult replay(MigrationEngine engine, Tenant tenant, SegmentedScript ofCohort) {
        EngineResult result = bring(engine, tenant, ofCohort);
        if (!begun.contains(tenant) || result.failure().isPresent()) {
            return result;
        }
        return engine.runFiles(tenant, MigrationEngine.HookPlace.AFTER)
                .map(result::failing)
                .orElse(result);
    }

    /** Liquibase runs the files too, unless they have run. */
    private EngineResult byLiquibase(MigrationEngine engine, Tenant tenant, int done) {
        return begun.contains(tenant) ? engine.migrateWithoutHooks(tenant) : work.byLiquibase(engine, tenant, done);
    }

    private Optional<Failure> begin(MigrationEngine engine, Tenant tenant) {
        Optional<Failure> failure = engine.runFiles(tenant, MigrationEngine.HookPlace.BEFORE);
        if (failure.isEmpty()) {
            begun.add(tenant);
        }
        return failure;
    }

    private EngineResult bring(MigrationEngine engine, Tenant tenant, SegmentedScript ofCohort) {
        SegmentedScript script = ofCohort.of(tenant);
        int done = doneOf(script, tenant);
        NotReplayed before = alone.get(tenant);
        if (before != null) {
            return byLiquibase(engine, tenant, done)
                    .by(Way.liquibase(List.of(before)).goingAlone());
        }
        if (!replays.suits(tenant)) {
            List<ChangeSetId> due = script.due();
            return byLiquibase(engine, tenant, done)
                    .by(Way.liquibase(NotReplayed.becauseOfName(due.subList(done, due.size()))));
        }
        Optional<NotReplayed> objection = objection(script);
        if (objection.isPresent()) {
            return byLiquibase(engine, tenant, done).by(Way.liquibase(List.of(objection.get())));
        }
        Optional<Failure> failure = newTenants.isPending(tenant) ? newTenants.make(tenant) : Optional.empty();
        if (failure.isPresent()) {
            return EngineResult.failed(failure.get());
        }
        if (newTenants.isPending(tenant)) {
            NotReplayed reason = new NotReplayed(script.due().get(0), SOMEBODY_ELSES);
            alone.put(tenant, reason);
            return byLiquibase(engine, tenant, done)
                    .by(Way.liquibase(List.of(reason)).goingAlone());
        }
        Optional<Failure> beforeIt = hooked && !begun.contains(tenant) ? begin(engine, tenant) : Optional.empty();
        if (beforeIt.isPresent()) {
            return EngineResult.failed(beforeIt.get());
        }
        EngineResult result = new Passage(engine, tenant, script, done).run();
        return result.way().replayed() == 0
                ? result
                : result.by(result.way().inSegments(script.segments().size()));
    }

    /** A value may make another statement of a text. */
    private Optional<NotReplayed> objection(SegmentedScript script) {
        return script.filled()
                .flatMap(changeSet -> changeSet.statements().stream()
                        .map(replays::objection)
                        .flatMap(Optional::stream)
                        .map(why -> new NotReplayed(changeSet.id(), why)))
                .findFirst();
    }

    /** How many of the planned changesets an earlier try has done; 0 also where it did others. */
    private int doneOf(SegmentedScript script, Tenant tenant) {
        List<ChangeSetId> due = script.due();
        Set<ChangeSetId> done = earlier.of(tenant)
                .map(result -> Set.copyOf(work.done(result.changeSets(), due)))
                .orElse(Set.of());
        boolean first = done.size() <= due.size() && done.equals(Set.copyOf(due.subList(0, done.size())));
        return first ? done.size() : 0;
    }

    /** One try of one tenant, segment by segment. */
    private final class Passage {

        private final MigrationEngine engine;
        private final Tenant tenant;
        private final List<Segment> segments;
        private final int done;
        private List<HistoryRow> history;
        private EngineResult result;
        private boolean ended;

        Passage(MigrationEngine engine, Tenant tenant, SegmentedScript script, int done) {
            this.engine = engine;
            this.tenant = tenant;
            this.segments = script.from(done);
            this.history = script.historyAfter(done, histories.get(tenant).rows());
            this.done = done;
            this.result = work.begin(dueIn(segments));
        }

        EngineResult run() {
            for (Segment segment : segments) {
                if (segment instanceof Segment.OfStatements statements) {
                    send(statements.script());
                } else if (segment instanceof Segment.OfLiquibase liquibases) {
                    haveRun(liquibases);
                }
                if (ended || result.failure().isPresent()) {
                    return result;
                }
                history = segment.historyAfter(history);
            }
            return result;
        }

        private void send(ReplayScript script) {
            TenantReplays.Replayed replayed = work.send(replays, tenant, script, history);
            result = replayed.result().after(result);
            if (replayed.uncertain()) {
                earlier.lost(tenant);
            }
            say(script.changeSets().subList(0, replayed.result().way().replayed()));
            replayed.unsuited().ifPresent(reason -> {
                goesAlone(reason);
                goOn();
                result = byLiquibase(engine, tenant, done + doneIn(result).size())
                        .by(Way.liquibase(List.of(reason)).goingAlone())
                        .after(result);
            });
        }

        /** Once it is done: what is Liquibase's to go on with is said by Liquibase. */
        private void say(List<ReplayedChangeSet> applied) {
            List<Spoken> spoken = applied.stream()
                    .flatMap(changeSet -> changeSet.spoken().stream())
                    .toList();
            if (spoken.isEmpty()) {
                return;
            }
            try {
                engine.say(tenant, spoken);
            } catch (RuntimeException e) {
                // What is done is done, whoever hears of it.
                listener.debugged("What changesets of " + tenant.schema() + " say cannot be said: " + e);
            }
        }

        /** Liquibase leaves out, and counts, what all tries have done, also where that is not what was planned first. */
        private void goOn() {
            engine.goOn(tenant, earlier.doneIn(tenant, result), earlier.unlessCertain(tenant, histories.get(tenant)));
        }

        private List<ChangeSetId> doneIn(EngineResult part) {
            return work.done(part.changeSets(), dueIn(segments));
        }

        private void haveRun(Segment.OfLiquibase segment) {
            goOn();
            SegmentResult ran = engine.migrateSegment(tenant, segment, history);
            Optional<NotReplayed> otherwise =
                    ran.otherwise().map(why -> new NotReplayed(segment.due().get(0), why));
            Way way = otherwise
                    .map(reason ->
                            Way.liquibase(with(segment.changeSets(), reason)).goingAlone())
                    .orElseGet(() -> Way.liquibase(segment.changeSets()));
            otherwise.ifPresent(this::goesAlone);
            result = ran.result().by(way).after(result);
        }

        /** From there on it is not its pilot's like, whatever is tried again. */
        private void goesAlone(NotReplayed reason) {
            ended = true;
            alone.put(tenant, reason);
        }
    }

    private static List<ChangeSetId> dueIn(List<Segment> segments) {
        return segments.stream().flatMap(segment -> segment.due().stream()).toList();
    }

    private static List<NotReplayed> with(List<NotReplayed> reasons, NotReplayed further) {
        return Stream.concat(reasons.stream(), Stream.of(further)).toList();
    }
}
