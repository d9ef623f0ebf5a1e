package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.CuttableProxy;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LockTable;
import io.github.pgmt.testing.SeveralDatabases;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** One run over three databases on two servers of different versions, of which two have a tenant of the same name. */
class SeveralDatabasesTest {

    private static final String CHANGELOG = "changelogs/shop/plain.sql";
    private static final String AT_THE_GATE = "wait_event_type = 'Lock'";
    private static final String NEW = "new:5432";
    private static final String OLD = "old:5432";

    private final TestDatabase one = new TestDatabase();
    private final TestDatabase two = new TestDatabase();
    private final TestDatabase old = new TestDatabase(TestServer.of(EmbeddedVersion.POSTGRESQL_14));

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
                .with("us", old.url(), OLD, 14, threads);
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

    /**
     * All but the pilots wait in their changesets until the test lets them go on, so that whoever is let in is there at the same time.
     * What the server sees counts, whether Liquibase works or a plan is replayed.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noDatabaseHasMoreSessionsThanItsThreadsMayHaveAndNoneHoldsUpAnother(boolean replayed) throws SQLException {
        List.of(one, old)
                .forEach(
                        database -> database.execute(
                                "CREATE SCHEMA t1",
                                "CREATE SCHEMA t2",
                                "CREATE SCHEMA t3",
                                "CREATE SCHEMA t4",
                                "CREATE TABLE public.gate AS SELECT nspname::text AS tenant, false AS passed FROM pg_namespace"));
        SeveralDatabases databases = new SeveralDatabases("changelogs/shop/gated.sql")
                .with("eu1", one.url(), NEW, 18, 2)
                .with("us", old.url(), OLD, 14, 2);
        RunContext context = databases.context(Fleet.options(6).with(replayed ? Replaying.DEFAULT : Replaying.OFF));
        InBackground<OperationResults> run;
        try (Connection ofOne = gateOf(one);
                Connection ofOld = gateOf(old)) {
            run = InBackground.begin(
                    "several-databases", () -> new MigrationRun(context).migrate(databases.all(), false));

            Eventually.until(
                    "two tenants of each are at work, and two workers have nothing to do",
                    () -> sessions(one, AT_THE_GATE) == 2 && sessions(old, AT_THE_GATE) == 2 && idleWorkers() == 2);

            int most = 2 * 2 + 2;
            assertThat(sessions(one, "true")).isBetween(2, most);
            assertThat(sessions(old, "true")).isBetween(2, most);
        }
        List<TenantResult> tenants = run.get().tenants();
        assertThat(tenants).hasSize(14).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(Fleet.ways(tenants))
                .filteredOn(way -> way.contains(" REPLAY "))
                .hasSize(replayed ? 12 : 0);
    }

    /** Holds what each tenant but the pilot has to write; until it is closed. */
    private static Connection gateOf(TestDatabase database) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("SELECT FROM public.gate WHERE tenant <> 'acme' FOR UPDATE");
        return connection;
    }

    private static int sessions(TestDatabase database, String condition) {
        return Integer.parseInt(
                database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                                + "AND application_name LIKE 'pgmt/%' AND " + condition)
                        .get(0));
    }

    /** Who waits for a tenant that he may begin with. */
    private static long idleWorkers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("pgmt-worker"))
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith(".WorkQueue")))
                .count();
    }

    /** A look that asked one database after the other would wait at the first for the second. */
    @Test
    void allDatabasesAreLookedIntoAtOnce() {
        Map<String, CyclicBarrier> meetings = new ConcurrentHashMap<>();
        SeveralDatabases databases = new SeveralDatabases(CHANGELOG)
                .seenThrough((name, ports) -> ports.listing(meeting(TenantSource.class, ports.tenants(), meetings))
                        .reading(meeting(FleetDatabase.class, ports.fleet(), meetings)))
                .with("eu1", one.url(), NEW, 18, 2)
                .with("us", old.url(), OLD, 14, 2);

        List<TenantStatus> status = new StatusRun(databases.context(Fleet.options(2))).look(databases.all());

        assertThat(status).hasSize(6).extracting(TenantStatus::state).containsOnly(TenantStatus.State.PENDING);
        assertThat(meetings.keySet()).contains("list", "histories", "untrustedCode");
    }

    /** Goes on only when the same is asked of another database. */
    private static <P> P meeting(Class<P> port, P real, Map<String, CyclicBarrier> meetings) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    if (method.getReturnType() != TenantOrigin.class) {
                        meetings.computeIfAbsent(method.getName(), first -> new CyclicBarrier(2))
                                .await(2, TimeUnit.MINUTES);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What of a database's shared work nobody foresaw ends the run, but not without the end of what had begun. */
    @Test
    void whatBeginsInADatabaseIsEndedThereWhateverComesToAnother() {
        List.of(one, two, old).forEach(database -> database.execute("CREATE TABLE public.told (what text)"));
        SqlFile before = SqlFiles.of("beforeAllSql", "before.sql", "INSERT INTO public.told VALUES ('begun');");
        SqlFile after = SqlFiles.of("afterAllSql", "after.sql", "INSERT INTO public.told VALUES ('ended');");
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger failing = new AtomicInteger();
        SeveralDatabases databases = all(2);
        databases.around(List.of(before), List.of(after), engines -> () -> {
            if (opened.incrementAndGet() == failing.get()) {
                throw new IllegalStateException("Nobody foresaw this.");
            }
            return engines.open();
        });

        // An engine each before the tenants, and one each after them.
        failing.set(3);
        assertThatThrownBy(() -> new MigrationRun(databases.context(Fleet.options(2))).migrate(databases.all(), false))
                .hasMessageContaining("Nobody foresaw this.");
        assertThat(one.query("SELECT what FROM public.told")).containsExactly("begun", "ended");
        assertThat(two.query("SELECT what FROM public.told")).containsExactly("begun", "ended");
        assertThat(old.query("SELECT what FROM public.told")).isEmpty();

        opened.set(0);
        failing.set(4);
        OperationResults results =
                new MigrationRun(databases.context(Fleet.options(2))).migrate(databases.all(), false);
        assertThat(results.error().orElseThrow())
                .startsWith("eu1: afterAllSql could not be run.")
                .contains("Nobody foresaw this.", "What was done to the tenants before stays.")
                .doesNotContain("us");
        assertThat(one.query("SELECT what FROM public.told")).containsExactly("begun", "ended", "begun");
        assertThat(old.query("SELECT what FROM public.told")).containsExactly("begun", "ended");
    }

    @Test
    void anInterruptIsToldOnceOfEachDatabaseWhoseFilesItKeepsFromRunning() {
        SqlFile after = SqlFiles.of("afterAllSql", "after.sql", "SELECT 1;");
        SeveralDatabases databases = all(2).around(List.of(), List.of(after), engines -> engines);
        List<String> warnings = new CopyOnWriteArrayList<>();
        AtomicReference<StopSignal> stop = new AtomicReference<>();
        RunContext context = databases.context(
                Fleet.options(1),
                Optional.empty(),
                event -> {
                    if (event instanceof RunEvent.TenantFinished) {
                        stop.get().request();
                    } else if (event instanceof RunEvent.Warned warned) {
                        warnings.add(warned.message());
                    }
                },
                engines -> engines);
        stop.set(context.stop());

        new MigrationRun(context).migrate(databases.all(), false);

        String interrupted = "The run was interrupted before afterAllSql after.sql was run.";
        assertThat(warnings)
                .filteredOn(warning -> warning.contains(interrupted))
                .hasSize(3)
                .allMatch(warning -> warning.matches("(eu1|eu2|us): .*"));
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
                .with("us", old.url().replace(":" + port + "/", ":" + wire.port() + "/"), OLD, 14, 2);
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

    private static RunOptions oneByOne(int maxFailures) {
        return new RunOptions(
                1,
                RunOptions.OnError.FAIL_AT_END,
                maxFailures,
                0,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
    }

    /** Two in two databases stop the third, which is in another. */
    @Test
    void failuresAreCountedOverAllDatabases() {
        List.of(one, two, old).forEach(database -> database.execute("CREATE SCHEMA raises_22012"));
        SeveralDatabases databases = new SeveralDatabases("changelogs/trouble/raises.sql")
                .with("eu1", one.url(), NEW, 18, 2)
                .with("eu2", two.url(), NEW, 18, 2)
                .with("us", old.url(), OLD, 14, 2);
        TenantSelection raising = new TenantSelection(List.of("raises_22012"), List.of(), List.of(), List.of())
                .in(databases.all().databases());

        List<TenantResult> stopped = new MigrationRun(
                        databases.context(oneByOne(0).withMaxCohortFailures(2)))
                .migrate(raising, false)
                .tenants();

        assertThat(stopped)
                .extracting(TenantResult::displayName, TenantResult::outcome)
                .containsExactly(
                        tuple("eu1/raises_22012", Outcome.FAILED),
                        tuple("eu2/raises_22012", Outcome.FAILED),
                        tuple("us/raises_22012", Outcome.SKIPPED));
        assertThat(stopped.get(2).reason().orElseThrow())
                .startsWith("The others of the cohort are not tried: 2 of 2 failed alike at ")
                .contains("raises.sql::raises::test (SQLSTATE 22012)");
        assertThat(old.query("SELECT to_regclass('raises_22012.customer') IS NULL"))
                .containsExactly("t");

        List<TenantResult> limited = new MigrationRun(
                        databases.context(oneByOne(2).withMaxCohortFailures(0)))
                .migrate(raising, false)
                .tenants();

        assertThat(limited)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.SKIPPED);
    }

    /** What one server lacks stops the tenants of its two databases, and none of another server's. */
    @Test
    void aServerInTroubleStopsItsOwnTenantsAlone() throws SQLException {
        try (Connection holder = one.connect()) {
            AtomicBoolean full = new AtomicBoolean();
            List<String> warnings = new CopyOnWriteArrayList<>();
            MigrationListener listener = event -> {
                if (event instanceof RunEvent.TenantFinished finished
                        && finished.result().id().database().equals("eu1")
                        && !full.getAndSet(true)) {
                    LockTable.fill(holder);
                } else if (event instanceof RunEvent.Warned warned) {
                    warnings.add(warned.message());
                    LockTable.empty(holder);
                }
            };
            SeveralDatabases databases = all(1);
            RunContext context = databases.context(oneByOne(0), Optional.empty(), listener, engines -> engines);

            List<TenantResult> tenants =
                    new MigrationRun(context).migrate(databases.all(), false).tenants();

            assertThat(tenants)
                    .extracting(TenantResult::displayName, TenantResult::outcome)
                    .containsExactly(
                            tuple("eu1/acme", Outcome.MIGRATED),
                            tuple("eu1/beta", Outcome.SKIPPED),
                            tuple("eu1/gamma", Outcome.SKIPPED),
                            tuple("eu2/delta", Outcome.FAILED),
                            tuple("eu2/epsilon", Outcome.SKIPPED),
                            tuple("eu2/zeta", Outcome.SKIPPED),
                            tuple("us/acme", Outcome.MIGRATED),
                            tuple("us/beta", Outcome.MIGRATED),
                            tuple("us/gamma", Outcome.MIGRATED));
            assertThat(tenants)
                    .filteredOn(tenant -> tenant.outcome() == Outcome.SKIPPED)
                    .allSatisfy(tenant -> assertThat(tenant.reason().orElseThrow())
                            .contains("SQLSTATE 53200")
                            .endsWith("No further tenant of the server " + NEW + " is started."));
            assertThat(warnings).hasSize(1);
        }
    }
}
