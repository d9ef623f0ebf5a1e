package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.report.text.RunWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the Markdown report of a look at the runs has of its own. */
record HistoryMarkdown(HistoryReport report) implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return RunWords.total(report);
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        List<String> facts = new ArrayList<>();
        for (State state : State.values()) {
            if (state != State.MANAGED && report.count(state) > 0) {
                facts.add(report.count(state) + " " + state.name().toLowerCase(Locale.ROOT));
            }
        }
        return facts;
    }

    @Override
    public boolean isNotable() {
        return report.count(State.MISSING) > 0;
    }

    @Override
    public void write(MarkdownSections sections) {
        sections.unread(
                report, group -> "Could not be looked at: " + group.names().size());
        writeTag(sections);
        List<List<String>> rows =
                report.runs().stream().map(run -> row(run, sections)).toList();
        if (!rows.isEmpty()) {
            sections.heading("Runs, the newest first");
            sections.table(List.of("Run", "First", "Last", "Notes", "Tenants", "Changesets"), rows);
        }
    }

    private void writeTag(MarkdownSections sections) {
        if (report.tag().isEmpty()) {
            return;
        }
        sections.heading("The tag that was asked for");
        sections.paragraph("**" + sections.name(RunWords.bearers(report, sections.shown())) + "**");
        if (!report.untagged().isEmpty()) {
            sections.paragraph("Without it:");
            sections.tenants(report.untagged());
        }
    }

    private static List<String> row(RecordedRun run, MarkdownSections sections) {
        String notes = RunWords.notes(run, sections.shown());
        return List.of(
                sections.name(RunWords.name(run)),
                RunWords.first(run.period()),
                RunWords.last(run.period()),
                notes.isEmpty() ? "" : sections.name(notes),
                String.valueOf(run.tenants()),
                String.valueOf(run.changeSets()));
    }
}
