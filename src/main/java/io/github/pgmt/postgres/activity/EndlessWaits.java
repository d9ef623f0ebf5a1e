package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Processes whose statement waits without {@code lock_timeout}, and those of them that wait for the run itself: on the same
 * tenant no session of the run gives way to another, so such a wait has no end. For one thread at a time.
 */
final class EndlessWaits {

    /** One look may meet a session in the middle of a short statement. */
    private static final int SURE = 2;

    /** How often in a row an own session was seen in the way. */
    private final Map<Integer, Integer> seen = new HashMap<>();

    private final Map<Integer, Blocker> ended = new HashMap<>();

    /** From now on nothing but this ends a wait of the process. */
    void begin(int pid) {
        seen.put(pid, 0);
        ended.remove(pid);
    }

    /** Its waits come to an end by themselves again. */
    void end(int pid) {
        seen.remove(pid);
        ended.remove(pid);
    }

    /**
     * By a look.
     *
     * @param waits of all processes that wait
     * @return the processes whose statements are to be ended, each with the run's own session in its way
     */
    Map<Integer, Blocker> hopeless(Map<Integer, LockWait> waits) {
        Map<Integer, Blocker> hopeless = new LinkedHashMap<>();
        seen.replaceAll((pid, times) -> {
            Optional<Blocker> own = Optional.ofNullable(waits.get(pid))
                    .flatMap(wait -> wait.own().stream().findFirst());
            own.filter(blocker -> times + 1 >= SURE).ifPresent(blocker -> hopeless.put(pid, blocker));
            return own.isPresent() ? times + 1 : 0;
        });
        ended.putAll(hopeless);
        return hopeless;
    }

    /** The statement went on by itself after all. */
    void spare(int pid) {
        ended.remove(pid);
    }

    /** For what the process waited whose statement was ended; empty where none was. */
    Optional<Blocker> ended(int pid) {
        return Optional.ofNullable(ended.get(pid));
    }
}
