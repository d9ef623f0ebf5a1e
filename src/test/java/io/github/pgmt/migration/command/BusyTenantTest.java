package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that somebody works in is left alone for a while and comes again; the others do not wait for it. */
class BusyTenantTest {

    private static final Duration NO_LIMIT = Duration.ZERO;
    private static final int MANY = Faults.rounds(20, 50);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final Map<String, Connection> holders = new HashMap<>();

    @AfterEach
    void letGo() throws SQLException {
        for (Connection holder : holders.values()) {
            holder.close();
        }
    }

    @Test
    @Tag(Faults.TAG)
    void heldAndDeadlockingTenantsAreMigratedInTheEndAndNobodyWaitsForThem() {
        prepare(MANY);
        database.execute(
                "CREATE TABLE public.country_log (tenant text, number int GENERATED ALWAYS AS IDENTITY UNIQUE)");
        database.execute(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 100', current_database()); END $$");
        List<String> held = List.of("t08", "t09", "t14", "t17", "t" + MANY);
        held.forEach(this::hold);
        List<String> finished = Collections.synchronizedList(new ArrayList<>());
        Set<String> states = ConcurrentHashMap.newKeySet();
        // The holders let go one after the other, and only when nobody else is left to finish.
        MigrationListener release = event -> {
            if (event instanceof RunEvent.TenantIsTriedAgain again) {
                states.add(again.failure().sqlState().orElseThrow());
            } else if (event instanceof RunEvent.TenantFinished done) {
                finished.add(done.result().schema());
                int over = finished.size() - (MANY - held.size());
                if (over >= 0 && over < held.size()) {
                    release(held.get(over));
                }
            }
        };

        List<TenantResult> results = migrate("deadlocking.sql", 4, new Retrying(NO_LIMIT, 50, 0), release);

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(finished.subList(MANY - held.size(), MANY)).containsExactlyInAnyOrderElementsOf(held);
        assertThat(database.query("SELECT tenant FROM public.country_log ORDER BY tenant"))
                .containsExactly("t01", "t02", "t03", "t04", "t05", "t06");
        assertThat(states).contains("40P01", "55P03");
        assertThat(results).filteredOn(result -> held.contains(result.schema())).allSatisfy(result -> {
            assertThat(result.way().waiting().tries()).isGreaterThan(1);
            assertThat(result.way().waiting().blockers()).singleElement().satisfies(blocker -> {
                assertThat(blocker.application()).contains("holder of " + result.schema());
                assertThat(blocker.state()).contains("idle in transaction");
                assertThat(blocker.query().orElseThrow()).startsWith("LOCK TABLE");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTenantGoesOnFromWhereItStopped(boolean replay) {
        prepare(3);
        hold("t03");
        MigrationListener release = MigrationListener.of(
                RunEvent.TenantIsTriedAgain.class,
                event -> release(event.tenant().schema()));

        TenantResult result = migrate("second.sql", 1, Retrying.forLocks(NO_LIMIT), release, replay)
                .get(2);

        assertThat(result.outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(result.changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("invoice", "customer", "view");
        assertThat(result.way().waiting().tries()).isEqualTo(2);
        assertThat(result.way().engine()).contains(replay ? Way.Engine.REPLAY : Way.Engine.LIQUIBASE);
        assertThat(database.query(
                        "SELECT count(DISTINCT deployment_id) FROM t03.databasechangelog WHERE id <> 'tables'"))
                .containsExactly("1");
    }

    @Test
    void aTenantThatStaysBusyFailsWithItsTriesAndWhoWasInItsWay() {
        prepare(2);
        hold("t02");

        TenantResult result = migrate("second.sql", 1, new Retrying(NO_LIMIT, 1, 0), MigrationListener.NONE)
                .get(1);

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.sqlState()).contains("55P03");
        assertThat(failure.changeSet().orElseThrow().id()).isEqualTo("customer");
        assertThat(failure.message())
                .contains("It was tried 2 times")
                .contains("application holder of t02, idle in transaction")
                .contains("LOCK TABLE");
        assertThat(result.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("invoice");
    }

    @Test
    void aBusyTenantOfARunThatIsStoppedHasFailedAndIsNotSkipped() {
        prepare(1);
        hold("t01");
        Engines engines = engines("second.sql", NO_LIMIT);
        MigrationListener stopping = MigrationListener.of(
                RunEvent.TenantIsTriedAgain.class, event -> engines.stop().request());

        TenantResult result = run(engines, Fleet.options(1), stopping).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("invoice");
    }

    @Test
    void aChangesetWithoutATransactionIsNotTriedAgain() {
        prepare(1);
        hold("t01");

        TenantResult result = migrate("without-transaction.sql", 1, Retrying.forLocks(NO_LIMIT), MigrationListener.NONE)
                .get(0);

        assertThat(result.failure().orElseThrow().sqlState()).contains("55P03");
        assertThat(result.way().waiting().tries()).isEqualTo(1);
    }

    @Test
    void aStatementThatTookTooLongIsTriedAgain() {
        prepare(2);
        database.execute("CREATE TABLE public.slow AS SELECT 1 AS id, 600 AS seconds");
        MigrationListener quicken = MigrationListener.of(
                RunEvent.TenantIsTriedAgain.class, event -> database.execute("UPDATE public.slow SET seconds = 0"));

        assertThat(run(engines("slow.sql", Duration.ofSeconds(1)), Fleet.options(1), quicken))
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    @ParameterizedTest
    @CsvSource({
        "23505, shared-extension.sql, CREATE EXTENSION hstore SCHEMA public",
        "XX000, shared-function.sql, CREATE OR REPLACE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 0'"
    })
    void whoMadeASharedObjectAtTheSameMomentIsTriedAgain(String sqlState, String changelog, String meanwhile)
            throws Exception {
        Fleet.createTenants(database, 1);
        database.execute("CREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        List<String> states = Collections.synchronizedList(new ArrayList<>());
        MigrationListener listener = MigrationListener.of(
                RunEvent.TenantIsTriedAgain.class,
                event -> states.add(event.failure().sqlState().orElseThrow()));
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(meanwhile);
            CompletableFuture<List<TenantResult>> run =
                    CompletableFuture.supplyAsync(() -> run(engines(changelog), Fleet.options(1), listener));
            Eventually.untilWaiting(
                    database, "wait_event IN ('object', 'transactionid') AND datname = current_database()");
            other.commit();

            assertThat(run.get()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        }
        assertThat(states).containsExactly(sqlState);
    }

    @Test
    void aStatementThatSomebodyCancelledIsNotTriedAgain() throws InterruptedException {
        prepare(1);
        database.execute("CREATE TABLE public.slow AS SELECT 1 AS id, 600 AS seconds");
        AtomicBoolean over = new AtomicBoolean();
        // Again and again: one that comes just before the server reads the next message of a statement is lost.
        Thread canceller = new Thread(() -> {
            while (!over.get()) {
                database.query(
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'INSERT%pg_sleep%' "
                                + "AND state = 'active' AND pid <> pg_backend_pid() AND datname = current_database()");
            }
        });
        canceller.start();

        List<TenantResult> results;
        try {
            results = run(engines("slow.sql", NO_LIMIT), Fleet.options(1), MigrationListener.NONE);
        } finally {
            over.set(true);
            canceller.join();
        }

        assertThat(results.get(0).failure().orElseThrow().sqlState()).contains("57014");
        assertThat(results.get(0).way().waiting().tries()).isEqualTo(1);
    }

    @Test
    void aNewTenantThatMetALockIsSetUpOnTheSecondTry() throws SQLException {
        database.execute("CREATE TABLE public.country (id int PRIMARY KEY)");
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("INSERT INTO public.country VALUES (1)");
            Engines engines = engines("set-up.sql", NO_LIMIT);
            MigrationListener release =
                    MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> rollback(holder));
            RunContext context = Fleet.context(engines, Fleet.options(1));
            RunContext watched =
                    new RunContext(context.environment(), context.options(), context.runId(), context.stop(), release);

            TenantResult result = new SetUpRun(watched, NewSchema.PLAIN)
                    .setUp(new TenantSelection(List.of("acme"), List.of(), List.of(), List.of()), false)
                    .tenants()
                    .get(0);

            assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
            assertThat(result.changeSets().applied())
                    .extracting(ChangeSetId::id)
                    .containsExactly("tables", "country");
            assertThat(result.way().waiting().tries()).isEqualTo(2);
        }
    }

    private void prepare(int tenants) {
        Fleet.createTenants(database, tenants);
        assertThat(Fleet.migrateAll(engines("first.sql", NO_LIMIT), Fleet.options(2))
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    private void hold(String schema) {
        try {
            Connection connection = database.connect();
            holders.put(schema, connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'holder of " + schema + "'");
                statement.execute("LOCK TABLE " + schema + ".customer IN ACCESS SHARE MODE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void release(String schema) {
        rollback(holders.get(schema));
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<TenantResult> migrate(String changelog, int threads, Retrying retrying, MigrationListener listener) {
        return migrate(changelog, threads, retrying, listener, true);
    }

    private List<TenantResult> migrate(
            String changelog, int threads, Retrying retrying, MigrationListener listener, boolean replay) {
        RunOptions options = Fleet.options(threads).with(retrying).with(replay ? Replaying.DEFAULT : Replaying.OFF);
        return run(engines(changelog, NO_LIMIT), options, listener);
    }

    private static List<TenantResult> run(Engines engines, RunOptions options, MigrationListener listener) {
        RunContext context = Fleet.context(engines, options);
        RunContext watched = new RunContext(context.environment(), options, context.runId(), context.stop(), listener);
        return new MigrationRun(watched).migrate(TenantSelection.ALL, false).tenants();
    }

    private Engines engines(String changelog) {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/busy/" + changelog);
    }

    private Engines engines(String changelog, Duration statementTimeout) {
        return Engines.of(
                database.url(),
                LiquibaseLine.LIQUIBASE_4,
                "changelogs/busy/" + changelog,
                new Server.Timeouts(Duration.ofMillis(300), statementTimeout));
    }
}
