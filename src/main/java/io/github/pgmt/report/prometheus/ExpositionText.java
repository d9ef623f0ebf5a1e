package io.github.pgmt.report.prometheus;

import java.math.BigDecimal;
import java.util.Map;

/** Prometheus' text format: metrics with their samples, one after the other, each a gauge with the label {@code goal}. */
final class ExpositionText {

    private final String goal;
    private final StringBuilder text = new StringBuilder();

    ExpositionText(String goal) {
        this.goal = goal;
    }

    /** A metric with one sample. */
    void gauge(String name, String help, BigDecimal value) {
        head(name, help);
        sample(name, "", value);
    }

    /** A metric with one sample. */
    void gauge(String name, String help, long value) {
        gauge(name, help, BigDecimal.valueOf(value));
    }

    /**
     * A metric with a sample for each value of a further label.
     *
     * @param values by the label's value, any characters
     */
    void gauge(String name, String help, String label, Map<String, Integer> values) {
        head(name, help);
        values.forEach((labelled, value) ->
                sample(name, "," + label + "=\"" + escaped(labelled) + "\"", BigDecimal.valueOf(value)));
    }

    /** The same help each time: a collector that reads the files of several goals refuses another one for the same name. */
    private void head(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private void sample(String name, String moreLabels, BigDecimal value) {
        text.append(name).append("{goal=\"").append(escaped(goal)).append('"').append(moreLabels);
        text.append("} ").append(value.toPlainString()).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
