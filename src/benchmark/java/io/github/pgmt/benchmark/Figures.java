package io.github.pgmt.benchmark;

import java.util.List;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Figures {

    static final String NONE = "–";

    private Figures() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** With as many digits as mean something. */
    static String number(double value) {
        if (value == Math.rint(value) || value >= 100) {
            return String.valueOf(Math.round(value));
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    static String times(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value >= 10 ? "%.0f×" : "%.1f×", value) : NONE;
    }

    static String mebibytes(double bytes) {
        return String.valueOf(Math.round(bytes / (1 << 20)));
    }
}
