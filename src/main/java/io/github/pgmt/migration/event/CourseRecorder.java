package io.github.pgmt.migration.event;

import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/** Notes when what happened in a run, by what it hears of it. For several threads. */
public final class CourseRecorder implements MigrationListener {

    private static final class Begun {
        private final long start;
        private final int worker;
        private final List<TenantCourse.Wait> waits = new ArrayList<>();
        private TenantCourse.Reason waitsFor;
        private long waitsSince;

        private Begun(long start, int worker) {
            this.start = start;
            this.worker = worker;
        }
    }

    private final LongSupplier nanoTime;
    private final long start;
    private final Map<TenantId, Begun> tenants = new HashMap<>();
    private final List<RunCourse.Phase> phases = new ArrayList<>();
    private final List<RunCourse.Span> pauses = new ArrayList<>();
    private final Set<TenantId> pilots = new LinkedHashSet<>();
    private List<RunCohort> cohorts = List.of();
    private RunPhase phase;
    private long phaseStart;

    /** The run begins now. @param nanoTime {@link System#nanoTime} */
    public CourseRecorder(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    @Override
    public synchronized void hear(RunEvent event) {
        long now = nanoTime.getAsLong();
        if (event instanceof RunEvent.PhaseBegun begun) {
            begin(begun.phase(), now);
        } else if (event instanceof RunEvent.CohortsPlanned planned) {
            cohorts = planned.cohorts();
        } else if (event instanceof RunEvent.TenantBegun begun) {
            begin(begun, now);
        } else if (event instanceof RunEvent.TenantPutBack putBack) {
            putBack(putBack, now);
        } else if (event instanceof RunEvent.TenantFinished finished) {
            goOn(finished.result().id(), OptionalInt.empty(), now);
        } else if (event instanceof RunEvent.PilotFinished finished) {
            pilots.add(finished.tenant());
            notePilots(now);
        } else if (event instanceof RunEvent.BatchPaused paused) {
            pauses.add(new RunCourse.Span(since(now, start), paused.pause()));
        }
    }

    private void begin(RunPhase next, long now) {
        if (next == phase) {
            return;
        }
        endPhase(now);
        phase = next;
        phaseStart = now;
    }

    private void endPhase(long now) {
        if (phase != null) {
            phases.add(
                    new RunCourse.Phase(phase, new RunCourse.Span(since(phaseStart, start), since(now, phaseStart))));
        }
    }

    /** Until the last of them is done. */
    private void notePilots(long now) {
        phases.removeIf(past -> past.phase() == RunPhase.PILOTS);
        phases.add(new RunCourse.Phase(
                RunPhase.PILOTS, new RunCourse.Span(since(phaseStart, start), since(now, phaseStart))));
    }

    private void begin(RunEvent.TenantBegun begun, long now) {
        tenants.computeIfAbsent(begun.tenant(), absent -> new Begun(now, begun.worker()));
        goOn(begun.tenant(), OptionalInt.of(begun.worker()), now);
    }

    private void putBack(RunEvent.TenantPutBack putBack, long now) {
        Begun begun = tenants.get(putBack.tenant());
        if (begun != null) {
            begun.waitsFor = putBack.reason();
            begun.waitsSince = now;
        }
    }

    private void goOn(TenantId tenant, OptionalInt worker, long now) {
        Begun begun = tenants.get(tenant);
        if (begun != null && begun.waitsFor != null) {
            begun.waits.add(new TenantCourse.Wait(
                    begun.waitsFor, since(begun.waitsSince, start), since(now, begun.waitsSince), worker));
            begun.waitsFor = null;
        }
    }

    private static Duration since(long now, long then) {
        return Duration.ofNanos(now - then);
    }

    /** The run is over now. */
    public synchronized RunCourse end() {
        long now = nanoTime.getAsLong();
        endPhase(now);
        phase = null;
        Map<TenantId, TenantCourse> courses = new HashMap<>();
        tenants.forEach((tenant, begun) -> {
            goOn(tenant, OptionalInt.empty(), now);
            courses.put(tenant, new TenantCourse(since(begun.start, start), begun.worker, begun.waits));
        });
        List<RunCourse.Phase> inOrder = phases.stream()
                .sorted((one, other) ->
                        one.span().startedAfter().compareTo(other.span().startedAfter()))
                .toList();
        return new RunCourse(inOrder, pauses, cohorts, List.copyOf(pilots), courses);
    }
}
