package io.github.pgmt.migration.event;

import io.github.pgmt.migration.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every report begins with, whatever the goal.
 *
 * @param goal the goal's name, {@code migrate-all}
 * @param result how the run as a whole ended
 * @param error why the run as a whole could not go on; empty when only tenants failed
 * @param duration from the goal's start to this report
 * @param database the database's JDBC URL without secrets; empty when it is not known yet
 * @param databases those that are listed, in that order; none where the run has one alone
 */
public record RunHead(
        String goal,
        RunId runId,
        RunReport.Result result,
        Optional<String> error,
        Instant startedAt,
        Duration duration,
        Optional<String> database,
        List<RunDatabase> databases) {

    public RunHead {
        Objects.requireNonNull(goal, "goal is null");
        Objects.requireNonNull(runId, "runId is null");
        Objects.requireNonNull(result, "result is null");
        Objects.requireNonNull(error, "error is null");
        Objects.requireNonNull(startedAt, "startedAt is null");
        Objects.requireNonNull(duration, "duration is null");
        Objects.requireNonNull(database, "database is null");
        databases = List.copyOf(databases);
    }

    /** Of a run in one database. */
    public RunHead(
            String goal,
            RunId runId,
            RunReport.Result result,
            Optional<String> error,
            Instant startedAt,
            Duration duration,
            Optional<String> database) {
        this(goal, runId, result, error, startedAt, duration, database, List.of());
    }
}
