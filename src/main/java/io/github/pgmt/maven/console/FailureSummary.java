package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.report.text.FailureGroups;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.WayOn;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the console says at the end about the tenants that failed. */
final class FailureSummary {

    private static final int CAUSES_SHOWN = 20;
    private static final String INDENT = "  ";

    private FailureSummary() {}

    /** The failed tenants by cause, the commonest first; nothing when none failed. */
    static List<String> causes(OperationReport report, ConsoleSettings settings) {
        Path all = FailedTenantsFile.in(settings.reportsDirectory(), settings.goal());
        List<TenantGroups.Group<Failure>> groups = FailureGroups.of(report.tenants(), settings.shown());
        List<String> lines = new ArrayList<>();
        groups.stream().limit(CAUSES_SHOWN).forEach(group -> lines.addAll(lines(group, report, settings.shown(), all)));
        if (groups.size() > CAUSES_SHOWN) {
            int more = groups.size() - CAUSES_SHOWN;
            lines.add("... and " + Wording.count(more, "more cause") + " (all tenants in " + all + ")");
        }
        return lines;
    }

    private static List<String> lines(
            TenantGroups.Group<Failure> group, OperationReport report, OutgoingText shown, Path all) {
        List<String> silent =
                report.databasesToRetry().stream().map(shown::name).toList();
        int databases = (int) group.names().stream().filter(silent::contains).count();
        int tenants = group.names().size() - databases;
        List<String> lines = new ArrayList<>();
        lines.add("Failed in " + Words.places(tenants, databases) + ": "
                + FailureText.cause(group.example(), shown::name));
        lines.addAll(Wording.indented(INDENT + INDENT, group.message()));
        String what = tenants > 0 ? "Tenants: " : "Databases: ";
        lines.addAll(Wording.some(INDENT + what, INDENT + " ".repeat(what.length()), group.names(), all));
        lines.add(INDENT + "How to go on: " + WayOn.from(group.example(), report));
        return lines;
    }

    /** How to run the failed tenants again; nothing when none failed, and of locks, where the messages say what to do first. */
    static List<String> retry(OperationReport report, ConsoleSettings settings) {
        if (report.failedTenants().isEmpty() || report.operation() == Operation.RELEASE) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Optional<String> halfWay = WayOn.notAgain(report);
        if (halfWay.isPresent()) {
            lines.add(halfWay.get());
        } else if (settings.oneTenant()) {
            return List.of("To retry, run the same command again"
                    + report.goesOnAs()
                            .map(run -> ", with " + option(run) + ", so that one rollbackRun takes all of it back")
                            .orElse("")
                    + ".");
        }
        if (!FailedTenantsFile.names(report).isEmpty()) {
            lines.add("Retry the " + FailedTenantsFile.which(report)
                    + " tenants alone, with the other options as before:");
            lines.add(INDENT + command(report, settings));
            if (settings.leavesOutSecrets()) {
                lines.add(INDENT + "Passwords and values of parameters are left out of it; give them as before.");
            }
        }
        FailedTenantsFile.withoutNames(report).ifPresent(lines::add);
        List<String> leftOut = FailedTenantsFile.leftOut(report).stream()
                .map(settings.shown()::name)
                .toList();
        if (!leftOut.isEmpty()) {
            lines.addAll(Wording.wrapped(
                    "Not in that list, since a line end in a name does not fit in it: ", INDENT, leftOut));
        }
        return lines;
    }

    private static String option(RunId run) {
        return SuggestedCommand.option("continueRun", run.value());
    }

    private static String command(OperationReport report, ConsoleSettings settings) {
        Path file = FailedTenantsFile.in(settings.reportsDirectory(), settings.goal());
        List<String> options = new ArrayList<>(List.of(Wording.option("pgmt.tenantsFile", file)));
        report.goesOnAs().map(FailureSummary::option).ifPresent(options::add);
        if (settings.dryRun()) {
            options.add(SuggestedCommand.option("dryRun", "true"));
        }
        return settings.again().apply(options);
    }
}
