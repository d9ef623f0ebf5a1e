package io.github.pgmt.report.html;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.FailureGroups;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.OutcomeCounts;
import io.github.pgmt.report.text.Slowest;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.WayOn;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page of a run that worked on tenants.
 *
 * @param duration from the goal's start to this report
 */
record OperationHtml(OperationReport report, RunCourse course, Duration duration) implements HtmlBody {

    private static final int SLOWEST_SHOWN = 10;

    @Override
    public String summary() {
        return OutcomeCounts.line(report, duration, (outcome, words) -> words);
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return Arrays.stream(Outcome.values())
                .map(outcome -> new HtmlSections.Count(report.count(outcome), Words.of(outcome), Tone.of(outcome)))
                .toList();
    }

    @Override
    public boolean isNotable() {
        return report.count(Outcome.SKIPPED) > 0
                || !report.outside().isEmpty()
                || !report.appeared().isEmpty()
                || !report.notRun().isEmpty();
    }

    @Override
    public void write(HtmlSections sections) {
        writeShared(sections);
        writeFailed(sections);
        writeNotStarted(sections);
        writeRetry(sections);
        CohortMatrix matrix =
                CohortMatrix.of(report.tenants(), course, report.results().previewedCohorts());
        if (!matrix.changeSets().isEmpty()) {
            sections.section("cohorts", "Changesets by cohort", () -> new MatrixHtml(sections, matrix).write());
        }
        Timeline timeline = new Timeline(sections, course, report.tenants(), duration);
        if (!timeline.isEmpty()) {
            sections.section("timeline", "Timeline", timeline::write);
        }
        writeSlowest(sections);
        writeBlockers(sections);
        writeNotReplayed(sections);
        writeOutside(sections);
        if (report.tenantCount() > 0) {
            sections.section("tenants", "All tenants", () -> new TenantTable(sections, course).write(report));
        }
    }

    private void writeShared(HtmlSections sections) {
        new TenantCards(sections)
                .shared(
                        report.shared(),
                        shared -> Tone.of(shared.outcome()),
                        shared -> Words.of(shared.outcome()),
                        shared -> {
                            shared.failure().ifPresent(failure -> sections.message(failure.message()));
                            sections.changeSets(shared.changeSets().applied());
                        });
    }

    private void writeFailed(HtmlSections sections) {
        List<TenantGroups.Group<Failure>> groups = FailureGroups.of(report.tenants(), sections.shown());
        if (groups.isEmpty()) {
            return;
        }
        sections.section(
                "failed",
                "What failed",
                () -> groups.forEach(group -> new TenantCards(sections)
                        .group(
                                Tone.BAD,
                                FailureText.cause(group.example(), sections::oneLine),
                                group,
                                List.of("How to go on: " + WayOn.from(group.example(), report)))));
    }

    /** Of locks the messages say what to do first. */
    private void writeRetry(HtmlSections sections) {
        Optional<String> halfWay = WayOn.notAgain(report);
        boolean isLeftToDo =
                !report.tenantsToRetry().isEmpty() || !report.databasesToRetry().isEmpty() || halfWay.isPresent();
        if (!isLeftToDo || report.operation() == Operation.RELEASE) {
            return;
        }
        List<String> options = new ArrayList<>();
        report.goesOnAs().ifPresent(run -> options.add(SuggestedCommand.option("continueRun", run.value())));
        if (report.dryRun()) {
            options.add(SuggestedCommand.option("dryRun", "true"));
        }
        sections.section("retry", "What is left to do", () -> {
            halfWay.ifPresent(sections::paragraph);
            sections.retry(report, options);
        });
    }

    private void writeNotStarted(HtmlSections sections) {
        List<String> notStarted = report.notStarted();
        if (!notStarted.isEmpty()) {
            sections.section(
                    "skipped",
                    "Not started",
                    () -> sections.card(Tone.WARN, Words.count(notStarted.size(), "tenant"), () -> {
                        report.reasonsToSkip().forEach(sections::message);
                        sections.tenants(notStarted);
                    }));
        }
        writeComeAndGone("gone", "Dropped or renamed while the run went on", report.gone(), sections);
        writeComeAndGone("appeared", "Came while the run went on, and were not worked on", report.appeared(), sections);
    }

