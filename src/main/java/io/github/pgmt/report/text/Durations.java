package io.github.pgmt.report.text;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
public final class Durations {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** {@code 0.8 s}, {@code 41 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
    public static String exact(Duration duration) {
        long tenths = Math.round(duration.toMillis() / 100.0);
        if (tenths < 100) {
            return String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
        }
        return ofSeconds(Math.round(duration.toMillis() / 1000.0));
    }

    /**
     * For a guess, as people say it: the longer, the rounder, {@code 7 s}, {@code 40 s}, {@code 3 min},
     * {@code 1 h 20 min}; never zero.
     */
    public static String rough(Duration duration) {
        long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
        long rounded = rounded(seconds);
        return rounded < 2 * MINUTE || rounded >= HOUR ? ofSeconds(rounded) : rounded / MINUTE + " min";
    }

    private static long rounded(long seconds) {
        if (seconds <= 10) {
            return seconds;
        }
        if (seconds <= 90) {
            return to(5, seconds);
        }
        if (seconds <= 15 * MINUTE) {
            return Math.max(2 * MINUTE, to(MINUTE, seconds));
        }
        if (seconds <= HOUR) {
            return to(5 * MINUTE, seconds);
        }
        return to(seconds <= 10 * HOUR ? 10 * MINUTE : HOUR, seconds);
    }

    private static long to(long step, long seconds) {
        return Math.round((double) seconds / step) * step;
    }

    private static String ofSeconds(long seconds) {
        if (seconds <= 120) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return both(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = Math.round(seconds / 60.0);
        return both(minutes / 60, "h", minutes % 60, "min");
    }

    private static String both(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
