package io.github.pgmt.testing;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.command.TagRun;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.lifecycle.CreateTenantRun;
import io.github.pgmt.migration.lifecycle.DropRun;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.catalog.PostgresCatalog;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Whole runs over all tenants of a database, as {@code migrate-all} makes them. */
public final class Fleet {

    private Fleet() {}

    /** Creates so many empty tenants, {@code t01} and so on, and returns their schemas. */
    public static List<String> createTenants(TestDatabase database, int count) {
        List<String> schemas = schemas(count);
        schemas.forEach(schema -> database.execute("CREATE SCHEMA " + schema));
        return schemas;
    }

    /** The schemas of so many tenants: {@code t01} and so on. */
    public static List<String> schemas(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> String.format("t%02d", number))
                .toList();
    }

    /** Every option as the goal has it by default, on so many threads. */
    public static RunOptions options(int threads) {
        return new RunOptions(
                threads,
                RunOptions.OnError.FAIL_AT_END,
                0,
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
    }

    /**
     * The same for a run that makes what a test begins with, or of which something else is tried than the proof by catalog: what it
     * replays is taken for right where the histories say so. To read the catalog is half of what a small run costs.
     */
    public static RunOptions byHistory(int threads) {
        return options(threads).with(new Replaying(true, Optional.empty(), Way.Verified.HISTORY));
    }

    /** Migrates every tenant there is. */
    public static OperationResults migrateAll(Engines engines, RunOptions options) {
        return run(engines, options).migrate(TenantSelection.ALL, false);
    }

    /** The run of {@code migrate-all} with these engines, by catalog. */
    public static MigrationRun run(Engines engines, RunOptions options) {
        return run(engines, options, catalog(engines));
    }

    /** The run of {@code migrate-all} with these engines and tenants. */
    public static MigrationRun run(Engines engines, RunOptions options, TenantSource tenants) {
        return new MigrationRun(context(engines, options, tenants));
    }

    /** The run of {@code changelog-sync} on two threads, by catalog. */
    public static AdoptionRun adoption(Engines engines, Adoption adoption) {
        return adoption(engines, adoption, options(2), catalog(engines));
    }

    /** The run of {@code changelog-sync} with these tenants. */
    public static AdoptionRun adoption(Engines engines, Adoption adoption, RunOptions options, TenantSource tenants) {
        return new AdoptionRun(context(engines, options, tenants), adoption);
    }

    /** The run of {@code setup-tenant} and {@code setup-all-tenants} on two threads. */
    public static SetUpRun setUp(Engines engines, NewSchema newSchema, TenantSource tenants) {
        return setUp(engines, newSchema, tenants, options(2));
    }

    /** The same with these options. */
    public static SetUpRun setUp(Engines engines, NewSchema newSchema, TenantSource tenants, RunOptions options) {
        return new SetUpRun(context(engines, options, tenants), newSchema);
    }

    /** The run of {@code create-tenant}. */
    public static CreateTenantRun createTenant(
            Engines engines, NewSchema newSchema, TenantSource tenants, Map<String, String> attributes) {
        return new CreateTenantRun(context(engines, options(1), tenants), newSchema, attributes);
    }

    /** Tags every tenant there is, on two threads. */
    public static OperationResults tag(Engines engines, String tag) {
        return tag(engines, tag, options(2));
    }

    /** Tags every tenant there is. */
    public static OperationResults tag(Engines engines, String tag, RunOptions options) {
        return new TagRun(context(engines, options, catalog(engines)), tag).tag(TenantSelection.ALL);
    }

    /** The run of {@code rollback} on two threads, by catalog. */
    public static RollbackRun rollback(Engines engines, Rollback rollback) {
        return rollback(engines, rollback, options(2));
    }

    /** The run of {@code rollback}, by catalog. */
    public static RollbackRun rollback(Engines engines, Rollback rollback, RunOptions options) {
        return rollback(engines, rollback, options, catalog(engines));
    }

    /** The run of {@code rollback} with these tenants. */
    public static RollbackRun rollback(Engines engines, Rollback rollback, RunOptions options, TenantSource tenants) {
        return new RollbackRun(context(engines, options, tenants), rollback);
    }

    /** The status of every tenant there is. */
    public static List<TenantStatus> status(Engines engines) {
        return status(engines, catalog(engines), TenantSelection.ALL);
    }

    /** The status of these tenants, as the goal {@code status} finds it out. */
    public static List<TenantStatus> status(Engines engines, TenantSource tenants, TenantSelection selection) {
        return new StatusRun(context(engines, options(2), tenants)).look(selection);
    }

    /** The status of the shared schema. */
    public static Optional<TenantStatus> sharedStatus(Engines engines) {
        return new StatusRun(context(engines, options(1), catalog(engines)))
                .lookAtShared().stream().findFirst();
    }

    /** Every schema as a tenant. */
    public static TenantSource catalog(Engines engines) {
        return catalog(engines.server());
    }

    /** The same. */
    public static TenantSource catalog(Server server) {
        return new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
    }

    /** The run of {@code drop-tenant} with these engines, by catalog. */
    public static DropRun drop(Engines engines, RunOptions options) {
        return new DropRun(context(engines, options, catalog(engines)), false);
    }

    /** The run of {@code drop-tenant} that removes the tenant's row in this table too. */
    public static DropRun dropWithRow(Engines engines, TenantTable registry) {
        return new DropRun(registered(engines, registry), true);
    }

    /** What a run has, with the tenants by this table. */
    public static RunContext registered(Engines engines, TenantTable registry) {
        TenantSource tenants =
                new TableTenants(engines.server(), registry.table(), registry.schemaColumn(), Optional.empty());
        return context(engines, options(1), tenants, Optional.of(registry));
    }

    /** What a run has, with the tenants by catalog. */
    public static RunContext context(Engines engines, RunOptions options) {
        return context(engines, options, catalog(engines));
    }

    /** What was done in a tenant, however long it took. */
    public static TenantResult.ChangeSets untimed(TenantResult result) {
        return result.changeSets().took(Map.of());
    }

    /** Each tenant with how it was worked on and what confirmed it: {@code t01 REPLAY CATALOG}, a dash for nothing. */
    public static List<String> ways(List<TenantResult> results) {
        return results.stream()
                .map(result -> result.schema() + " "
                        + result.way().engine().map(Enum::name).orElse("-") + " "
                        + result.way().verified().map(Enum::name).orElse("-"))
                .toList();
    }

    /** What a run has, with these tenants. */
    public static RunContext context(Engines engines, RunOptions options, TenantSource tenants) {
        return context(engines, options, tenants, Optional.empty());
    }

    private static RunContext context(
            Engines engines, RunOptions options, TenantSource tenants, Optional<TenantTable> registry) {
        RunEnvironment environment = new RunEnvironment(
                Databases.only(engines.server().home(), ports(engines, tenants, registry)),
                engines.factory(),
                engines.changelog().tables(),
                List.of("public"),
                engines.shared(),
                "no-such-host");
        return new RunContext(environment, options, engines.runId(), engines.stop(), MigrationListener.NONE);
    }

    /** What is asked of the engines' database. */
    static RunPorts ports(Engines engines, TenantSource tenants, Optional<TenantTable> registry) {
        return new RunPorts(
                tenants,
                new PostgresFleet(engines.server(), engines.changelog().tables(), 4),
                new PostgresCatalog(engines.server(), 4),
                new PostgresConditions(engines.server()),
                engines.sessions(),
                engines.replays(),
                engines.newSchemas(),
                new PostgresRemoval(
                        engines.server(),
                        engines.sessions(),
                        engines.changelog().tables(),
                        registry,
                        engines.stop()));
    }
}