    private static void writeComeAndGone(String id, String heading, List<String> names, HtmlSections sections) {
        if (!names.isEmpty()) {
            sections.section(id, heading, () -> sections.tenants(names));
        }
    }

    private void writeSlowest(HtmlSections sections) {
        List<Slowest.OfChangeSet> changeSets = Slowest.changeSets(report.tenants(), SLOWEST_SHOWN);
        List<TenantResult> tenants = Slowest.tenants(report.tenants(), SLOWEST_SHOWN);
        if (tenants.isEmpty()) {
            return;
        }
        sections.section("slowest", "What took the time", () -> {
            if (!changeSets.isEmpty()) {
                sections.table(
                        "Slowest changesets",
                        List.of("Changeset", "Slowest in", "Tenants", "Longest", "In all"),
                        3,
                        changeSets.stream()
                                .map(slow -> (HtmlDocument.Content) () -> row(slow, sections))
                                .toList());
            }
            sections.table(
                    "Slowest tenants",
                    List.of("Tenant", "Outcome", "Took"),
                    1,
                    tenants.stream()
                            .map(tenant -> (HtmlDocument.Content) () -> {
                                sections.cell(() -> sections.name(tenant.displayName()));
                                sections.cell(Words.of(tenant.outcome()));
                                sections.number(
                                        Durations.exact(tenant.duration()),
                                        tenant.duration().toMillis());
                            })
                            .toList());
        });
    }

    private static void row(Slowest.OfChangeSet slow, HtmlSections sections) {
        sections.cell(() -> sections.name(slow.changeSet().toString()));
        sections.cell(() -> sections.name(slow.in()));
        sections.number(String.valueOf(slow.tenants()), slow.tenants());
        sections.number(Durations.exact(slow.longest()), slow.longest().toMillis());
        sections.number(Durations.exact(slow.total()), slow.total().toMillis());
    }

    private void writeBlockers(HtmlSections sections) {
        Map<Blocker, Set<String>> blockers = new LinkedHashMap<>();
        report.tenants()
                .forEach(tenant -> tenant.way()
                        .waiting()
                        .blockers()
                        .forEach(blocker -> blockers.computeIfAbsent(blocker, absent -> new LinkedHashSet<>())
                                .add(tenant.displayName())));
        if (blockers.isEmpty()) {
            return;
        }
        sections.section(
                "blockers",
                "Sessions in the way",
                () -> blockers.forEach((blocker, tenants) ->
                        sections.card(Tone.WARN, Words.count(tenants.size(), "tenant") + " waited", () -> {
                            sections.message(blocker.text());
                            sections.tenants(tenants);
                        })));
    }

    private void writeNotReplayed(HtmlSections sections) {
        Map<NotReplayed, List<String>> reasons = new LinkedHashMap<>();
        report.tenants()
                .forEach(tenant -> tenant.way()
                        .notReplayed()
                        .forEach(reason -> reasons.computeIfAbsent(reason, absent -> new ArrayList<>())
                                .add(tenant.displayName())));
        if (reasons.isEmpty()) {
            return;
        }
        sections.section(
                "not-replayed",
                "Why Liquibase itself ran changesets",
                () -> sections.table(
                        "Not replayed",
                        List.of("Changeset", "It \u2026", "Tenants"),
                        1,
                        reasons.entrySet().stream()
                                .map(entry -> (HtmlDocument.Content) () -> {
                                    NotReplayed reason = entry.getKey();
                                    sections.cell(() ->
                                            sections.name(reason.changeSet().toString()));
                                    sections.cell(sections.shown().message(reason.why()));
                                    int tenants = entry.getValue().size();
                                    sections.number(String.valueOf(tenants), tenants);
                                })
                                .toList()));
    }

    private void writeOutside(HtmlSections sections) {
        if (!report.notRun().isEmpty()) {
            sections.section(
                    "not-run",
                    "Not run and not recorded, as the changelog allows (CONTINUE, failOnError=false)",
                    () -> sections.changeSetTable("Passed over", report.notRun()));
        }
        if (!report.outside().isEmpty()) {
            sections.section("outside", "Made outside the tenants' schemas", () -> sections.names(report.outside()));
        }
    }
}
