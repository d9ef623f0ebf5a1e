package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.CuttableProxy;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.SeveralDatabases;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/** One run over three databases on two servers of different versions, of which two have a tenant of the same name. */
class SeveralDatabasesTest {

    private static final String CHANGELOG = "changelogs/shop/plain.sql";
    private static final String NEW = "new:5432";
    private static final String OLD = "old:5432";

    private final TestDatabase one = new TestDatabase();
    private final TestDatabase two = new TestDatabase();
    private final TestDatabase old = new TestDatabase(TestServer.of(EmbeddedVersion.POSTGRESQL_15));

    @BeforeEach
    void createTenants() {
        List.of("acme", "beta", "gamma").forEach(tenant -> {
            one.execute("CREATE SCHEMA " + tenant);
            old.execute("CREATE SCHEMA " + tenant);
        });
        List.of("delta", "epsilon", "zeta").forEach(tenant -> two.execute("CREATE SCHEMA " + tenant));
    }

    @AfterEach
    void close() {
        List.of(one, two, old).forEach(TestDatabase::close);
    }

    private SeveralDatabases all(int threads) {
        return new SeveralDatabases(CHANGELOG)
                .with("eu1", one.url(), NEW, 18, threads)
                .with("eu2", two.url(), NEW, 18, threads)
                .with("us", old.url(), OLD, 15, threads);
    }

    @Test
    void everyTenantOfEachIsMigratedByAPilotInItsDatabaseAndAPlanForItsVersion() {
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        SeveralDatabases databases = all(2);
        RunContext context = databases.context(
                Fleet.options(3), Optional.empty(), MigrationListener.NONE, engines -> counting(engines, asked));

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(results.tenants())
                .extracting(TenantResult::displayName, TenantResult::outcome)
                .containsExactly(
                        tuple("eu1/acme", Outcome.MIGRATED),
                        tuple("eu1/beta", Outcome.MIGRATED),
                        tuple("eu1/gamma", Outcome.MIGRATED),
                        tuple("eu2/delta", Outcome.MIGRATED),
                        tuple("eu2/epsilon", Outcome.MIGRATED),
                        tuple("eu2/zeta", Outcome.MIGRATED),
                        tuple("us/acme", Outcome.MIGRATED),
                        tuple("us/beta", Outcome.MIGRATED),
                        tuple("us/gamma", Outcome.MIGRATED));
        assertThat(Fleet.ways(results.tenants()))
                .filteredOn(way -> way.endsWith("LIQUIBASE HISTORY"))
                .as("a pilot a database")
                .hasSize(3);
        assertThat(Fleet.ways(results.tenants()))
                .filteredOn(way -> way.endsWith("REPLAY CATALOG"))
                .hasSize(6);
        assertThat(asked.get("read")).hasValue(1);
        assertThat(asked.get("plan")).as("one for each version").hasValue(2);
        assertThat(two.query("SELECT made_in FROM zeta.sql_1")).containsExactly("zeta");
        assertThat(old.query("SELECT made_in FROM acme.sql_1")).containsExactly("acme");
        assertThat(results.error()).isEmpty();
    }

