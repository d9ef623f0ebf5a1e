package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.report.text.ByteSizes;
import io.github.pgmt.report.text.Words;
import java.util.Comparator;
import java.util.List;

/** The page of a list of the tenants. */
record ListHtml(ListReport report) implements HtmlBody {

    @Override
    public String summary() {
        return Words.count(report.tenantCount(), "tenant") + ", " + report.tables()
                + (report.tables() == 1 ? " table, " : " tables, ")
                + ByteSizes.text(report.bytes())
                + (report.leftOut().isEmpty() ? "" : "; " + report.leftOut().size() + " left out");
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return LookHtml.counts(report);
    }

    @Override
    public boolean isNotable() {
        return report.count(State.MISSING) + report.count(State.UNMANAGED) > 0;
    }

    @Override
    public void write(HtmlSections sections) {
        LookHtml.writeUnread(report, sections);
        if (report.tenantCount() > 0) {
            sections.section(
                    "tenants",
                    "All tenants",
                    () -> sections.table(
                            "Tenants, the largest first",
                            List.of("Tenant", "State", "Tables", "Changesets", "Size"),
                            3,
                            report.tenants().stream()
                                    .sorted(Comparator.comparingLong(TenantEntry::bytes)
                                            .reversed())
                                    .map(tenant -> (HtmlDocument.Content) () -> row(tenant, sections))
                                    .toList()));
        }
    }

    private static void row(TenantEntry tenant, HtmlSections sections) {
        sections.cell(() -> sections.name(tenant.displayName()));
        sections.cell(LookHtml.tone(tenant.state()), LookHtml.word(tenant.state()));
        sections.number(tenant.tables());
        sections.number(tenant.applied());
        sections.number(ByteSizes.text(tenant.bytes()), tenant.bytes());
    }
}
