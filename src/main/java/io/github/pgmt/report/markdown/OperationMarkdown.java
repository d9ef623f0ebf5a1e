package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.FailureGroups;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.OutcomeCounts;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.WayOn;
import io.github.pgmt.report.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the Markdown report of a run that worked on tenants has of its own.
 *
 * @param duration from the goal's start to this report
 */
record OperationMarkdown(OperationReport report, Duration duration) implements MarkdownBody {

    @Override
    public String mode() {
        return report.dryRun() && report.operation() != Operation.RELEASE ? "(dry run) " : "";
    }

    @Override
    public String summary() {
        return OutcomeCounts.line(report, duration, (outcome, words) -> words);
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        List<String> facts = new ArrayList<>();
        report.shared()
                .forEach(shared -> facts.add(
                        "Shared schema " + sections.name(shared.displayName()) + " " + Words.of(shared.outcome())));
        if (report.changeSetsApplied() > 0) {
            String done = report.operation() == Operation.SYNCHRONIZE ? " recorded as run" : " applied";
            facts.add(Words.count(report.changeSetsApplied(), "changeset") + done);
        }
        if (report.changeSetsUndone() > 0) {
            facts.add(Words.count(report.changeSetsUndone(), "changeset") + " taken back");
        }
        if (!report.results().runs().isEmpty()) {
            List<String> runs = report.results().runs();
            facts.add((runs.size() == 1 ? "of the run " : "of the runs ")
                    + runs.stream().map(sections::name).collect(Collectors.joining(", ")));
        }
        return facts;
    }

    @Override
    public boolean isNotable() {
        return report.count(Outcome.SKIPPED) > 0
                || !report.outside().isEmpty()
                || !report.appeared().isEmpty()
                || !report.notRun().isEmpty();
    }

    @Override
    public void write(MarkdownSections sections) {
        report.shared()
                .forEach(shared -> shared.failure().ifPresent(failure -> {
                    sections.heading(sections.sharedSchema(shared) + ": " + FailureText.cause(failure, sections::name));
                    sections.message(failure.message());
                    writeWayOn(sections, failure);
                }));
        writeFailed(sections);
        writeSkipped(sections);
        writeComeAndGone(sections);
        if (report.dryRun()) {
            writePlanned(sections);
        }
        if (!report.notRun().isEmpty()) {
            sections.heading("Not run and not recorded, as the changelog allows (CONTINUE, failOnError=false)");
            sections.changeSetTable(report.notRun());
        }
        if (!report.outside().isEmpty()) {
            sections.heading("Outside the tenants' schemas");
            sections.lines("The run, or somebody meanwhile, made:", report.outside());
        }
    }

    private void writeFailed(MarkdownSections sections) {
        List<TenantGroups.Group<Failure>> groups = FailureGroups.of(report.tenants(), sections.shown());
        if (groups.isEmpty()) {
            return;
        }
        sections.heading("Failed");
        sections.groups(groups, group -> {
            sections.groupHeading(Words.count(group.names().size(), "tenant") + ": "
                    + FailureText.cause(group.example(), sections::name));
            sections.message(group.message());
            sections.tenants(group.names());
            writeWayOn(sections, group.example());
        });
        sections.failedTenantsFile(report);
        report.goesOnAs()
                .ifPresent(
                        run -> sections.paragraph(
                                "With " + MarkdownText.code("-Dpgmt.continueRun=" + run)
                                        + " a retry goes on with this run, so that one rollback by its id takes back what both applied."));
    }

    private void writeWayOn(MarkdownSections sections, Failure failure) {
        sections.paragraph("How to go on: " + WayOn.from(failure, report));
    }

    private void writeSkipped(MarkdownSections sections) {
        List<String> skipped = report.notStarted();
        if (!skipped.isEmpty()) {
            sections.heading("Not started: " + Words.count(skipped.size(), "tenant"));
            sections.tenants(skipped);
            report.reasonsToSkip().stream()
                    .map(sections.shown()::message)
                    .distinct()
                    .forEach(sections::message);
            sections.paragraph("How to go on: run the same command again"
                    + (report.repeatable()
                            ? "."
                            : report.operation() == Operation.ROLL_BACK
                                    ? "; by rollbackCount, for these tenants alone."
                                    : "; by changesToApply, for these tenants alone."));
        }
    }

    private void writeComeAndGone(MarkdownSections sections) {
        if (!report.gone().isEmpty()) {
            sections.heading("Gone: " + Words.count(report.gone().size(), "tenant"));
            sections.tenants(report.gone());
            sections.paragraph(
                    "Somebody dropped or renamed the schema while the run went on. Nothing is left to be done.");
        }
        if (!report.appeared().isEmpty()) {
            sections.heading("Appeared: " + Words.count(report.appeared().size(), "tenant"));
            sections.tenants(report.appeared());
            sections.paragraph(
                    "They came while the run went on, and it did not work on them. How to go on: run the same for "
                            + "these tenants alone (tenants), as the console says.");
        }
    }

    private void writePlanned(MarkdownSections sections) {
        List<TenantGroups.Group<List<ChangeSetId>>> groups = TenantGroups.of(report.tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.PLANNED)
                .map(tenant -> planned(tenant, sections))
                .toList());
        List<TenantResult> shared = report.shared().stream()
                .filter(result -> !result.changeSets().pending().isEmpty())
                .toList();
        if (groups.isEmpty() && shared.isEmpty()) {
            return;
        }
        sections.heading(plannedTitle());
        shared.forEach(result -> {
            List<ChangeSetId> pending = result.changeSets().pending();
            sections.lines(
                    sections.sharedSchema(result) + ", " + Words.count(pending.size(), "changeset") + ":", pending);
        });
        sections.groups(groups, group -> {
            int changeSets = group.example().size();
            sections.lines(
                    "**" + Words.count(group.names().size(), "tenant") + "**, " + Words.count(changeSets, "changeset")
                            + ":",
                    group.example());
            sections.tenants(group.names());
        });
    }

    private static TenantGroups.Entry<List<ChangeSetId>> planned(TenantResult tenant, MarkdownSections sections) {
        List<ChangeSetId> pending = tenant.changeSets().pending();
        return TenantGroups.Entry.of(tenant, sections.shown(), pending, pending, "");
    }

    private String plannedTitle() {
        return switch (report.operation()) {
            case MIGRATE, SET_UP -> "Pending";
            case ROLL_BACK -> "Would be taken back";
            case SYNCHRONIZE -> "Would be recorded as run";
            case TAG -> "Would be tagged";
            case DROP -> "Would be dropped";
            case RELEASE -> "Would be released";
        };
    }
}
