package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.LookGroups;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The page of a look at how tenants are to the changelog. */
record StatusHtml(StatusReport report) implements HtmlBody {

    @Override
    public String summary() {
        return Words.overall(report);
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return Arrays.stream(State.values())
                .sorted(Comparator.reverseOrder())
                .map(state -> new HtmlSections.Count(report.count(state), Words.of(state), Tone.of(state)))
                .toList();
    }

    @Override
    public boolean isNotable() {
        return report.count(State.UP_TO_DATE) < report.tenantCount()
                || report.shared().stream().anyMatch(shared -> shared.state() != State.UP_TO_DATE);
    }

    @Override
    public void write(HtmlSections sections) {
        writeShared(sections);
        List<TenantGroups.Group<TenantStatus>> groups = LookGroups.withProblem(report, sections.shown());
        if (!groups.isEmpty()) {
            sections.section("problems", "Problems", () -> {
                groups.forEach(group -> new TenantCards(sections)
                        .group(
                                Tone.of(group.example().state()),
                                Words.of(group.example().state()),
                                group,
                                List.of()));
                sections.retry(report, List.of());
            });
        }
        CohortMatrix pending = CohortMatrix.ofPending(
                report.tenants(), tenant -> tenant.changeSets().pending());
        if (!pending.changeSets().isEmpty()) {
            sections.section("cohorts", "Pending, by cohort", () -> new MatrixHtml(sections, pending).write());
        }
        if (!report.passedOver().isEmpty()) {
            sections.section(
                    "passed-over",
                    Words.PASSED_OVER,
                    () -> sections.changeSetTable("Passed over", report.passedOver()));
        }
        if (report.tenantCount() > 0) {
            sections.section("tenants", "All tenants", () -> writeTenants(sections));
        }
    }

    private void writeShared(HtmlSections sections) {
        new TenantCards(sections)
                .shared(
                        report.shared(),
                        shared -> Tone.of(shared.state()),
                        shared -> Words.of(shared.state()),
                        shared -> {
                            shared.problem().ifPresent(sections::message);
                            sections.names(Words.pending(shared.changeSets()));
                        });
    }

    private void writeTenants(HtmlSections sections) {
        sections.table(
                "Tenants",
                List.of("Tenant", "State", "Applied", "Pending", "Not in the changelog"),
                3,
                report.tenants().stream()
                        .sorted(Comparator.comparing(tenant -> tenant.state()))
                        .map(tenant -> (HtmlDocument.Content) () -> row(tenant, sections))
                        .toList());
    }

    private static void row(TenantStatus tenant, HtmlSections sections) {
        sections.cell(() -> sections.name(tenant.displayName()));
        sections.cell(Tone.of(tenant.state()), Words.of(tenant.state()));
        sections.number(tenant.applied());
        sections.number(tenant.changeSets().pending().size());
        sections.number(tenant.changeSets().unknown().size());
    }
}
