package io.github.pgmt.postgres.activity;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.postgres.connection.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * Sees for whom the run's sessions wait: after a lock timeout the server does not say it any more. It looks now and then over a
 * connection of its own while there are sessions, from a thread that ends with the last of them. A run that is over before
 * the first look costs nothing.
 */
public final class BlockerWatch {

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

    private record Sighting(long time, List<Blocker> blockers) {}

    private final Server server;
    private final Duration interval;
    private final Runnable whenUnreachable;
    private final ThreadFactory threads;

    /** By process, the schema that it works on; empty where it works on one after the other. */
    private final Map<Integer, String> watched = new HashMap<>();

    private final Map<Integer, Sighting> sightings = new HashMap<>();
    private final EndlessWaits endless = new EndlessWaits();
    private Map<Integer, LockWait> latest = Map.of();
    private boolean looking;

    /**
     * @param whenUnreachable called when the server has not answered for so long that the sessions must be taken for lost
     */
    public BlockerWatch(Server server, Runnable whenUnreachable) {
        this(server, whenUnreachable, BlockerWatch::daemon);
    }

    BlockerWatch(Server server, Runnable whenUnreachable, ThreadFactory threads) {
        this.server = server;
        this.threads = threads;
        this.interval = interval(server.timeouts().lockTimeout());
        this.whenUnreachable = whenUnreachable;
    }

    private static Thread daemon(Runnable looking) {
        Thread thread = new Thread(looking, "pgmt-blocker-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** Some times within the time that a session waits. */
    private static Duration interval(Duration lockTimeout) {
        Duration some = lockTimeout.dividedBy(4);
        if (lockTimeout.isZero() || some.compareTo(LONGEST_INTERVAL) > 0) {
            return LONGEST_INTERVAL;
        }
        return some.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : some;
    }

    /** From now on this server process is watched, whatever it works on. */
    public void begin(int pid) {
        begin(pid, "");
    }

    /** From now on this server process, which works on the schema, is watched. */
    public synchronized void begin(int pid, String schema) {
        if (!looking) {
            threads.newThread(this::look).start();
            // Not before: where the machine has no thread left, the next session tries again.
            looking = true;
        }
        watched.put(pid, schema);
        sightings.remove(pid);
    }

    /**
     * From now on no {@code lock_timeout} ends a wait of this process. Where it waits for another session of this run on the same
     * tenant, or for somebody who waits for that one, its statement is ended: that would never be over.
     */
    public synchronized void beginEndless(int pid) {
        endless.begin(pid);
    }

    /**
     * From now on a wait of this process is ended when it lasts longer than {@code lockTimeout}, which the server on which it waits
     * does not know.
     */
    public synchronized void beginUnlimited(int pid) {
        endless.limit(pid, server.timeouts().lockTimeout());
    }

    /** Its waits have their limit again. */
    public synchronized void endEndless(int pid) {
        endless.end(pid);
    }

    /** No longer. */
    public synchronized void end(int pid) {
        watched.remove(pid);
        sightings.remove(pid);
        endless.end(pid);
    }

    /** The sessions for which those of the schema wait, as the latest look has it. */
    public synchronized List<Blocker> blockers(String schema) {
        return latest.entrySet().stream()
                .filter(wait -> schema.equals(watched.get(wait.getKey())))
                .flatMap(wait -> wait.getValue().blockers().stream())
                .toList();
    }

    /** The error of a process's statement; where this watch ended the statement, with the reason before it. */
    public synchronized String explain(String message, int pid) {
        return endless.ended(pid)
                .map(hopeless -> hopeless.text() + ". The server said: " + message)
                .orElse(message);
    }

    /** The failure with the sessions that were in the way a moment ago. */
    public Failure explain(Failure failure, int pid) {
        return failure.with(explain(failure.obstacle(), pid));
    }

    /** The obstacle with the sessions that were in the way a moment ago. */
    public synchronized Optional<Obstacle> explain(Optional<Obstacle> obstacle, int pid) {
        Sighting last = sightings.get(pid);
        boolean fresh = last != null
                && System.nanoTime() - last.time() <= interval.multipliedBy(3).toNanos();
        return fresh ? obstacle.map(some -> new Obstacle(some.kind(), last.blockers())) : obstacle;
    }

    private void look() {
        try (Lookout lookout = new Lookout(server, whenUnreachable)) {
            while (sleep()) {
                look(lookout);
            }
        } catch (RuntimeException | Error e) {
            breakOff();
            throw e;
        }
    }

    /** Whatever goes wrong with one look, the sessions that there are have the next one. */
    private void look(Lookout lookout) {
        try {
            Map<Integer, LockWait> waits = lookout.waits(pids(), endlessPids()).orElse(Map.of());
            note(waits).forEach((pid, hopeless) -> end(pid, hopeless.blocker(), lookout));
        } catch (RuntimeException | Error e) {
            lookout.close();
        }
    }

    /** The next session has another look. */
    private synchronized void breakOff() {
        looking = false;
    }

    /** Whether there is still something to watch. */
    private boolean sleep() {
        LockSupport.parkNanos(interval.toNanos());
        synchronized (this) {
            looking = !watched.isEmpty();
            return looking;
        }
    }

    private synchronized Integer[] pids() {
        return watched.keySet().toArray(new Integer[0]);
    }

    private synchronized Integer[] endlessPids() {
        return endless.pids();
    }

    /** @return the processes whose statements are to be ended */
    private synchronized Map<Integer, EndlessWaits.Hopeless> note(Map<Integer, LockWait> waits) {
        long now = System.nanoTime();
        latest = waits;
        waits.forEach((pid, wait) -> {
            if (watched.containsKey(pid)) {
                sightings.put(pid, new Sighting(now, wait.blockers()));
            }
        });
        return endless.hopeless(waits, now);
    }

    private void end(int pid, Blocker blocker, Lookout lookout) {
        if (!lookout.cancel(pid, blocker.pid())) {
            spare(pid);
        }
    }

    private synchronized void spare(int pid) {
        endless.spare(pid);
    }

    /** The server process of a connection. */
    public static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }
}
