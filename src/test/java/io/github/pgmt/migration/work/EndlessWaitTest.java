package io.github.pgmt.migration.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.postgres.connection.Server;
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

    @Test
    void theHistoryRowOfAnIndexHasTheRunsLimit() throws Exception {
        try (Connection report = withSnapshot("reporting");
                Connection maintenance = database.connect()) {
            maintenance.setAutoCommit(false);
            CompletableFuture<List<Attempt>> run = CompletableFuture.supplyAsync(this::migrate);
            Eventually.until("the blocker is told", () -> named().contains("reporting"));
            CompletableFuture<Void> changing =
                    lockInTheBackground(maintenance, "t01.databasechangelog, t01.databasechangeloglock");
            Eventually.until(
                    "it waits for the lock row",
                    () -> database.query("SELECT count(*) FROM pg_locks WHERE NOT granted"
                                    + " AND relation = 't01.databasechangeloglock'::regclass")
                            .equals(List.of("1")));

            report.rollback();

            assertThat(run.get()).singleElement().satisfies(attempt -> {
                Failure failure = attempt.result().failure().orElseThrow();
                assertThat(failure.sqlState()).contains("55P03");
                assertThat(failure.message()).contains("lock timeout");
            });
            changing.get();
        }
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
        TenantMigrator migrator = new TenantMigrator(
                engines.factory(),
                Fleet.options(1),
                engines.stop(),
                MigrationListener.of(RunEvent.StillRunning.class, event -> told.addAll(event.running())),
                Fleet.context(engines, Fleet.options(1)).environment().places(),
                GoneTenants.NONE,
                () -> now.addAndGet(Duration.ofSeconds(31).toNanos()));
        return migrator.forEach(List.of(TENANT), 0, TenantStep.changing(Outcome.MIGRATED, MigrationEngine::migrate));
    }
}
