package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.report.text.DriftWords;
import io.github.pgmt.report.text.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console how tenants differ that have the same changesets. */
public final class DriftConsole extends TellingListener {

    private static final String INDENT = "  ";
    private static final int LINES_SHOWN = 50;
    private static final int VARIANTS_SHOWN = 20;

    public DriftConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        on(RunEvent.Started.class, event -> log.info(headline(event.tenants())));
        onFinished(DriftReport.class, this::driftFinished);
    }

    private String headline(int tenants) {
        return "Drift of " + Wording.count(tenants, "tenant") + " in " + shown.name(settings.database());
    }

    private void driftFinished(RunHead head, DriftReport report) {
        // It was told when the run began, when nobody knew whether there would be an answer.
        settings.answer().accept(headline(report.tenantCount()));
        for (int number = 0; number < report.groups().size(); number++) {
            groupFinished(number, report);
        }
        for (State state : List.of(State.UNREADABLE, State.BUSY, State.NOT_COMPARED)) {
            DriftWords.groups(report, state, shown).forEach(group -> {
                Consumer<CharSequence> level =
                        group.example().failsTheBuild(report.failOnDrift()) ? log::error : log::warn;
                answer(level, ended(group.names(), ": " + DriftWords.of(state)));
                answer(level, Wording.indented(INDENT + INDENT, group.message()));
            });
        }
        answer(
                report.isFailed() ? log::error : report.tenantsToRetry().isEmpty() ? log::info : log::warn,
                List.of(DriftWords.overall(report) + " (" + Durations.exact(head.duration()) + ")"));
    }

    private void groupFinished(int number, DriftReport report) {
        DriftGroup group = report.groups().get(number);
        List<DriftVariant> variants = report.variants().stream()
                .filter(variant -> variant.group() == number)
                .toList();
        long open = variants.stream().filter(variant -> !variant.isKnown()).count();
        answer(
                log::info,
                List.of(DriftWords.headline(group)
                        + (open > 1 ? " in " + open + " ways" : "")
                        + (group.alike() < group.tenants()
                                ? "; compared with " + DriftWords.measure(group, shown::name)
                                : "")));
        group.doubt().ifPresent(doubt -> answer(log::warn, Wording.indented(INDENT, shown.message(doubt))));
        variants.stream()
                .filter(variant -> !variant.isKnown() || settings.verbose())
                .limit(settings.verbose() ? Integer.MAX_VALUE : VARIANTS_SHOWN)
                .forEach(variant -> variantFinished(variant, report));
        if (open > VARIANTS_SHOWN && !settings.verbose()) {
            answer(
                    log::warn,
                    List.of(INDENT + "and " + (open - VARIANTS_SHOWN) + " more ways (all in " + json() + ")"));
        }
    }

    private void variantFinished(DriftVariant variant, DriftReport report) {
        Consumer<CharSequence> level = variant.isKnown() ? log::info : report.failOnDrift() ? log::error : log::warn;
        answer(level, ended(variant.tenants().stream().map(shown::name).toList(), variant.isKnown() ? ": known" : ":"));
        List<CatalogDifference> told = variant.isKnown() ? variant.known() : variant.differences();
        told.stream()
                .limit(settings.verbose() ? Integer.MAX_VALUE : LINES_SHOWN)
                .forEach(difference ->
                        answer(level, Wording.indented(INDENT + INDENT, shown.message(difference.sentence()))));
        if (told.size() > LINES_SHOWN && !settings.verbose()) {
            answer(
                    level,
                    List.of(INDENT + INDENT + "and " + (told.size() - LINES_SHOWN) + " more (all in " + json() + ")"));
        }
        if (!variant.isKnown() && !variant.known().isEmpty()) {
            answer(level, List.of(INDENT + INDENT + "and " + variant.known().size() + " that are known"));
        }
    }

    private List<String> ended(List<String> schemas, String end) {
        List<String> lines = new ArrayList<>(
                settings.verbose()
                        ? Wording.wrapped(INDENT, INDENT, schemas)
                        : Wording.some(INDENT, INDENT, schemas, json()));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + end);
        return lines;
    }

    private Path json() {
        return settings.reportsDirectory().resolve(settings.goal() + ".json");
    }
}
