package io.github.pgmt.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
public final class Durations {

    private Durations() {}

    /** {@code 0.8 s}, {@code 41 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
    public static String exact(Duration duration) {
        long tenths = Math.round(duration.toMillis() / 100.0);
        if (tenths < 100) {
            return String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
        }
        return ofSeconds(Math.round(duration.toMillis() / 1000.0));
    }

    /** For a guess: whole seconds up to two minutes, then whole minutes; never zero. */
    public static String rough(Duration duration) {
        long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
        return ofSeconds(seconds <= 120 ? seconds : Math.round(seconds / 60.0) * 60);
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
