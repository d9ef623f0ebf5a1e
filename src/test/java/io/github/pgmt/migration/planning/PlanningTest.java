package io.github.pgmt.migration.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while a tenant is planned is the same failure whatever goal it is planned for, and nothing is begun there. */
class PlanningTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path files;

    private TenantSource tenants;

    @BeforeEach
    void aSecondTenantWhoseChangelogDoesNotParse() throws IOException {
        Files.writeString(files.resolve("plans.yaml"), "databaseChangeLog:\n  - include: {file: \"${plan}.sql\"}\n");
        Files.writeString(
                files.resolve("free.sql"),
                "--liquibase formatted sql\n--changeset test:one\nCREATE TABLE one (id int);\n");
        tenants = new QueryTenants(
                engines().server(),
                "SELECT * FROM (VALUES ('t01', 'free'), ('t02', NULL)) AS tenant (schema, plan)",
                Optional.empty());
    }

    @Test
    void aNewTenantIsLeftAsItIs() {
        Fleet.createTenants(database, 2);
        TenantResult planned = second(Fleet.run(engines(), Fleet.options(2), tenants)
                .migrate(TenantSelection.ALL, true)
                .tenants());

        TenantResult migrated = second(Fleet.run(engines(), Fleet.options(2), tenants)
                .migrate(TenantSelection.ALL, false)
                .tenants());

        assertThat(message(planned)).contains("The parameter \"plan\" has no value in the tenant \"t02\"");
        assertThat(message(migrated)).isEqualTo(message(planned));
        TenantStatus status =
                Fleet.status(engines(), tenants, TenantSelection.ALL).get(1);
        assertThat(status.problem()).contains(message(planned));
        assertThat(objects("t01")).contains("one", "databasechangelog");
        assertThat(objects("t02")).isEmpty();
    }

    @Test
    void aNewTenantIsLeftAsItIsAlsoWhereHooksRunInEveryTenant() {
        Fleet.createTenants(database, 2);
        SqlFile hook = SqlFiles.of("beforeTenantSql", "hook.sql", "CREATE TABLE IF NOT EXISTS hooked (id int)");
        Engines hooked = engines().withHooks(new TenantSql(List.of(hook), List.of()), List.of());

        TenantResult migrated = second(Fleet.run(hooked, Fleet.options(2), tenants)
                .migrate(TenantSelection.ALL, false)
                .tenants());

        assertThat(message(migrated)).contains("The parameter \"plan\" has no value");
        assertThat(objects("t01")).contains("hooked");
        assertThat(objects("t02")).isEmpty();
    }

    @Test
    void noSchemaIsMadeForIt() {
        TenantResult planned = second(Fleet.setUp(engines(), NewSchema.PLAIN, tenants)
                .setUp(TenantSelection.ALL, true)
                .tenants());

        TenantResult made = second(Fleet.setUp(engines(), NewSchema.PLAIN, tenants)
                .setUp(TenantSelection.ALL, false)
                .tenants());

        assertThat(message(made)).isEqualTo(message(planned));
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t0'"))
                .containsExactly("t01");
    }

    /** For another tenant it would have to be parsed again, and the file is gone. */
    @Test
    void theTenantForWhichTheChangelogWasReadIsPlannedBeforeAnotherIsBegun() throws IOException {
        Files.writeString(files.resolve("plans.yaml"), "databaseChangeLog:\n  - include: {file: free.sql}\n");
        List<Tenant> alike =
                Fleet.createTenants(database, 6).stream().map(Engines::tenant).toList();
        Map<Tenant, TenantHistory> histories = alike.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        tenant -> TenantHistory.without(tenant.schema(), TenantHistory.State.EMPTY)));
        AtomicInteger workers = new AtomicInteger();
        List<Integer> workersAtPlan = new ArrayList<>();
        try (EnginePool pool = new EnginePool(engines().factory())) {
            MigrationEngine.Factory noting = () -> {
                workers.incrementAndGet();
                return noting(pool.open(), () -> workersAtPlan.add(moreThanOneSoon(workers)));
            };
            RunContext context = Fleet.context(engines().with(noting), Fleet.options(4));
            try (MigrationEngine looking = pool.open()) {
                looking.read(alike.get(0));
            }
            Files.delete(files.resolve("plans.yaml"));

            MigrationPlans plans =
                    MigrationPlans.ahead(context, HowFar.WHOLE, alike, histories, tenant -> Optional.empty());

            assertThat(alike).allMatch(tenant -> plans.feasible(tenant).isPresent());
            assertThat(workersAtPlan).containsExactly(1);
        }
    }

    /** Gives others the time to begin, if they do. */
    private static int moreThanOneSoon(AtomicInteger workers) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (workers.get() == 1 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return workers.get();
    }

    private static MigrationEngine noting(MigrationEngine engine, Runnable planned) {
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(),
                new Class<?>[] {MigrationEngine.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("plan")) {
                            planned.run();
                        }
                    }
                });
    }

    private static TenantResult second(List<TenantResult> results) {
        assertThat(results).extracting(TenantResult::outcome).last().isEqualTo(Outcome.FAILED);
        return results.get(1);
    }

    private static String message(TenantResult result) {
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        return failure.message();
    }

    private List<String> objects(String schema) {
        return database.query("SELECT relname FROM pg_class WHERE relnamespace = '" + schema + "'::regnamespace");
    }

    private Engines engines() {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, Engines.changelog("plans.yaml"), files);
    }
}
