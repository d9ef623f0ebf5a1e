package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.TenantId;
import java.util.List;
import java.util.Locale;

/** A plan for whoever is to agree to it: the same for the same plan, whenever and wherever it was made. */
record PlanMarkdown(FleetPlan plan, String hash, MarkdownSections sections) {

    void write() {
        sections.title("Plan for " + Words.count(plan.tenantCount(), "tenant"));
        sections.paragraph("**" + Words.overall(plan) + "**");
        sections.paragraph(
                "Its hash, which " + MarkdownText.code("-Dpgmt.planHash") + " asks for: " + sections.name(hash));
        plan.databases().forEach(this::write);
        sections.paragraph("Liquibase " + sections.name(plan.liquibase()));
        plan.shared().stream()
                .filter(cohort -> !cohort.changeSets().isEmpty())
                .forEach(cohort -> write("First of all, in the shared schema", cohort));
        plan.pending().forEach(cohort -> write("Due", cohort));
        writeRefused();
        if (!plan.notFrozen().isEmpty()) {
            sections.heading("What cannot be known before it runs");
            plan.notFrozen().forEach(sections::message);
        }
        sections.heading("What shapes the run");
        sections.document()
                .table(
                        List.of("Parameter", "Value"),
                        plan.options().entrySet().stream()
                                .map(option ->
                                        List.of(sections.name(option.getKey()), sections.name(option.getValue())))
                                .toList());
    }

    private void write(PlannedDatabase database) {
        String name = database.name().isEmpty() ? "" : sections.name(database.name()) + ": ";
        sections.paragraph("Database " + name + sections.name(database.database()) + " of PostgreSQL "
                + database.version()
                + database.system()
                        .map(system -> ", system " + sections.name(system))
                        .orElse(""));
    }

    private void write(String title, PlannedCohort cohort) {
        sections.heading(title + ": " + Words.count(cohort.changeSets().size(), "changeset") + " for "
                + Words.count(cohort.tenants().size(), "tenant"));
        sections.document()
                .table(
                        List.of("Changeset", "Runs", "Checksum"),
                        cohort.changeSets().stream().map(this::row).toList());
        sections.tenants(
                cohort.tenants().keySet().stream().map(TenantId::displayName).toList());
    }

    private List<String> row(PlannedChangeSet changeSet) {
        String run = switch (changeSet.run()) {
            case FIRST -> "for the first time";
            case CHANGED -> "again, since it has changed";
            case ALWAYS -> "as always";
        };
        return List.of(
                sections.name(changeSet.id().toString()),
                run + (changeSet.notFrozen().isPresent() ? ", and is not frozen" : ""),
                changeSet.checksum().map(sections::name).orElse("made of a tenant's values"));
    }

    private void writeRefused() {
        if (plan.refused().isEmpty()) {
            return;
        }
        sections.heading("Refused: " + Words.count(plan.refused().size(), "tenant"));
        for (RefusedTenant tenant : plan.refused()) {
            sections.paragraph(sections.name(tenant.displayName()) + ": "
                    + tenant.kind().name().toLowerCase(Locale.ROOT));
            if (!tenant.isNotFoundOut()) {
                sections.message(tenant.reason());
            }
        }
    }
}
