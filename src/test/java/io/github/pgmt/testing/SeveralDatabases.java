package io.github.pgmt.testing;

import io.github.pgmt.liquibase.EngineSettings;
import io.github.pgmt.liquibase.KeptEngines;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedSessions;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.engine.MigrationEngine;
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
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.replay.PostgresReplays;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A run's context over several databases, as {@code databases} in the POM makes it; not one wire is another's. */
public final class SeveralDatabases {

    private final Map<DatabasePlace, RunPorts> reached = new LinkedHashMap<>();
    private final List<UnreachedDatabase> unreached = new ArrayList<>();
    private final RunId runId = RunId.startingAt(Instant.now());
    private final StopSignal stop = new StopSignal();
    private final Changelog changelog;
    private Optional<TenantTable> table = Optional.empty();
    private BiFunction<String, RunPorts, RunPorts> observed = (name, ports) -> ports;
    private List<SqlFile> beforeAll = List.of();
    private List<SqlFile> afterAll = List.of();
    private UnaryOperator<MigrationEngine.Factory> ofShared = engines -> engines;

    /** @param file under the tests' resources */
    public SeveralDatabases(String file) {
        this.changelog = Engines.changelog(file);
    }

    /** Each database that is added lists its tenants in this table, and not by its catalog. */
    public SeveralDatabases listing(TenantTable registry) {
        table = Optional.of(registry);
        return this;
    }

    /** What is asked of databases that are added is seen through by a test, which is told their names. */
    public SeveralDatabases seenThrough(BiFunction<String, RunPorts, RunPorts> by) {
        observed = by;
        return this;
    }

    /**
     * SQL files before and after all tenants of each database.
     *
     * @param engines those of the shared schema, seen through by a test
     */
    public SeveralDatabases around(
            List<SqlFile> before, List<SqlFile> after, UnaryOperator<MigrationEngine.Factory> engines) {
        beforeAll = before;
        afterAll = after;
        ofShared = engines;
        return this;
    }

    /** Adds a database that answers. */
    public SeveralDatabases with(String name, String url, String server, int majorVersion, int threads) {
        DatabaseAddress address = new DatabaseAddress(name, url, Optional.empty(), Optional.empty());
        Server connected = Server.connect(
                address, runId, new Server.Timeouts(Duration.ofMinutes(2), Duration.ZERO).withConnectRetries(0));
        PostgresSessions real = new PostgresSessions(connected, List.of("public"), changelog.tables(), stop);
        TenantSource tenants = table.<TenantSource>map(registry ->
                        new TableTenants(connected, registry.table(), registry.schemaColumn(), Optional.empty()))
                .orElseGet(() -> Fleet.catalog(connected));
        RunPorts ports = new RunPorts(
                tenants,
                new PostgresFleet(connected, changelog.tables(), 4),
                new PostgresCatalog(connected, 4),
                new PostgresConditions(connected),
                real,
                new PostgresReplays(connected, real, changelog.tables(), runId, stop),
                real.newSchemas(),
                new PostgresRemoval(connected, real, changelog.tables(), table, stop));
        reached.put(new DatabasePlace(connected.home(), server, majorVersion, threads), observed.apply(name, ports));
        return this;
    }

    /** Adds a database that did not answer. */
    public SeveralDatabases without(UnreachedDatabase database) {
        unreached.add(database);
        return this;
    }

    /** All tenants of these databases. */
    public TenantSelection all() {
        return TenantSelection.ALL.in(databases().names());
    }

    private Databases<RunPorts> databases() {
        return new Databases<>(reached, unreached);
    }

    /** What a run over them has. */
    public RunContext context(RunOptions options) {
        return context(options, Optional.empty(), MigrationListener.NONE, engines -> engines);
    }

    /**
     * The same.
     *
     * @param shared a changelog for the shared schema of each
     * @param engines seen through by a test
     */
    public RunContext context(
            RunOptions options,
            Optional<String> shared,
            MigrationListener listener,
            UnaryOperator<MigrationEngine.Factory> engines) {
        EngineSettings settings = settings(changelog);
        Changelog ofShared = changelog.forSharedSchema(shared.map(List::of).orElse(changelog.files()));
        RunEnvironment environment = new RunEnvironment(
                databases(),
                engines.apply(new KeptEngines(settings)),
                changelog.tables(),
                List.of("public"),
                new SharedSchema(
                        "public",
                        this.ofShared.apply(new KeptEngines(settings(ofShared))),
                        shared.isPresent(),
                        beforeAll,
                        afterAll),
                "no-such-host");
        return new RunContext(environment, options, runId, stop, listener, all());
    }

    private EngineSettings settings(Changelog applied) {
        LiquibaseLine line = LiquibaseLine.values()[0];
        return new EngineSettings(
                applied,
                runId,
                ChangelogPlaces.of(List.of(Path.of("src", "test", "resources"))),
                line.pluginClassPath(),
                List.of(LiquibaseLine.testClasses()),
                new RoutedSessions(databases().with(RunPorts::sessions)),
                MigrationListener.NONE,
                TenantSql.NONE);
    }
}
