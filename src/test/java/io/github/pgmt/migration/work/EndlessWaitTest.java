package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A changeset that builds an index CONCURRENTLY has no {@code lock_timeout}, and waits for every snapshot in the database that is
 * older. The time limit is for waits that would have no end.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndlessWaitTest {

    private static final Tenant TENANT = Engines.tenant("t01");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final Queue<RunEvent.AtWork> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong now = new AtomicLong();
    private Engines engines;

    @BeforeEach
    void begin() throws IOException {
        Fleet.createTenants(database, 2);
        Files.writeString(directory.resolve("changes.sql"), """
                --liquibase formatted sql
                --changeset test:customer
                CREATE TABLE customer (id int PRIMARY KEY, name text);
                --changeset test:index runInTransaction:false
                CREATE INDEX CONCURRENTLY customer_name ON customer (name);
                """);
        engines = Engines.of(
                database.url(),
                LiquibaseLine.LIQUIBASE_4,
                Engines.changelog("changes.sql"),
                directory,
                new Server.Timeouts(Duration.ofMillis(500), Duration.ZERO));
    }

    @Test
    void whoHoldsASnapshotIsNamedWhileTheIndexWaits() throws Exception {
        try (Connection report = withSnapshot("reporting")) {
            CompletableFuture<List<Attempt>> run = CompletableFuture.supplyAsync(this::migrate);
            Eventually.until("the blocker is told", () -> named().contains("reporting"));

            report.rollback();

            assertThat(run.get())
                    .extracting(attempt -> attempt.result().outcome())
                    .containsExactly(Outcome.MIGRATED);
        }
    }

    @Test
    void aWaitForTheRunsOwnSessionOnTheTenantIsEndedAsABug() throws Exception {
        try (Connection own = withSnapshot(engines.server().ownApplications() + "t01")) {
            List<Attempt> attempts = migrate();

            assertThat(attempts).singleElement().satisfies(attempt -> {
                Failure failure = attempt.result().failure().orElseThrow();
                assertThat(failure.message())
                        .contains("pgmt ended the statement", "This is a bug of pgmt", "server process " + pid(own))
                        .contains("canceling statement due to user request");
                assertThat(failure.obstacle()).isEmpty();
            });
        }
    }

    @Test
    void aWaitForTheRunsSessionOnAnotherTenantGoesOn() throws Exception {
        String other = engines.server().ownApplications() + "t02";
        try (Connection own = withSnapshot(other)) {
            CompletableFuture<List<Attempt>> run = CompletableFuture.supplyAsync(this::migrate);
            Eventually.until("the blocker is told", () -> named().contains(other));
            Set<String> looks = new HashSet<>();
            Eventually.until("there were some looks more", () -> {
                looks.addAll(database.query("SELECT query_start FROM pg_stat_activity WHERE application_name = '"
                        + engines.server().ownApplications() + "watch'"));
                return looks.size() > 4;
            });

            own.rollback();

            assertThat(run.get())
                    .extracting(attempt -> attempt.result().outcome())
                    .containsExactly(Outcome.MIGRATED);
        }
    }

    @Test
    void aWaitForWhoWaitsForTheRunsOwnLockIsEndedToo() throws Exception {
        try (Connection report = withSnapshot("reporting")) {
            CompletableFuture<List<Attempt>> run = CompletableFuture.supplyAsync(this::migrate);
            Eventually.until("the blocker is told", () -> named().contains("reporting"));

            CompletableFuture<Void> changing = lockInTheBackground(report, "t01.databasechangeloglock");

            assertThat(run.get())
                    .singleElement()
                    .satisfies(attempt -> assertThat(
                                    attempt.result().failure().orElseThrow().message())
                            .contains("waits for a lock of pgmt's on the same tenant", "server process " + pid(report))
                            .contains(
                                    "LOCK TABLE t01.databasechangeloglock", "canceling statement due to user request"));
            changing.get();
        }
    }

    /** What is done in a tenant that has the table, without a transaction and a limit of the run's. */
    private enum Work {
        INDEX,
        OWN_LIMIT,
        ROLLBACK
    }

    @ParameterizedTest
    @EnumSource
    void theHistoryRowHasTheRunsLimit(Work work) throws Exception {
        prepare(work);
        try (Connection report = withSnapshot("reporting");
                Statement statement = report.createStatement();
                Connection maintenance = database.connect()) {
            statement.execute("LOCK TABLE t01.customer IN ACCESS SHARE MODE");
            maintenance.setAutoCommit(false);
            CompletableFuture<List<Attempt>> run =
                    CompletableFuture.supplyAsync(() -> work == Work.ROLLBACK ? rollBack() : migrate());
            Eventually.untilWaiting(database, "application_name LIKE 'pgmt/%/t01'");
            CompletableFuture<Void> changing =
                    lockInTheBackground(maintenance, "t01.databasechangelog, t01.databasechangeloglock");
            Eventually.untilWaiting(database, "query LIKE 'LOCK TABLE t01.databasechangelog%'");

            report.rollback();

            assertThat(run.get()).singleElement().satisfies(attempt -> {
                Failure failure = attempt.result().failure().orElseThrow();
                assertThat(failure.sqlState()).contains("55P03");
                assertThat(failure.message())
                        .contains("lock timeout", "The history was not told what this changeset did");
                assertThat(failure.changeSet()).map(ChangeSetId::id).contains("second");
                assertThat(failure.mayPass()).as("its statements have run").isFalse();
            });
            changing.get();
        }
    }

    /** Also those that a changeset set for its own transaction, where that is the tenant's. */
    @ParameterizedTest
    @EnumSource
    void aChangeSetsOwnLimitsEndWithIt(Atomicity atomicity) throws Exception {
        Files.writeString(directory.resolve("changes.sql"), """
                --liquibase formatted sql
                --changeset test:own-limits
                SET lock_timeout = 0;
                SET statement_timeout = '1h';
                --changeset test:own-limits-of-a-transaction
                SET LOCAL lock_timeout = 0;
                SET LOCAL statement_timeout = '1h';
                --changeset test:seen
                CREATE TABLE seen AS
                SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') AS limits;
                """);

        List<TenantResult> results =
                Fleet.migrateAll(engines, Fleet.options(1).with(atomicity)).tenants();

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(database.query("SELECT limits FROM t01.seen UNION ALL SELECT limits FROM t02.seen"))
                .containsExactly("500ms 0", "500ms 0");
    }

    private void prepare(Work work) throws IOException {
        Path file = directory.resolve("changes.sql");
        String table = """
                --liquibase formatted sql
                --changeset test:customer
                CREATE TABLE customer (id int PRIMARY KEY, name text);
                """;
        String second = table + "--changeset test:second runInTransaction:false\n"
                + (work == Work.OWN_LIMIT
                        ? "SET lock_timeout = 0;\nALTER TABLE customer ADD note text;\n"
                        : "CREATE INDEX CONCURRENTLY customer_name ON customer (name);\n"
                                + "--rollback DROP INDEX CONCURRENTLY customer_name;\n");
        Files.writeString(file, work == Work.ROLLBACK ? second : table);
        assertThat(migrate()).extracting(attempt -> attempt.result().outcome()).containsExactly(Outcome.MIGRATED);
        Files.writeString(file, second);
    }

    private List<Attempt> rollBack() {
        TenantHistory history = new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 1)
                .histories(List.of(TENANT))
                .get(TENANT);
        List<ChangeSetId> last = List.of(history.rows().get(1).changeSet());
        return forTenant(
                TenantStep.changing(Outcome.ROLLED_BACK, (engine, tenant) -> engine.rollBack(tenant, history, last)));
    }

    /** It goes through when the run lets go of the tenant, and is over then. */
    private static CompletableFuture<Void> lockInTheBackground(Connection connection, String tables) {
        return CompletableFuture.runAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + tables);
                connection.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private List<String> named() {
        return told.stream()
                .flatMap(tenant -> tenant.blockers().stream())
                .flatMap(blocker -> blocker.application().stream())
                .toList();
    }

    /** A session that has taken a snapshot and keeps it. */
    private Connection withSnapshot(String application) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + application + "'");
            statement.execute("SELECT count(*) FROM pg_class");
        }
        return connection;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    /** By a clock on which half a minute passes with each look. */
    private List<Attempt> migrate() {
        return forTenant(TenantStep.changing(Outcome.MIGRATED, MigrationEngine::migrate));
    }

    private List<Attempt> forTenant(TenantStep step) {
        TenantMigrator migrator = new TenantMigrator(
                engines.factory(),
                Fleet.options(1),
                engines.stop(),
                MigrationListener.of(RunEvent.StillRunning.class, event -> told.addAll(event.running())),
                Fleet.context(engines, Fleet.options(1)).environment().places(),
                GoneTenants.NONE,
                () -> now.addAndGet(Duration.ofSeconds(31).toNanos()));
        return migrator.forEach(List.of(TENANT), 0, step);
    }
}
