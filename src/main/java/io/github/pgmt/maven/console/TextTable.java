package io.github.pgmt.maven.console;

import java.util.List;
import java.util.stream.IntStream;

/** Lays a table out in plain text. Widths are counted in characters as people see them, not in Java's. */
final class TextTable {

    private static final String INDENT = "  ";
    private static final String GAP = "   ";

    private TextTable() {}

    /**
     * A line for each row.
     *
     * @param rows of as many cells as the first, which are on one line each
     * @param right the columns whose cells stand on the right, as numbers do
     */
    static List<String> lines(List<List<String>> rows, List<Integer> right) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths, right)).toList();
    }

    private static String line(List<String> row, int[] widths, List<Integer> right) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            line.append(column == 0 ? "" : GAP).append(right.contains(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /** How many columns a text takes. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
