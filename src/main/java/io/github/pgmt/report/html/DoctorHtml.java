package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.report.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page of an examination. */
record DoctorHtml(DoctorReport report) implements HtmlBody {

    @Override
    public String summary() {
        return Words.found(report);
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return Arrays.stream(Severity.values())
                .map(severity -> new HtmlSections.Count(
                        report.count(severity),
                        Words.of(severity).toLowerCase(Locale.ROOT) + (report.count(severity) == 1 ? "" : "s"),
                        Tone.of(severity)))
                .toList();
    }

    @Override
    public boolean isNotable() {
        return report.count(Severity.WARNING) > 0;
    }

    @Override
    public void write(HtmlSections sections) {
        if (!report.findings().isEmpty()) {
            sections.section(
                    "findings", "Findings", () -> report.findings().forEach(finding -> write(finding, sections)));
        }
    }

    private static void write(Finding finding, HtmlSections sections) {
        sections.card(
                Tone.of(finding.severity()),
                Words.of(finding.severity()) + ": " + sections.oneLine(finding.check()),
                () -> {
                    sections.message(finding.message());
                    sections.tenants(finding.tenants());
                    sections.paragraph("What to do:");
                    sections.message(finding.advice());
                });
    }
}
