package io.github.pgmt.report.html;

import io.github.pgmt.report.text.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A drawing in which time goes from left to right.
 *
 * @param total how long a time it shows, in milliseconds, at least 1
 */
record TimeDrawing(HtmlDocument html, long total) {

    static final double LEFT = 44;
    static final double WIDTH = 1148;

    /** What a wait is filled with, once {@link #pattern} is in the drawing. */
    static final String HATCHED = "url(#hatched)";

    /** Between two lines, in milliseconds. */
    private static final List<Long> STEPS = List.of(
            1L,
            2L,
            5L,
            10L,
            20L,
            50L,
            100L,
            200L,
            500L,
            1_000L,
            2_000L,
            5_000L,
            10_000L,
            15_000L,
            30_000L,
            60_000L,
            120_000L,
            300_000L,
            600_000L,
            900_000L,
            1_800_000L,
            3_600_000L,
            7_200_000L,
            14_400_000L,
            43_200_000L,
            86_400_000L);

    private static final int MOST_LINES = 10;

    void pattern() {
        html.begin("defs");
        html.begin(
                "pattern",
                "id",
                "hatched",
                "width",
                "5",
                "height",
                "5",
                "patternUnits",
                "userSpaceOnUse",
                "patternTransform",
                "rotate(45)");
        rect("hatch-ground", "#f4e3bf", 0, 0, 5, 5).end();
        rect("hatch-line", "#9a6a00", 0, 0, 1.6, 5).end();
        html.end().end();
    }

    double x(long millis) {
        return LEFT + WIDTH * Math.min(millis, total) / total;
    }

    void axis(double top, double bottom) {
        long step = step();
        for (long at = 0; at <= total; at += step) {
            String x = Svg.number(x(at));
            html.begin(
                            "line",
                            "class",
                            "grid",
                            "stroke",
                            "#c8d0d8",
                            "stroke-width",
                            "1",
                            "x1",
                            x,
                            "x2",
                            x,
                            "y1",
                            Svg.number(top - 2),
                            "y2",
                            Svg.number(bottom + 2))
                    .end();
            if (x(at) < LEFT + WIDTH - 20) {
                label(tick(at), x(at), bottom + 16, at == 0 ? "start" : "middle");
            }
        }
    }

    private long step() {
        return STEPS.stream()
                .filter(step -> total / step <= MOST_LINES)
                .findFirst()
                .orElse(total);
    }

    private static String tick(long millis) {
        if (millis == 0) {
            return "0";
        }
        return millis < 1000
                ? millis + " ms"
                : Durations.exact(Duration.ofMillis(millis)).replace(".0 s", " s");
    }

    void label(String text, double x, double y, String anchor) {
        html.begin(
                        "text",
                        "class",
                        "label",
                        "fill",
                        "currentColor",
                        "font-size",
                        "11",
                        "text-anchor",
                        anchor,
                        "x",
                        Svg.number(x),
                        "y",
                        Svg.number(y))
                .text(text)
                .end();
    }

    /** A rectangle that is to be ended; what is in it is its title. */
    HtmlDocument rect(String css, String fill, double x, double y, double width, double height) {
        return html.begin(
                "rect",
                "class",
                css,
                "fill",
                fill,
                "x",
                Svg.number(x),
                "y",
                Svg.number(y),
                "width",
                Svg.number(width),
                "height",
                Svg.number(height));
    }

    void title(String text) {
        html.element(text, "title");
    }
}
