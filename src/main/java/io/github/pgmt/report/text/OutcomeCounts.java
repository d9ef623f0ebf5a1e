package io.github.pgmt.report.text;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.BiFunction;

/** How many tenants came out how. */
public final class OutcomeCounts {

    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final Operation operation;
    private int total;

    /** @param operation what is done to the tenants, which has words of its own for some outcomes */
    public OutcomeCounts(Operation operation) {
        this.operation = Objects.requireNonNull(operation, "operation is null");
    }

    /** Counts one more tenant. */
    public void add(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
        total++;
    }

    /** How many tenants were counted. */
    public int total() {
        return total;
    }

    /**
     * A run in one line: {@code 117 migrated, 2 up to date, 1 failed of 120 tenants in 41 s}; of what failed, a database that did not
     * tell its tenants is one.
     *
     * @param style gives the words of an outcome a look
     */
    public static String line(OperationReport report, Duration duration, BiFunction<Outcome, String, String> style) {
        OutcomeCounts counts = new OutcomeCounts(report.operation());
        report.tenants().forEach(tenant -> counts.add(tenant.outcome()));
        return counts.describe(report.operation().success(report.dryRun()), style) + " of " + Words.places(report)
                + " in " + Durations.exact(duration);
    }

    /**
     * {@code 117 migrated, 2 up to date, 1 failed}.
     *
     * @param whenNone when nothing was counted, it is zero of these
     * @param style gives the words of an outcome a look
     */
    public String describe(Outcome whenNone, BiFunction<Outcome, String, String> style) {
        if (counts.isEmpty()) {
            return "0 " + Words.of(whenNone, operation);
        }
        StringJoiner parts = new StringJoiner(", ");
        counts.forEach((outcome, count) -> parts.add(style.apply(outcome, count + " " + Words.of(outcome, operation))));
        return parts.toString();
    }
}
