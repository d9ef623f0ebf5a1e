package io.github.pgmt.migration;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Names a run; it is the {@code DEPLOYMENT_ID} of every history row that the run writes, in every tenant.
 *
 * @param value ten characters: {@code r} ({@code s} of a run that only records), seven base-36 digits of the time in
 *     seconds, two random ones. Liquibase's own ids are ten decimal digits, so the two never meet
 */
public record RunId(String value) {

    private static final Pattern FORMAT = Pattern.compile("[rs][0-9a-z]{9}");
    private static final int TIME_DIGITS = 7;
    private static final int RANDOM_PARTS = 36 * 36;

    /** Random where it begins, so that two processes seldom meet; counted on, so that two runs of one process never do. */
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(RANDOM_PARTS));

    public RunId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not the id of a run.");
        }
    }

    /** An id that a user names: that of a run which applied changesets; empty where it is none. */
    public static Optional<RunId> ofApplying(String text) {
        return Optional.of(text)
                .filter(id -> id.startsWith("r") && FORMAT.matcher(id).matches())
                .map(RunId::new);
    }

    /** A new id for a run that starts at this time, which no other run of this process has: rollback tells runs apart by it. */
    public static RunId startingAt(Instant time) {
        String seconds = Long.toString(time.getEpochSecond(), Character.MAX_RADIX);
        int part = Math.floorMod(NEXT.getAndIncrement(), RANDOM_PARTS);
        String random = Integer.toString(part, Character.MAX_RADIX);
        return new RunId("r" + padded(seconds, TIME_DIGITS) + padded(random, 2));
    }

    /** The id of the same run when it records changesets without running them: histories are to tell that apart. */
    public RunId ofSync() {
        return new RunId("s" + value.substring(1));
    }

    /** When the run began, to the second. */
    public Instant startedAt() {
        return Instant.ofEpochSecond(Long.parseLong(value.substring(1, 1 + TIME_DIGITS), Character.MAX_RADIX));
    }

    private static String padded(String digits, int length) {
        return "0".repeat(length - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return value;
    }
}
