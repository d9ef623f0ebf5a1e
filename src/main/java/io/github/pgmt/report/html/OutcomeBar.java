package io.github.pgmt.report.html;

import java.util.List;

/** A bar of all tenants, by how they came out. */
record OutcomeBar(HtmlSections sections) {

    /** And beside it what it shows, in words; nothing where there is nothing to show. */
    void write(List<HtmlSections.Count> counts) {
        int total = counts.stream().mapToInt(HtmlSections.Count::number).sum();
        if (total == 0) {
            return;
        }
        HtmlDocument html = sections.html();
        html.line()
                .begin(
                        "svg",
                        "class",
                        "bar",
                        "viewBox",
                        "0 0 1000 18",
                        "preserveAspectRatio",
                        "none",
                        "width",
                        "100%",
                        "height",
                        "18",
                        "aria-hidden",
                        "true",
                        "focusable",
                        "false");
        double from = 0;
        for (HtmlSections.Count count : counts) {
            double width = 1000.0 * count.number() / total;
            // What is there is seen, be it one of thousands.
            double shownWidth = Math.max(width, count.number() == 0 ? 0 : 4);
            html.begin(
                            "rect",
                            "class",
                            "fill-" + count.tone().css,
                            "fill",
                            count.tone().colour,
                            "x",
                            Svg.number(Math.min(from, 1000 - shownWidth)),
                            "y",
                            "0",
                            "width",
                            Svg.number(Math.max(0, shownWidth - 2)),
                            "height",
                            "18")
                    .end();
            from += width;
        }
        html.end();
        html.element(
                () -> counts.stream().filter(count -> count.number() > 0).forEach(this::legend),
                "ul",
                "class",
                "legend");
    }

    private void legend(HtmlSections.Count count) {
        HtmlDocument html = sections.html();
        html.element(
                () -> {
                    sections.sign(count.tone());
                    html.text(" ").element(String.valueOf(count.number()), "b").text(" " + count.words());
                },
                "li");
    }
}
