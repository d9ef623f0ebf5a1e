package io.github.pgmt.maven.console;

import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.text.OutgoingText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the console of a run says besides what happens.
 *
 * @param goal the goal's name without prefix, {@code migrate-all}
 * @param goalOnTheCommandLine as a user types it, {@code pgmt:migrate-all}
 * @param oneTenant the goal works on the tenant of {@code -Dpgmt.tenant} alone, so a retry is the same command again
 * @param operation what the goal does to tenants
 * @param dryRun nothing is written
 * @param database the database's JDBC URL without secrets
 * @param reportsDirectory as the user is to see it in commands
 * @param verbose names every changeset of every tenant
 * @param shown how other people's texts look, among them the database
 * @param again the command line of this goal for other tenants, with these options before those of this run
 * @param leavesOutSecrets whether that command line lacks a secret of this run's
 * @param answer takes what a goal that only looks was asked for, line by line as it is printed
 */
public record ConsoleSettings(
        String goal,
        String goalOnTheCommandLine,
        boolean oneTenant,
        Operation operation,
        boolean dryRun,
        String database,
        Path reportsDirectory,
        boolean verbose,
        OutgoingText shown,
        Function<List<String>, String> again,
        boolean leavesOutSecrets,
        Consumer<String> answer) {

    /** Of a run without options on its command line. */
    public ConsoleSettings(
            String goal,
            String goalOnTheCommandLine,
            boolean oneTenant,
            Operation operation,
            boolean dryRun,
            String database,
            Path reportsDirectory,
            boolean verbose,
            OutgoingText shown) {
        this(
                goal,
                goalOnTheCommandLine,
                oneTenant,
                operation,
                dryRun,
                database,
                reportsDirectory,
                verbose,
                shown,
                options -> "mvn " + goalOnTheCommandLine + " " + String.join(" ", options),
                false,
                line -> {});
    }

    public ConsoleSettings {
        Objects.requireNonNull(goal, "goal is null");
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(reportsDirectory, "reportsDirectory is null");
        Objects.requireNonNull(shown, "shown is null");
        Objects.requireNonNull(again, "again is null");
        Objects.requireNonNull(answer, "answer is null");
    }
}
