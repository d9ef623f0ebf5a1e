package io.github.pgmt.report.html;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.report.text.Words;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes a matrix: a row a changeset, a column a cohort. */
final class MatrixHtml {

    private static final int COLUMNS_SHOWN = 50;
    private static final int ROWS_SHOWN = 300;
    private static final int NAMES_SHOWN = 200;
    private static final int NAMES_IN_ALL_CELLS = 10_000;

    private final HtmlSections sections;
    private final CohortMatrix matrix;
    private final int namesInCell;

    MatrixHtml(HtmlSections sections, CohortMatrix matrix) {
        this.sections = sections;
        this.matrix = matrix;
        // Where one changeset fails, all that are due after it have the same names again.
        long cells = matrix.columns().stream()
                .flatMap(column -> column.cells().values().stream())
                .flatMap(cell -> cell.keySet().stream())
                .filter(MatrixHtml::hasNames)
                .count();
        this.namesInCell = (int) Math.max(1, Math.min(NAMES_SHOWN, NAMES_IN_ALL_CELLS / Math.max(1, cells)));
    }

    private static boolean hasNames(CohortMatrix.Cell state) {
        return state == CohortMatrix.Cell.FAILED || state == CohortMatrix.Cell.SKIPPED;
    }

    void write() {
        HtmlDocument html = sections.html();
        List<CohortMatrix.Column> columns = matrix.columns()
                .subList(0, Math.min(COLUMNS_SHOWN, matrix.columns().size()));
        List<ChangeSetId> changeSets = matrix.changeSets()
                .subList(0, Math.min(ROWS_SHOWN, matrix.changeSets().size()));
        sections.wide(
                "Cohorts and changesets",
                () -> html.element(
                        () -> {
                            html.element(() -> html.element(() -> head(columns), "tr"), "thead");
                            html.element(
                                    () -> changeSets.forEach(
                                            changeSet -> html.line().element(() -> row(changeSet, columns), "tr")),
                                    "tbody");
                        },
                        "table",
                        "class",
                        "matrix"));
        more(matrix.columns().size() - columns.size(), "cohort");
        more(matrix.changeSets().size() - changeSets.size(), "changeset");
    }

    private void more(int number, String noun) {
        if (number > 0) {
            sections.paragraph("And " + Words.count(number, "further " + noun) + "; the JSON report has all.");
        }
    }

    private void head(List<CohortMatrix.Column> columns) {
        sections.html().element("Changeset", "th", "scope", "col");
        for (int index = 0; index < columns.size(); index++) {
            CohortMatrix.Column column = columns.get(index);
            String title = title(index);
            sections.html()
                    .element(
                            () -> {
                                sections.html().text(title);
                                sections.folded(
                                        Words.count(column.names().size(), "tenant"),
                                        () -> names(column.names(), NAMES_SHOWN));
                            },
                            "th",
                            "scope",
                            "col");
        }
    }

    /** Where other reports have numbers, a column without one is of tenants that are in no cohort. */
    private String title(int index) {
        OptionalInt number = matrix.columns().get(index).number();
        boolean isNumbered = matrix.columns().get(0).number().isPresent();
        return isNumbered && number.isEmpty() ? "In no cohort" : "Cohort " + number.orElse(index + 1);
    }

    /** Of very many the first ones: the table of tenants has all. */
    private void names(List<String> names, int atMost) {
        sections.names(names.subList(0, Math.min(atMost, names.size())));
        if (names.size() > atMost) {
            sections.paragraph("and " + (names.size() - atMost) + " more");
        }
    }

    private void row(ChangeSetId changeSet, List<CohortMatrix.Column> columns) {
        sections.html().element(() -> sections.name(changeSet.toString()), "th", "scope", "row");
        columns.forEach(column -> sections.cell(() -> cell(column.cells().get(changeSet))));
    }

    private void cell(Map<CohortMatrix.Cell, List<String>> cell) {
        if (cell == null) {
            return;
        }
        cell.forEach((state, names) -> sections.html()
                .element(
                        () -> {
                            sections.sign(state.tone);
                            String words = " " + names.size() + " " + state.words;
                            if (hasNames(state)) {
                                sections.folded(words, () -> names(names, namesInCell));
                            } else {
                                sections.html().text(words);
                            }
                        },
                        "div",
                        "class",
                        "cell " + state.tone.css));
    }
}
