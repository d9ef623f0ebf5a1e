package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status of tenants, and a list of them, can be asked of a hot standby, which nobody can write to. */
class StandbyStatusTest {

    private static final String SHOP = "changelogs/shop/master.yaml";

    private EmbeddedHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome().withData();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
    }

    @Test
    void aStandbyTellsHowItsTenantsAre() throws Exception {
        TestDatabase standby = standbyOf(written -> {
            written.execute("CREATE SCHEMA behind", "CREATE SCHEMA fresh");
            try (OwnLiquibase liquibase = new OwnLiquibase(LiquibaseLine.LIQUIBASE_4)) {
                liquibase.updateCount(OwnLiquibase.Update.of(written, "behind", SHOP), 4);
            }
        });

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

    @Test
    void whatWouldChangeTheTenantsOfAStandbyIsRefusedAndDryRunsAreNot() throws Exception {
        TestDatabase standby = standbyOf(written -> written.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta"));
        Engines engines = Engines.of(standby, LiquibaseLine.LIQUIBASE_4, SHOP);

        assertThat(refusal(() -> Fleet.migrateAll(engines, Fleet.options(2))))
                .isEqualTo("The server is a hot standby, which nobody can write to (pg_is_in_recovery() is true). "
                        + "Connect to the primary; where -Dpgmt.url names several hosts, add targetServerType=primary to "
                        + "it. status and list-tenants work on a standby. Nothing was changed.");
        assertThat(refusal(() -> Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                        .setUp(TenantSelection.ALL, false)))
                .contains("hot standby");
        assertThat(refusal(() -> Fleet.tag(engines, "v1"))).contains("hot standby");
        assertThat(refusal(() -> Fleet.rollback(engines, new Rollback(new RollbackTarget.Count(1), false))
                        .rollBack(TenantSelection.ALL, false)))
                .contains("hot standby");
        assertThat(refusal(() -> Fleet.adoption(engines, new Adoption(Optional.empty(), true))
                        .adopt(TenantSelection.ALL, false)))
                .contains("hot standby");
        assertThat(refusal(() -> Fleet.drop(engines, Fleet.options(1)).drop(TenantSelection.ALL, false)))
                .contains("hot standby");

        assertThat(Fleet.run(engines, Fleet.options(2))
                        .migrate(TenantSelection.ALL, true)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.PLANNED);
    }

    private static String refusal(ThrowingCallable run) {
        return catchThrowableOfType(RunRefusedException.class, run).getMessage();
    }

    /** What was written before, in a server that nobody can write to any more. */
    private TestDatabase standbyOf(Writing writing) throws Exception {
        EmbeddedServer primary = home.open();
        writing.to(TestDatabase.at(primary.url()));
        home.close(primary);
        Files.createFile(home.data().resolve("standby.signal"));
        TestDatabase standby = TestDatabase.at(home.open().url());
        assertThat(standby.query("SELECT pg_is_in_recovery()")).containsExactly("t");
        return standby;
    }

    private interface Writing {

        void to(TestDatabase primary) throws Exception;
    }

    private static List<TenantEntry> list(Engines engines) {
        PostgresFleet fleet = new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 4);
        TenantSource catalog = Fleet.catalog(engines);
        return new ListRun(catalog, catalog, fleet, MigrationListener.NONE)
                .list(TenantSelection.ALL)
                .tenants();
    }
}
