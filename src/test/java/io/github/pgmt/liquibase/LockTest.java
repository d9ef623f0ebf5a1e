package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.Gate;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may work on a tenant when: pgmt, another run of pgmt, and the application's own Liquibase. */
class LockTest {

    private static final String SLOW = "changelogs/engine/slow.yaml";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenant() {
        database.execute("CREATE SCHEMA acme");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void anApplicationThatStartsInTheMiddleWaitsAndRunsNothingTwice(LiquibaseLine line) {
        try (Gate gate = Gate.shut(database)) {
            CompletableFuture<EngineResult> ours = CompletableFuture.supplyAsync(
                    () -> Engines.of(database, line, SLOW).migrate("acme"));
            gate.awaitSomebody();
            assertThat(database.query("SELECT locked FROM acme.databasechangeloglock"))
                    .as("the row is held, not set")
                    .containsExactly("f");

            CompletableFuture<List<String>> ranByTheApplication = CompletableFuture.supplyAsync(
                    () -> OwnLiquibase.migrate(line, OwnLiquibase.Update.of(database, "acme", SLOW)));
            Eventually.untilWaiting(database, "query ILIKE '%databasechangeloglock%'");
            gate.open();

            assertThat(ours.join().failure()).isEmpty();
            assertThat(ours.join().changeSets().applied()).hasSize(3);
            assertThat(ranByTheApplication.join()).isEmpty();
        }
        assertThat(database.query("SELECT id FROM acme.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("first", "slow", "last");
    }

    @Test
    void aRowThatSomebodyElseHasSetIsReportedWithHolderAndAge() {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml");
        engines.migrate("acme");
        database.execute("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'app-7 (10.1.2.3)', "
                + "lockgranted = localtimestamp - interval '3 minutes'");

        Failure failure = engines.migrate("acme").failure().orElseThrow();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failure.message()).contains("app-7 (10.1.2.3)").contains("3 minutes");
        assertThat(database.query("SELECT locked FROM acme.databasechangeloglock"))
                .as("a lock of somebody else is never cleared")
                .containsExactly("t");
    }

    @Test
    void aSessionThatHoldsTheRowWithoutSettingItIsNamed() throws SQLException {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml");
        engines.migrate("acme");
        try (Connection application = database.connect();
                Statement statement = application.createStatement()) {
            statement.execute("SET application_name = 'shop 7'");
            application.setAutoCommit(false);
            statement.execute("SELECT id FROM acme.databasechangeloglock FOR UPDATE");

            Failure failure = engines.migrate("acme").failure().orElseThrow();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(failure.message()).contains("lock row: shop 7 (server process ");
        }
    }

    @Test
    void aTenantThatSomebodyHoldsIsTriedAgainWhileTheOthersGoOn() {
        List<String> others = Fleet.createTenants(database, 3);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml");
        engines.migrate("acme");
        database.execute(
                "UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()",
                "DELETE FROM acme.databasechangelog WHERE id = 's5'",
                "DROP TABLE acme.sql_5");

        CompletableFuture<OperationResults> run =
                CompletableFuture.supplyAsync(() -> Fleet.migrateAll(engines, Fleet.options(1)));
        Eventually.until("the other tenants are done", () -> others.stream().allMatch(this::isMigrated));
        database.execute("UPDATE acme.databasechangeloglock SET locked = false, lockedby = null, lockgranted = null");

        assertThat(run.join().tenants())
                .hasSize(4)
                .allSatisfy(tenant -> assertThat(tenant.outcome()).isEqualTo(Outcome.MIGRATED));
        assertThat(isMigrated("acme")).isTrue();
    }

    private boolean isMigrated(String schema) {
        return database.query("SELECT 1 FROM information_schema.tables WHERE table_schema = '" + schema
                                + "' AND table_name = 'sql_5'")
                        .size()
                == 1;
    }

    @Test
    void aRunThatMeetsALiveSessionOfAnotherRunWaitsForIt() {
        Engines second = Engines.of(database, LiquibaseLine.LIQUIBASE_4, SLOW);
        try (Gate gate = Gate.shut(database)) {
            CompletableFuture<EngineResult> first = CompletableFuture.supplyAsync(
                    () -> Engines.of(database, LiquibaseLine.LIQUIBASE_4, SLOW).migrate("acme"));
            gate.awaitSomebody();

            Failure held;
            try (MigrationEngine engine = second.factory().open()) {
                held = engine.migrate(Engines.tenant("acme")).failure().orElseThrow();
            }
            assertThat(held.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(held.message()).contains("Another run of pgmt works on the tenant: pgmt/r", ", user ");

            OperationResults results = whileWaiting(second, gate);
            assertThat(first.join().changeSets().applied()).hasSize(3);
            assertThat(results.tenants())
                    .singleElement()
                    .satisfies(tenant -> assertThat(tenant.outcome()).isEqualTo(Outcome.UP_TO_DATE));
        }
    }

    /** A run that finds its tenant held, and free once it waits. */
    private static OperationResults whileWaiting(Engines engines, Gate gate) {
        MigrationListener opening = MigrationListener.of(RunEvent.TenantWaits.class, event -> gate.open());
        RunContext context = Fleet.context(engines, Fleet.options(1));
        return new MigrationRun(new RunContext(
                        context.environment(), context.options(), context.runId(), context.stop(), opening))
                .migrate(TenantSelection.ALL, false);
    }
}
