package io.github.pgmt.report.markdown;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Blocks of Markdown, one after the other. There are no lists among them: indented code after one would be read as part
 * of it, and as Markdown.
 */
final class MarkdownDocument {

    private final StringBuilder text = new StringBuilder();

    /** @param markdown on one line */
    void heading(int level, String markdown) {
        block("#".repeat(level) + " " + markdown);
    }

    /** @param markdown on one line that begins with a letter or with emphasis */
    void paragraph(String markdown) {
        block(markdown);
    }

    /** Lines that are shown as they are; two such blocks need something between them. */
    void verbatim(List<String> lines) {
        if (!lines.isEmpty()) {
            block(lines.stream().map(line -> "    " + line).collect(Collectors.joining("\n")));
        }
    }

    /** A table, its last column numbers; all cells are Markdown on one line. */
    void table(List<String> head, List<List<String>> rows) {
        List<String> alignment = Collections.nCopies(head.size() - 1, "---");
        StringBuilder table = new StringBuilder(row(head)).append("\n| ");
        alignment.forEach(column -> table.append(column).append(" | "));
        table.append("---: |");
        rows.forEach(row -> table.append('\n').append(row(row)));
        block(table.toString());
    }

    /** Tables come before code: a pipe ends a cell in a code span, too, unless it is escaped. */
    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    private void block(String markdown) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(markdown).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
