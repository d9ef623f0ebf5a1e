package io.github.pgmt.report.html;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the pages of all kinds of runs are put together from.
 *
 * @param goal the goal's name
 * @param shown how other people's texts look, before they are escaped
 * @param directory in which the page is, for a command
 */
record HtmlSections(HtmlDocument html, String goal, OutgoingText shown, Path directory) {

    private static final int NAMES_AT_ONCE = 12;

    /** A table of more rows is laid out when somebody comes to it. */
    private static final int ROWS_AT_ONCE = 200;

    /** How many are this and that. */
    record Count(int number, String words, Tone tone) {}

    /** A part of the page with a heading. */
    void section(String id, String heading, HtmlDocument.Content content) {
        html.line()
                .element(
                        () -> {
                            html.element(heading, "h2");
                            content.write();
                        },
                        "section",
                        "id",
                        id);
    }

    /** Something of a section, with a heading of our own words. */
    void card(Tone tone, String heading, HtmlDocument.Content content) {
        card(tone, () -> html.text(heading), content);
    }

    /** What is said of one that somebody else named; letters of the name go their own way alone. */
    void card(Tone tone, String name, String what, HtmlDocument.Content content) {
        card(tone, () -> html.element(oneLine(name), "bdi").text(": " + what), content);
    }

    private void card(Tone tone, HtmlDocument.Content heading, HtmlDocument.Content content) {
        html.line()
                .element(
                        () -> {
                            html.element(
                                    () -> {
                                        sign(tone);
                                        html.text(" ");
                                        heading.write();
                                    },
                                    "h3");
                            content.write();
                        },
                        "article",
                        "class",
                        "card " + tone.css);
    }

    void paragraph(String text) {
        html.element(text, "p");
    }

    void sign(Tone tone) {
        html.element(tone.sign, "span", "class", "sign " + tone.css, "aria-hidden", "true");
    }

    /** What was written for people, in its lines. */
    void message(String message) {
        if (!message.isEmpty()) {
            html.element(shown.message(message), "pre", "class", "message");
        }
    }

    /** A name of somebody else's. */
    void name(String name) {
        html.element(() -> html.element(oneLine(name), "bdi"), "code");
    }

    String oneLine(String name) {
        return Printable.name(shown.name(name));
    }

    /** Names of tenants; of many, the first ones until somebody asks for all. */
    void tenants(Collection<String> names) {
        if (names.size() <= NAMES_AT_ONCE) {
            html.element(() -> listed(names), "p", "class", "names");
            return;
        }
        folded(Words.count(names.size(), "tenant"), () -> html.element(() -> listed(names), "p", "class", "names"));
    }

    private void listed(Collection<String> names) {
        names.forEach(name -> {
            name(name);
            html.text(" ");
        });
    }

    /** Behind a click, or a key. */
    void folded(String summary, HtmlDocument.Content content) {
        html.element(
                () -> {
                    html.element(summary, "summary");
                    content.write();
                },
                "details");
    }

    void changeSets(List<ChangeSetId> changeSets) {
        names(changeSets.stream().map(ChangeSetId::toString).toList());
    }

    /** One a line. */
    void names(List<String> names) {
        html.element(() -> names.forEach(name -> html.element(() -> name(name), "li")), "ul", "class", "plain");
    }

    /** Facts with their names. */
    void facts(List<List<String>> facts) {
        html.line()
                .element(
                        () -> facts.forEach(fact -> html.element(
                                () -> html.element(fact.get(0), "dt").element(fact.get(1), "dd"), "div")),
                        "dl",
                        "class",
                        "facts");
    }

    /** What can be wider than the page. */
    void wide(String label, HtmlDocument.Content content) {
        wide(label, "wide", content);
    }

    private void wide(String label, String css, HtmlDocument.Content content) {
        html.element(content, "div", "class", css, "tabindex", "0", "role", "region", "aria-label", label);
    }

    /**
     * The rows of a table.
     *
     * @param numbers how many of the last columns have numbers
     * @param rows each of them writes its cells
     */
    void table(String label, List<String> head, int numbers, List<HtmlDocument.Content> rows) {
        wide(
                label,
                rows.size() > ROWS_AT_ONCE ? "wide long" : "wide",
                () -> html.element(
                        () -> {
                            html.element(label, "caption");
                            html.element(() -> html.element(() -> head(head, numbers), "tr"), "thead");
                            html.element(() -> rows.forEach(row -> html.line().element(row, "tr")), "tbody");
                        },
                        "table",
                        "class",
                        rows.size() > 1 ? "sortable" : ""));
    }

    /** In how many tenants each of these changesets was. */
    void changeSetTable(String label, Map<ChangeSetId, Integer> counts) {
        table(
                label,
                List.of("Changeset", "Tenants"),
                1,
                counts.entrySet().stream()
                        .map(entry -> (HtmlDocument.Content) () -> {
                            cell(() -> name(entry.getKey().toString()));
                            number(entry.getValue());
                        })
                        .toList());
    }

    private void head(List<String> head, int numbers) {
        for (int column = 0; column < head.size(); column++) {
            boolean isNumber = column >= head.size() - numbers;
            html.element(head.get(column), "th", "scope", "col", "class", isNumber ? "number" : "");
        }
    }

    /** Sentences of ours, which quote others. */
    void sentences(List<String> sentences) {
        html.element(
                () -> sentences.forEach(sentence -> html.element(shown.message(sentence), "li")),
                "ul",
                "class",
                "plain");
    }

    /** A cell of a number. */
    void number(long number) {
        number(String.valueOf(number), number);
    }

    /** A cell of a number, which may be shown otherwise than it is sorted by. */
    void number(String text, long sortedBy) {
        html.element(text, "td", "class", "number", "data-sort", String.valueOf(sortedBy));
    }

    void cell(String text) {
        html.element(text, "td");
    }

    /** A cell that says how good or bad something is. */
    void cell(Tone tone, String words) {
        html.element(
                () -> {
                    sign(tone);
                    html.text(" " + words);
                },
                "td",
                "class",
                "toned");
    }

    void cell(HtmlDocument.Content content) {
        html.element(content, "td");
    }

    /**
     * The tenants that are to be done again, and how; nothing where there are none.
     *
     * @param options of the retry beside those as before
     */
    void retry(GoalReport report, List<String> options) {
        if (!FailedTenantsFile.names(report).isEmpty()) {
            if (report.tenantCount() > 1) {
                command(report, options);
            } else {
                paragraph("To retry, run the same command again"
                        + (options.isEmpty() ? "." : ", with " + String.join(" ", options) + "."));
            }
        }
        FailedTenantsFile.withoutNames(report).ifPresent(this::paragraph);
        List<String> leftOut = FailedTenantsFile.leftOut(report);
        if (!leftOut.isEmpty()) {
            paragraph("Not in that list, since a line end in a name does not fit in it:");
            tenants(leftOut);
        }
    }

    private void command(GoalReport report, List<String> options) {
        Path file = FailedTenantsFile.in(directory, goal);
        String command = "mvn pgmt:" + goal + " " + SuggestedCommand.option("tenantsFile", file.toString())
                + (options.isEmpty() ? "" : " " + String.join(" ", options));
        paragraph("Retry the " + FailedTenantsFile.which(report) + " tenants alone, with the other options as before:");
        html.element(shown.message(command), "pre", "class", "command");
    }
}
