package io.github.pgmt.testing;

import io.github.pgmt.migration.MigrationListener;
import io.github.pgmt.migration.MigrationRun;
import io.github.pgmt.migration.RunOptions;
import io.github.pgmt.postgres.CatalogTenants;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Whole runs over all tenants of a database, as {@code migrate-all} makes them. */
public final class Fleet {

    private Fleet() {}

    /** Creates so many empty tenants, {@code t01} and so on, and returns their schemas. */
    public static List<String> createTenants(TestDatabase database, int count) {
        List<String> schemas = IntStream.rangeClosed(1, count)
                .mapToObj(number -> String.format("t%02d", number))
                .toList();
        schemas.forEach(schema -> database.execute("CREATE SCHEMA " + schema));
        return schemas;
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

    /** Migrates every tenant there is. */
    public static MigrationRun.Results migrateAll(Engines engines, RunOptions options) {
        return run(engines, options).migrate(TenantSelection.ALL, false);
    }

    /** The run of {@code migrate-all} with these engines, by catalog. */
    public static MigrationRun run(Engines engines, RunOptions options) {
        TenantSource catalog = new CatalogTenants(
                engines.server(), new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
        return run(engines, options, catalog);
    }

    /** The run of {@code migrate-all} with these engines and tenants. */
    public static MigrationRun run(Engines engines, RunOptions options, TenantSource tenants) {
        return new MigrationRun(
                new MigrationRun.Environment(
                        "test",
                        tenants,
                        new PostgresFleet(engines.server(), engines.changelog().tables()),
                        engines.factory(),
                        engines.changelog().tables(),
                        List.of("public"),
                        "no-such-host"),
                options,
                engines.runId(),
                engines.stop(),
                MigrationListener.all(List.of()));
    }
}
