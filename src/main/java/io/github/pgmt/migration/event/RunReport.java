package io.github.pgmt.migration.event;

import io.github.pgmt.migration.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A finished run, however it ended.
 *
 * @param head what it has in common with every other run
 * @param body what differs by the kind of goal
 * @param course how it went on in time
 */
public record RunReport(RunHead head, GoalReport body, RunCourse course) {

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
        Objects.requireNonNull(head, "head is null");
        Objects.requireNonNull(body, "body is null");
        Objects.requireNonNull(course, "course is null");
    }

    /** Of a run of whose course nothing was heard. */
    public RunReport(RunHead head, GoalReport body) {
        this(head, body, RunCourse.NONE);
    }

    /** Why the run could not go on in one of its databases. */
    public Optional<String> error(RunDatabase database) {
        return database.error().or(() -> body.error(database));
    }

    /** How the run ended in one of its databases. */
    public Result result(RunDatabase database) {
        if (error(database).isPresent()) {
            return Result.ERROR;
        }
        return failedTenants().stream().anyMatch(database::has) ? Result.FAILED : Result.SUCCESS;
    }

    /** See {@link GoalReport}. */
    public int tenantCount() {
        return body.tenantCount();
    }

    /** See {@link GoalReport}. */
    public List<String> failedTenants() {
        return body.failedTenants();
    }

    /** See {@link RunHead}. */
    public String goal() {
        return head.goal();
    }

    /** See {@link RunHead}. */
    public RunId runId() {
        return head.runId();
    }

    /** See {@link RunHead}. */
    public Result result() {
        return head.result();
    }

    /** See {@link RunHead}. */
    public Optional<String> error() {
        return head.error();
    }

    /** See {@link RunHead}. */
    public Instant startedAt() {
        return head.startedAt();
    }

    /** See {@link RunHead}. */
    public Duration duration() {
        return head.duration();
    }

    /** See {@link RunHead}. */
    public Optional<String> database() {
        return head.database();
    }
}
