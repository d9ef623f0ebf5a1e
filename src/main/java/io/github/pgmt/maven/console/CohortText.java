package io.github.pgmt.maven.console;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.SplitCohorts;
import io.github.pgmt.report.text.OutgoingText;
import java.util.List;
import java.util.stream.Collectors;

/** How many tenants have nothing to do, and how the others fall into cohorts. */
final class CohortText {

    private static final int COHORTS_SHOWN = 4;

    private CohortText() {}

    /** {@code 1000 tenants: 987 current, 10 in cohort 1 (3 pending), 3 in cohort 2 (5 pending)}. */
    static String line(int tenants, int current, List<Cohort> cohorts, Operation operation) {
        StringBuilder line = new StringBuilder(Wording.count(tenants, "tenant"))
                .append(": ")
                .append(current)
                .append(" current");
        int told = current;
        int number = 1;
        for (Cohort cohort : cohorts.subList(0, Math.min(COHORTS_SHOWN, cohorts.size()))) {
            line.append(", ")
                    .append(cohort.tenants())
                    .append(" in cohort ")
                    .append(number++)
                    .append(" (")
                    .append(cohort.pending())
                    .append(due(operation))
                    .append(')');
            told += cohort.tenants();
        }
        int more = cohorts.size() - COHORTS_SHOWN;
        if (more > 0) {
            int tenantsInMore = cohorts.stream()
                    .skip(COHORTS_SHOWN)
                    .mapToInt(Cohort::tenants)
                    .sum();
            line.append(", ").append(tenantsInMore).append(" in ").append(Wording.count(more, "more cohort"));
            told += tenantsInMore;
        }
        return line + (told == tenants ? "" : ", " + (tenants - told) + " to be looked at");
    }

    private static String due(Operation operation) {
        return switch (operation) {
            case ROLL_BACK -> " to take back";
            case SYNCHRONIZE -> " to record";
            case TAG -> " to tag";
            case MIGRATE, SET_UP, DROP, RELEASE -> " pending";
        };
    }

    private static String doing(Operation operation) {
        return switch (operation) {
            case ROLL_BACK -> "rolls back";
            case SYNCHRONIZE -> "adopts";
            case TAG -> "tags";
            case MIGRATE, SET_UP, DROP, RELEASE -> "migrates";
        };
    }

    /** What the others of a cohort wait for is known. */
    static String goesOn(RunEvent.PilotFinished event, Operation operation, OutgoingText shown) {
        String pilot = shown.name(event.tenant().displayName());
        String others = "the other " + Wording.count(event.others(), "tenant") + " of its cohort";
        if (event.notReplayed().isEmpty()) {
            return "Pilot " + pilot + " is done: what it got goes to " + others;
        }
        return event.replayed() == 0
                ? "Liquibase itself " + doing(operation) + " " + pilot + " and " + others + ": "
                        + reason(event.notReplayed(), shown)
                : "Pilot " + pilot + " is done: " + Wording.count(event.replayed(), "changeset") + " that it got "
                        + (event.replayed() == 1 ? "goes" : "go") + " to " + others + ", and Liquibase itself runs "
                        + event.notReplayed().size() + " there: " + reason(event.notReplayed(), shown);
    }

    /** Why there are more cohorts than needs, and what to do. */
    static String split(SplitCohorts split, OutgoingText shown) {
        String reasons = split.why().entrySet().stream()
                .map(reason -> "${" + shown.name(reason.getKey()) + "}, which " + shown.message(reason.getValue()))
                .sorted()
                .collect(Collectors.joining(", and "));
        return Wording.count(split.tenants(), "tenant") + " are in " + split.cohorts()
                + " cohorts because the changelog reads " + reasons
                + ". Each cohort is planned by itself, and a tenant that is alone in one goes through Liquibase; a table needs no "
                + "schema before its name to be found in its tenant";
    }

    private static String reason(List<NotReplayed> notReplayed, OutgoingText shown) {
        NotReplayed first = notReplayed.get(0);
        int more = notReplayed.size() - 1;
        return shown.name(first.changeSet().toString()) + " " + shown.message(first.why())
                + (more > 0 ? " (and " + Wording.count(more, "more changeset") + ", see the report)" : "");
    }
}
