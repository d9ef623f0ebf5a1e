package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;

/**
 * What was in a tenant's way and may be gone a little later. Whatever was being done was rolled back, so that the tenant can
 * be tried again from there.
 *
 * @param blockers the sessions that were seen in the way
 */
public record Obstacle(Kind kind, List<Blocker> blockers) {

    /** What it was. */
    public enum Kind {
        /** Somebody else's locks, or a statement that took longer than it may. */
        BUSY,
        /** The server was not there, or had no room for another connection. */
        UNREACHABLE
    }

    public Obstacle {
        Objects.requireNonNull(kind, "kind is null");
        blockers = List.copyOf(blockers);
    }

    /** Of which nobody is known. */
    public static Obstacle of(Kind kind) {
        return new Obstacle(kind, List.of());
    }
}
