package io.github.pgmt.benchmark;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.IsolatedEngines;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedSessions;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.catalog.PostgresCatalog;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.replay.PostgresReplays;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.LiquibaseLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A run over one database, or over several of one server that are listed by their names. */
final class PgmtRun {

    private final Function<Server, TenantSource> tenants;
    private final WorkFiles files;
    private final int threads;
    private final RunId runId = RunId.startingAt(Instant.now());
    private final StopSignal stop = new StopSignal();
    private final Changelog changelog;
    private final List<String> names;
    private final Map<DatabasePlace, RunPorts> ports = new LinkedHashMap<>();
    private final List<SpareConnection> looks = new ArrayList<>();

    /** @param tenants where a database's tenants are listed */
    PgmtRun(List<ServerUrl> urls, Function<Server, TenantSource> tenants, WorkFiles files, Case theCase, int threads) {
        this.tenants = tenants;
        this.files = files;
        this.threads = threads;
        this.changelog = new Changelog(
                List.of(theCase.changelog()), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        this.names = urls.size() == 1
                ? List.of()
                : urls.stream().map(ServerUrl::database).toList();
        urls.forEach(this::connect);
    }

    private void connect(ServerUrl url) {
        Server server = PgmtCandidate.server(names.isEmpty() ? "" : url.database(), url, runId);
        looks.add(server.keepSpare());
        PostgresSessions own = new PostgresSessions(server, List.of("public"), changelog.tables(), stop);
        DatabasePlace place = names.isEmpty()
                ? DatabasePlace.only(server.home())
                : new DatabasePlace(server.home(), url.host() + ":" + url.port(), 0, threads);
        ports.put(
                place,
                new RunPorts(
                        tenants.apply(server),
                        new PostgresFleet(server, changelog.tables(), threads),
                        new PostgresCatalog(server, threads),
                        new PostgresConditions(server),
                        own,
                        new PostgresReplays(server, own, changelog.tables(), runId, stop),
                        own.newSchemas(),
                        new PostgresRemoval(server, own, changelog.tables(), Optional.empty(), stop)));
    }

    /** What such a run selects to have every tenant. */
    TenantSelection all() {
        return TenantSelection.ALL.in(databases().names());
    }

    private Databases<RunPorts> databases() {
        return new Databases<>(ports, List.of());
    }

    <T> T run(Function<RunContext, T> work) {
        RunOptions options = new RunOptions(
                threads,
                RunOptions.OnError.FAIL_AT_END,
                0,
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
        try (EnginePool engines = new EnginePool(new IsolatedEngines(settings()))) {
            RunEnvironment environment = new RunEnvironment(
                    databases(),
                    engines,
                    changelog.tables(),
                    List.of("public"),
                    new SharedSchema("public", engines, false, List.of(), List.of()),
                    "benchmark");
            return work.apply(new RunContext(environment, options, runId, stop, MigrationListener.NONE));
        } finally {
            ports.values().forEach(each -> each.replays().close());
            looks.forEach(SpareConnection::close);
        }
    }

    private EngineSettings settings() {
        return new EngineSettings(
                changelog,
                runId,
                ChangelogPlaces.of(List.of(files.directory())),
                LiquibaseLine.LIQUIBASE_4.pluginClassPath(),
                List.of(),
                databases().routed(RunPorts::sessions, RoutedSessions::new),
                MigrationListener.NONE,
                TenantSql.NONE);
    }
}
