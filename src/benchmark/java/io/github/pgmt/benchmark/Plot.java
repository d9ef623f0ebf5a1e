package io.github.pgmt.benchmark;

import java.util.List;
import java.util.Map;

/**
 * A drawing of figures, as {@code plots.json} has it.
 *
 * @param name of its file, without {@code .svg}
 * @param title what it shows, with the unit
 * @param panels bars by case; empty for lines
 * @param lines a line each; empty for bars
 * @param unit of the lines' values
 */
record Plot(String name, String title, List<Panel> panels, List<Line> lines, String unit) {

    /** Of bars; the title has the unit. */
    static Plot ofBars(String name, String title, List<Panel> panels) {
        return new Plot(name, title, panels, List.of(), "");
    }

    /** Of lines over the number of tenants. */
    static Plot ofLines(String name, String title, String unit, List<Line> lines) {
        return new Plot(name, title, List.of(), lines, unit);
    }

    /** Bars of one scale. */
    record Panel(String title, List<Group> groups) {}

    /**
     * Bars to be compared with each other.
     *
     * @param values by system, as they are printed
     */
    record Group(String title, Map<String, String> values) {}

    /**
     * What a system takes.
     *
     * @param values by the number of tenants, as they are printed
     */
    record Line(String system, Map<Integer, String> values) {}

    String svg() {
        return lines.isEmpty() ? new BarChart(this).svg() : new LineChart(this).svg();
    }
}
