package io.github.pgmt.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A finished run, however it ended.
 *
 * @param goal the goal's name, {@code migrate-all}
 * @param dryRun nothing was written; tenants with something to apply are {@link Outcome#PLANNED}
 * @param result how the run as a whole ended
 * @param error why the run as a whole could not go on; empty when only tenants failed
 * @param duration from the goal's start to this report
 * @param database the database's JDBC URL without secrets; empty when it is not known yet
 * @param tenants one result for every selected tenant, ordered by schema
 * @param outside objects that appeared outside the tenants' schemas while the run went on, {@code kind schema.name}
 */
public record RunReport(
        String goal,
        boolean dryRun,
        RunId runId,
        Result result,
        Optional<String> error,
        Instant startedAt,
        Duration duration,
        Optional<String> database,
        List<TenantResult> tenants,
        List<String> outside) {

    /** How a run ended, in the words of the JSON report. */
    public enum Result {
        /** Nothing failed. */
        SUCCESS,
        /** Tenants failed, nothing was selected, or the configuration is bad. */
        FAILED,
        /** The database, I/O or pgmt itself failed. */
        ERROR
    }

    public RunReport {
        Objects.requireNonNull(goal, "goal is null");
        Objects.requireNonNull(runId, "runId is null");
        Objects.requireNonNull(result, "result is null");
        Objects.requireNonNull(error, "error is null");
        Objects.requireNonNull(startedAt, "startedAt is null");
        Objects.requireNonNull(duration, "duration is null");
        Objects.requireNonNull(database, "database is null");
        tenants = List.copyOf(tenants);
        outside = List.copyOf(outside);
    }

    /** How many tenants came out like this. */
    public int count(Outcome outcome) {
        return (int)
                tenants.stream().filter(tenant -> tenant.outcome() == outcome).count();
    }

    /** The failed tenants, in the report's order. */
    public List<TenantResult> failed() {
        return tenants.stream()
                .filter(tenant -> tenant.outcome() == Outcome.FAILED)
                .toList();
    }

    /** How many changesets were recorded in all tenants together. */
    public int changeSetsApplied() {
        return tenants.stream()
                .mapToInt(tenant -> tenant.changeSets().applied().size())
                .sum();
    }
}
