package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.report.text.RunWords;
import java.util.List;

/** The page of a look at the runs. */
record HistoryHtml(HistoryReport report) implements HtmlBody {

    @Override
    public String summary() {
        return RunWords.total(report);
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return LookHtml.counts(report);
    }

    @Override
    public boolean isNotable() {
        return report.count(State.MISSING) > 0;
    }

    @Override
    public void write(HtmlSections sections) {
        LookHtml.writeUnread(report, sections);
        if (report.tag().isPresent()) {
            sections.section("tag", "The tag that was asked for", () -> {
                sections.paragraph(RunWords.bearers(report, sections.shown()));
                if (!report.untagged().isEmpty()) {
                    sections.paragraph("Without it:");
                    sections.tenants(report.untagged());
                }
            });
        }
        if (!report.runs().isEmpty()) {
            sections.section(
                    "runs",
                    "Runs, the newest first",
                    () -> sections.table(
                            "Runs",
                            List.of("Run", "First", "Last", "Notes", "Tenants", "Changesets"),
                            2,
                            report.runs().stream()
                                    .map(run -> (HtmlDocument.Content) () -> row(run, sections))
                                    .toList()));
        }
    }

    private static void row(RecordedRun run, HtmlSections sections) {
        sections.cell(() -> sections.name(RunWords.name(run)));
        sections.cell(RunWords.first(run.period()));
        sections.cell(RunWords.last(run.period()));
        sections.cell(RunWords.notes(run, sections.shown()));
        sections.number(run.tenants());
        sections.number(run.changeSets());
    }
}
