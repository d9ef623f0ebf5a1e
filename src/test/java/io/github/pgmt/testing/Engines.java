package io.github.pgmt.testing;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.KeptEngines;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.replay.PostgresReplays;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.Tenant;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Real engines on a real database, with the changelogs under {@code src/test/resources}. */
public record Engines(
        Changelog changelog,
        RunId runId,
        Server server,
        StopSignal stop,
        TenantSessions sessions,
        MigrationEngine.Factory factory,
        TenantReplays replays,
        EngineSettings settings,
        SharedSchema shared,
        NewSchemas newSchemas) {

    private static final Server.Timeouts TIMEOUTS = new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO);

    /** Engines for one changelog file, without contexts, labels and parameters. */
    public static Engines of(TestDatabase database, LiquibaseLine line, String changelog) {
        return of(database, line, changelog(changelog), Path.of("src", "test", "resources"));
    }

    /** Engines whose sessions are another role's, whose password is its name. */
    public static Engines as(String role, TestDatabase database, LiquibaseLine line, String changelog) {
        DatabaseAddress address = new DatabaseAddress(database.url(), Optional.of(role), Optional.of(role));
        return of(address, line, changelog(changelog), Path.of("src", "test", "resources"), sessions -> sessions);
    }

    /** The same by another role, whose password is its name; as the tests' own where it is empty. */
    public static Engines as(
            Optional<String> role, TestDatabase database, LiquibaseLine line, Changelog changelog, Path searchPath) {
        return of(new DatabaseAddress(database.url(), role, role), line, changelog, searchPath, sessions -> sessions);
    }

    /** Engines for a changelog that is looked for in this directory; the project's classes are those of the tests. */
    public static Engines of(TestDatabase database, LiquibaseLine line, Changelog changelog, Path searchPath) {
        return of(database, line, changelog, searchPath, sessions -> sessions);
    }

    /** Engines whose sessions are seen through by a test. */
    public static Engines of(
            TestDatabase database,
            LiquibaseLine line,
            Changelog changelog,
            Path searchPath,
            UnaryOperator<TenantSessions> observed) {
        return of(
                new DatabaseAddress(database.url(), Optional.empty(), Optional.empty()),
                line,
                changelog,
                searchPath,
                observed);
    }

    private static Engines of(
            DatabaseAddress address,
            LiquibaseLine line,
            Changelog changelog,
            Path searchPath,
            UnaryOperator<TenantSessions> observed) {
        return of(address, line, changelog, ChangelogPlaces.of(List.of(searchPath)), observed, TIMEOUTS);
    }

    /** Engines for a changelog of these places. */
    public static Engines of(TestDatabase database, LiquibaseLine line, Changelog changelog, ChangelogPlaces places) {
        return of(
                new DatabaseAddress(database.url(), Optional.empty(), Optional.empty()),
                line,
                changelog,
                places,
                sessions -> sessions,
                TIMEOUTS);
    }

    /** Engines that wait for so long. */
    public static Engines of(String url, LiquibaseLine line, String changelog, Server.Timeouts timeouts) {
        return of(url, line, changelog(changelog), Path.of("src", "test", "resources"), timeouts);
    }

    /** The same with a changelog that is looked for in this directory. */
    public static Engines of(
            String url, LiquibaseLine line, Changelog changelog, Path searchPath, Server.Timeouts timeouts) {
        DatabaseAddress address = new DatabaseAddress(url, Optional.empty(), Optional.empty());
        return of(address, line, changelog, ChangelogPlaces.of(List.of(searchPath)), sessions -> sessions, timeouts);
    }

    /** Engines of a process whose rows bear the id of an earlier run. */
    public static Engines goingOnWith(
            RunId run, TestDatabase database, LiquibaseLine line, Changelog changelog, Path searchPath) {
        DatabaseAddress address = new DatabaseAddress(database.url(), Optional.empty(), Optional.empty());
        return of(
                address,
                line,
                changelog,
                ChangelogPlaces.of(List.of(searchPath)),
                sessions -> sessions,
                TIMEOUTS,
                Optional.of(run));
    }

    private static Engines of(
            DatabaseAddress address,
            LiquibaseLine line,
            Changelog changelog,
            ChangelogPlaces places,
            UnaryOperator<TenantSessions> observed,
            Server.Timeouts timeouts) {
        return of(address, line, changelog, places, observed, timeouts, Optional.empty());
    }

    private static Engines of(
            DatabaseAddress address,
            LiquibaseLine line,
            Changelog changelog,
            ChangelogPlaces places,
            UnaryOperator<TenantSessions> observed,
            Server.Timeouts timeouts,
            Optional<RunId> goesOnWith) {
        RunId processId = RunId.startingAt(Instant.now());
        RunId runId = goesOnWith.orElse(processId);
        StopSignal stop = new StopSignal();
        Server server = Server.connect(address, processId, timeouts);
        TestDatabase.keepSpare(address.url(), server);
        PostgresSessions real = new PostgresSessions(server, List.of("public"), changelog.tables(), stop);
        TenantSessions sessions = observed.apply(real);
        EngineSettings settings = new EngineSettings(
                changelog,
                runId,
                places,
                line.pluginClassPath(),
                List.of(LiquibaseLine.testClasses()),
                sessions,
                MigrationListener.NONE,
                TenantSql.NONE);
        MigrationEngine.Factory factory = new KeptEngines(settings);
        SharedSchema untouched = new SharedSchema("public", factory, false, List.of(), List.of());
        TenantReplays replays = new PostgresReplays(server, real, changelog.tables(), runId, stop);
        return new Engines(
                changelog, runId, server, stop, sessions, factory, replays, settings, untouched, real.newSchemas());
    }

    /** These with SQL files around each tenant's migration, and one more place on the project's class path. */
    public Engines withHooks(TenantSql hooks, List<URL> more) {
        List<URL> classPath = Stream.concat(settings.projectClassPath().stream(), more.stream())
                .toList();
        EngineSettings hooked = settings(changelog, classPath, hooks);
        return new Engines(
                changelog, runId, server, stop, sessions, new KeptEngines(hooked), replays, hooked, shared, newSchemas);
    }

    /** These, but where a run gets its engines from. */
    public Engines with(MigrationEngine.Factory engines) {
        return new Engines(changelog, runId, server, stop, sessions, engines, replays, settings, shared, newSchemas);
    }

    /** These, but what sends planned statements. */
    public Engines with(TenantReplays other) {
        return new Engines(changelog, runId, server, stop, sessions, factory, other, settings, shared, newSchemas);
    }

    /** These with a shared changelog, unless it is empty, and SQL files before and after all. */
    public Engines withShared(Optional<String> file, List<SqlFile> beforeAll, List<SqlFile> afterAll) {
        Changelog ofShared = changelog.forSharedSchema(file.map(List::of).orElse(changelog.files()));
        EngineSettings settingsOfShared = settings(ofShared, settings.projectClassPath(), TenantSql.NONE);
        SharedSchema work =
                new SharedSchema("public", new KeptEngines(settingsOfShared), file.isPresent(), beforeAll, afterAll);
        return new Engines(changelog, runId, server, stop, sessions, factory, replays, settings, work, newSchemas);
    }

    /** These with jars as if under the plugin's dependencies, and with an empty project. */
    public Engines withPluginDependencies(List<URL> dependencies) {
        EngineSettings more = new EngineSettings(
                changelog,
                runId,
                settings.places(),
                Stream.concat(settings.pluginClassPath().stream(), dependencies.stream())
                        .toList(),
                List.of(),
                sessions,
                settings.listener(),
                settings.hooks());
        return new Engines(
                changelog, runId, server, stop, sessions, new KeptEngines(more), replays, more, shared, newSchemas);
    }

    /** These with somebody who hears what Liquibase says. */
    public Engines heardBy(MigrationListener listener) {
        EngineSettings heard = new EngineSettings(
                changelog,
                runId,
                settings.places(),
                settings.pluginClassPath(),
                settings.projectClassPath(),
                sessions,
                listener,
                settings.hooks());
        return new Engines(
                changelog, runId, server, stop, sessions, new KeptEngines(heard), replays, heard, shared, newSchemas);
    }

    private EngineSettings settings(Changelog applied, List<URL> projectClassPath, TenantSql hooks) {
        return new EngineSettings(
                applied,
                runId,
                settings.places(),
                settings.pluginClassPath(),
                projectClassPath,
                sessions,
                settings.listener(),
                hooks);
    }

    /** Migrates one tenant on an engine of its own. */
    public EngineResult migrate(String schema) {
        try (MigrationEngine engine = factory.open()) {
            return engine.migrate(tenant(schema));
        }
    }

    /** A changelog of one file and nothing else. */
    public static Changelog changelog(String file) {
        return new Changelog(List.of(file), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
    }

    /** A tenant without parameters of its own. */
    public static Tenant tenant(String schema) {
        return new Tenant("test", schema, schema, Map.of());
    }
}
