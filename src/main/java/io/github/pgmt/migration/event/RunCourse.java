package io.github.pgmt.migration.event;

import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run went on in time; all is counted from the run's start.
 *
 * @param phases in the order in which they began
 * @param pauses between batches, in which no tenant was begun
 * @param cohorts of which it was known what is due, the largest first
 * @param pilots who went first in them
 * @param tenants those that were begun
 */
public record RunCourse(
        List<Phase> phases,
        List<Span> pauses,
        List<RunCohort> cohorts,
        List<TenantId> pilots,
        Map<TenantId, TenantCourse> tenants) {

    /** Of a run of which nothing was heard. */
    public static final RunCourse NONE = new RunCourse(List.of(), List.of(), List.of(), List.of(), Map.of());

    /** A part of a run. */
    public record Span(Duration startedAfter, Duration length) {

        public Span {
            Objects.requireNonNull(startedAfter, "startedAfter is null");
            Objects.requireNonNull(length, "length is null");
        }
    }

    /** What the run was at, and when. */
    public record Phase(RunPhase phase, Span span) {

        public Phase {
            Objects.requireNonNull(phase, "phase is null");
            Objects.requireNonNull(span, "span is null");
        }
    }

    public RunCourse {
        phases = List.copyOf(phases);
        pauses = List.copyOf(pauses);
        cohorts = List.copyOf(cohorts);
        pilots = List.copyOf(pilots);
        tenants = Map.copyOf(tenants);
    }

    /** When a tenant was worked on; empty where it never was begun. */
    public Optional<TenantCourse> of(TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    /** By tenant, the number of its cohort: its place among {@link #cohorts}, from 1 on. */
    public Map<TenantId, Integer> numbers() {
        Map<TenantId, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= cohorts.size(); number++) {
            for (TenantId tenant : cohorts.get(number - 1).tenants()) {
                numbers.put(tenant, number);
            }
        }
        return numbers;
    }

    /** How many workers there were; empty where no tenant was begun. */
    public OptionalInt workers() {
        return tenants.values().stream().mapToInt(TenantCourse::worker).max();
    }
}
