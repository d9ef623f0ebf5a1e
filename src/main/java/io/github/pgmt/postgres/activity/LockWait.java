package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import java.util.List;
import java.util.stream.Stream;

/**
 * For whom a process waits.
 *
 * @param own those of the blockers that are sessions of the same run on the same tenant, and no process that is watched itself
 * @param behindOwn those that wait for such a session themselves, at whatever remove; only of a wait without a limit
 */
record LockWait(List<Blocker> blockers, List<Blocker> own, List<Blocker> behindOwn) {

    static final LockWait NONE = new LockWait(List.of(), List.of(), List.of());

    LockWait {
        blockers = List.copyOf(blockers);
        own = List.copyOf(own);
        behindOwn = List.copyOf(behindOwn);
    }

    static LockWait of(Blocker blocker, boolean own) {
        return new LockWait(List.of(blocker), own ? List.of(blocker) : List.of(), List.of());
    }

    static LockWait behindOwn(Blocker blocker) {
        return new LockWait(List.of(), List.of(), List.of(blocker));
    }

    LockWait and(LockWait other) {
        return new LockWait(
                joined(blockers, other.blockers), joined(own, other.own), joined(behindOwn, other.behindOwn));
    }

    private static List<Blocker> joined(List<Blocker> some, List<Blocker> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
