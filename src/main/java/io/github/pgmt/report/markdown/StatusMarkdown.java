package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.LookGroups;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** What the Markdown report of a look at the tenants has of its own. */
record StatusMarkdown(StatusReport report) implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return Words.overall(report);
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        List<String> facts = new ArrayList<>();
        if (report.tenantCount() > 0) {
            facts.add(Words.countsByState(report));
        }
        report.shared()
                .forEach(shared -> facts.add(
                        "Shared schema " + sections.name(shared.displayName()) + " " + Words.of(shared.state())));
        return facts;
    }

    @Override
    public boolean isNotable() {
        return report.count(State.UP_TO_DATE) < report.tenantCount()
                || report.shared().stream().anyMatch(shared -> shared.state() != State.UP_TO_DATE);
    }

    @Override
    public void write(MarkdownSections sections) {
        report.shared().stream()
                .filter(shared -> shared.state() != State.UP_TO_DATE)
                .forEach(shared -> {
                    sections.heading(sections.sharedSchema(shared) + ": " + Words.of(shared.state()));
                    write(sections, shared, shared.problem().orElse(""));
                });
        writeNotCurrent(sections);
        if (!report.passedOver().isEmpty()) {
            sections.heading(Words.PASSED_OVER);
            sections.changeSetTable(report.passedOver());
        }
    }

    private void writeNotCurrent(MarkdownSections sections) {
        List<TenantGroups.Group<TenantStatus>> groups = LookGroups.notCurrent(report, sections.shown());
        if (groups.isEmpty()) {
            return;
        }
        sections.heading("Not current");
        sections.groups(groups, group -> {
            sections.groupHeading(Words.count(group.names().size(), "tenant") + ": "
                    + Words.of(group.example().state()));
            write(sections, group.example(), group.message());
            sections.tenants(group.names());
        });
        sections.failedTenantsFile(report);
    }

    private static void write(MarkdownSections sections, TenantStatus example, String problem) {
        List<String> pending = Words.pending(example.changeSets());
        sections.message(problem);
        sections.lines(Words.count(pending.size(), "changeset") + " pending:", pending);
    }
}
