package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SmallDisk;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TroubledRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends, or whose disk is full, ends no tenant's migration but those that were begun. */
class ServerInTroubleTest {

    private static final Server.Timeouts TIMEOUTS = new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO);

    @TempDir
    Path directory;

    private EmbeddedHome home;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        home = new EmbeddedHome().withData();
        server = home.open();
    }

    @AfterEach
    void stop() throws Exception {
        home.endAll();
    }

    @Test
    void aServerThatStopsStartsNoFurtherTenantAndWhatWasDoneIsTold() {
        Fleet.createTenants(TestDatabase.at(server.url()), 4);
        TroubledRun run = new TroubledRun(this::stopServer, () -> {});

        List<TenantResult> results =
                run.migrate(engines(server.url(), "first.sql", TIMEOUTS.withConnectRetries(0)), false, 0);

        Failure unconfirmed = results.get(0).failure().orElseThrow();
        assertThat(unconfirmed.kind()).isEqualTo(Failure.Kind.CONNECTION);
        assertThat(unconfirmed.message()).contains("It seems to be done (MIGRATED)", "pgmt:status");
        assertThat(results.get(0).changeSets().applied()).hasSize(1);
        assertThat(results.get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CONNECTION);
        assertThat(run.tried()).containsExactly("t01", "t02");
        assertSkipped(results.subList(2, 4), "SQLSTATE 08001");
    }

    @Test
    void aFullDiskStartsNoFurtherTenant() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(directory, 40)) {
            TestDatabase maintenance = TestDatabase.at(server.url());
            Path place = disk.directoryOfOwnerOf(
                    Path.of(maintenance.query("SHOW data_directory").get(0)));
            maintenance.execute(
                    "CREATE TABLESPACE small LOCATION '" + place + "'", "CREATE DATABASE cramped TABLESPACE small");
            String url = server.url().replaceFirst("/[^/?]+([?].*)?$", "/cramped$1");
            Fleet.createTenants(TestDatabase.at(url), 4);
            TroubledRun run = new TroubledRun(() -> disk.fillUpTo(512 * 1024), disk::empty);

            List<TenantResult> results = run.migrate(engines(url, "fills.sql", TIMEOUTS), false, 0);

            maintenance.execute("DROP DATABASE cramped WITH (FORCE)", "DROP TABLESPACE small");
            assertThat(results.get(0).outcome()).isEqualTo(Outcome.MIGRATED);
            assertThat(results.get(1).failure().orElseThrow().sqlState()).contains("53100");
            assertSkipped(results.subList(2, 4), "SQLSTATE 53100");
        }
    }

    private static void assertSkipped(List<TenantResult> results, String words) {
        assertThat(results).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.reason().orElseThrow()).contains("The server itself is in trouble", words);
        });
    }

    private void stopServer() {
        try {
            home.close(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Engines engines(String url, String changelog, Server.Timeouts timeouts) {
        return Engines.of(url, LiquibaseLine.LIQUIBASE_4, "changelogs/trouble/" + changelog, timeouts);
    }
}
