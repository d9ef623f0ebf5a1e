package io.github.pgmt.benchmark;

import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A line for each system over the number of tenants, from nothing on; each point has its figure beside it. Where the numbers of tenants
 * lie far apart, ten times as many are always the same step.
 */
final class LineChart {

    private static final int LEFT = 24;
    private static final int RIGHT = Drawing.WIDTH - 66;
    private static final int TOP = 106;
    private static final int BOTTOM = 340;

    /** With more between the fewest and the most, the fewest would be one point on the axis. */
    private static final int FAR_APART = 20;

    /** Where the fewest tenants are then: that would be nowhere, as there is no nothing to begin at. */
    private static final double FIRST = 0.08;

    private final Plot plot;
    private final Drawing drawing;
    private final double fewestTenants;
    private final double mostTenants;
    private final double mostTime;

    LineChart(Plot plot) {
        this.plot = plot;
        this.drawing = new Drawing(plot.title());
        IntSummaryStatistics tenants = plot.lines().stream()
                .flatMap(line -> line.values().keySet().stream())
                .mapToInt(number -> number)
                .summaryStatistics();
        this.fewestTenants = tenants.getMin();
        this.mostTenants = tenants.getMax();
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
        drawing.text("middle", (LEFT + RIGHT) / 2.0, BOTTOM + 42, isFarApart() ? "tenants (logarithmic)" : "tenants");
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
            // The last line is the lowest: beside its points there is room, as there is where a line falls.
            boolean beside = index == plot.lines().size() - 1 || falls(line);
            drawing.text(
                    beside ? "value" : "value middle",
                    x(point.getKey()) + (beside ? 7 : -8),
                    y(point.getValue()) - (beside ? 3 : 10),
                    point.getValue() + " " + plot.unit());
        }
    }

    private static boolean falls(Plot.Line line) {
        List<Double> values = new TreeMap<>(line.values())
                .values().stream().map(Double::parseDouble).toList();
        return values.get(values.size() - 1) < values.get(0);
    }

    private boolean isFarApart() {
        return mostTenants / fewestTenants > FAR_APART;
    }

    private double x(int tenants) {
        double part = isFarApart()
                ? FIRST + (1 - FIRST) * Math.log(tenants / fewestTenants) / Math.log(mostTenants / fewestTenants)
                : tenants / mostTenants;
        return LEFT + (RIGHT - LEFT) * part;
    }

    private double y(String seconds) {
        return BOTTOM - (BOTTOM - TOP) * Double.parseDouble(seconds) / mostTime;
    }
}
