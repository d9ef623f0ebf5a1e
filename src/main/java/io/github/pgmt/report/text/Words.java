package io.github.pgmt.report.text;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.migration.plan.FleetPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The words that people read for what a run found or did, on the console and in reports. */
public final class Words {

    /** What {@code status} says above changesets that are come to in every run and never recorded. */
    public static final String PASSED_OVER =
            "Passed over in every run, and so not pending (other databases or systems, preconditions with CONTINUE)";

    private Words() {}

    /** {@code 1 tenant}, {@code 3 tenants}. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 3 tenants}, {@code 1 database}, {@code 3 tenants and 1 database}: a database counts that did not tell its tenants. */
    public static String places(int tenants, int databases) {
        if (databases == 0) {
            return count(tenants, "tenant");
        }
        return (tenants == 0 ? "" : count(tenants, "tenant") + " and ") + count(databases, "database");
    }

    /** The same of all that a goal has to tell of. */
    static String places(GoalReport report) {
        int databases = report.databasesToRetry().size();
        return places(report.tenantCount() - databases, databases);
    }

    /** An outcome in a word or two. */
    public static String of(Outcome outcome) {
        return switch (outcome) {
            case MIGRATED -> "migrated";
            case CREATED -> "created";
            case ROLLED_BACK -> "rolled back";
            case DROPPED -> "dropped";
            case SYNCED -> "synced";
            case TAGGED -> "tagged";
            case RELEASED -> "released";
            case UP_TO_DATE -> "up to date";
            case PLANNED -> "planned";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    /** The same of a run that did this. */
    static String of(Outcome outcome, Operation operation) {
        if (operation == Operation.RELEASE && outcome == Outcome.UP_TO_DATE) {
            return "without a lock";
        }
        return operation == Operation.RELEASE && outcome == Outcome.PLANNED ? "locked" : of(outcome);
    }

    /** A state in a word or two. */
    public static String of(State state) {
        return switch (state) {
            case MISSING -> "missing";
            case NAME -> "unusable name";
            case UNTRUSTED -> "untrusted";
            case UNREACHABLE -> "unreachable";
            case UNREADABLE -> "unreadable";
            case UNMANAGED -> "unmanaged";
            case FOREIGN -> "foreign";
            case LOCKED -> "locked";
            case INVALID -> "invalid";
            case PENDING -> "pending";
            case UP_TO_DATE -> "up to date";
        };
    }

    /** A severity in a word. */
    public static String of(Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case INFO -> "Note";
        };
    }

    /** {@code 1 error, 2 warnings, 0 notes; 12 tenants looked at}. */
    public static String found(DoctorReport report) {
        return count(report.count(Severity.ERROR), "error") + ", " + count(report.count(Severity.WARNING), "warning")
                + ", " + count(report.count(Severity.INFO), "note") + "; " + count(report.tenantCount(), "tenant")
                + " looked at";
    }

    /** {@code 1 unmanaged, 2 pending, 49 up to date}. */
    public static String countsByState(StatusReport report) {
        return Arrays.stream(State.values())
                .filter(state -> report.count(state) > 0)
                .map(state -> report.count(state) + " " + of(state))
                .collect(Collectors.joining(", "));
    }

    /** {@code 2 of 3 tenants current, 2 changesets pending}. */
    public static String overall(StatusReport report) {
        long notCurrent = report.shared().stream()
                .filter(status -> status.state() != State.UP_TO_DATE)
                .count();
        String shared = notCurrent == 0
                ? ""
                : report.shared().size() == 1
                        ? "; the shared schema is not current"
                        : "; " + notCurrent + " of " + report.shared().size() + " shared schemas not current";
        return report.count(State.UP_TO_DATE) + " of " + places(report) + " current, "
                + count(report.pendingChangeSets(), "changeset") + " pending" + shared;
    }

    /** {@code 2 changesets due in 2 of 3 tenants, 1 refused}. */
    public static String overall(FleetPlan plan) {
        String refused = plan.refused().isEmpty() ? "" : ", " + plan.refused().size() + " refused";
        return count(plan.pendingChangeSets(), "changeset") + " due in " + plan.pendingTenants() + " of "
                + count(plan.tenantCount(), "tenant") + refused;
    }

    /** The pending changesets, with what is to be said of some. */
    public static List<String> pending(TenantStatus.ChangeSets changeSets) {
        return changeSets.pending().stream()
                .map(changeSet -> changeSet + condition(changeSets, changeSet))
                .toList();
    }

    private static String condition(TenantStatus.ChangeSets changeSets, ChangeSetId changeSet) {
        return changeSets.conditional().contains(changeSet) ? " (if its preconditions hold)" : "";
    }
}
