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
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.RollbackRun;
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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Liquibase takes changesets back in the first tenant of a cohort, and the others get what that got. */
class RollbackReplayTest {

    private static final String CHANGELOG = "changelogs/rollback/fleet.sql";
    private static final String ONE_BY_ONE = "changelogs/rollback/one-by-one.sql";
    private static final String NAMED = "changelogs/rollback/named.sql";
    private static final String TAGGED = "changelogs/rollback/tagged.yaml";
    private static final int ALL = 6;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theOthersGetWhatThePilotGotThoughOtherRunsHadMigratedThem(LiquibaseLine line) {
        migrate(line, CHANGELOG, 4);
        database.execute("UPDATE t03.databasechangelog SET deployment_id = 'r00000000' || orderexecuted, "
                + "dateexecuted = dateexecuted - interval '1 day', tag = 'earlier', orderexecuted = orderexecuted * 2");

        List<TenantResult> results = rollBack(line, CHANGELOG, count(5), Fleet.options(2));

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(undone(result)).containsExactly("email", "unindexed", "guarded", "never", "orders");
        });
        for (String tenant : List.of("t01", "t02", "t03", "t04")) {
            assertThat(ids(tenant)).containsExactly("customer");
            assertThat(columns(tenant)).containsExactly("id", "name");
        }
        assertThat(rollBack(line, CHANGELOG, count(1), Fleet.options(2)))
                .extracting(result -> result.way().engine())
                .as("the last row too")
                .containsExactly(
                        Optional.of(Way.Engine.LIQUIBASE),
                        Optional.of(Way.Engine.REPLAY),
                        Optional.of(Way.Engine.REPLAY),
                        Optional.of(Way.Engine.REPLAY));
        assertThat(tables("t04")).containsExactly("databasechangelog", "databasechangeloglock");
    }

    @Test
    void tenantsWithTheirTagElsewhereAreAnotherCohort() {
        migrate(LiquibaseLine.LIQUIBASE_5, CHANGELOG, 4);
        tag("t01", "orders");
        tag("t02", "guarded");
        tag("t03", "orders");
        tag("t04", "guarded");

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_5, CHANGELOG, tag("v1"), Fleet.options(2));

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(ids("t03")).containsExactly("customer", "orders");
        assertThat(ids("t04")).containsExactly("customer", "orders", "never", "guarded");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTagThatTheChangelogSetGoesTooWhateverChangesetsWithARollbackOfTheirOwnDid(LiquibaseLine line) {
        migrate(line, TAGGED, 3);

        List<TenantResult> results = rollBack(line, TAGGED, tag("v1"), Fleet.options(2));

        assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
        assertThat(undone(results.get(2))).containsExactly("loaded", "orders", "v1");
        assertThat(tables("t03")).containsExactly("customers", "databasechangelog", "databasechangeloglock");
    }

    @Test
    void whatEachDidAfterATimeIsTakenBackInIt() {
        migrate(LiquibaseLine.LIQUIBASE_4, CHANGELOG, 4);
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute("UPDATE t0" + tenant + ".databasechangelog SET dateexecuted = '2026-01-31 12:00:00' "
                    + "WHERE orderexecuted <= " + (tenant % 2 == 0 ? 4 : 5));
        }
        LocalDateTime noon = LocalDateTime.parse("2026-01-31T12:00:00");

        List<TenantResult> results = rollBack(
                LiquibaseLine.LIQUIBASE_4,
                CHANGELOG,
                new Rollback(new RollbackTarget.Date(noon), false),
                Fleet.options(2));

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(undone(results.get(2))).containsExactly("email");
        assertThat(undone(results.get(3))).containsExactly("email", "unindexed");
    }

    @Test
    void aTenantThatIsAnotherOnlyByHowARowCameAboutIsAnotherCohort() {
        migrate(LiquibaseLine.LIQUIBASE_5, CHANGELOG, 4);
        // Marked and not run: nothing but its row goes.
        database.execute("UPDATE t03.databasechangelog SET exectype = 'MARK_RAN' WHERE id = 'email'");
        database.execute("UPDATE t04.databasechangelog SET deployment_id = 's00abcdefg' WHERE id = 'email'");

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_5, CHANGELOG, count(1), Fleet.options(2));

        assertThat(ways(results.subList(0, 3)))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 LIQUIBASE HISTORY");
        assertThat(columns("t02")).doesNotContain("email");
        assertThat(columns("t03")).contains("email");
        assertThat(failure(results.get(3)).message()).contains("changelog-sync recorded this changeset");
    }

    @Test
    void valuesThatTheRollbackReadsMakeCohorts() {
        Fleet.createTenants(database, 4);
        database.execute("CREATE TABLE public.registry AS SELECT 't0' || n AS schema, "
                + "CASE WHEN n < 3 THEN 'somebody' ELSE 'else' END AS name FROM generate_series(1, 4) AS n");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NAMED);
        QueryTenants registry = new QueryTenants(
                engines.server(), "SELECT schema, name FROM public.registry ORDER BY 1", Optional.empty());
        Fleet.run(engines, Fleet.options(1), registry).migrate(TenantSelection.ALL, false);

        List<TenantResult> results = Fleet.rollback(
                        Engines.of(database, LiquibaseLine.LIQUIBASE_4, NAMED), count(1), Fleet.options(1), registry)
                .rollBack(TenantSelection.ALL, false)
                .tenants();

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 LIQUIBASE HISTORY", "t04 REPLAY CATALOG");
        assertThat(database.query("SELECT name FROM t02.customer UNION ALL SELECT name FROM t04.customer"))
                .containsExactly("else", "somebody");
    }

    @Test
    void aTenantWhoseHistoryChangedSinceItWasPlannedIsLeftAlone() {
        migrate(LiquibaseLine.LIQUIBASE_5, CHANGELOG, 8);
        for (int tenant = 1; tenant <= 8; tenant++) {
            tag("t0" + tenant, "orders");
        }

        List<TenantResult> results = rollBackWhile(
                tag("v1"),
                () -> database.execute(
                        "UPDATE t02.databasechangelog SET tag = CASE WHEN id = 'email' THEN 'v1' END",
                        "UPDATE t03.databasechangelog SET deployment_id = 'r000000000' WHERE id = 'customer'",
                        "UPDATE t04.databasechangelog SET orderexecuted = orderexecuted + 1 WHERE id = 'email'",
                        "UPDATE t05.databasechangelog SET exectype = 'RERAN' WHERE id = 'email'",
                        "INSERT INTO t06.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) "
                                + "VALUES ('later', 'somebody', 'elsewhere.sql', now(), 99, 'EXECUTED')",
                        "DELETE FROM t07.databasechangelog WHERE id = 'never'"));

        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY",
                        "t02 LIQUIBASE -",
                        "t03 LIQUIBASE -",
                        "t04 LIQUIBASE -",
                        "t05 LIQUIBASE -",
                        "t06 LIQUIBASE -",
                        "t07 LIQUIBASE -",
                        "t08 REPLAY CATALOG");
        assertThat(results.subList(1, 7)).allSatisfy(result -> {
            assertThat(failure(result).message()).startsWith("Somebody has changed the tenant's history");
            assertThat(result.changeSets().undone()).isEmpty();
            assertThat(columns(result.schema())).contains("email", "rating");
        });
    }

    @Test
    void aTenantThatComesOutOtherwiseThanThePilotFailsWithTheObjectsName() {
        migrate(LiquibaseLine.LIQUIBASE_4, CHANGELOG, 4);
        database.execute("CREATE INDEX customer_name ON t03.customer (id)");

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_4, CHANGELOG, count(2), Fleet.options(2));

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.ROLLED_BACK, Outcome.ROLLED_BACK, Outcome.FAILED, Outcome.ROLLED_BACK);
        assertThat(failure(results.get(2)).kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure(results.get(2)).message()).contains("customer_name").contains("\"t01\"");
        assertThat(undone(results.get(2))).containsExactly("email", "unindexed");
    }

    @Test
    void aTenantInWhichAStatementFailsIsTriedByLiquibaseAndTheRestIsSaid() {
        migrate(LiquibaseLine.LIQUIBASE_5, CHANGELOG, 4);
        database.execute("CREATE VIEW t03.own AS SELECT note FROM t03.orders");

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_5, CHANGELOG, count(4), Fleet.options(2));

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 MIXED -", "t04 REPLAY CATALOG");
        TenantResult failed = results.get(2);
        assertThat(failed.failure().orElseThrow().sqlState()).contains("2BP01");
        assertThat(failed.failure().orElseThrow().changeSet()).contains(new ChangeSetId(CHANGELOG, "guarded", "test"));
        assertThat(failure(failed).message()).endsWith("-Dpgmt.tenant=t03 -Dpgmt.rollbackCount=2");
        assertThat(undone(failed)).containsExactly("email", "unindexed");
        assertThat(failed.way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("was refused when it was replayed (SQLSTATE 2BP01)");
        assertThat(ids("t03")).containsExactly("customer", "orders", "never", "guarded");
        assertThat(columns("t03")).containsExactly("id", "name");
    }

    @Test
    void aPilotThatFailsIsFollowedByAnother() {
        migrate(LiquibaseLine.LIQUIBASE_4, CHANGELOG, 4);
        database.execute("CREATE VIEW t01.own AS SELECT note FROM t01.orders");

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_4, CHANGELOG, count(4), Fleet.options(2));

        assertThat(failure(results.get(0)).sqlState()).contains("2BP01");
        assertThat(undone(results.get(0))).containsExactly("email", "unindexed");
        assertThat(ways(results.subList(1, 4)))
                .containsExactly("t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
    }

    @Test
    void aTenantThatIsHeldBetweenTwoChangesetsGoesOnWhereItWas() {
        migrate(LiquibaseLine.LIQUIBASE_5, CHANGELOG, 3);
        // What somebody's trigger does when the second row goes: the lock is set when the third one's turn has come.
        database.execute(
                "CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN "
                        + "IF current_schema() = 't02' AND EXISTS (SELECT FROM t02.databasechangelog WHERE id = 'unindexed') "
                        + "AND NOT EXISTS (SELECT FROM t02.databasechangelog WHERE id = 'email') THEN "
                        + "UPDATE t02.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now(); "
                        + "END IF; END $$",
                "CREATE EVENT TRIGGER hold ON ddl_command_end EXECUTE FUNCTION public.hold()");
        try {
            List<TenantResult> results = rollBackWhile(
                    count(4),
                    List.of(RunEvent.TenantWaits.class),
                    () -> database.execute("UPDATE t02.databasechangeloglock SET locked = false"));

            assertThat(ways(results))
                    .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
            assertThat(undone(results.get(1))).containsExactly("email", "unindexed", "guarded", "never");
            assertThat(results.get(1).way().waiting().tries()).isEqualTo(2);
        } finally {
            database.execute("DROP EVENT TRIGGER hold");
        }
    }

    @Test
    void whatCannotBePlannedGoesThroughLiquibaseWithTheReason() {
        migrate(LiquibaseLine.LIQUIBASE_5, ONE_BY_ONE, 3);

        List<TenantResult> results = rollBack(LiquibaseLine.LIQUIBASE_5, ONE_BY_ONE, count(2), Fleet.options(2));

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertThat(results.get(2).way().notReplayed())
                .containsExactly(new NotReplayed(
                        new ChangeSetId(ONE_BY_ONE, "indexed", "test"),
                        "runs without a transaction (runInTransaction=false)"));
    }

    @Test
    void withReplayOffEveryTenantGoesThroughLiquibaseAndAPilotCanBeNamed() {
        migrate(LiquibaseLine.LIQUIBASE_4, CHANGELOG, 3);

        assertThat(ways(rollBack(
                        LiquibaseLine.LIQUIBASE_4,
                        CHANGELOG,
                        count(1),
                        Fleet.options(1).with(Replaying.OFF))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertThat(ways(rollBack(LiquibaseLine.LIQUIBASE_4, CHANGELOG, count(1), pilot("t02"))))
                .containsExactly("t01 REPLAY HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY HISTORY");
        assertThatThrownBy(() -> rollBack(LiquibaseLine.LIQUIBASE_4, CHANGELOG, count(1), pilot("t2")))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.pilot=t2");
        assertThat(ids("t03")).hasSize(ALL - 2);
    }

    private static RunOptions pilot(String schema) {
        return Fleet.options(1).with(new Replaying(true, Optional.of(schema), Way.Verified.HISTORY));
    }

    private List<TenantResult> rollBackWhile(Rollback rollback, Runnable meanwhile) {
        return rollBackWhile(rollback, List.of(RunEvent.PilotFinished.class), meanwhile);
    }

    /** Something happens as soon as the run tells of one of these. */
    private List<TenantResult> rollBackWhile(
            Rollback rollback, List<Class<? extends RunEvent>> events, Runnable meanwhile) {
        RunContext context =
                Fleet.context(Engines.of(database, LiquibaseLine.LIQUIBASE_5, CHANGELOG), Fleet.options(1));
        MigrationListener listener = event -> {
            if (events.contains(event.getClass())) {
                meanwhile.run();
            }
        };
        RunContext watched =
                new RunContext(context.environment(), context.options(), context.runId(), context.stop(), listener);
        return new RollbackRun(watched, rollback)
                .rollBack(TenantSelection.ALL, false)
                .tenants();
    }

    private void migrate(LiquibaseLine line, String changelog, int tenants) {
        Fleet.createTenants(database, tenants);
        assertThat(Fleet.migrateAll(Engines.of(database, line, changelog), Fleet.byHistory(2))
                        .tenants())
                .extracting(TenantResult::failure)
                .containsOnly(Optional.empty());
    }

    private List<TenantResult> rollBack(LiquibaseLine line, String changelog, Rollback rollback, RunOptions options) {
        return Fleet.rollback(Engines.of(database, line, changelog), rollback, options)
                .rollBack(TenantSelection.ALL, false)
                .tenants();
    }

    private void tag(String tenant, String changeSet) {
        database.execute("UPDATE " + tenant + ".databasechangelog SET tag = 'v1' WHERE id = '" + changeSet + "'");
    }

    private static Rollback count(int changeSets) {
        return new Rollback(new RollbackTarget.Count(changeSets), false);
    }

    private static Rollback tag(String tag) {
        return new Rollback(new RollbackTarget.Tag(tag), false);
    }

    private static Failure failure(TenantResult result) {
        return result.failure().orElseThrow();
    }

    private static List<String> undone(TenantResult result) {
        return result.changeSets().undone().stream().map(ChangeSetId::id).toList();
    }

    private List<String> ids(String tenant) {
        return database.query("SELECT id FROM " + tenant + ".databasechangelog ORDER BY orderexecuted");
    }

    private List<String> columns(String tenant) {
        return database.query("SELECT column_name FROM information_schema.columns WHERE table_schema = '" + tenant
                + "' AND table_name = 'customer' ORDER BY ordinal_position");
    }

    private List<String> tables(String tenant) {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + tenant + "' ORDER BY 1");
    }
}
