package io.github.pgmt.report.text;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import java.util.List;
import java.util.Optional;

/** How to go on with tenants that failed; where only the message knows, it says that. */
public final class WayOn {

    private static final String QUERY_CANCELED = "57014";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** No disk, memory or connection left; the server's shutdowns; the connection's loss; the machine's own errors. */
    private static final List<String> SERVERS = List.of("53", "57P", "08", "58");

    private final Failure failure;
    private final Operation operation;
    private final boolean dryRun;

    private WayOn(Failure failure, Operation operation, boolean dryRun) {
        this.failure = failure;
        this.operation = operation;
        this.dryRun = dryRun;
    }

    /** How to go on after a run that did this to its tenants. */
    public static String from(Failure failure, OperationReport report) {
        return from(failure, report.operation(), report.dryRun());
    }

    static String from(Failure failure, Operation operation, boolean dryRun) {
        return new WayOn(failure, operation, dryRun).text();
    }

    private String text() {
        return switch (failure.kind()) {
            case UNMANAGED -> unmanaged();
            case FOREIGN ->
                untouched(" (leave them out with -Dpgmt.excludes, or name their changelog with -Dpgmt.changeLogFile).");
            case UNTRUSTED ->
                untouched(" (find out who made it, and take it away; -Dpgmt.trustedOwners trusts a role's code); "
                        + "pgmt:doctor shows all of it.");
            case NAME -> untouched(" (another name, or leave them out with -Dpgmt.excludes).");
            case MISSING -> untouched(" (pgmt:list-tenants shows the tenants that there are).");
            case LOCKED -> locked();
            case STALE ->
                doneBefore() + "; make a plan of what it needs now with pgmt:plan, look at it, and carry that out.";
            case CHANGESET, CONNECTION, HOOK, VERIFY -> doneBefore() + "; " + mending();
        };
    }

    /** A drop may have been begun when it turns out that something is not the tenant's. */
    private String untouched(String ways) {
        return (operation == Operation.DROP ? "" : "nothing was touched; ") + "do as the message says" + ways;
    }

    private String unmanaged() {
        if (operation == Operation.SYNCHRONIZE) {
            return "nothing was recorded; mend the schema, or say with -Dpgmt.toTag how far it is; "
                    + "-Dpgmt.force=true records without looking.";
        }
        return untouched(
                operation == Operation.DROP
                        ? "."
                        : " (leave them out with -Dpgmt.excludes, or, where it says so, adopt them with pgmt:changelog-sync).");
    }

    private String locked() {
        return operation == Operation.RELEASE
                ? "do as the message says."
                : "retry when the other is done, or wait longer with -Dpgmt.lockWait; Liquibase's lock of a process that is dead "
                        + "is released by pgmt:release-locks.";
    }

    private String doneBefore() {
        if (dryRun) {
            return "nothing was changed";
        }
        return switch (operation) {
            case MIGRATE -> "what was applied before is kept";
            case SET_UP -> "a schema that was made and not removed again keeps what was applied before";
            case ROLL_BACK -> "what was taken back before stays so";
            case DROP -> "what is gone stays gone";
            case SYNCHRONIZE ->
                failure.kind() == Failure.Kind.VERIFY
                        ? "what was recorded is kept"
                        : "nothing was recorded, unless the message says otherwise";
            case TAG, RELEASE -> "what was done before is kept";
        };
    }

    private String mending() {
        if (failure.kind() == Failure.Kind.VERIFY) {
            return "look at what the message names (pgmt:status shows what each history has), mend it, then retry.";
        }
        if (failure.kind() == Failure.Kind.HOOK) {
            return "mend the hook that the message names, then retry: it runs again.";
        }
        if (isState(INSUFFICIENT_PRIVILEGE)) {
            return "GRANT the right that is lacking (pgmt:doctor shows what else is), then retry" + goesOn();
        }
        if (isBusy()) {
            return "nothing is wrong with the changelog: end what is in the way, or retry when less goes on; "
                    + (isState(QUERY_CANCELED)
                            ? "-Dpgmt.statementTimeout gives statements longer."
                            : "-Dpgmt.lockTimeout and -Dpgmt.retries try for longer.");
        }
        if (isState(QUERY_CANCELED)) {
            return "somebody ended the statement: do as the message says, or retry when it suits them" + goesOn();
        }
        if (isServers()) {
            return "it is the server or the way to it: see to that as the message says, then retry" + goesOn();
        }
        return failure.kind() == Failure.Kind.CHANGESET ? ofChangelog() : "do as the message says, then retry.";
    }

    /** A changeset's statement can end with an error of the connections' class over a connection that is fine. */
    private boolean isServers() {
        boolean ofStatement = failure.kind() == Failure.Kind.CHANGESET
                && failure.obstacle().isEmpty()
                && failure.sqlState().filter(state -> state.startsWith("08")).isPresent();
        return !ofStatement
                && failure.sqlState()
                        .filter(state -> SERVERS.stream().anyMatch(state::startsWith))
                        .isPresent();
    }

    private String ofChangelog() {
        if (operation == Operation.SYNCHRONIZE) {
            return "mend the changeset, or record without trying it out with -Dpgmt.force=true.";
        }
        if (operation == Operation.ROLL_BACK) {
            return "do as the message says, or mend what is in the way, then retry.";
        }
        return failure.changeSet().isPresent()
                ? "mend the changeset or the tenant's data, then retry" + goesOn()
                : "do as the message says, then retry.";
    }

    private String goesOn() {
        return (operation == Operation.MIGRATE || operation == Operation.SET_UP) && !dryRun
                ? ": it goes on there."
                : ".";
    }

    private boolean isBusy() {
        return failure.obstacle()
                        .filter(obstacle -> obstacle.kind() == Obstacle.Kind.BUSY)
                        .isPresent()
                || isState("55P03")
                || isState("40P01")
                || isState("40001");
    }

    private boolean isState(String state) {
        return failure.sqlState().filter(state::equals).isPresent();
    }

    /** Why the same command must not be given again for all that failed; empty where it may be. */
    public static Optional<String> notAgain(OperationReport report) {
        if (report.leftHalfWay().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "Do not repeat the command for tenants that failed half way: "
                        + (report.operation() == Operation.ROLL_BACK
                                ? "rollbackCount counts anew from the end of each history. What is left to take back there, "
                                        + "their messages say."
                                : "changesToApply counts anew from what is due. How much was applied there, the JSON report says."));
    }
}
