package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table whose columns stand below each other in the source too; the first is of words, the others of numbers. */
final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(String... header) {
        rows.add(List.of(header));
    }

    void add(List<String> row) {
        rows.add(List.copyOf(row));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < rows.size(); number++) {
            text.append(line(rows.get(number)));
            if (number == 0) {
                text.append(rule());
            }
        }
        return text.toString();
    }

    private String line(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(width(column) - row.get(column).length());
            cells.add(column == 0 ? row.get(column) + padding : padding + row.get(column));
        }
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private String rule() {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            cells.add(column == 0 ? "-".repeat(width(column)) : "-".repeat(width(column) - 1) + ":");
        }
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
