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
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.CourseRecorder;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first tenant of a cohort goes through Liquibase, and the others get what it got. */
class ReplayTest {

    private static final String FIRST = "changelogs/replay/first.sql";
    private static final String SECOND = "changelogs/replay/second.sql";
    private static final String UNPLANNABLE = "changelogs/replay/unplannable.sql";
    private static final String FAILING = "changelogs/replay/failing.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void theOthersGetWhatThePilotGotAlsoWhatRunsAlways(LiquibaseLine line) {
        Fleet.createTenants(database, 4);

        assertThat(ways(migrate(line, FIRST)))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(ways(migrate(line, FIRST)))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(names()).containsOnly("first!!");
    }

    @Test
    void whatCannotBePlannedGoesThroughLiquibaseWithTheReason() {
        Fleet.createTenants(database, 3);

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, UNPLANNABLE);

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertThat(results.get(2).way().notReplayed())
                .hasSize(3)
                .contains(
                        new NotReplayed(
                                new ChangeSetId(UNPLANNABLE, "plain", "test"),
                                "is one of few beside others that are not"),
                        new NotReplayed(
                                new ChangeSetId(UNPLANNABLE, "guarded", "test"),
                                "has preconditions that read the database: one of them calls a function that may find or "
                                        + "do something else each time"));
    }

    @Test
    void withReplayOffEveryTenantGoesThroughLiquibase() {
        Fleet.createTenants(database, 2);

        assertThat(ways(migrate(FIRST, Replaying.OFF)))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY");
    }

    @Test
    void theNamedPilotGoesFirst() {
        Fleet.createTenants(database, 3);

        assertThat(ways(migrate(FIRST, pilot("t02"))))
                .containsExactly("t01 REPLAY CATALOG", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG");
    }

    @Test
    void theReportKnowsWhenWhatWasDoneAndByWhom() {
        Fleet.createTenants(database, 3);
        CourseRecorder recorder = new CourseRecorder(System::nanoTime);
        RunContext context = Fleet.context(
                Engines.of(database, LiquibaseLine.LIQUIBASE_4, FIRST),
                Fleet.options(2).with(pilot("t02")));

        List<TenantResult> results = new MigrationRun(context.heardBy(recorder))
                .migrate(TenantSelection.ALL, false)
                .tenants();
        RunCourse course = recorder.end();

        assertThat(course.phases()).extracting(RunCourse.Phase::phase).containsExactlyInAnyOrder(RunPhase.values());
        assertThat(course.pilots()).containsExactly(TenantId.of("t02"));
        assertThat(course.cohorts()).hasSize(1);
        assertThat(course.cohorts().get(0).tenants()).hasSize(3);
        assertThat(results).allSatisfy(result -> {
            assertThat(course.of(result.id()).orElseThrow().worker()).isBetween(1, 2);
            assertThat(result.changeSets().applied())
                    .isEqualTo(course.cohorts().get(0).due());
            assertThat(result.changeSets().times())
                    .containsOnlyKeys(result.changeSets().applied());
            assertThat(result.changeSets().times().values().stream().reduce(Duration.ZERO, Duration::plus))
                    .isPositive()
                    .isLessThanOrEqualTo(result.duration());
        });
    }

    @Test
    void aPilotThatIsNoTenantIsRefused() {
        Fleet.createTenants(database, 2);

        assertThatThrownBy(() -> migrate(FIRST, pilot("t2")))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.pilot=t2");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 't0_'"))
                .containsExactly("0");
    }

    @Test
    void aTenantThatComesOutOtherwiseThanThePilotFailsWithTheObjectsName() {
        atSecondRelease(4);
        database.execute("CREATE TABLE t03.extra (id text)");

        List<TenantResult> results = migrate(SECOND, Replaying.DEFAULT);

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED);
        Failure failure = results.get(2).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("extra").contains("text").contains("\"t01\"");
        assertThat(results.get(2).changeSets().applied()).hasSize(2);
    }

    @Test
    void whereHistoriesAreProofEnoughTheCatalogIsNotLookedAt() {
        atSecondRelease(3);
        database.execute("CREATE TABLE t03.extra (id text)");

        assertThat(ways(migrate(SECOND, new Replaying(true, Optional.empty(), Way.Verified.HISTORY))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY HISTORY", "t03 REPLAY HISTORY");
    }

    @Test
    void whatWasAnotherInATenantBeforeDoesNotCount() {
        atSecondRelease(3);
        database.execute(
                "ALTER TABLE t02.customer ALTER COLUMN name TYPE varchar(99)",
                "CREATE INDEX own ON t03.customer (name)");

        assertThat(ways(migrate(SECOND, Replaying.DEFAULT)))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
    }

    @Test
    void aTenantInWhichAStatementFailsIsTriedByLiquibaseAndStopsNoOther() {
        atSecondRelease(4);
        database.execute("ALTER TABLE t03.customer ADD COLUMN email text");

        List<TenantResult> results = migrate(SECOND, Replaying.DEFAULT);

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED);
        TenantResult failed = results.get(2);
        assertThat(failed.failure().orElseThrow().sqlState()).contains("42701");
        assertThat(failed.failure().orElseThrow().changeSet().orElseThrow().id())
                .isEqualTo("email");
        assertThat(failed.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("extra");
        assertThat(failed.way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("was refused when it was replayed (SQLSTATE 42701)");
    }

    @Test
    void aPilotThatFailsIsFollowedByAnother() {
        atSecondRelease(4);
        database.execute("ALTER TABLE t01.customer ADD COLUMN email text");

        List<TenantResult> results = migrate(SECOND, Replaying.DEFAULT);

        assertThat(results).extracting(TenantResult::outcome).containsOnlyOnce(Outcome.FAILED);
        assertThat(ways(results.subList(1, 4)))
                .containsExactly("t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
    }

    /** Ten go one after the other, as a pilot each, and the rest at once. */
    @Test
    void whereAllAreToBeTriedThoughTheyFailAlikeEachHasItsOwnFailure() {
        Fleet.createTenants(database, 12);

        List<TenantResult> results = migrate(FAILING, Fleet.options(2).withMaxCohortFailures(0));

        assertThat(results).allSatisfy(result -> {
            assertThat(result.failure().orElseThrow().sqlState()).contains("22012");
            assertThat(result.changeSets().applied()).hasSize(1);
            assertThat(result.way()).isEqualTo(Way.LIQUIBASE);
        });
    }

    @Test
    void aTenantWhoseHistoryMovedIsPlannedAnewByLiquibase() {
        atSecondRelease(3);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, SECOND);
        RunContext context = Fleet.context(engines, Fleet.options(1));
        // When t02 is done, somebody else has run in t03 what was pending there.
        MigrationListener meanwhile = MigrationListener.of(RunEvent.TenantFinished.class, event -> {
            if (event.result().schema().equals("t02")) {
                assertThat(Engines.of(database, LiquibaseLine.LIQUIBASE_4, SECOND)
                                .migrate("t03")
                                .failure())
                        .isEmpty();
            }
        });
        RunContext watched =
                new RunContext(context.environment(), context.options(), context.runId(), context.stop(), meanwhile);

        List<TenantResult> results =
                new MigrationRun(watched).migrate(TenantSelection.ALL, false).tenants();

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 LIQUIBASE HISTORY");
        assertThat(database.query("SELECT count(*) FROM t03.databasechangelog")).containsExactly("4");
    }

    @Test
    void aTenantThatLiquibaseHoldsIsLeftAloneAndNamed() {
        atSecondRelease(3);
        database.execute("UPDATE t03.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()");

        List<TenantResult> results = migrate(
                SECOND,
                new RunOptions(2, RunOptions.OnError.FAIL_AT_END, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO));

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.FAILED);
        Failure failure = results.get(2).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failure.message()).contains("held by app");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 't03'"))
                .containsExactly("3");
    }

    /** As if Liquibase had numbered the pilot's rows otherwise than was planned. */
    @Test
    void aPilotWhoseRowsHaveOtherNumbersThanPlannedIsFollowedByLiquibase() {
        Fleet.createTenants(database, 3);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, FIRST);
        Engines renumbering = engines.with(() -> renumbering(engines.factory().open()));

        List<TenantResult> results =
                Fleet.migrateAll(renumbering, Fleet.options(1)).tenants();

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertThat(results.get(2).way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("left something else in the history of t01 than planned");
    }

    private MigrationEngine renumbering(MigrationEngine engine) {
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(),
                new Class<?>[] {MigrationEngine.class},
                (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("migrate")) {
                        database.execute("UPDATE " + ((Tenant) arguments[0]).schema()
                                + ".databasechangelog SET orderexecuted = orderexecuted + 10");
                    }
                    return result;
                });
    }

    @Test
    void aSchemaWhoseNameHasSignsOfSqlGoesThroughLiquibase() {
        database.execute("CREATE SCHEMA \"a'b\"", "CREATE SCHEMA plain", "CREATE SCHEMA simple");

        assertThat(ways(migrate(FIRST, pilot("plain"))))
                .containsExactly("a'b LIQUIBASE HISTORY", "plain LIQUIBASE HISTORY", "simple REPLAY CATALOG");
    }

    private void atSecondRelease(int tenants) {
        Fleet.createTenants(database, tenants);
        migrate(FIRST, Replaying.DEFAULT);
        for (int tenant = 1; tenant <= tenants; tenant++) {
            database.execute("UPDATE t0" + tenant + ".databasechangelog SET filename = '" + SECOND + "'");
        }
    }

    private List<String> names() {
        return database.query("SELECT name FROM t01.customer UNION ALL SELECT name FROM t02.customer "
                + "UNION ALL SELECT name FROM t03.customer UNION ALL SELECT name FROM t04.customer");
    }

    private static Replaying pilot(String schema) {
        return new Replaying(true, Optional.of(schema), Way.Verified.CATALOG);
    }

    private List<TenantResult> migrate(LiquibaseLine line, String changelog) {
        return Fleet.run(Engines.of(database, line, changelog), Fleet.options(2))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private List<TenantResult> migrate(String changelog, Replaying replaying) {
        return migrate(changelog, Fleet.options(2).with(replaying));
    }

    private List<TenantResult> migrate(String changelog, RunOptions options) {
        return Fleet.run(Engines.of(database, LiquibaseLine.LIQUIBASE_4, changelog), options)
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }
}
