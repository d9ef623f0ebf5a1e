package io.github.pgmt.benchmark;

import java.util.Locale;

/** An SVG that can be read in light and dark, as wide as a phone can show with its letters readable. */
final class Drawing {

    static final int WIDTH = 480;

    private static final String STYLE = """
            <style>
              .page { fill: #ffffff }
              text { font-family: "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; font-size: 13px; fill: #24292f }
              .title { font-size: 16px; font-weight: bold }
              .panel { font-size: 14px; font-weight: bold }
              .grid { stroke: #d0d7de; stroke-width: 1 }
              .line { fill: none; stroke-width: 2.5 }
              .pgmt { fill: #0b5cad; stroke: #0b5cad }
              .other { fill: #c46200; stroke: #c46200 }
              .third { fill: #6e7781; stroke: #6e7781 }
              polyline.line { fill: none }
              .middle { text-anchor: middle }
              @media (prefers-color-scheme: dark) {
                .page { fill: #0d1117 }
                text { fill: #e6edf3 }
                .grid { stroke: #30363d }
                .pgmt { fill: #58a6ff; stroke: #58a6ff }
                .other { fill: #f0883e; stroke: #f0883e }
                .third { fill: #9da7b3; stroke: #9da7b3 }
              }
            </style>
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    Drawing(String title) {
        this.title = title;
        text("title", 12, 26, title);
    }

    /** @param look a class of the style, or several */
    void text(String look, double x, double y, String text) {
        add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", look, x, y, escaped(text));
    }

    void bar(String look, double x, double y, double width, double height) {
        add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", look, x, y, width, height);
    }

    void dot(String look, double x, double y) {
        add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", look, x, y);
    }

    void gridLine(double x1, double y1, double x2, double y2) {
        add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
    }

    /** @param points {@code x,y} with blanks in between */
    void line(String look, String points) {
        add("<polyline class=\"line %s\" points=\"%s\"/>", look, points);
    }

    private void add(String format, Object... arguments) {
        body.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** The look of the n-th system; each is named beside its figures, too. */
    static String look(String system, int index) {
        return system.startsWith("pgmt") ? "pgmt" : index == 0 ? "other" : "third";
    }

    String svg(int height) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%1$d" height="%2$d" role="img" aria-labelledby="title">
                <title id="title">%s</title>
                """.formatted(WIDTH, height, escaped(title))
                + STYLE + "<rect class=\"page\" width=\"" + WIDTH + "\" height=\"" + height + "\"/>\n" + body
                + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
