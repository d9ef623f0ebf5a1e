package io.github.pgmt.migration.event;

import io.github.pgmt.migration.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A finished run, however it ended. What it says of the tenants differs by the kind of goal. */
public sealed interface RunReport permits DoctorReport, ListReport, OperationReport, StatusReport {

    /** How a run ended, in the words of the JSON report. */
    enum Result {
        /** Nothing failed. */
        SUCCESS,
        /** Tenants failed, nothing was selected, or the configuration is bad. */
        FAILED,
        /** The database, I/O or pgmt itself failed. */
        ERROR
    }

    /** What it has in common with every other report. */
    RunHead head();

    /** How many tenants it tells of. */
    int tenantCount();

    /** The schemas of the tenants that fail the build, in the report's order. */
    List<String> failedSchemas();

    /** See {@link RunHead}. */
    default String goal() {
        return head().goal();
    }

    /** See {@link RunHead}. */
    default RunId runId() {
        return head().runId();
    }

    /** See {@link RunHead}. */
    default Result result() {
        return head().result();
    }

    /** See {@link RunHead}. */
    default Optional<String> error() {
        return head().error();
    }

    /** See {@link RunHead}. */
    default Instant startedAt() {
        return head().startedAt();
    }

    /** See {@link RunHead}. */
    default Duration duration() {
        return head().duration();
    }

    /** See {@link RunHead}. */
    default Optional<String> database() {
        return head().database();
    }
}
