package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.CuttableProxy;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of connections, each changeset runs once in each tenant, and a run comes to its end. */
class LostConnectionTest {

    private static final int TENANTS = 8;
    private static final Server.Timeouts TIMEOUTS =
            new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(3), 8);

    private static EmbeddedHome home;
    private static EmbeddedServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws Exception {
        home = new EmbeddedHome().withData();
        server = home.open();
        database = TestDatabase.at(server.url());
    }

    @BeforeEach
    void createTenants() {
        Fleet.createTenants(database, TENANTS);
        database.execute("CREATE TABLE public.log (tenant text, step int)");
    }

    @AfterEach
    void dropTenants() {
        Fleet.schemas(TENANTS).forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
        database.execute("DROP TABLE public.log", "DROP ROLE IF EXISTS poor");
    }

    @AfterAll
    static void stop() throws Exception {
        home.endAll();
    }

    static Stream<Boolean> replays() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void sessionsThatAnAdministratorEndsAreMadeAgain(boolean replay) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger ended = new AtomicInteger();
        Thread administrator = new Thread(() -> {
            while (!over.get() && ended.get() < 8) {
                ended.addAndGet(database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                + "WHERE application_name ~ '^pgmt/.*/(t[0-9]+|replay)$' ORDER BY random() LIMIT 1")
                        .size());
                LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
            }
        });
        administrator.start();

        List<TenantResult> results = migrate(server.url(), replay, MigrationListener.NONE);

        over.set(true);
        assertThat(ended.get()).isPositive();
        requireDone(results);
    }

    @Test
    void aServerThatRestartsIsWaitedFor() {
        AtomicInteger finished = new AtomicInteger();
        MigrationListener restarting = MigrationListener.of(RunEvent.TenantFinished.class, event -> {
            if (finished.incrementAndGet() == 3) {
                restart();
            }
        });

        List<TenantResult> results = migrate(server.url(), false, restarting);

        requireDone(results);
        assertThat(results).anyMatch(result -> result.way().waiting().tries() > 1);
    }

    /** The server ends all sessions, recovers, and goes on, when one of its processes is killed. */
    private void restart() {
        // One that has just ended is no process any more.
        Eventually.until(
                "a process is killed",
                () -> database.query("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'pgmt/%'").stream()
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                        .anyMatch(ProcessHandle::destroyForcibly));
    }

    @Test
    void aNetworkThatPassesNothingHoldsARunUpOnlyForAWhile() throws Exception {
        URI address = URI.create(server.url().substring("jdbc:".length()));
        try (CuttableProxy proxy = new CuttableProxy(address.getPort())) {
            AtomicInteger finished = new AtomicInteger();
            MigrationListener cutting = event -> {
                if (event instanceof RunEvent.TenantFinished && finished.incrementAndGet() == 3) {
                    proxy.cut();
                } else if (event instanceof RunEvent.TenantIsTriedAgain) {
                    proxy.mend();
                }
            };
            String detour = server.url().replace(":" + address.getPort(), ":" + proxy.port());

            List<TenantResult> results = migrate(detour, false, cutting);

            requireDone(results);
            assertThat(results).anyMatch(result -> result.way().waiting().tries() > 1);
        }
    }

    @Test
    void connectionsThatOthersHaveAreWaitedFor() throws SQLException {
        database.execute(
                "CREATE ROLE poor LOGIN PASSWORD 'poor' CONNECTION LIMIT 10", "GRANT ALL ON public.log TO poor");
        Fleet.schemas(TENANTS).forEach(schema -> database.execute("ALTER SCHEMA " + schema + " OWNER TO poor"));
        String url = database.with("user=poor&password=poor").url();
        List<Connection> others = new ArrayList<>();
        for (int other = 0; other < 6; other++) {
            others.add(DriverManager.getConnection(url));
        }

        requireDone(migrate(url, false, MigrationListener.NONE));

        for (Connection other : others) {
            other.close();
        }
    }

    private List<TenantResult> migrate(String url, boolean replay, MigrationListener listener) {
        Engines engines = Engines.of(url, LiquibaseLine.LIQUIBASE_4, "changelogs/lost/changelog.sql", TIMEOUTS);
        RunOptions options = Fleet.options(4)
                .with(replay ? Replaying.DEFAULT : Replaying.OFF)
                .with(new Retrying(Duration.ofMinutes(1), 3, 10));
        RunContext context = Fleet.context(engines, options);
        RunContext watched = new RunContext(context.environment(), options, context.runId(), context.stop(), listener);
        return new MigrationRun(watched).migrate(TenantSelection.ALL, false).tenants();
    }

    private void requireDone(List<TenantResult> results) {
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.failure().map(Failure::message)).isEmpty())
                .hasSize(TENANTS)
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
        assertThat(database.query("SELECT count(*) FROM public.log")).containsExactly(TENANTS * 5 + "");
        assertThat(database.query("SELECT count(DISTINCT (tenant, step)) FROM public.log"))
                .containsExactly(TENANTS * 5 + "");
    }
}
