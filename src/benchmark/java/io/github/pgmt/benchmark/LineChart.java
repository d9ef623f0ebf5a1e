package io.github.pgmt.benchmark;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A line for each system over the number of tenants, from nothing on both axes; each point has its figure beside it. */
final class LineChart {

    private static final int LEFT = 24;
    private static final int RIGHT = Drawing.WIDTH - 44;
    private static final int TOP = 92;
    private static final int BOTTOM = 340;

    private final Plot plot;
    private final Drawing drawing;
    private final double mostTenants;
    private final double mostTime;

    LineChart(Plot plot) {
        this.plot = plot;
        this.drawing = new Drawing(plot.title());
        this.mostTenants = plot.lines().stream()
                .flatMap(line -> line.values().keySet().stream())
                .mapToInt(tenants -> tenants)
                .max()
                .orElseThrow();
        this.mostTime = plot.lines().stream()
                .flatMap(line -> line.values().values().stream())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElseThrow();
    }

    String svg() {
        TreeSet<Integer> tenants = new TreeSet<>();
        plot.lines().forEach(line -> tenants.addAll(line.values().keySet()));
        drawing.gridLine(LEFT, BOTTOM, RIGHT, BOTTOM);
        for (int number : tenants) {
            drawing.gridLine(x(number), TOP, x(number), BOTTOM);
            drawing.text(
                    "middle",
                    x(number),
                    BOTTOM + 20,
                    String.format(Locale.ROOT, "%,d", number).replace(',', ' '));
        }
        drawing.text("middle", (LEFT + RIGHT) / 2.0, BOTTOM + 42, "tenants");
        for (int index = 0; index < plot.lines().size(); index++) {
            draw(plot.lines().get(index), index);
        }
        return drawing.svg(BOTTOM + 56);
    }

    private void draw(Plot.Line line, int index) {
        String look = Drawing.look(line.system(), index);
        drawing.bar(look, LEFT, 42.0 + 20 * index, 14, 14);
        drawing.text("name", LEFT + 20, 54.0 + 20 * index, line.system());
        drawing.line(
                look,
                new TreeSet<>(line.values().keySet())
                        .stream()
                                .map(tenants -> String.format(
                                        Locale.ROOT,
                                        "%.1f,%.1f",
                                        x(tenants),
                                        y(line.values().get(tenants))))
                                .collect(Collectors.joining(" ")));
        for (Map.Entry<Integer, String> point : line.values().entrySet()) {
            drawing.dot(look, x(point.getKey()), y(point.getValue()));
            // The last line is the lowest: beside its points there is room.
            boolean lowest = index == plot.lines().size() - 1;
            drawing.text(
                    lowest ? "value" : "value middle",
                    x(point.getKey()) + (lowest ? 7 : -8),
                    y(point.getValue()) - (lowest ? 3 : 10),
                    point.getValue() + " s");
        }
    }

    private double x(int tenants) {
        return LEFT + (RIGHT - LEFT) * tenants / mostTenants;
    }

    private double y(String seconds) {
        return BOTTOM - (BOTTOM - TOP) * Double.parseDouble(seconds) / mostTime;
    }
}
