package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/** A primary and its streaming standby: what one reads on the one, and writes on the other. */
class StandbyOfPrimaryTest {

    private static final String SHOP = "changelogs/shop/master.yaml";

    private EmbeddedHome primaryHome;
    private EmbeddedHome standbyHome;

    @BeforeEach
    void makeHomes() throws Exception {
        primaryHome = new EmbeddedHome().withData();
        standbyHome = new EmbeddedHome("embedded standby");
    }

    @AfterEach
    void stopEverything() throws Exception {
        standbyHome.endAll();
        primaryHome.endAll();
    }

    @Test
    void theStandbyTellsTheStatusAndTheUrlWithBothFindsThePrimary() throws Exception {
        primaryHome.close(primaryHome.open());
        KeptData.copy(primaryHome.data(), standbyHome.data());
        TestDatabase primary = TestDatabase.at(primaryHome.open().url());
        follow(primary);
        TestDatabase standby = TestDatabase.at(standbyHome.open().url());
        primary.execute("CREATE SCHEMA acme");
        Eventually.until(
                "the standby has the tenant",
                () -> !standby.query("SELECT nspname FROM pg_namespace WHERE nspname = 'acme'")
                        .isEmpty());

        Engines onStandby = Engines.of(standby, LiquibaseLine.LIQUIBASE_4, SHOP);
        assertThat(Fleet.status(onStandby)).extracting(TenantStatus::state).containsExactly(State.PENDING);
        assertThat(catchThrowableOfType(RunRefusedException.class, () -> Fleet.migrateAll(onStandby, Fleet.options(1))))
                .hasMessageStartingWith("The server is a hot standby")
                .hasMessageContaining("targetServerType=primary");

        TestDatabase both =
                TestDatabase.at(primary.url().replace("localhost:", "localhost:" + port(standby) + ",localhost:")
                        + "&targetServerType=primary");
        assertThat(Fleet.migrateAll(Engines.of(both, LiquibaseLine.LIQUIBASE_4, SHOP), Fleet.options(1))
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED);
        Eventually.until(
                "the standby has what was migrated",
                () -> Fleet.status(onStandby).stream().allMatch(tenant -> tenant.state() == State.UP_TO_DATE));
    }

    private void follow(TestDatabase primary) throws IOException {
        Files.createFile(standbyHome.data().resolve("standby.signal"));
        Files.writeString(
                standbyHome.data().resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + port(primary) + " user=postgres passfile=''"
                        + new PasswordFile(standbyHome.data()).path().toString().replace('\\', '/') + "'''\n",
                StandardOpenOption.APPEND);
    }

    private static String port(TestDatabase server) {
        return Driver.parseURL(server.url(), new Properties()).getProperty("PGPORT");
    }
}
