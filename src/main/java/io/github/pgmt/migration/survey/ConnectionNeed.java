package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.work.RunOptions;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * How many connections a run may need at once: each thread one for the work and one that holds Liquibase's lock row, and the
 * run two of its own.
 *
 * @param threads how many tenants are worked on at once
 */
record ConnectionNeed(int threads) {

    private static final int OF_THREAD = 2;
    private static final int OF_RUN = 2;

    static ConnectionNeed of(RunOptions options, int tenants) {
        return new ConnectionNeed(Math.min(options.threads(), tenants));
    }

    private int connections() {
        return threads * OF_THREAD + OF_RUN;
    }

    /** @throws RunRefusedException when a limit is too low even with nobody else there */
    void requireRoom(Collection<ConnectionLimit> limits) {
        limits.stream()
                .filter(limit -> limit.allowed() < connections())
                .min(Comparator.comparing(ConnectionLimit::allowed))
                .ifPresent(limit -> {
                    throw new RunRefusedException(limit.owner() + " allows " + counted(limit.allowed(), "connection")
                            + ", and " + text() + ". " + advice(limit.allowed(), limit) + " Nothing was changed.");
                });
    }

    /** What to warn of: a limit that is too low with those who are there now. */
    Optional<String> tightness(Collection<ConnectionLimit> limits) {
        return limits.stream()
                .filter(limit -> limit.free() < connections())
                .min(Comparator.comparing(ConnectionLimit::free))
                .map(limit -> limit.owner() + " allows " + counted(limit.allowed(), "connection") + ", others have "
                        + limit.taken() + " of them now, and " + text() + ": tenants may fail for want of one. "
                        + advice(limit.free(), limit));
    }

    private String text() {
        return "with " + counted(threads, "thread") + " the run may need " + connections();
    }

    private static String advice(int room, ConnectionLimit limit) {
        int fitting = (room - OF_RUN) / OF_THREAD;
        return fitting < 1
                ? "Raise the limit: " + limit.remedy()
                : "Set -Dpgmt.threads=" + fitting + ", or raise the limit: " + limit.remedy();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
