package io.github.pgmt.benchmark;

import java.util.Map;

/** Bars, each with its figure and its system beside it: those of a panel have one scale. */
final class BarChart {

    private static final int LEFT = 12;
    private static final int LONGEST = 230;
    private static final int BAR = 16;
    private static final int ROW = 20;

    private final Plot plot;
    private final Drawing drawing;
    private int y = 36;

    BarChart(Plot plot) {
        this.plot = plot;
        this.drawing = new Drawing(plot.title());
    }

    String svg() {
        plot.panels().forEach(this::draw);
        return drawing.svg(y + 8);
    }

    private void draw(Plot.Panel panel) {
        y += 26;
        drawing.text("panel", LEFT, y, panel.title());
        double most = panel.groups().stream()
                .flatMap(group -> group.values().values().stream())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElseThrow();
        panel.groups().forEach(group -> draw(group, LONGEST / most));
    }

    private void draw(Plot.Group group, double scale) {
        y += 20;
        drawing.text("group", LEFT, y, group.title());
        y += 6;
        int index = 0;
        for (Map.Entry<String, String> bar : group.values().entrySet()) {
            double width = Math.max(1, Double.parseDouble(bar.getValue()) * scale);
            drawing.bar(Drawing.look(bar.getKey(), index++), LEFT, y, width, BAR);
            drawing.text("value", LEFT + width + 6, y + BAR - 3.5, bar.getValue() + " " + bar.getKey());
            y += ROW;
        }
    }
}
