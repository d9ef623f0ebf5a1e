package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console what is planned for the tenants. */
public final class PlanConsole extends TellingListener {

    private static final String INDENT = "  ";

    public PlanConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        on(RunEvent.Started.class, event -> log.info(headline(event.tenants())));
        onFinished(PlanReport.class, this::planFinished);
    }

    private String headline(int tenants) {
        return "Plan for " + Wording.count(tenants, "tenant") + " in " + shown.name(settings.database());
    }

    private void planFinished(RunHead head, PlanReport report) {
        // It was told when the run began, when nobody knew whether there would be an answer.
        settings.answer().accept(headline(report.tenantCount()));
        report.plan().ifPresent(plan -> {
            plan.shared().stream()
                    .filter(cohort -> !cohort.changeSets().isEmpty())
                    .forEach(cohort -> cohortPlanned("shared schema ", cohort));
            plan.pending().forEach(cohort -> cohortPlanned("", cohort));
            plan.refused().forEach(this::refused);
            plan.notFrozen().forEach(sentence -> answer(log::warn, Wording.indented(INDENT, shown.message(sentence))));
            answer(report.isFailed() ? log::error : log::info, List.of(Words.overall(plan)));
            answer(log::info, way(head, report));
        });
    }

    private void cohortPlanned(String kind, PlannedCohort cohort) {
        List<String> names = cohort.tenants().keySet().stream()
                .map(TenantId::displayName)
                .map(shown::name)
                .toList();
        List<String> lines = new ArrayList<>(
                settings.verbose()
                        ? Wording.wrapped(INDENT + kind, INDENT, names)
                        : Wording.some(INDENT + kind, INDENT, names, json()));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + ":");
        cohort.changeSets().stream()
                .map(PlannedChangeSet::id)
                .map(id -> INDENT + INDENT + shown.name(id.toString()))
                .forEach(lines::add);
        answer(log::info, lines);
    }

    private void refused(RefusedTenant tenant) {
        List<String> lines = new ArrayList<>();
        lines.add(INDENT + shown.name(tenant.displayName()) + ": refused ("
                + tenant.kind().name().toLowerCase(Locale.ROOT) + ")");
        lines.addAll(Wording.indented(INDENT + INDENT, shown.message(tenant.reason())));
        answer(tenant.isNotFoundOut() ? log::error : log::warn, lines);
    }

    private List<String> way(RunHead head, PlanReport report) {
        return List.of(
                "Plan " + shown.name(report.hash()) + " in " + json(),
                "  to be carried out by migrate-all with " + Wording.option("pgmt.planFile", json())
                        + " -Dpgmt.planHash=" + shown.name(report.hash()));
    }

    private Path json() {
        return settings.reportsDirectory().resolve(settings.goal() + ".json");
    }
}
