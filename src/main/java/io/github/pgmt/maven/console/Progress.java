package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.OutcomeCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How far a run is, and when it is time to say so. */
final class Progress {

    /** Up to so many tenants each has a line of its own, so progress needs none. */
    static final int TENANTS_WITH_LINES = 50;

    private static final long MOST_SILENCE = Duration.ofSeconds(10).toNanos();

    private final int total;
    private final Outcome expected;
    private final LongSupplier nanoTime;
    private final RemainingTime remaining = new RemainingTime();
    private final OutcomeCounts counts;
    private int lastTenth;
    private long lastTime;

    /**
     * @param expected the outcome of a tenant with which all goes well
     * @param nanoTime {@link System#nanoTime}
     */
    Progress(int total, Outcome expected, LongSupplier nanoTime) {
        this(total, expected, Operation.MIGRATE, nanoTime);
    }

    /** @param operation what is done to the tenants */
    Progress(int total, Outcome expected, Operation operation, LongSupplier nanoTime) {
        this.total = total;
        this.expected = expected;
        this.counts = new OutcomeCounts(operation);
        this.nanoTime = nanoTime;
        this.lastTime = nanoTime.getAsLong();
    }

    /** @param worker who did it; the same object for all that it does */
    void finished(TenantResult result, Object worker) {
        counts.add(result.outcome());
        // Tenants that were settled without being opened say nothing about how long the others take.
        if (!result.duration().isZero()) {
            remaining.finished(worker, result.duration(), nanoTime.getAsLong());
        }
    }

    /** From now on so many tenants are brought to their end in another way than those before. */
    void otherWay(int tenants) {
        remaining.otherWay(tenants, left(), nanoTime.getAsLong());
    }

    /** A batch is done, and nothing is begun for this time. */
    void paused(Duration pause) {
        remaining.paused(pause);
    }

    boolean hasLineForEach() {
        return total <= TENANTS_WITH_LINES;
    }

    /** {@code [ 37/120]}. */
    String counter() {
        String digits = String.valueOf(total);
        String finished = String.valueOf(counts.total());
        return "[" + " ".repeat(Math.max(0, digits.length() - finished.length())) + finished + "/" + digits + "]";
    }

    /** A line for every tenth of the tenants, and when there was none for ten seconds. */
    Optional<String> lineIfDue() {
        int tenth = (int) (counts.total() * 10L / Math.max(1, total));
        long now = nanoTime.getAsLong();
        if (hasLineForEach() || (tenth == lastTenth && now - lastTime < MOST_SILENCE)) {
            return Optional.empty();
        }
        lastTenth = tenth;
        lastTime = now;
        return Optional.of(counter() + " " + counts.describe(expected, OutcomeColours::paint) + estimate(now));
    }

    private String estimate(long now) {
        return left() <= 0
                ? ""
                : remaining
                        .of(left(), now)
                        .map(time -> ", about " + Durations.rough(time) + " left")
                        .orElse("");
    }

    private int left() {
        return total - counts.total();
    }
}
