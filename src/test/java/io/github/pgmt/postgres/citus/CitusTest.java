package io.github.pgmt.postgres.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.CitusCluster;
import io.github.pgmt.testing.Engines;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tenants on the nodes of a Citus, see {@link CitusCluster}. The time limit is for waits that would have no end. */
@Tag("citus")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CitusTest {

    private static final String CUSTOMERS = """
            --changeset test:customer
            CREATE TABLE customer (id int PRIMARY KEY, name text);
            --changeset test:rows
            INSERT INTO customer VALUES (1, 'one'), (2, 'two');
            """;

    private static final String INDEX = """
            --changeset test:index runInTransaction:false
            CREATE INDEX CONCURRENTLY customer_name ON customer (name);
            """;

    private static final String UPDATE = """
            --changeset test:update
            UPDATE customer SET name = 'changed';
            """;

    @RegisterExtension
    final CitusCluster citus = new CitusCluster();

    @TempDir
    Path directory;

    private Engines engines(Duration lockTimeout, String... changeSets) {
        write("--liquibase formatted sql\n" + String.join("", changeSets));
        Changelog changelog = Engines.changelog("changes.sql");
        return Engines.of(
                citus.database().url(),
                LiquibaseLine.LIQUIBASE_4,
                changelog,
                directory,
                new Server.Timeouts(lockTimeout, Duration.ZERO));
    }

    private void write(String sql) {
        try {
            Files.writeString(directory.resolve("changes.sql"), sql);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<TenantResult> migrate(Engines engines, RunOptions options) {
        return Fleet.migrateAll(engines, options).tenants();
    }

    @Test
    void anIndexIsBuiltConcurrentlyWhileTheRunHoldsTheLockRowsOfOthers() {
        List<String> tenants = Fleet.createTenants(citus.database(), 8);

        List<TenantResult> results = migrate(engines(Duration.ofSeconds(5), CUSTOMERS, INDEX), Fleet.options(4));

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(citus.onWorkers("SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid::regclass::text LIKE "
                        + "'%customer_name\\_%'"))
                .as("indexes of the shards, by worker")
                .extracting(Integer::valueOf)
                .satisfies(counts -> assertThat(
                                counts.stream().mapToInt(count -> count).sum())
                        .isEqualTo(tenants.size()));
    }

    @Test
    void aWaitForARowOnANodeEndsByTheLockTimeout() throws SQLException {
        Fleet.createTenants(citus.database(), 1);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(1));
        RunOptions once = Fleet.options(1).with(new Retrying(Duration.ofSeconds(1), 0, 0));
        try (Connection application = citus.database().connect();
                Statement statement = application.createStatement()) {
            statement.execute("SET application_name = 'shop'");
            application.setAutoCommit(false);
            statement.execute("UPDATE t01.customer SET name = 'held' WHERE id = 1");

            List<TenantResult> results = migrate(engines(Duration.ofSeconds(4), CUSTOMERS, UPDATE), once);

            assertThat(results).singleElement().satisfies(result -> {
                Failure failure = result.failure().orElseThrow();
                assertThat(failure.sqlState()).contains("55P03");
                assertThat(failure.obstacle().orElseThrow().blockers())
                        .as("who holds the row, through the coordinator")
                        .singleElement()
                        .satisfies(blocker -> {
                            assertThat(blocker.pid()).isEqualTo(BlockerWatch.pid(application));
                            assertThat(blocker.application()).contains("shop");
                        });
            });
        }
    }

    /** No node is told of a timeout there. */
    @Test
    void aWaitForARowOnANodeEndsWithoutATransactionToo() throws SQLException {
        Fleet.createTenants(citus.database(), 1);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(1));
        try (Connection application = holding("UPDATE t01.customer SET name = 'held' WHERE id = 1")) {

            List<TenantResult> results = migrate(
                    engines(
                            Duration.ofSeconds(2),
                            CUSTOMERS,
                            UPDATE.replace("test:update", "test:update runInTransaction:false")),
                    Fleet.options(1));

            assertThat(results).singleElement().satisfies(result -> {
                Failure failure = result.failure().orElseThrow();
                assertThat(failure.message())
                        .contains("it has waited for longer than lockTimeout on a node")
                        .contains("server process " + BlockerWatch.pid(application))
                        .contains("canceling statement due to user request");
            });
        }
    }

    /** Liquibase's own tables are on the node as the tenant's are. */
    @Test
    void aWaitForARowOfTheHistoryOnANodeEndsByTheLockTimeout() throws SQLException {
        Fleet.createTenants(citus.database(), 1);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(1));
        Engines engines = engines(Duration.ofSeconds(2), CUSTOMERS);
        RunOptions once = Fleet.options(1).with(new Retrying(Duration.ofSeconds(1), 0, 0));
        try (Connection application = holding("UPDATE t01.databasechangelog SET comments = 'held'")) {
            assertThat(Fleet.tag(engines, "v1", once).tenants())
                    .singleElement()
                    .satisfies(
                            result -> assertThat(result.failure().orElseThrow().sqlState())
                                    .contains("55P03"));
        }
    }

    @Test
    void aWaitForTheRunsOwnSessionOnANodeIsEndedAsABug() throws SQLException {
        Fleet.createTenants(citus.database(), 1);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(1));
        Engines engines = engines(Duration.ofSeconds(5), CUSTOMERS, INDEX);
        try (Connection own = citus.database().connect();
                Statement statement = own.createStatement()) {
            statement.execute("SET application_name = '" + engines.server().ownApplications() + "t01'");
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            statement.execute("SELECT count(*) FROM t01.customer");

            List<TenantResult> results = migrate(engines, Fleet.options(1));

            assertThat(results)
                    .singleElement()
                    .satisfies(
                            result -> assertThat(result.failure().orElseThrow().message())
                                    .contains("This is a bug of pgmt", "server process " + BlockerWatch.pid(own)));
        }
    }

    /** An application's session, in a transaction that did this. */
    private Connection holding(String sql) throws SQLException {
        Connection application = citus.database().connect();
        application.setAutoCommit(false);
        try (Statement statement = application.createStatement()) {
            statement.execute(sql);
        }
        return application;
    }

    @Test
    void nothingIsReplayedAndThatIsSaidOnceForATenant() {
        Fleet.createTenants(citus.database(), 4);

        List<TenantResult> results = migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(2));

        assertThat(Fleet.ways(results)).allMatch(way -> way.contains(" LIQUIBASE "));
        assertThat(results)
                .flatExtracting(result -> result.way().notReplayed())
                .hasSize(4)
                .extracting(NotReplayed::why)
                .containsOnly(Citus.NO_REPLAY);
    }

    @Test
    void tenantsOfTheOtherNodesAreShownWhileOneIsLost() {
        Fleet.createTenants(citus.database(), 6);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(2));
        CitusCluster.Node lost = citus.workers().get(0);
        List<String> affected = citus.database()
                .query("SELECT DISTINCT relation.relnamespace::regnamespace::text FROM pg_dist_placement placement "
                        + "JOIN pg_dist_node node USING (groupid) JOIN pg_dist_shard shard USING (shardid) "
                        + "JOIN pg_class relation ON relation.oid = shard.logicalrelid WHERE nodeid = " + lost.id());
        assertThat(affected).isNotEmpty().hasSizeLessThan(6);

        citus.lose(lost, () -> {
            Engines engines = engines(Duration.ofSeconds(5), CUSTOMERS, UPDATE);
            List<TenantStatus> states = Fleet.status(engines);
            assertThat(states)
                    .filteredOn(status -> affected.contains(status.schema()))
                    .allSatisfy(status -> {
                        assertThat(status.state()).isEqualTo(TenantStatus.State.UNREADABLE);
                        assertThat(status.problem().orElseThrow())
                                .contains("on the Citus node " + lost.host()
                                        + ":1, which the coordinator does not reach");
                    });
            assertThat(states)
                    .filteredOn(status -> !affected.contains(status.schema()))
                    .hasSize(6 - affected.size())
                    .extracting(TenantStatus::state)
                    .containsOnly(TenantStatus.State.PENDING);

            assertThatThrownBy(() -> migrate(engines, Fleet.options(2)))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageContaining("does not reach " + lost.host() + ":1")
                    .hasMessageEndingWith("Nothing was changed.");
        });
    }

    @Test
    void aWorkerIsRefused() {
        CitusCluster.Node worker = citus.workers().get(0);
        String url = citus.database().url().replaceFirst("//[^/?]+", "//" + worker.text());

        assertThatThrownBy(() -> Engines.of(
                        TestDatabase.at(System.getProperty("pgmt.test.citus.worker.url", url)),
                        LiquibaseLine.LIQUIBASE_4,
                        "changelogs/onboarding/master.yaml"))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("is a worker node of Citus. Connect to the coordinator");
    }

    /** A worker would keep it to the end of the transaction, by the portal through which the row was taken. */
    @Test
    void whoHoldsALockRowHasNoSnapshotOnTheNode() throws SQLException {
        Fleet.createTenants(citus.database(), 1);
        migrate(engines(Duration.ofSeconds(5), CUSTOMERS), Fleet.options(1));
        Server server = engines(Duration.ofSeconds(5), CUSTOMERS).server();
        try (Connection guard = server.open("guard");
                LockRow row = LockRow.hold(
                        server.openWithoutPortals("holder"),
                        guard,
                        new TenantTables(Database.only(""), "t01", HistoryTables.DEFAULT))) {
            assertThat(citus.onWorkers("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' "
                            + "AND backend_xmin IS NOT NULL"))
                    .containsOnly("0");
            assertThat(row.isHeld()).isTrue();
            assertThatThrownBy(
                            () -> citus.database().query("SELECT id FROM t01.databasechangeloglock FOR UPDATE NOWAIT"))
                    .hasStackTraceContaining("could not obtain lock on row");
        }
    }
}
