package io.github.pgmt.report.html;

import java.util.Locale;

/** Numbers as SVG has them. */
final class Svg {

    private Svg() {}

    /** With a digit after the point where there is one. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
