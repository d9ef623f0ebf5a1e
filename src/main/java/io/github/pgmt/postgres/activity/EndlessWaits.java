package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Processes whose statement waits without {@code lock_timeout}, and those of them that wait for the run itself: on the same
 * tenant no session of the run gives way to another, so such a wait has no end. PostgreSQL does not see it as a deadlock, since
 * the run's own session waits for no lock. Besides them there are those whose {@code lock_timeout} does not reach the server on
 * which they wait: nobody but this ends their waits when it has passed. For one thread at a time.
 */
final class EndlessWaits {

    /** One look may meet a session in the middle of a short statement. */
    private static final int SURE = 2;

    /** Somebody else's session between the two may have a {@code lock_timeout} of its own. */
    private static final int SURE_OF_OTHERS = 10;

    /** How often in a row an own session was seen in the way, at once and behind another one. */
    private record Seen(int own, int behindOwn) {

        static final Seen NEVER = new Seen(0, 0);

        Seen again(LockWait wait) {
            return new Seen(next(own, wait.own()), next(behindOwn, wait.behindOwn()));
        }

        private static int next(int times, List<Blocker> blockers) {
            return blockers.isEmpty() ? 0 : times + 1;
        }
    }

    /** Why a wait has no end by itself. */
    private enum Why {
        /** It is for a session of the run itself. */
        OWN,
        /** It is for one that waits for such a session. */
        BEHIND_OWN,
        /** Its {@code lock_timeout} would have ended it, if the server on which it waits knew that. */
        TOO_LONG
    }

    /**
     * A process's wait for another.
     *
     * @param since by the clock of who looks
     */
    private record Waiting(long since, int blocker) {}

    /**
     * A wait that would have had no end.
     *
     * @param blocker for whom the process waits
     */
    record Hopeless(Blocker blocker, Why why) {

        /** Why the statement was ended. */
        String text() {
            if (why == Why.TOO_LONG) {
                return "pgmt ended the statement: it has waited for longer than lockTimeout on a node, where that does not hold "
                        + "without a transaction. In its way: " + blocker.text();
            }
            if (why == Why.OWN) {
                return "pgmt ended the statement: without a lock_timeout it waited for pgmt's own session on the same "
                        + "tenant, and would have waited for ever. This is a bug of pgmt; please report it with this message. In "
                        + "its way: " + blocker.text();
            }
            return "pgmt ended the statement: without a lock_timeout it waited for a session that waits for a lock of pgmt's on "
                    + "the same tenant, so that neither would have ended. Run it again when that session is over. In its way: "
                    + blocker.text();
        }
    }

    private final Map<Integer, Seen> seen = new HashMap<>();
    private final Map<Integer, Duration> limits = new HashMap<>();
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private final Map<Integer, Hopeless> ended = new HashMap<>();

    /** From now on nothing but this ends a wait of the process. */
    void begin(int pid) {
        end(pid);
        seen.put(pid, Seen.NEVER);
    }

    /** From now on a wait of the process for one and the same session is ended when it lasts longer than that. */
    void limit(int pid, Duration limit) {
        end(pid);
        limits.put(pid, limit);
    }

    /** Its waits come to an end by themselves again. */
    void end(int pid) {
        seen.remove(pid);
        limits.remove(pid);
        waiting.remove(pid);
        ended.remove(pid);
    }

    /** The processes whose waits nothing else ends. */
    Integer[] pids() {
        return seen.keySet().toArray(new Integer[0]);
    }

    /**
     * By a look.
     *
     * @param waits of all processes that wait
     * @param now in nanoseconds
     * @return the processes whose statements are to be ended
     */
    Map<Integer, Hopeless> hopeless(Map<Integer, LockWait> waits, long now) {
        Map<Integer, Hopeless> hopeless = new LinkedHashMap<>();
        seen.replaceAll((pid, times) -> {
            LockWait wait = waits.getOrDefault(pid, LockWait.NONE);
            Seen again = times.again(wait);
            if (again.own() >= SURE) {
                hopeless.put(pid, new Hopeless(wait.own().get(0), Why.OWN));
            } else if (again.behindOwn() >= SURE_OF_OTHERS) {
                hopeless.put(pid, new Hopeless(wait.behindOwn().get(0), Why.BEHIND_OWN));
            }
            return again;
        });
        limits.forEach((pid, limit) -> tooLong(pid, waits.getOrDefault(pid, LockWait.NONE), limit, now)
                .ifPresent(blocker -> hopeless.put(pid, new Hopeless(blocker, Why.TOO_LONG))));
        ended.putAll(hopeless);
        return hopeless;
    }

    private Optional<Blocker> tooLong(int pid, LockWait wait, Duration limit, long now) {
        Waiting before = waiting.remove(pid);
        if (wait.blockers().isEmpty()) {
            return Optional.empty();
        }
        Optional<Blocker> same = wait.blockers().stream()
                .filter(blocker -> before != null && blocker.pid() == before.blocker())
                .findFirst();
        Waiting goingOn = same.map(blocker -> before)
                .orElseGet(() -> new Waiting(now, wait.blockers().get(0).pid()));
        waiting.put(pid, goingOn);
        return same.filter(blocker -> now - goingOn.since() > limit.toNanos());
    }

    /** The statement went on by itself after all. */
    void spare(int pid) {
        ended.remove(pid);
    }

    /** For what the process waited whose statement was ended; empty where none was. */
    Optional<Hopeless> ended(int pid) {
        return Optional.ofNullable(ended.get(pid));
    }
}