    /** Also counts how often each method is asked. */
    private static MigrationEngine.Factory counting(MigrationEngine.Factory engines, Map<String, AtomicInteger> asked) {
        return () -> {
            MigrationEngine real = engines.open();
            return (MigrationEngine) Proxy.newProxyInstance(
                    MigrationEngine.class.getClassLoader(),
                    new Class<?>[] {MigrationEngine.class},
                    (proxy, method, arguments) -> {
                        asked.computeIfAbsent(method.getName(), first -> new AtomicInteger())
                                .incrementAndGet();
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    @Test
    void noDatabaseHasMoreTenantsAtWorkThanItMayAndNoneHoldsUpAnother() {
        Map<Database, AtomicInteger> atWork = new ConcurrentHashMap<>();
        Map<Database, Integer> most = new HashMap<>();
        SeveralDatabases databases = all(1);
        RunContext context =
                databases.context(Fleet.options(6), Optional.empty(), MigrationListener.NONE, engines -> () -> {
                    MigrationEngine real = engines.open();
                    return (MigrationEngine) Proxy.newProxyInstance(
                            MigrationEngine.class.getClassLoader(),
                            new Class<?>[] {MigrationEngine.class},
                            (proxy, method, arguments) -> {
                                boolean counts = method.getName().equals("migrate");
                                Database home = counts ? ((Tenant) arguments[0]).home() : null;
                                if (counts) {
                                    int now = atWork.computeIfAbsent(home, first -> new AtomicInteger())
                                            .incrementAndGet();
                                    synchronized (most) {
                                        most.merge(home, now, Math::max);
                                    }
                                }
                                try {
                                    return method.invoke(real, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                } finally {
                                    if (counts) {
                                        atWork.get(home).decrementAndGet();
                                    }
                                }
                            });
                });

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(most).hasSize(3);
        assertThat(most.values()).containsOnly(1);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsOneFailureAndTheOthersAreMigrated() {
        Database gone = new Database("eu3", "jdbc:postgresql://gone/app");
        SeveralDatabases databases = all(2).without(new UnreachedDatabase(
                gone, Failure.of(Failure.Kind.CONNECTION, "Cannot connect to it."), List.of()));

        OperationResults results =
                new MigrationRun(databases.context(Fleet.options(2))).migrate(databases.all(), false);

        assertThat(results.tenants()).hasSize(10);
        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.outcome() == Outcome.FAILED)
                .extracting(
                        TenantResult::displayName,
                        tenant -> tenant.failure().orElseThrow().kind())
                .containsExactly(tuple("eu3", Failure.Kind.CONNECTION));
        List<TenantStatus> status = new StatusRun(databases.context(Fleet.options(2))).look(databases.all());
        assertThat(status)
                .extracting(TenantStatus::displayName, TenantStatus::state)
                .contains(
                        tuple("eu1/acme", TenantStatus.State.UP_TO_DATE),
                        tuple("us/acme", TenantStatus.State.UP_TO_DATE),
                        tuple("eu3", TenantStatus.State.UNREACHABLE))
                .hasSize(10);
    }

    @Test
    void aServerThatStopsWhenItHadAnsweredFailsItsTenantsAlone() throws IOException {
        int port = Integer.parseInt(Driver.parseURL(old.url(), new Properties()).getProperty("PGPORT"));
        CuttableProxy wire = new CuttableProxy(port);
        SeveralDatabases databases = new SeveralDatabases(CHANGELOG)
                .with("eu1", one.url(), NEW, 18, 2)
                .with("eu2", two.url(), NEW, 18, 2)
                .with("us", old.url().replace(":" + port + "/", ":" + wire.port() + "/"), OLD, 15, 2);
        wire.close();

        OperationResults results =
                new MigrationRun(databases.context(Fleet.options(2))).migrate(databases.all(), false);

        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.id().database().equals("us"))
                .extracting(TenantResult::displayName, TenantResult::outcome)
                .containsExactly(tuple("us", Outcome.FAILED));
        assertThat(results.tenants())
                .filteredOn(tenant -> !tenant.id().database().equals("us"))
                .hasSize(6)
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    @Test
    void aSharedChangelogThatFailsInOneDatabaseSkipsItsTenantsAlone() {
        two.execute("CREATE TABLE public.sql_2 (in_the_way int)");
        SeveralDatabases databases = all(2);
        RunContext context =
                databases.context(Fleet.options(2), Optional.of(CHANGELOG), MigrationListener.NONE, engines -> engines);

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.id().database().equals("eu2"))
                .hasSize(3)
                .allSatisfy(tenant -> {
                    assertThat(tenant.outcome()).isEqualTo(Outcome.SKIPPED);
                    assertThat(tenant.reason().orElseThrow()).contains("shared changelog failed", "sql_2");
                });
        assertThat(results.tenants())
                .filteredOn(tenant -> !tenant.id().database().equals("eu2"))
                .hasSize(6)
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
        assertThat(results.error().orElseThrow()).startsWith("eu2: ").doesNotContain("eu1");
        assertThat(results.shared())
                .extracting(TenantResult::displayName, TenantResult::outcome)
                .containsExactly(
                        tuple("eu1/public", Outcome.MIGRATED),
                        tuple("eu2/public", Outcome.FAILED),
                        tuple("us/public", Outcome.MIGRATED));
        assertThat(two.query("SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                        + "WHERE relname = 'sql_1' AND nspname <> 'public'"))
                .isEmpty();
    }
}
