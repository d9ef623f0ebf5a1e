package io.github.pgmt.maven;

import io.github.pgmt.maven.console.ListConsole;
import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.ListRun;
import io.github.pgmt.migration.MigrationListener;
import io.github.pgmt.migration.Operation;
import io.github.pgmt.migration.TenantList;
import io.github.pgmt.postgres.DatabaseAddress;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.postgres.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Puts a list of the tenants together from the user's parameters, and makes it. Has no changelog. */
record ListGoal(
        Log log,
        MavenSide maven,
        ConnectionParameters connection,
        SourceParameters source,
        HistoryTables tables,
        List<String> sharedSchemas,
        OutputParameters output) {

    private static final Server.Timeouts LOOKING = new Server.Timeouts(Duration.ZERO, Duration.ZERO);

    void run(SelectionParameters selection) throws MojoExecutionException, MojoFailureException {
        GoalRun.Kind kind =
                new GoalRun.Kind(Operation.MIGRATE, false, true, new ListFindings(TenantList.NONE), ListConsole::new);
        GoalRun goal = new GoalRun(maven, log, output, kind);
        goal.execute(() -> list(goal, selection));
    }

    private Findings list(GoalRun goal, SelectionParameters selection) {
        TenantSelection chosen = selection.selection(maven);
        DatabaseAddress address = connection.resolve(maven);
        MigrationListener listener = goal.tellOf(address, selection.tenant() != null);
        Server server = Server.connect(address, goal.runId(), LOOKING);
        TenantSource tenants = source.source(server, sharedSchemas);
        ListRun run = new ListRun(
                tenants, source.catalog(server, sharedSchemas), new PostgresFleet(server, tables), listener);
        return selection.requireTenants(new ListFindings(run.list(chosen, server.display())), tenants);
    }
}
