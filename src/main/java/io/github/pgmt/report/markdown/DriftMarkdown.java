package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.report.text.DriftWords;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.util.List;

/** What the Markdown report of a comparison of tenants has of its own. */
record DriftMarkdown(DriftReport report) implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return DriftWords.overall(report);
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        return report.groups().stream().limit(FACTS).map(DriftWords::headline).toList();
    }

    private static final int FACTS = 5;

    @Override
    public boolean isNotable() {
        return !report.tenantsToRetry().isEmpty()
                || report.groups().stream().anyMatch(group -> group.doubt().isPresent());
    }

    @Override
    public void write(MarkdownSections sections) {
        report.groups().forEach(group -> group.doubt().ifPresent(sections::message));
        List<DriftVariant> open =
                report.variants().stream().filter(variant -> !variant.isKnown()).toList();
        if (!open.isEmpty()) {
            sections.heading("Different");
            sections.groups(open, variant -> {
                sections.groupHeading(Words.count(variant.tenants().size(), "tenant") + ": "
                        + Words.count(variant.differences().size(), "difference"));
                sections.lines(
                        report.group(variant)
                                .map(group -> "Compared with " + DriftWords.measure(group, sections::name) + ":")
                                .orElse("Differences:"),
                        variant.differences().stream()
                                .map(CatalogDifference::sentence)
                                .map(sections.shown()::message)
                                .toList());
                sections.tenants(variant.tenants());
            });
        }
        for (State state : List.of(State.UNREADABLE, State.BUSY, State.NOT_COMPARED)) {
            write(state, sections);
        }
        sections.failedTenantsFile(report);
    }

    private void write(State state, MarkdownSections sections) {
        List<TenantGroups.Group<TenantDrift>> groups = DriftWords.groups(report, state, sections.shown());
        if (!groups.isEmpty()) {
            sections.heading(DriftWords.capital(state));
            sections.groups(groups, group -> {
                sections.message(group.message());
                sections.tenants(group.names());
            });
        }
    }
}
