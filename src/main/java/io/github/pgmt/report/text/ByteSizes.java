package io.github.pgmt.report.text;

import java.util.List;
import java.util.Locale;

/** Sizes as people say them. */
public final class ByteSizes {

    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");
    private static final int STEP = 1024;
    private static final double EXACT_BELOW = 9.95;

    private ByteSizes() {}

    /** {@code 0 bytes}, {@code 8.0 kB}, {@code 12 MB}, {@code 1.5 TB}; units of 1024, as {@code pg_size_pretty} has them. */
    public static String text(long bytes) {
        double size = bytes;
        int unit = 0;
        while (Math.round(size) >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        boolean exact = unit > 0 && size < EXACT_BELOW;
        return String.format(Locale.ROOT, exact ? "%.1f %s" : "%.0f %s", size, UNITS.get(unit));
    }
}
