package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.report.text.Words;
import java.util.List;

/** What the Markdown report of an examination has of its own. */
record DoctorMarkdown(DoctorReport report) implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return Words.found(report);
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        return List.of();
    }

    @Override
    public boolean isNotable() {
        return report.count(Severity.WARNING) > 0;
    }

    @Override
    public void write(MarkdownSections sections) {
        sections.groups(report.findings(), finding -> write(finding, sections));
    }

    private static void write(Finding finding, MarkdownSections sections) {
        sections.heading(Words.of(finding.severity()) + ": " + sections.name(finding.check()));
        sections.message(finding.message());
        if (!finding.tenants().isEmpty()) {
            sections.tenants(finding.tenants());
        }
        sections.paragraph("What to do:");
        sections.message(finding.advice());
    }
}
