package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How long the changesets of one tenant take. Not for several threads at once. */
public final class ChangeSetTimes {

    private final LongSupplier nanoTime;
    private final Map<ChangeSetId, Duration> times = new HashMap<>();
    private long begun;

    /** @param nanoTime {@link System#nanoTime} */
    public ChangeSetTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** A changeset begins. */
    public void begin() {
        begun = nanoTime.getAsLong();
    }

    /** The changeset that was begun last has ended well. */
    public void end(ChangeSetId changeSet) {
        times.put(changeSet, Duration.ofNanos(nanoTime.getAsLong() - begun));
    }

    /** By changeset. */
    public Map<ChangeSetId, Duration> all() {
        return Map.copyOf(times);
    }
}
