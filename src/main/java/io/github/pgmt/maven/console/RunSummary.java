package io.github.pgmt.maven.console;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.OutcomeCounts;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the console says at the end of a run, failures aside. */
final class RunSummary {

    private static final int OUTSIDE_SHOWN = 10;
    private static final int APPEARED_IN_COMMAND = 20;
    private static final String INDENT = "  ";

    private static final String NOT_AGAIN =
            "name them (outcome SKIPPED in the JSON report) when you go on: the same command would ";

    private RunSummary() {}

    /** {@code 117 migrated, 2 up to date, 1 failed of 120 tenants in 41 s}. */
    static String line(OperationReport report, Duration duration) {
        return OutcomeCounts.line(report, duration, OutcomeColours::paint);
    }

    /** Tenants that the run did not come to. */
    static List<String> skipped(OperationReport report, ConsoleSettings settings) {
        int skipped = report.notStarted().size();
        if (skipped == 0) {
            return List.of();
        }
        String headline = Wording.count(skipped, "tenant") + (skipped == 1 ? " was" : " were") + " not started; "
                + (report.repeatable() ? "run the same command again" : notAgain(report));
        List<String> lines = new ArrayList<>(List.of(headline));
        report.reasonsToSkip().stream()
                .map(settings.shown()::message)
                .distinct()
                .forEach(reason -> lines.addAll(Wording.indented(INDENT, reason)));
        return lines;
    }

    private static String notAgain(OperationReport report) {
        return NOT_AGAIN
                + (report.operation() == Operation.ROLL_BACK
                        ? "take further changesets back in tenants that are done"
                        : "apply further changesets in tenants that are done");
    }

    /** Tenants that went while the run went on. */
    static List<String> gone(OperationReport report, OutgoingText shown) {
        List<String> gone = report.gone();
        if (gone.isEmpty()) {
            return List.of();
        }
        return Wording.wrapped(
                Wording.count(gone.size(), "tenant") + (gone.size() == 1 ? " is" : " are")
                        + " gone, dropped or renamed while the run went on, which is no failure: ",
                INDENT,
                gone.stream().map(shown::name).toList());
    }

    /** Tenants that came while the run went on. */
    static List<String> appeared(OperationReport report, ConsoleSettings settings) {
        List<String> appeared = report.appeared();
        if (appeared.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(Wording.wrapped(
                Wording.count(appeared.size(), "tenant") + " appeared while the run went on, and it did not work on "
                        + (appeared.size() == 1 ? "it: " : "them: "),
                INDENT,
                appeared.stream().map(settings.shown()::name).toList()));
        if (appeared.size() > APPEARED_IN_COMMAND && report.repeatable()) {
            lines.add("To do so, run the same command again.");
            return lines;
        }
        List<String> options = new ArrayList<>(List.of(SuggestedCommand.option(
                "tenants", appeared.stream().map(ListText::literal).collect(Collectors.joining(",")))));
        if (settings.dryRun()) {
            options.add(SuggestedCommand.option("dryRun", "true"));
        }
        lines.add("To do so, with the other options as before:");
        lines.add(INDENT + settings.again().apply(options));
        return lines;
    }

    /** Changesets that Liquibase passed over, by tenant when verbose, else how often each. */
    static List<String> notRun(OperationReport report, ConsoleSettings settings) {
        List<String> lines = settings.verbose()
                ? notRunByTenant(report, settings.shown())
                : notRunByChangeSet(report, settings.shown());
        if (lines.isEmpty()) {
            return List.of();
        }
        String headline = "Not run and not recorded, as the changelog allows (CONTINUE, failOnError=false):";
        return Wording.joined(List.of(headline), lines);
    }

    private static List<String> notRunByTenant(OperationReport report, OutgoingText shown) {
        List<String> lines = new ArrayList<>();
        for (TenantResult tenant : report.tenants()) {
            if (!tenant.changeSets().notRun().isEmpty()) {
                lines.add(INDENT + shown.name(tenant.displayName()));
                lines.addAll(Wording.named(INDENT + INDENT, tenant.changeSets().notRun(), shown));
            }
        }
        return lines;
    }

    private static List<String> notRunByChangeSet(OperationReport report, OutgoingText shown) {
        List<String> lines = new ArrayList<>();
        report.notRun()
                .forEach((changeSet, count) ->
                        lines.add(INDENT + shown.name(changeSet.toString()) + " in " + Wording.count(count, "tenant")));
        return lines;
    }

    /** Objects that came into being where no tenant lives. */
    static List<String> outside(OperationReport report, OutgoingText shown) {
        List<String> objects = report.outside();
        if (objects.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Outside the tenants' schemas there " + (objects.size() == 1 ? "is " : "are ")
                + Wording.count(objects.size(), "object") + " that the run, or somebody meanwhile, made:");
        lines.addAll(Wording.named(INDENT, objects.subList(0, Math.min(OUTSIDE_SHOWN, objects.size())), shown));
        if (objects.size() > OUTSIDE_SHOWN) {
            lines.add(INDENT + "and " + (objects.size() - OUTSIDE_SHOWN) + " more");
        }
        return lines;
    }
}
