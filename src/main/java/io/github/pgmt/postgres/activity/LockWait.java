package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import java.util.List;
import java.util.stream.Stream;

/**
 * For whom a process waits.
 *
 * @param own those of the blockers that are sessions of the same run on the same tenant, and no process that is watched itself
 */
record LockWait(List<Blocker> blockers, List<Blocker> own) {

    LockWait {
        blockers = List.copyOf(blockers);
        own = List.copyOf(own);
    }

    static LockWait of(Blocker blocker, boolean own) {
        return new LockWait(List.of(blocker), own ? List.of(blocker) : List.of());
    }

    LockWait and(LockWait other) {
        return new LockWait(joined(blockers, other.blockers), joined(own, other.own));
    }

    private static List<Blocker> joined(List<Blocker> some, List<Blocker> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
