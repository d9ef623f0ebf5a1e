package io.github.pgmt.testing;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs as they might have been. */
public final class Reports {

    public static final RunId RUN_ID = new RunId("r00abcdefg");
    public static final Instant STARTED_AT = Instant.parse("2026-11-22T10:15:30.123456Z");
    public static final String DATABASE = "jdbc:postgresql://localhost:5432/app";
    public static final ChangeSetId FLAGS = changeSet("005-flags.sql", "add_flags");
    public static final ChangeSetId USERS = changeSet("006-users.sql", "update_users");
    public static final ChangeSetId NOTES = changeSet("007-notes.sql", "add_notes");

    /** Texts as they are. */
    public static final OutgoingText AS_IT_IS = OutgoingText.inFiles(UnaryOperator.identity());

    private Reports() {}

    public static ChangeSetId changeSet(String file, String id) {
        return new ChangeSetId("db/changelog/" + file, id, "app");
    }

    /** A run of migrate-all that took 41 seconds. */
    public static RunReport report(TenantResult... tenants) {
        return report(operation(tenants));
    }

    public static RunReport report(boolean dryRun, List<TenantResult> tenants, List<String> outside) {
        return report(operation(dryRun, tenants, outside));
    }

    /** The same run, if this came of it. */
    public static RunReport report(OperationReport body) {
        RunHead head = new RunHead(
                "migrate-all",
                RUN_ID,
                body.isFailed() ? RunReport.Result.FAILED : RunReport.Result.SUCCESS,
                Optional.empty(),
                STARTED_AT,
                Duration.ofSeconds(41),
                Optional.of(DATABASE));
        return new RunReport(head, body);
    }

    public static OperationReport operation(TenantResult... tenants) {
        return operation(false, List.of(tenants), List.of());
    }

    public static OperationReport operation(boolean dryRun, List<TenantResult> tenants, List<String> outside) {
        return operation(dryRun, tenants, outside, Optional.empty(), List.of());
    }

    /** The tenants stay in this order. */
    public static OperationReport operation(
            boolean dryRun,
            List<TenantResult> tenants,
            List<String> outside,
            Optional<TenantResult> shared,
            List<String> appeared) {
        OperationResults results =
                new OperationResults(tenants, outside, shared.stream().toList(), Optional.empty(), appeared, List.of());
        return new OperationReport(Operation.MIGRATE, dryRun, results);
    }

    /** The same run, of which the shared schema came out like this. */
    public static RunReport withShared(RunReport report, TenantResult shared) {
        OperationReport body = (OperationReport) report.body();
        OperationResults results = body.results().with(Optional.of(shared), Optional.empty());
        return new RunReport(report.head(), new OperationReport(body.operation(), body.dryRun(), results));
    }

    /** A run that ended with an error after these tenants. */
    public static RunReport broken(String error, TenantResult... tenants) {
        RunHead head = new RunHead(
                "migrate-all",
                RUN_ID,
                RunReport.Result.ERROR,
                Optional.of(error),
                STARTED_AT,
                Duration.ofMillis(800),
                Optional.empty());
        return new RunReport(head, operation(tenants));
    }

    public static TenantResult migrated(String schema, ChangeSetId... applied) {
        return migrated(schema, ChangeSets.applied(List.of(applied), List.of(), List.of()));
    }

    public static TenantResult migrated(String schema, ChangeSets changeSets) {
        return TenantResult.succeeded(TenantId.of(schema), Outcome.MIGRATED, Duration.ofMillis(400), changeSets);
    }

    public static TenantResult upToDate(String schema) {
        return TenantResult.succeeded(TenantId.of(schema), Outcome.UP_TO_DATE, Duration.ofMillis(100), ChangeSets.NONE);
    }

    public static TenantResult planned(String schema, ChangeSetId... pending) {
        ChangeSets changeSets = ChangeSets.planned(List.of(pending), List.of());
        return TenantResult.succeeded(TenantId.of(schema), Outcome.PLANNED, Duration.ofMillis(100), changeSets);
    }

    /** A tenant whose changeset {@link #FLAGS} failed with SQLSTATE 42701. */
    public static TenantResult failed(String schema, String message) {
        return TenantResult.failed(
                TenantId.of(schema),
                Duration.ofMillis(200),
                ChangeSets.NONE,
                new Failure(Failure.Kind.CHANGESET, Optional.of(FLAGS), Optional.of("42701"), message));
    }

    /** A tenant that was refused before anything was tried. */
    public static TenantResult refused(String schema, Failure.Kind kind, String message) {
        return TenantResult.failed(TenantId.of(schema), Failure.of(kind, message));
    }
}
