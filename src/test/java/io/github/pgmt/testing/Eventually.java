package io.github.pgmt.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread, process or server session is about to do. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails when it does not hold within minutes. */
    public static void until(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - giveUp > 0) {
                throw new AssertionError("Waited in vain until " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Waits until some session of the database runs a statement with this text in it. */
    public static void untilRunning(TestDatabase database, String text) {
        until("a session runs " + text, () -> isRunning(database, text));
    }

    /** Waits until some session of the server waits for a lock, of those rows of {@code pg_stat_activity} that match. */
    public static void untilWaiting(TestDatabase database, String condition) {
        until(
                "a session waits for a lock, with " + condition,
                () -> !database.query(
                                "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND " + condition)
                        .isEmpty());
    }

    /** Waits until nobody holds an advisory lock: a session that is closed has its own until the server has ended it. */
    public static void untilNoAdvisoryLock(TestDatabase database) {
        until("no advisory lock is held", () -> database.advisoryLocks() == 0);
    }

    static boolean isRunning(TestDatabase database, String text) {
        return !database.query("SELECT pid FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() "
                        + "AND datname = current_database() AND query LIKE '%" + text + "%'")
                .isEmpty();
    }
}
