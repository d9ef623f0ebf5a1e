package io.github.pgmt.maven.goal;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.IsolatedEngines;
import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.parameter.ChangelogFiles;
import io.github.pgmt.maven.parameter.ChangelogSource;
import io.github.pgmt.maven.parameter.HookParameters;
import io.github.pgmt.maven.parameter.LocalHost;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogNotFoundException;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts together what a goal needs that works on tenants with a changelog, from the user's parameters. */
public record FleetWiring(
        DatabaseAccess access,
        ChangelogSource changelog,
        HookParameters hooks,
        Supplier<Trust> trust,
        RunParameters run)
        implements Wiring<RunContext> {

    private static final int MODULES_TOLD = 5;

    /** @throws RunRefusedException also when the changelog is wrong */
    @Override
    public GoalReport run(GoalRun goal, SelectionParameters selection, Work<RunContext> work) {
        MavenSide maven = access.maven();
        SourceParameters source = access.source();
        RunOptions options = run.options();
        Server.Timeouts timeouts = run.timeouts();
        TenantSelection chosen = selection.selection(maven);
        Changelog changes = changelog.changelog(maven);
        Trust trusted = trust.get();
        HookParameters.Contents hookFiles = hooks.read(maven);
        Connected connected = access.connect(goal, selection.tenant() != null, timeouts);
        MigrationListener listener = connected.listener();
        WiredDatabases databases = new WiredDatabases(connected.asking(new WiredDatabase.Common(
                changelog.sharedSchemas(),
                changes.tables(),
                place -> connected.looks(place, options.threads()),
                trusted,
                goal.runId(),
                goal.stop(),
                server -> connected.tenants(server, own -> source.source(own, changelog.sharedSchemas())),
                source.table())::of));
        TenantSessions sessions = databases.sessions();
        goal.watch(options.shutdownGrace(), sessions);
        EngineSettings settings = settings(goal, changes, sessions, listener, hookFiles.ofTenants());
        EnginePool engines = new EnginePool(new IsolatedEngines(settings));
        RunEnvironment environment = new RunEnvironment(
                databases.ports(),
                engines,
                changes.tables(),
                source.allShared(changelog.sharedSchemas()),
                new SharedSchema(
                        source.defaultSchema(),
                        new IsolatedEngines(settings.withoutHooks(changelog.sharedChangelog(changes))),
                        changelog.hasShared(),
                        hookFiles.beforeAll(),
                        hookFiles.afterAll()),
                LocalHost.name());
        try (Connected.Spares looks = connected.keepSpares();
                engines;
                databases) {
            RunContext context = new RunContext(environment, options, goal.runId(), goal.stop(), listener);
            return Wiring.requireTenants(
                    work.on(context, chosen.in(connected.names())), selection, environment.tenants());
        } catch (ChangelogNotFoundException e) {
            throw new RunRefusedException(nothingDone(e) + modulesWith(e.file()), e);
        } catch (InvalidChangelogException e) {
            throw new RunRefusedException(nothingDone(e), e);
        }
    }

    private EngineSettings settings(
            GoalRun goal, Changelog changes, TenantSessions sessions, MigrationListener listener, TenantSql tenantSql) {
        ChangelogFiles files = changelog.fileLookup(access.maven());
        ChangelogPlaces places = files.places();
        goal.changeSetsAreIn(places);
        return new EngineSettings(
                changes,
                goal.runId(),
                places,
                access.maven().pluginClassPath(),
                files.projectClassPath(),
                sessions,
                listener,
                tenantSql);
    }

    private static String nothingDone(InvalidChangelogException e) {
        return e.getMessage() + (e.getMessage().endsWith("\n") ? "" : " ") + "No tenant was touched.";
    }

    private String modulesWith(String file) {
        List<String> modules = changelog.fileLookup(access.maven()).modulesWith(file);
        if (modules.isEmpty()) {
            return "";
        }
        int more = modules.size() - MODULES_TOLD;
        return " These modules have it: "
                + modules.stream().limit(MODULES_TOLD).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "") + ". Run the goal there, with -pl :" + modules.get(0)
                + ".";
    }
}
