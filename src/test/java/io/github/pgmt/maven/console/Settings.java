package io.github.pgmt.maven.console;

import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.testing.Reports;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Console settings for tests. */
final class Settings {

    static final ConsoleSettings PLAIN = of(false, false, false);
    static final ConsoleSettings ONE_TENANT = of(true, false, false);
    static final ConsoleSettings DRY_RUN = of(false, true, false);
    static final ConsoleSettings VERBOSE = of(false, false, true);

    /** Of a rollback by count. */
    static final ConsoleSettings COUNTING = new ConsoleSettings(
            "rollback",
            "pgmt:rollback",
            false,
            Operation.ROLL_BACK,
            false,
            Reports.DATABASE,
            Path.of("target/pgmt"),
            false,
            OutgoingText.onConsole(UnaryOperator.identity()));

    private Settings() {}

    private static ConsoleSettings of(boolean oneTenant, boolean dryRun, boolean verbose) {
        return in("target/pgmt", oneTenant, dryRun, verbose, message -> message.replace("hunter2", "***"));
    }

    static ConsoleSettings in(String reportsDirectory) {
        return in(reportsDirectory, false, false, false, UnaryOperator.identity());
    }

    private static ConsoleSettings in(
            String reportsDirectory, boolean oneTenant, boolean dryRun, boolean verbose, UnaryOperator<String> redact) {
        return new ConsoleSettings(
                oneTenant ? "migrate-tenant" : "migrate-all",
                oneTenant ? "pgmt:migrate-tenant" : "pgmt:migrate-all",
                oneTenant,
                Operation.MIGRATE,
                dryRun,
                Reports.DATABASE,
                Path.of(reportsDirectory),
                verbose,
                OutgoingText.onConsole(redact));
    }
}
