package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Liquibase records the changelog in the first tenant of a cohort, and the others get its rows if they have its tables. */
class AdoptionReplayTest {

    private static final String CHANGELOG = "changelogs/adoption/fleet.sql";
    private static final String PRICED = "changelogs/adoption/priced.sql";
    private static final String FILED = "changelogs/adoption/filed.yaml";
    private static final List<String> ALL = List.of("customers", "by-name", "guarded", "orders");
    private static final Adoption CHECKED = new Adoption(Optional.empty(), false);
    private static final Adoption UNCHECKED = new Adoption(Optional.empty(), true);
    private static final NotReplayed OTHER_TABLES = new NotReplayed(
            new ChangeSetId(CHANGELOG, "customers", "test"),
            "meets other tables than those that the changelog made beside the pilot");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theOthersGetTheRowsOfThePilotAndNothingIsRun(LiquibaseLine line) {
        makeByHand(4);

        List<TenantResult> results = adopt(line, CHECKED);

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SYNCED);
            assertThat(applied(result)).isEqualTo(ALL);
        });
        assertThat(results.get(3).way().replayed()).isEqualTo(ALL.size());
        for (String tenant : List.of("t02", "t03", "t04")) {
            assertThat(rows(tenant)).as("%s", tenant).isEqualTo(rows("t01"));
            assertThat(database.query("SELECT locked FROM " + tenant + ".databasechangeloglock"))
                    .containsExactly("f");
        }
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgmt%'"))
                .isEmpty();
        assertThat(database.query("SELECT indexname FROM pg_indexes WHERE indexname = 'customers_by_name'"))
                .isEmpty();
        assertThat(adopt(line, CHECKED)).extracting(TenantResult::outcome).containsOnly(Outcome.UP_TO_DATE);
        assertThat(ways(adopt(line, UNCHECKED)))
                .as("nobody is opened for nothing")
                .containsExactly("t01 - HISTORY", "t02 - HISTORY", "t03 - HISTORY", "t04 - HISTORY");
        assertThat(Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.byHistory(1))
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
    }

    @Test
    void aTenantWithOtherTablesIsToldWhatIsDifferentAndKeepsNoTrace() {
        makeByHand(8);
        database.execute(
                "ALTER TABLE t02.customers ALTER COLUMN name TYPE varchar(99)",
                "ALTER TABLE t03.customers ALTER COLUMN name DROP NOT NULL",
                "CREATE TABLE t04.by_hand ()",
                "DROP TABLE t05.orders",
                "ALTER TABLE t06.customers ALTER COLUMN mood TYPE text",
                "CREATE TYPE public.mood AS ENUM ('glad', 'sad')",
                "ALTER TABLE t07.customers ALTER COLUMN mood TYPE public.mood USING NULL");

        List<TenantResult> results = adopt(LiquibaseLine.LIQUIBASE_5, CHECKED);

        assertThat(ways(List.of(results.get(0), results.get(7))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t08 REPLAY CATALOG");
        assertThat(results.subList(1, 7)).allSatisfy(result -> {
            assertThat(failure(result).kind()).isEqualTo(Failure.Kind.UNMANAGED);
            assertThat(result.way().notReplayed()).containsExactly(OTHER_TABLES);
        });
        assertThat(results.subList(1, 7))
                .extracting(result -> failure(result).message().lines().toList().get(1))
                .containsExactly(
                        "The column customers.name is character varying(99) NOT NULL; the changelog makes it character "
                                + "varying(100) NOT NULL.",
                        "The column customers.name is character varying(100); the changelog makes it character "
                                + "varying(100) NOT NULL.",
                        "The changelog does not make the table by_hand.",
                        "The table orders is missing.",
                        "The column customers.mood is text; the changelog makes it mood.",
                        "The column customers.mood is public.mood; the changelog makes it mood.");
        assertThat(database.query("SELECT schemaname FROM pg_tables WHERE tablename ~ '^databasechangelog' ORDER BY 1"))
                .containsExactly("t01", "t01", "t08", "t08");
    }

    @Test
    void aPilotWithOtherTablesIsFollowedByAnother() {
        makeByHand(4);
        database.execute("DROP TABLE t01.orders");

        List<TenantResult> results = adopt(LiquibaseLine.LIQUIBASE_4, CHECKED);

        assertThat(failure(results.get(0)).message()).contains("The table orders is missing.");
        assertThat(ways(results.subList(1, 4)))
                .containsExactly("t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatIsMissingInAHistoryIsAddedBehindIt(LiquibaseLine line) {
        makeByHand(6);
        adopt(line, CHECKED);
        database.execute("DELETE FROM t03.databasechangelog", "DELETE FROM t04.databasechangelog");
        for (String tenant : List.of("t01", "t02", "t05")) {
            database.execute("DELETE FROM " + tenant + ".databasechangelog WHERE id IN ('customers', 'guarded')");
        }
        // Where nothing is left of it, it goes on behind another number.
        database.execute("UPDATE t05.databasechangelog SET orderexecuted = orderexecuted + 5");

        List<TenantResult> results = adopt(line, UNCHECKED);

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY",
                        "t02 REPLAY CATALOG",
                        "t03 LIQUIBASE HISTORY",
                        "t04 REPLAY CATALOG",
                        "t05 LIQUIBASE HISTORY",
                        "t06 - HISTORY");
        assertThat(applied(results.get(1))).containsExactly("customers", "guarded");
        assertThat(orders("t02")).containsExactly("by-name 2", "orders 4", "customers 5", "guarded 6");
        assertThat(orders("t04")).containsExactly("customers 1", "by-name 2", "guarded 3", "orders 4");
        assertThat(orders("t05")).containsExactly("by-name 7", "orders 9", "customers 10", "guarded 11");
        assertThat(rows("t02")).isEqualTo(rows("t01"));
        assertThat(rows("t04")).isEqualTo(rows("t03"));
    }

    @Test
    void aTenantThatChangedMeanwhileIsLiquibases() {
        makeByHand(7);
        adopt(LiquibaseLine.LIQUIBASE_5, UNCHECKED);
        for (int tenant = 1; tenant <= 7; tenant++) {
            database.execute("DELETE FROM t0" + tenant + ".databasechangelog WHERE id <> 'by-name'");
        }

        List<TenantResult> results = adoptWhile(
                UNCHECKED,
                RunEvent.PilotFinished.class,
                () -> database.execute(
                        "INSERT INTO t02.databasechangelog SELECT * FROM t01.databasechangelog WHERE id = 'orders'",
                        "UPDATE t03.databasechangelog SET orderexecuted = 7",
                        "DELETE FROM t04.databasechangelog",
                        "ALTER TABLE t05.databasechangelog ADD CONSTRAINT once UNIQUE (author)",
                        "DROP TABLE t06.databasechangelog, t06.databasechangeloglock",
                        "CREATE VIEW t06.databasechangelog AS SELECT 1 / 0 AS id"));

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY",
                        "t02 LIQUIBASE HISTORY",
                        "t03 LIQUIBASE HISTORY",
                        "t04 LIQUIBASE HISTORY",
                        "t05 LIQUIBASE -",
                        "t06 LIQUIBASE -",
                        "t07 REPLAY CATALOG");
        assertThat(applied(results.get(1))).containsExactly("customers", "guarded");
        assertThat(orders("t03")).containsExactly("by-name 7", "customers 8", "guarded 9", "orders 10");
        assertThat(orders("t04")).hasSize(ALL.size());
        assertThat(failure(results.get(4)).sqlState()).contains("23505");
        assertThat(orders("t05")).as("all or nothing").containsExactly("by-name 2");
        assertThat(failure(results.get(5)).kind()).isEqualTo(Failure.Kind.UNTRUSTED);
        assertThat(applied(results.get(6))).containsExactly("customers", "guarded", "orders");
    }

    @Test
    void whatSomebodyMakesMeanwhileInATenantWithoutAHistoryIsNoticed() {
        makeByHand(5);

        List<TenantResult> results = adoptWhile(
                CHECKED,
                RunEvent.PilotFinished.class,
                () -> database.execute(
                        "ALTER TABLE t02.orders ADD COLUMN extra int",
                        "CREATE VIEW t03.databasechangelog AS SELECT 1 / 0 AS id",
                        "CREATE TABLE t04.databasechangelog (LIKE t01.databasechangelog)",
                        "INSERT INTO t04.databasechangelog SELECT * FROM t01.databasechangelog WHERE id = 'orders'"));

        assertThat(failure(results.get(1)).message()).contains("The changelog does not make the column orders.extra.");
        assertThat(failure(results.get(2)).kind()).isEqualTo(Failure.Kind.UNTRUSTED);
        assertThat(results.get(3).way().engine()).contains(Way.Engine.LIQUIBASE);
        assertThat(applied(results.get(3))).containsExactly("customers", "by-name", "guarded");
        assertThat(ways(results.subList(4, 5))).containsExactly("t05 REPLAY CATALOG");
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 't02' ORDER BY 1"))
                .containsExactly("customers", "orders");
    }

    @Test
    void aTenantThatIsHeldIsWaitedFor() {
        makeByHand(3);
        adopt(LiquibaseLine.LIQUIBASE_5, UNCHECKED);
        database.execute(
                "DELETE FROM t01.databasechangelog",
                "DELETE FROM t02.databasechangelog",
                "DELETE FROM t03.databasechangelog",
                "UPDATE t02.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()");

        List<TenantResult> results = adoptWhile(
                UNCHECKED,
                RunEvent.TenantWaits.class,
                () -> database.execute("UPDATE t02.databasechangeloglock SET locked = false"));

        assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
        assertThat(results.get(1).way().waiting().tries()).isEqualTo(2);
    }

    @Test
    void anInterruptedRunLeavesTheOthersAsTheyWere() {
        makeByHand(3);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);

        List<TenantResult> results = adoptWhile(
                engines,
                CHECKED,
                RunEvent.PilotFinished.class,
                () -> engines.stop().request());

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.SYNCED, Outcome.SKIPPED, Outcome.SKIPPED);
        assertThat(database.query("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename ~ '^databasechangelog'"))
                .containsExactly("t01");
    }

    /** What is made beside the pilot is no measure of a tenant for which something else is made. */
    @Test
    void tenantsWithOtherValuesAreTriedOutEachForItself() {
        Fleet.createTenants(database, 4);
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute(
                    "CREATE TABLE t0" + tenant + ".customers (id bigint PRIMARY KEY)",
                    "CREATE TABLE t0" + tenant + ".prices_" + (tenant == 4 ? "chf" : "eur")
                            + " (id bigint PRIMARY KEY)");
        }
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, PRICED);
        QueryTenants registry = new QueryTenants(
                engines.server(),
                "SELECT 't0' || n AS schema, CASE WHEN n < 3 THEN 'eur' ELSE 'chf' END AS currency "
                        + "FROM generate_series(1, 4) AS n ORDER BY 1",
                Optional.empty());

        List<TenantResult> results = Fleet.adoption(engines, CHECKED, Fleet.options(2), registry)
                .adopt(TenantSelection.ALL, false)
                .tenants();

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.SYNCED, Outcome.SYNCED, Outcome.FAILED, Outcome.SYNCED);
        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 LIQUIBASE -", "t04 LIQUIBASE HISTORY");
        assertThat(failure(results.get(2)).message())
                .contains("The table prices_chf is missing.", "The changelog does not make the table prices_eur.");
    }

    /** A file's values are read when its changeset is, be it one that is in the history already. */
    @Test
    void aValueInTheFileOfARecordedChangesetCountsForWhatIsTriedOut() {
        Fleet.createTenants(database, 3);
        for (String tenant : List.of("t01", "t02", "t03")) {
            database.execute("CREATE TABLE " + tenant + ".prices_eur (id bigint PRIMARY KEY)");
        }
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_5, FILED);
        QueryTenants registry = new QueryTenants(
                engines.server(),
                "SELECT * FROM (VALUES ('t01', 'eur'), ('t02', 'chf'), ('t03', 'eur')) AS tenant (schema, currency)",
                Optional.empty());
        Fleet.adoption(engines, UNCHECKED, Fleet.options(1), registry).adopt(TenantSelection.ALL, false);
        // As it was recorded when nothing in it differed between tenants.
        for (String tenant : List.of("t01", "t02", "t03")) {
            database.execute(
                    "UPDATE " + tenant + ".databasechangelog SET md5sum = '9:00000000000000000000000000000000' "
                            + "WHERE id = 'prices'",
                    "DELETE FROM " + tenant + ".databasechangelog WHERE id = 'later'");
        }

        List<TenantResult> results = Fleet.adoption(engines, CHECKED, Fleet.options(1), registry)
                .adopt(TenantSelection.ALL, false)
                .tenants();

        assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE -", "t03 REPLAY CATALOG");
        assertThat(failure(results.get(1)).message()).contains("The table prices_chf is missing.");
    }

    @Test
    void withReplayOffEveryTenantGoesThroughLiquibaseAndAPilotCanBeNamed() {
        makeByHand(3);
        adopt(LiquibaseLine.LIQUIBASE_4, UNCHECKED);

        forget();
        assertThat(ways(adopt(UNCHECKED, Fleet.options(1).with(Replaying.OFF))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        forget();
        assertThat(ways(adopt(UNCHECKED, pilot("t02"))))
                .containsExactly("t01 REPLAY HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY HISTORY");
        forget();
        assertThatThrownBy(() -> adopt(UNCHECKED, pilot("t2")))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.pilot=t2");
        assertThat(rows("t03")).isEmpty();
    }

    private void forget() {
        List.of("t01", "t02", "t03")
                .forEach(tenant -> database.execute("DELETE FROM " + tenant + ".databasechangelog"));
    }

    private static RunOptions pilot(String schema) {
        return Fleet.options(1).with(new Replaying(true, Optional.of(schema), Way.Verified.HISTORY));
    }

    private List<TenantResult> adopt(Adoption adoption, RunOptions options) {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
        return Fleet.adoption(engines, adoption, options, Fleet.catalog(engines))
                .adopt(TenantSelection.ALL, false)
                .tenants();
    }

    private List<TenantResult> adopt(LiquibaseLine line, Adoption adoption) {
        return Fleet.adoption(Engines.of(database, line, CHANGELOG), adoption)
                .adopt(TenantSelection.ALL, false)
                .tenants();
    }

    private List<TenantResult> adoptWhile(Adoption adoption, Class<? extends RunEvent> event, Runnable meanwhile) {
        return adoptWhile(Engines.of(database, LiquibaseLine.LIQUIBASE_5, CHANGELOG), adoption, event, meanwhile);
    }

    /** Something happens as soon as the run tells of this. */
    private List<TenantResult> adoptWhile(
            Engines engines, Adoption adoption, Class<? extends RunEvent> told, Runnable meanwhile) {
        RunContext context = Fleet.context(engines, Fleet.options(1));
        MigrationListener listener = event -> {
            if (told == event.getClass()) {
                meanwhile.run();
            }
        };
        RunContext watched =
                new RunContext(context.environment(), context.options(), context.runId(), context.stop(), listener);
        return new AdoptionRun(watched, adoption)
                .adopt(TenantSelection.ALL, false)
                .tenants();
    }

    /** Tenants with the changelog's tables, which know nothing of Liquibase. */
    private void makeByHand(int tenants) {
        for (String tenant : Fleet.createTenants(database, tenants)) {
            database.execute(
                    "CREATE TYPE " + tenant + ".mood AS ENUM ('glad', 'sad')",
                    "CREATE TABLE " + tenant + ".customers (id bigint PRIMARY KEY, name varchar(100) NOT NULL, mood "
                            + tenant + ".mood)",
                    "CREATE TABLE " + tenant + ".orders (id int PRIMARY KEY)");
        }
    }

    private static Failure failure(TenantResult result) {
        return result.failure().orElseThrow();
    }

    private static List<String> applied(TenantResult result) {
        return result.changeSets().applied().stream().map(ChangeSetId::id).toList();
    }

    private List<String> rows(String tenant) {
        return database.query("SELECT (to_jsonb(r) - 'dateexecuted')::text FROM " + tenant
                + ".databasechangelog AS r ORDER BY orderexecuted");
    }

    private List<String> orders(String tenant) {
        return database.query(
                "SELECT id || ' ' || orderexecuted FROM " + tenant + ".databasechangelog ORDER BY orderexecuted");
    }
}
