package io.github.pgmt.benchmark;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.IsolatedEngines;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.catalog.PostgresCatalog;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.replay.PostgresReplays;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.LiquibaseLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The run of {@code migrate-all}, with every option as the goal has it by default: tenants from the catalog, verified
 * afterwards. Maven, the console and the report files are left out.
 */
record PgmtCandidate(int parallel) implements Candidate {

    /** Why a changeset was not replayed: so many are told. */
    private static final int REASONS = 20;

    @Override
    public Replayed migrate(Target target) {
        List<TenantResult> results = run(
                target.server(),
                target.files(),
                target.theCase(),
                parallel,
                context -> new MigrationRun(context)
                        .migrate(TenantSelection.ALL, false)
                        .tenants());
        Outcome expected = target.theCase() == Case.CURRENT ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
        results.stream()
                .filter(result -> result.outcome() != expected)
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalStateException("Not " + expected + ": " + other);
                });
        return replayed(results);
    }

    static Replayed replayed(List<TenantResult> results) {
        List<TenantResult> others = results.stream()
                .sorted(Comparator.comparing(TenantResult::schema))
                .skip(1)
                .toList();
        return new Replayed(
                others.stream()
                        .mapToInt(result -> result.changeSets().applied().size())
                        .sum(),
                others.stream().mapToInt(result -> result.way().replayed()).sum(),
                others.stream()
                        .flatMap(result -> result.way().notReplayed().stream())
                        .map(reason -> reason.changeSet() + " " + reason.why())
                        .distinct()
                        .limit(REASONS)
                        .toList());
    }

    /** Runs something in what a goal's {@code FleetWiring} puts together. */
    static <T> T run(ServerUrl url, WorkFiles files, Case theCase, int threads, Function<RunContext, T> work) {
        return run(url, PgmtCandidate::catalog, files, theCase, threads, work);
    }

    static TenantSource catalog(Server server) {
        return new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
    }

    static Server server(ServerUrl url, RunId runId) {
        return Server.connect(
                new DatabaseAddress(url.text(), Optional.empty(), Optional.empty()),
                runId,
                new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO));
    }

    /** @param tenants where they are listed */
    static <T> T run(
            ServerUrl url,
            Function<Server, TenantSource> tenants,
            WorkFiles files,
            Case theCase,
            int threads,
            Function<RunContext, T> work) {
        RunId runId = RunId.startingAt(Instant.now());
        StopSignal stop = new StopSignal();
        MigrationListener listener = MigrationListener.NONE;
        Changelog changelog = new Changelog(
                List.of(theCase.changelog()), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        Server server = server(url, runId);
        PostgresSessions sessions = new PostgresSessions(server, List.of("public"), changelog.tables(), stop);
        EnginePool engines = new EnginePool(new IsolatedEngines(new EngineSettings(
                changelog,
                runId,
                ChangelogPlaces.of(List.of(files.directory())),
                LiquibaseLine.LIQUIBASE_4.pluginClassPath(),
                List.of(),
                sessions,
                listener,
                TenantSql.NONE)));
        PostgresReplays replays = new PostgresReplays(server, sessions, changelog.tables(), runId, stop);
        RunEnvironment environment = new RunEnvironment(
                server.display(),
                tenants.apply(server),
                new PostgresFleet(server, changelog.tables(), threads),
                new PostgresCatalog(server, threads),
                new PostgresConditions(server),
                engines,
                replays,
                changelog.tables(),
                List.of("public"),
                new SharedSchema("public", engines, false, List.of(), List.of()),
                sessions.newSchemas(),
                new PostgresRemoval(server, sessions, changelog.tables(), Optional.empty(), stop),
                "benchmark");
        RunOptions options = new RunOptions(
                threads,
                RunOptions.OnError.FAIL_AT_END,
                0,
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
        try (SpareConnection looks = server.keepSpare();
                engines;
                replays) {
            return work.apply(new RunContext(environment, options, runId, stop, listener));
        }
    }
}
