package io.github.pgmt.maven;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.IsolatedEngines;
import io.github.pgmt.migration.Changelog;
import io.github.pgmt.migration.InvalidChangelogException;
import io.github.pgmt.migration.MigrationListener;
import io.github.pgmt.migration.MigrationRun;
import io.github.pgmt.migration.RunOptions;
import io.github.pgmt.migration.RunRefusedException;
import io.github.pgmt.postgres.DatabaseAddress;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.postgres.PostgresSessions;
import io.github.pgmt.postgres.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Puts a migrating run together from the user's parameters, and runs it. */
record MigrationGoal(
        MavenSide maven,
        Log log,
        ConnectionParameters connection,
        SourceParameters source,
        ChangelogSource changelog,
        RunParameters run,
        OutputParameters output) {

    /** @param selection may refuse what the user gave; that is reported like any other end of a run */
    void run(Supplier<SelectionParameters> selection) throws MojoExecutionException, MojoFailureException {
        GoalRun goal = new GoalRun(maven, log, output, run);
        goal.execute(() -> migrate(goal, selection.get()));
    }

    private MigrationRun.Results migrate(GoalRun goal, SelectionParameters selection) {
        RunOptions options = run.options();
        TenantSelection chosen = selection.selection(maven);
        Changelog changes = changelog.changelog(maven);
        DatabaseAddress address = connection.resolve(maven);
        MigrationListener listener = goal.tellOf(address, selection.tenant() != null);
        Server server = Server.connect(address, goal.runId(), run.timeouts());
        TenantSource tenants = source.source(server, changelog.sharedSchemas());
        PostgresSessions sessions =
                new PostgresSessions(server, changelog.sharedSchemas(), changes.tables(), goal.stop());
        goal.watch(options, sessions);
        MigrationRun.Environment environment = new MigrationRun.Environment(
                server.display(),
                tenants,
                new PostgresFleet(server, changes.tables()),
                engines(goal, changes, sessions, listener),
                changes.tables(),
                sharedSchemas(),
                LocalHost.name());
        try {
            MigrationRun.Results results = new MigrationRun(environment, options, goal.runId(), goal.stop(), listener)
                    .migrate(chosen, run.dryRun());
            return selection.requireTenants(results, tenants);
        } catch (InvalidChangelogException e) {
            throw new RunRefusedException(e.getMessage() + modulesWith(changes), e);
        }
    }

    private IsolatedEngines engines(
            GoalRun goal, Changelog changes, PostgresSessions sessions, MigrationListener listener) {
        ChangelogFiles files = changelog.fileLookup(maven);
        return new IsolatedEngines(new EngineSettings(
                changes,
                goal.runId(),
                files.directories(),
                maven.pluginClassPath(),
                files.projectClassPath(),
                sessions,
                listener));
    }

    private List<String> sharedSchemas() {
        return Stream.concat(changelog.sharedSchemas().stream(), Stream.of(source.defaultSchema()))
                .distinct()
                .toList();
    }

    private String modulesWith(Changelog changes) {
        List<String> modules =
                changelog.fileLookup(maven).modulesWith(changes.files().get(0));
        return modules.isEmpty()
                ? ""
                : " These modules have it: " + String.join(", ", modules) + ". Run the goal there, with -pl :"
                        + modules.get(0) + ".";
    }
}
