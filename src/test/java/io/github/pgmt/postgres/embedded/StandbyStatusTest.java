package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.ListRun;
import io.github.pgmt.migration.MigrationListener;
import io.github.pgmt.migration.TenantEntry;
import io.github.pgmt.migration.TenantStatus;
import io.github.pgmt.migration.TenantStatus.State;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status of tenants, and a list of them, can be asked of a hot standby, which nobody can write to. */
class StandbyStatusTest {

    private static final String SHOP = "changelogs/shop/master.yaml";

    private EmbeddedHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
    }

    @Test
    void aStandbyTellsHowItsTenantsAre() throws Exception {
        EmbeddedServer primary = home.open();
        TestDatabase written = TestDatabase.at(primary.url());
        written.execute("CREATE SCHEMA behind", "CREATE SCHEMA fresh");
        try (OwnLiquibase liquibase = new OwnLiquibase(LiquibaseLine.LIQUIBASE_4)) {
            liquibase.updateCount(OwnLiquibase.Update.of(written, "behind", SHOP), 4);
        }
        home.close(primary);
        Files.createFile(home.data().resolve("standby.signal"));
        TestDatabase standby = TestDatabase.at(home.open().url());
        assertThat(standby.query("SELECT pg_is_in_recovery()")).containsExactly("t");

        for (LiquibaseLine line : LiquibaseLine.values()) {
            assertThat(Fleet.status(Engines.of(standby, line, SHOP)))
                    .extracting(
                            TenantStatus::schema,
                            TenantStatus::state,
                            tenant -> tenant.changeSets().pending().size())
                    .containsExactly(tuple("behind", State.PENDING, 11), tuple("fresh", State.PENDING, 15));
        }
        assertThat(list(Engines.of(standby, LiquibaseLine.LIQUIBASE_4, SHOP)))
                .extracting(TenantEntry::schema, TenantEntry::applied)
                .containsExactly(tuple("behind", 4), tuple("fresh", 0));
    }

    private static List<TenantEntry> list(Engines engines) {
        PostgresFleet fleet = new PostgresFleet(engines.server(), HistoryTables.DEFAULT);
        TenantSource catalog = Fleet.catalog(engines);
        return new ListRun(catalog, catalog, fleet, new MigrationListener() {})
                .list(TenantSelection.ALL, "standby")
                .tenants();
    }
}
