package io.github.pgmt.maven.console;

import io.github.pgmt.migration.OperationReport;
import io.github.pgmt.migration.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** How many tenants came out how. */
final class OutcomeCounts {

    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private int total;

    static OutcomeCounts of(OperationReport report) {
        OutcomeCounts counts = new OutcomeCounts();
        report.tenants().forEach(tenant -> counts.add(tenant.outcome()));
        return counts;
    }

    void add(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
        total++;
    }

    int total() {
        return total;
    }

    /** {@code 117 migrated, 2 up to date, 1 failed}; when nothing was counted, zero of the given outcome. */
    String describe(Outcome whenNone) {
        if (counts.isEmpty()) {
            return "0 " + word(whenNone);
        }
        StringJoiner parts = new StringJoiner(", ");
        counts.forEach((outcome, count) -> parts.add(coloured(outcome, count + " " + word(outcome))));
        return parts.toString();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case MIGRATED -> "migrated";
            case CREATED -> "created";
            case ROLLED_BACK -> "rolled back";
            case DROPPED -> "dropped";
            case SYNCED -> "synced";
            case TAGGED -> "tagged";
            case UP_TO_DATE -> "up to date";
            case PLANNED -> "planned";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    private static String coloured(Outcome outcome, String text) {
        return switch (outcome) {
            case MIGRATED, CREATED, ROLLED_BACK, DROPPED, SYNCED, TAGGED, PLANNED, UP_TO_DATE ->
                MessageUtils.buffer().success(text).build();
            case FAILED -> MessageUtils.buffer().failure(text).build();
            case SKIPPED -> MessageUtils.buffer().warning(text).build();
        };
    }
}
