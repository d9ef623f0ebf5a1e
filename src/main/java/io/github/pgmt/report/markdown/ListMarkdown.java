package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.report.text.ByteSizes;
import io.github.pgmt.report.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the Markdown report of a list of the tenants has of its own. */
record ListMarkdown(ListReport report) implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return Words.count(report.tenantCount(), "tenant") + ", " + report.tables()
                + (report.tables() == 1 ? " table, " : " tables, ") + ByteSizes.text(report.bytes());
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        List<String> facts = new ArrayList<>(Stream.of(State.values())
                .filter(state -> report.count(state) > 0)
                .map(state -> report.count(state) + " " + word(state))
                .toList());
        if (!report.leftOut().isEmpty()) {
            facts.add(report.leftOut().size() + " left out");
        }
        return facts;
    }

    @Override
    public boolean isNotable() {
        return report.count(State.MISSING) + report.count(State.UNMANAGED) > 0;
    }

    @Override
    public void write(MarkdownSections sections) {
        sections.unread(
                report,
                group -> heading(group.example().state()) + ": "
                        + Words.count(group.names().size(), "tenant"));
        writeNames(sections, State.MISSING);
        writeNames(sections, State.UNMANAGED);
        writeLargest(sections);
    }

    private void writeNames(MarkdownSections sections, State state) {
        List<String> schemas = of(state).stream().map(TenantEntry::displayName).toList();
        if (!schemas.isEmpty()) {
            sections.heading("Without " + (state == State.MISSING ? "a schema" : "a history"));
            sections.tenants(schemas);
        }
    }

    private void writeLargest(MarkdownSections sections) {
        List<List<String>> rows = report.tenants().stream()
                .filter(tenant -> tenant.state() != State.MISSING)
                .sorted(Comparator.comparingLong(TenantEntry::bytes).reversed())
                .map(tenant -> cells(
                        sections.name(tenant.displayName()),
                        word(tenant.state()),
                        tenant.tables() + " / " + tenant.applied(),
                        tenant.node().map(sections::name).orElse(""),
                        ByteSizes.text(tenant.bytes())))
                .toList();
        if (!rows.isEmpty()) {
            sections.heading("By size");
            sections.table(cells("Tenant", "State", "Tables / changesets", "Node", "Size"), rows);
        }
    }

    /** The node only where there are some. */
    private List<String> cells(String tenant, String state, String counts, String node, String size) {
        return report.hasNodes() ? List.of(tenant, state, counts, node, size) : List.of(tenant, state, counts, size);
    }

    private List<TenantEntry> of(State state) {
        return report.tenants().stream()
                .filter(tenant -> tenant.state() == state)
                .toList();
    }

    private static String heading(State state) {
        return switch (state) {
            case UNTRUSTED -> "Untrusted";
            case NAME -> "Unusable name";
            default -> "Unreadable";
        };
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
