package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Words;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes a run as Markdown for the page that a build server shows of it: the result, what failed and how to go on, then
 * the rest. It is cut short where it would be long, since such pages have a limit.
 */
public final class MarkdownReport {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private final RunReport report;
    private final MarkdownBody body;
    private final MarkdownSections sections;

    private MarkdownReport(RunReport report, MarkdownSections sections) {
        this.report = report;
        this.body = body(report);
        this.sections = sections;
    }

    /**
     * Writes the report; leaves the writer open.
     *
     * @param withJson there is a JSON report too, for what is cut short here
     */
    public static void write(RunReport report, OutgoingText shown, boolean withJson, Writer writer) throws IOException {
        MarkdownDocument document = new MarkdownDocument();
        if (report.body() instanceof PlanReport made && made.plan().isPresent()) {
            MarkdownSections plan =
                    new MarkdownSections(document, report.goal(), shown, MarkdownText.code(report.goal() + ".json"));
            new PlanMarkdown(made.plan().get(), made.hash(), plan).write();
            writer.write(document.toString());
            return;
        }
        String whole = MarkdownText.code(report.goal() + ".json")
                + (withJson ? "" : ", with " + MarkdownText.code("json") + " among the report formats");
        MarkdownReport markdown =
                new MarkdownReport(report, new MarkdownSections(document, report.goal(), shown, whole));
        markdown.writeHead();
        markdown.body.write(markdown.sections);
        writer.write(document.toString());
    }

    private static MarkdownBody body(RunReport report) {
        if (report.body() instanceof StatusReport status) {
            return new StatusMarkdown(status);
        }
        if (report.body() instanceof ListReport list) {
            return new ListMarkdown(list);
        }
        if (report.body() instanceof HistoryReport history) {
            return new HistoryMarkdown(history);
        }
        if (report.body() instanceof DoctorReport doctor) {
            return new DoctorMarkdown(doctor);
        }
        if (report.body() instanceof DriftReport drift) {
            return new DriftMarkdown(drift);
        }
        if (report.body() instanceof PlanReport) {
            return new UnmadePlanMarkdown();
        }
        return new OperationMarkdown((OperationReport) report.body(), report.duration());
    }

    private void writeHead() {
        int listed = report.head().databases().size();
        String database = listed > 0
                ? " in " + Words.count(listed, "database")
                : report.database().map(name -> " in " + sections.name(name)).orElse("");
        sections.title(icon() + " " + MarkdownText.code("pgmt:" + report.goal()) + " " + body.mode() + report.result()
                + database);
        writeSummary();
        sections.paragraph("Run " + MarkdownText.code(report.runId().value()) + ", started "
                + TIME.format(report.startedAt().atOffset(ZoneOffset.UTC)) + ", took "
                + Durations.exact(report.duration()));
        if (report.error().isPresent()) {
            sections.heading("Error");
            sections.message(report.error().get());
        }
    }

    private String icon() {
        return switch (report.result()) {
            case SUCCESS -> body.isNotable() ? "\u26A0\uFE0F" : "\u2705";
            case FAILED, ERROR -> "\u274C";
        };
    }

    private void writeSummary() {
        if (report.error().isPresent() && report.tenantCount() == 0) {
            sections.paragraph("**Ended before the first tenant**");
            return;
        }
        sections.paragraph("**" + body.summary() + "**");
        List<String> facts = body.facts(sections);
        if (!facts.isEmpty()) {
            sections.paragraph(String.join(" \u00B7 ", facts));
        }
    }
}
