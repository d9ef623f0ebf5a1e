package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.TenantId;
import java.util.List;
import java.util.Locale;

/** The page of a plan. */
record PlanHtml(PlanReport report) implements HtmlBody {

    @Override
    public String summary() {
        return report.plan().map(Words::overall).orElse("No plan was made");
    }

    @Override
    public List<HtmlSections.Count> counts() {
        int refused = report.plan().map(plan -> plan.refused().size()).orElse(0);
        int pending = report.plan().stream()
                .flatMap(FleetPlan::pending)
                .mapToInt(cohort -> cohort.tenants().size())
                .sum();
        return List.of(
                new HtmlSections.Count(report.tenantCount() - pending - refused, "up to date", Tone.GOOD),
                new HtmlSections.Count(pending, "pending", Tone.OPEN),
                new HtmlSections.Count(refused, "refused", Tone.BAD));
    }

    @Override
    public boolean isNotable() {
        return report.plan().filter(plan -> !plan.refused().isEmpty()).isPresent();
    }

    @Override
    public void write(HtmlSections sections) {
        report.plan().ifPresent(plan -> write(plan, sections));
    }

    private void write(FleetPlan plan, HtmlSections sections) {
        sections.section("plan", "The plan", () -> {
            sections.paragraph("Its hash, which -Dpgmt.planHash asks for: " + sections.oneLine(report.hash()));
            plan.databases().forEach(database -> sections.paragraph(text(database, sections)));
            sections.paragraph("Liquibase " + sections.oneLine(plan.liquibase()));
        });
        sections.section("cohorts", "What is due", () -> {
            plan.shared().stream()
                    .filter(cohort -> !cohort.changeSets().isEmpty())
                    .forEach(cohort -> write("First of all, in the shared schema", cohort, sections));
            plan.pending().forEach(cohort -> write(Words.count(cohort.tenants().size(), "tenant"), cohort, sections));
        });
        if (!plan.refused().isEmpty()) {
            sections.section(
                    "refused",
                    "Refused",
                    () -> plan.refused()
                            .forEach(tenant -> sections.card(
                                    Tone.BAD,
                                    tenant.displayName(),
                                    tenant.kind().name().toLowerCase(Locale.ROOT),
                                    () -> sections.message(tenant.reason()))));
        }
        if (!plan.notFrozen().isEmpty()) {
            sections.section(
                    "not-frozen",
                    "What cannot be known before it runs",
                    () -> plan.notFrozen().forEach(sections::message));
        }
        sections.section(
                "options",
                "What shapes the run",
                () -> sections.table(
                        "Parameters",
                        List.of("Parameter", "Value"),
                        0,
                        plan.options().entrySet().stream()
                                .map(option -> (HtmlDocument.Content) () -> {
                                    sections.cell(() -> sections.name(option.getKey()));
                                    sections.cell(() -> sections.name(option.getValue()));
                                })
                                .toList()));
    }

    private static String text(PlannedDatabase database, HtmlSections sections) {
        String name = database.name().isEmpty() ? "" : sections.oneLine(database.name()) + ": ";
        return "Database " + name + sections.oneLine(database.database()) + " of PostgreSQL " + database.version()
                + database.system()
                        .map(system -> ", system " + sections.oneLine(system))
                        .orElse("");
    }

    private static void write(String title, PlannedCohort cohort, HtmlSections sections) {
        sections.card(Tone.OPEN, title, () -> {
            sections.table(
                    "Changesets of " + who(cohort, sections),
                    List.of("Changeset", "Runs", "Checksum"),
                    0,
                    cohort.changeSets().stream()
                            .map(changeSet -> (HtmlDocument.Content) () -> row(changeSet, sections))
                            .toList());
            sections.tenants(cohort.tenants().keySet().stream()
                    .map(TenantId::displayName)
                    .toList());
        });
    }

    /** Regions of a page are to be told apart by their names. */
    private static String who(PlannedCohort cohort, HtmlSections sections) {
        int others = cohort.tenants().size() - 1;
        return sections.oneLine(cohort.tenants().firstKey().displayName())
                + (others == 0 ? "" : " and " + others + " more");
    }

    private static void row(PlannedChangeSet changeSet, HtmlSections sections) {
        String run = switch (changeSet.run()) {
            case FIRST -> "for the first time";
            case CHANGED -> "again, since it has changed";
            case ALWAYS -> "as always";
        };
        sections.cell(() -> sections.name(changeSet.id().toString()));
        sections.cell(run + (changeSet.notFrozen().isPresent() ? ", and is not frozen" : ""));
        sections.cell(changeSet.checksum().map(sections::oneLine).orElse("made of a tenant's values"));
    }
}
