package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.drift.DriftRun;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.fleet.FleetRuns;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.inspection.HistoryRun;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.PostgresRuns;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.CuttableProxy;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.SeveralDatabases;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.Driver;

/**
 * A server that stops between two looks of a goal that only looks, whichever these are: what the other database has is told as if
 * nothing were, and of its own somebody is told.
 */
class LostBetweenLooksTest {

    private static final String CHANGELOG = "changelogs/shop/plain.sql";
    private static final TenantTable REGISTRY = new TenantTable("public.tenant", "schema");

    @RegisterExtension
    static final TestDatabase PREPARED = TestDatabase.ofClass();

    @RegisterExtension
    static final TestDatabase PREPARED_OLD = TestDatabase.ofClass(TestServer.of(EmbeddedVersion.POSTGRESQL_14));

    private final TestDatabase one = new TestDatabase(PREPARED);
    private final TestDatabase old = new TestDatabase(PREPARED_OLD);
    private final List<String> warnings = new ArrayList<>();

    /** In each two tenants, and a schema with a history that the registry does not have. */
    @BeforeAll
    static void createTenants() {
        List.of(PREPARED, PREPARED_OLD)
                .forEach(database -> database.execute(
                        "CREATE SCHEMA acme",
                        "CREATE SCHEMA beta",
                        "CREATE SCHEMA stray",
                        "CREATE TABLE public.tenant (schema text PRIMARY KEY)"));
        SeveralDatabases databases = new SeveralDatabases(CHANGELOG)
                .with("eu", PREPARED.url(), "new", 18, 2)
                .with("us", PREPARED_OLD.url(), "old", 14, 2);
        new MigrationRun(databases.context(Fleet.byHistory(2))).migrate(databases.all(), false);
        List.of(PREPARED, PREPARED_OLD)
                .forEach(database -> database.execute("INSERT INTO public.tenant VALUES ('acme'), ('beta')"));
    }

    @AfterEach
    void close() {
        List.of(one, old).forEach(TestDatabase::close);
    }

    /** The second database, whose server stops before the look of this number. */
    private final class Losing implements AutoCloseable {

        private final CuttableProxy wire;
        private final int before;
        private final List<String> names = new ArrayList<>();
        private int looks;

        Losing(int before) throws IOException {
            int port = Integer.parseInt(
                    Driver.parseURL(old.url(), new Properties()).getProperty("PGPORT"));
            this.wire = new CuttableProxy(port);
            this.before = before;
        }

        String url() {
            String port = Driver.parseURL(old.url(), new Properties()).getProperty("PGPORT");
            return old.url().replace(":" + port + "/", ":" + wire.port() + "/");
        }

        private synchronized void look(String name) throws IOException {
            names.add(name);
            if (++looks == before) {
                wire.close();
            }
        }

