package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants that create an extension do so one at a time, and none is tried again for it. */
class ExtensionTurnTest {

    private static final String SLOW = "changelogs/extensions/slow.sql";
    private static final String TAKE = "SELECT pg_advisory_lock(hashtextextended('pgmt/extensions', 0))";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void severalWorkersDoNotMeetInTheCatalog(LiquibaseLine line) {
        Fleet.createTenants(database, 4);

        assertMigrated(migrate(Engines.of(database, line, SLOW), Duration.ofMinutes(1)));
        Eventually.untilNoAdvisoryLock(database);
    }

    @Test
    void norDoNewTenants() {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, SLOW);
        TenantSelection two = new TenantSelection(List.of("acme", "beta"), List.of(), List.of(), List.of());

        OperationResults results =
                new SetUpRun(Fleet.context(engines, options(Duration.ofMinutes(1))), NewSchema.PLAIN).setUp(two, false);

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.CREATED);
    }

    @Test
    void norDoHooks() {
        Fleet.createTenants(database, 4);
        SqlFile hook = SqlFiles.of(
                "beforeTenantSql",
                "hook.sql",
                "SELECT pg_sleep(0.4); CREATE EXTENSION IF NOT EXISTS cube SCHEMA public;");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/extensions/replayed.sql")
                .withHooks(new TenantSql(List.of(hook), List.of()), List.of());

        assertMigrated(migrate(engines, Duration.ofMinutes(1)));
    }

    @Test
    void oneThatFindsItsExtensionNeedsNoTurn() throws SQLException {
        Fleet.createTenants(database, 2);
        database.execute("CREATE EXTENSION hstore SCHEMA public", "CREATE EXTENSION citext SCHEMA public");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute(TAKE);
            assertMigrated(migrate(Engines.of(database, LiquibaseLine.LIQUIBASE_4, SLOW), Duration.ZERO));
        }
    }

    @Test
    void aTurnThatIsNotToBeHadIsATenantsFailure() throws SQLException {
        Fleet.createTenants(database, 1);
        Engines engines = Engines.of(
                database.url(),
                LiquibaseLine.LIQUIBASE_4,
                SLOW,
                new Server.Timeouts(Duration.ofMillis(200), Duration.ZERO));
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute(TAKE);
            Failure failure = migrate(engines, Duration.ofMillis(300))
                    .tenants()
                    .get(0)
                    .failure()
                    .orElseThrow();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
            assertThat(failure.obstacle()).contains(Obstacle.of(Obstacle.Kind.BUSY));
            assertThat(failure.message()).contains("Another session creates an extension");
            // Else it is held until the server has ended the session.
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
        assertMigrated(migrate(engines, Duration.ZERO));
    }

    /** With a transaction it would have a snapshot, for which a CREATE INDEX CONCURRENTLY of whoever has the turn waits. */
    @Test
    void whoWaitsForItsTurnHasNoTransactionAndHearsThatTheRunStops() throws SQLException {
        Fleet.createTenants(database, 1);
        Engines engines = Engines.of(
                database.url(),
                LiquibaseLine.LIQUIBASE_4,
                SLOW,
                new Server.Timeouts(Duration.ofMinutes(5), Duration.ZERO));
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute(TAKE);
            CompletableFuture<OperationResults> run =
                    CompletableFuture.supplyAsync(() -> migrate(engines, Duration.ofMinutes(5)));
            Eventually.until(
                    "the tenant waits for its turn",
                    () -> !database.query("SELECT pid FROM pg_stat_activity WHERE query LIKE '%pgmt/extensions%' "
                                    + "AND application_name LIKE 'pgmt/%' AND state = 'idle'")
                            .isEmpty());
            engines.stop().request();

            assertThat(run.orTimeout(2, TimeUnit.MINUTES).join().tenants())
                    .extracting(TenantResult::failure)
                    .allMatch(Optional::isPresent);
        }
    }

    private static OperationResults migrate(Engines engines, Duration lockWait) {
        return new MigrationRun(Fleet.context(engines, options(lockWait))).migrate(TenantSelection.ALL, false);
    }

    /** Every tenant through Liquibase, and none tried again for what it meets. */
    private static RunOptions options(Duration lockWait) {
        return Fleet.options(4).with(Replaying.OFF).with(new Retrying(lockWait, 0, 0));
    }

    private static void assertMigrated(OperationResults results) {
        assertThat(results.tenants())
                .as(results.tenants().toString())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }
}
