package io.github.pgmt.migration.event;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * When, and by whom, a tenant was worked on. How long in all, its {@link io.github.pgmt.migration.TenantResult} says.
 *
 * @param startedAfter when its first try began, since the run's start
 * @param worker who began it, from 1 on
 * @param waits the pauses between its tries, in order
 */
public record TenantCourse(Duration startedAfter, int worker, List<Wait> waits) {

    /** What a tenant was put back for, in the words of the JSON report. */
    public enum Reason {
        /** Somebody else held it. */
        LOCK,
        /** Another session was in the way of a statement. */
        BUSY,
        /** The server gave no connection, or lost it. */
        UNREACHABLE;

        /** Of a try that ended with this. */
        public static Reason of(Failure failure) {
            return failure.obstacle()
                    .map(Obstacle::kind)
                    .map(kind -> kind == Obstacle.Kind.BUSY ? BUSY : UNREACHABLE)
                    .orElse(LOCK);
        }
    }

    /**
     * A pause of a tenant's, in which the workers went on with others.
     *
     * @param startedAfter when it began, since the run's start
     * @param worker who went on with it; empty where nobody did
     */
    public record Wait(Reason reason, Duration startedAfter, Duration length, OptionalInt worker) {

        public Wait {
            Objects.requireNonNull(reason, "reason is null");
            Objects.requireNonNull(startedAfter, "startedAfter is null");
            Objects.requireNonNull(length, "length is null");
            Objects.requireNonNull(worker, "worker is null");
        }
    }

    public TenantCourse {
        Objects.requireNonNull(startedAfter, "startedAfter is null");
        waits = List.copyOf(waits);
    }
}