        <P> P of(Class<P> port, P real) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                        if (!Set.of("origin", "description", "sharedSchemas").contains(method.getName())) {
                            look(method.getName());
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        /** Whether there were as many looks. */
        boolean isLost() {
            return looks >= before;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    /** A goal that only looks. */
    private interface Look {

        /** Looks, holds what is told of {@code eu} and returns whether it is told that {@code us} was lost. */
        boolean tellsOfLost(Looked looked);
    }

    /** What a goal works with. */
    private record Looked(Databases<Server> servers, Losing losing, MigrationListener listener) {

        TenantSelection all() {
            return TenantSelection.ALL.in(servers.names());
        }

        <P> Databases<P> ports(Class<P> port, Function<Server, P> made) {
            return servers.at((place, server) ->
                    server.home().name().equals("us") ? losing.of(port, made.apply(server)) : made.apply(server));
        }

        TenantSource tenants() {
            return new RoutedTenants(ports(
                    TenantSource.class,
                    server -> new TableTenants(server, REGISTRY.table(), REGISTRY.schemaColumn(), Optional.empty())));
        }

        TenantSource catalog() {
            return new RoutedTenants(ports(TenantSource.class, Fleet::catalog));
        }

        FleetDatabase fleet() {
            return new RoutedFleet(
                    ports(FleetDatabase.class, server -> new PostgresFleet(server, HistoryTables.DEFAULT, 2)));
        }
    }

    private void whicheverLook(Look goal) throws IOException {
        int losses = 0;
        boolean lost = true;
        while (lost) {
            warnings.clear();
            try (Losing losing = new Losing(losses + 1)) {
                boolean told = goal.tellsOfLost(new Looked(servers(losing), losing, warned()));
                lost = losing.isLost();
                assertThat(told || warnings.stream().anyMatch(warning -> warning.startsWith("us: ")))
                        .as("told when us is lost before look %s of %s", losses + 1, losing.names)
                        .isEqualTo(lost);
                losses += lost ? 1 : 0;
            }
        }
        assertThat(losses).isGreaterThan(1);
    }

    private MigrationListener warned() {
        return new MigrationListener() {
            @Override
            public void hear(RunEvent event) {
                if (event instanceof RunEvent.Warned warned) {
                    warnings.add(warned.message());
                }
            }
        };
    }

    private Databases<Server> servers(Losing losing) {
        Map<DatabasePlace, Server> servers = new LinkedHashMap<>();
        Map.of("eu", one.url(), "us", losing.url()).forEach((name, url) -> {
            Server server = Server.connect(
                    new DatabaseAddress(name, url, Optional.empty(), Optional.empty()),
                    RunId.startingAt(Instant.now()),
                    new Server.Timeouts(Duration.ZERO, Duration.ZERO).withConnectRetries(0));
            servers.put(new DatabasePlace(server.home(), name, 18, 2), server);
        });
        return new Databases<>(servers, List.of());
    }

    @Test
    void whoListsTenants() throws IOException {
        whicheverLook(looked -> {
            ListReport report = new ListRun(looked.tenants(), looked.catalog(), looked.fleet(), looked.listener())
                    .list(looked.all());
            assertThat(report.tenants())
                    .filteredOn(tenant -> tenant.id().database().equals("eu"))
                    .hasSize(2)
                    .allMatch(tenant -> tenant.state() == TenantHistory.State.MANAGED);
            assertThat(report.leftOut())
                    .extracting(tenant -> tenant.id().displayName())
                    .contains("eu/stray");
            return report.tenants().stream()
                    .anyMatch(tenant ->
                            tenant.id().database().equals("us") && tenant.state() != TenantHistory.State.MANAGED);
        });
    }

    @Test
    void theDoctor() throws IOException {
        one.execute("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'nobody', lockgranted = now()");
        whicheverLook(looked -> {
            LiquibaseLocks locks = new RoutedLocks(looked.ports(
                    LiquibaseLocks.class, server -> new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host")));
            FleetExamination examination = new RoutedExamination(looked.ports(
                    FleetExamination.class, server -> new PostgresExamination(server, Examinations.FLEET)));
            List<Finding> findings = new DoctorRun(
                            looked.tenants(), looked.catalog(), looked.fleet(), locks, examination)
                    .examine(looked.all(), 4, true)
                    .findings();
            assertThat(findings)
                    .anySatisfy(finding -> {
                        assertThat(finding.check()).isEqualTo("registry");
                        assertThat(finding.tenants()).contains("eu/stray");
                    })
                    .anySatisfy(finding -> {
                        assertThat(finding.check()).isEqualTo("locks");
                        assertThat(finding.tenants()).contains("eu/acme");
                    });
            return findings.stream()
                    .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR
                            && finding.check().equals("database")
                            && finding.message().startsWith("us: "));
        });
    }

    @Test
    void whoComparesTenants() throws IOException {
        whicheverLook(looked -> {
            FleetDrift drift = new RoutedDrift(looked.ports(
                    FleetDrift.class,
                    server -> new PostgresDrift(server, HistoryTables.DEFAULT, 2, Set.of(), List.of())));
            DriftReport report = new DriftRun(
                            looked.tenants(), looked.fleet(), drift, RunId.startingAt(Instant.now()), looked.listener())
                    .report(looked.all(), DriftReference.MAJORITY, false);
            assertThat(report.tenants())
                    .filteredOn(tenant -> tenant.id().database().equals("eu"))
                    .hasSize(2)
                    .allMatch(tenant -> tenant.state() == TenantDrift.State.ALIKE);
            return report.tenants().stream()
                    .anyMatch(tenant ->
                            tenant.id().database().equals("us") && tenant.state() == TenantDrift.State.UNREADABLE);
        });
    }

    @Test
    void whoTellsTheRuns() throws IOException {
        whicheverLook(looked -> {
            FleetRuns runs = new RoutedRuns(looked.ports(
                    FleetRuns.class, server -> new PostgresRuns(server, HistoryTables.DEFAULT, HistoryLimit.DEFAULT)));
            HistoryReport report =
                    new HistoryRun(looked.tenants(), runs, looked.listener()).look(looked.all(), Optional.empty());
            assertThat(report.tenants())
                    .filteredOn(tenant -> tenant.id().database().equals("eu"))
                    .hasSize(2)
                    .allMatch(tenant -> tenant.state() == TenantHistory.State.MANAGED);
            return report.tenants().stream()
                    .anyMatch(tenant ->
                            tenant.id().database().equals("us") && tenant.state() != TenantHistory.State.MANAGED);
        });
    }

    /** Also the shared schema of a database that is lost is told of as one that nobody has seen. */
    @Test
    void theStatus() throws IOException {
        whicheverLook(looked -> {
            BiFunction<String, RunPorts, RunPorts> by = (name, ports) -> name.equals("us")
                    ? ports.listing(looked.losing().of(TenantSource.class, ports.tenants()))
                            .reading(looked.losing().of(FleetDatabase.class, ports.fleet()))
                    : ports;
            SeveralDatabases databases = new SeveralDatabases(CHANGELOG)
                    .listing(REGISTRY)
                    .seenThrough(by)
                    .with("eu", one.url(), "new", 18, 2)
                    .with("us", looked.losing().url(), "old", 14, 2);
            StatusReport report = new StatusRun(databases.context(
                            Fleet.byHistory(2), Optional.of(CHANGELOG), looked.listener(), engines -> engines))
                    .report(databases.all(), false);
            assertThat(report.tenants())
                    .filteredOn(tenant -> tenant.id().database().equals("eu"))
                    .hasSize(2)
                    .allMatch(tenant -> tenant.state() == TenantStatus.State.UP_TO_DATE);
            assertThat(report.shared()).hasSize(2);
            return report.tenants().stream()
                            .anyMatch(tenant -> tenant.id().database().equals("us")
                                    && tenant.state() != TenantStatus.State.UP_TO_DATE)
                    || report.shared().stream().anyMatch(shared -> shared.state() == TenantStatus.State.UNREACHABLE);
        });
    }
}
