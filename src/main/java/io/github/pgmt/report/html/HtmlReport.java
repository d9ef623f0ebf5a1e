package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a run as a page. Its style is in it, for a page that is sent alone, and in a file beside it, for build servers that forbid
 * styles in pages. The script is only in it: where a server forbids scripts, it forbids both kinds, and all is there without it.
 */
public final class HtmlReport {

    /** The file with the style, beside the page. */
    public static final String STYLE = "pgmt.css";

    private static final String SCRIPT = "pgmt.js";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private final RunReport report;
    private final HtmlBody body;
    private final HtmlDocument html = new HtmlDocument();
    private final HtmlSections sections;

    private HtmlReport(RunReport report, OutgoingText shown, Path directory) {
        this.report = report;
        this.body = body(report);
        this.sections = new HtmlSections(html, report.goal(), shown, directory);
    }

    /**
     * Writes the page; leaves the writer open.
     *
     * @param directory in which the reports are, as a command names it
     */
    public static void write(RunReport report, OutgoingText shown, Path directory, Writer writer) throws IOException {
        HtmlReport page = new HtmlReport(report, shown, directory);
        page.write();
        writer.write(page.html.toString());
    }

    /** What the file beside the page has. */
    public static String style() {
        return resource(STYLE);
    }

    private static String resource(String name) {
        try (InputStream own = HtmlReport.class.getResourceAsStream(name)) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HtmlBody body(RunReport report) {
        if (report.body() instanceof StatusReport status) {
            return new StatusHtml(status);
        }
        if (report.body() instanceof ListReport list) {
            return new ListHtml(list);
        }
        if (report.body() instanceof HistoryReport history) {
            return new HistoryHtml(history);
        }
        if (report.body() instanceof DoctorReport doctor) {
            return new DoctorHtml(doctor);
        }
        if (report.body() instanceof DriftReport drift) {
            return new DriftHtml(drift);
        }
        if (report.body() instanceof PlanReport plan) {
            return new PlanHtml(plan);
        }
        return new OperationHtml((OperationReport) report.body(), report.course(), report.duration());
    }

    private void write() {
        html.begin("html", "lang", "en");
        html.element(this::writeHead, "head").line();
        html.element(
                () -> {
                    html.element(this::writeHeader, "header");
                    html.line().element(this::writeMain, "main");
                    html.own("script", resource(SCRIPT));
                },
                "body");
        html.end().line();
    }

    private void writeHead() {
        html.begin("meta", "charset", "utf-8");
        html.begin("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.begin("meta", "name", "color-scheme", "content", "light dark");
        html.element("pgmt:" + report.goal() + " " + report.result(), "title");
        html.own("style", style());
        html.begin("link", "rel", "stylesheet", "href", STYLE);
    }

    private void writeHeader() {
        Tone tone = tone();
        html.element(
                () -> {
                    html.element(() -> html.text("pgmt:" + report.goal()), "span", "class", "goal");
                    html.text(" ");
                    html.element(
                            () -> {
                                sections.sign(tone);
                                html.text(" " + mode() + report.result());
                            },
                            "span",
                            "class",
                            "result " + tone.css);
                },
                "h1");
        boolean endedEarly = report.error().isPresent() && report.tenantCount() == 0;
        html.element(endedEarly ? "Ended before the first tenant" : body.summary(), "p", "class", "summary");
        new OutcomeBar(sections).write(body.counts());
        sections.facts(facts());
    }

    private String mode() {
        return report.body() instanceof OperationReport operation && operation.dryRun() ? "dry run, " : "";
    }

    private Tone tone() {
        return switch (report.result()) {
            case SUCCESS -> body.isNotable() ? Tone.WARN : Tone.GOOD;
            case FAILED, ERROR -> Tone.BAD;
        };
    }

    private List<List<String>> facts() {
        List<List<String>> facts = new ArrayList<>();
        report.database().ifPresent(url -> facts.add(List.of("Database", sections.oneLine(url))));
        facts.add(List.of("Started", TIME.format(report.startedAt().atOffset(ZoneOffset.UTC))));
        facts.add(List.of("Took", Durations.exact(report.duration())));
        facts.add(List.of("Run", report.runId().value()));
        if (report.body() instanceof OperationReport operation) {
            if (operation.changeSetsApplied() > 0) {
                facts.add(List.of("Changesets applied", String.valueOf(operation.changeSetsApplied())));
            }
            if (operation.changeSetsUndone() > 0) {
                facts.add(List.of("Changesets taken back", String.valueOf(operation.changeSetsUndone())));
            }
            if (!operation.results().runs().isEmpty()) {
                facts.add(List.of(
                        "Of the runs",
                        operation.results().runs().stream()
                                .map(sections::oneLine)
                                .collect(Collectors.joining(", "))));
            }
        }
        if (!report.course().phases().isEmpty()) {
            facts.add(List.of("Phases", phases()));
        }
        return facts;
    }

    private String phases() {
        return report.course().phases().stream().map(this::phase).collect(Collectors.joining(", "));
    }

    private String phase(RunCourse.Phase phase) {
        return phase.phase().name().toLowerCase(Locale.ROOT) + " "
                + Durations.exact(phase.span().length());
    }

    private void writeMain() {
        report.error()
                .ifPresent(
                        error -> sections.section("error", "Why the run did not go on", () -> sections.message(error)));
        if (!report.head().databases().isEmpty()) {
            sections.section("databases", "Databases", this::writeDatabases);
        }
        body.write(sections);
    }

    private void writeDatabases() {
        sections.table(
                "Databases",
                List.of("Name", "Result", "Why", "URL"),
                0,
                report.head().databases().stream()
                        .map(database -> (HtmlDocument.Content) () -> row(database))
                        .toList());
    }

    private void row(RunDatabase database) {
        RunReport.Result result = report.result(database);
        sections.cell(() -> sections.name(database.name()));
        sections.cell(result == RunReport.Result.SUCCESS ? Tone.GOOD : Tone.BAD, result.name());
        sections.cell(report.error(database).map(sections.shown()::message).orElse(""));
        sections.cell(() -> sections.name(database.url()));
    }
}
