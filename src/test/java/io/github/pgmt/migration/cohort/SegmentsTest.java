package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.SegmentedChangelog;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is in doubt goes through Liquibase in each tenant, and only that: the changesets around it are replayed. */
class SegmentsTest {

    private static final String GUARD =
            "<preConditions><sqlCheck expectedResult=\"1\">SELECT 1 WHERE now() IS NOT NULL</sqlCheck></preConditions>";
    private static final String GUARDED =
            "has preconditions that read the database: one of them calls a function that may "
                    + "find or do something else each time";

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void everyKindOfDoubtTakesOnlyItsOwnChangesetAlong(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.ofEveryKind();
        createTenants(4);

        List<TenantResult> results = migrate(line, changelog);

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 MIXED CATALOG", "t03 MIXED CATALOG", "t04 MIXED CATALOG");
        assertThat(results.subList(1, 4)).allSatisfy(tenant -> {
            assertThat(tenant.way().replayed()).isEqualTo(changelog.plain());
            assertThat(tenant.way().segments()).isEqualTo(changelog.segments());
            assertThat(tenant.way().notReplayed())
                    .extracting(reason -> reason.changeSet().id())
                    .containsExactlyElementsOf(changelog.doubtful());
            assertThat(Fleet.untimed(tenant)).isEqualTo(Fleet.untimed(results.get(0)));
        });
        assertSame(line, changelog, 4);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTenantWhosePreconditionComesOutOtherwiseEndsAsByLiquibaseAndIsNotComparedWithThePilot(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.around("""
                <preConditions onFail="MARK_RAN"><sqlCheck expectedResult="0">SELECT count(*) FROM legacy WHERE now() IS NOT NULL</sqlCheck></preConditions>
                <sql>CREATE TABLE without_legacy (id int)</sql>""");
        createTenants(4);
        atFirst(line, 4);
        databases.execute("INSERT INTO t03.legacy VALUES (1)");

        List<TenantResult> results = migrate(line, changelog);

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 MIXED CATALOG", "t03 MIXED HISTORY", "t04 MIXED CATALOG");
        assertThat(results.get(2).way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly(GUARDED, "left something else in the history than in the pilot's");
        assertSame(line, changelog, 4);
        assertThat(ours.query("SELECT exectype FROM t03.databasechangelog WHERE id = 'doubt'"))
                .containsExactly("MARK_RAN");
        assertThat(ours.query("SELECT exectype FROM t04.databasechangelog WHERE id = 'doubt'"))
                .containsExactly("EXECUTED");
    }

    /** What Liquibase runs in each tenant may do something else in each, before and after it is replayed there. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatLiquibaseMadeOtherwiseInATenantIsNoReplaysFault(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                """
                <preConditions><sqlCheck expectedResult="1">SELECT 1 WHERE now() IS NOT NULL</sqlCheck></preConditions>
                <sql splitStatements="false">DO $x$ BEGIN
                  IF current_schema() IN ('t02', 't04') THEN
                    CREATE TABLE by_liquibase (id int);
                    DROP TABLE p1_1;
                    ALTER TABLE p1_2 ALTER COLUMN name SET DEFAULT 'x', ADD COLUMN further int;
                    ALTER TABLE p1_3 ALTER COLUMN name TYPE text;
                  END IF;
                END $x$</sql>""",
                "<sql>ALTER TABLE p1_2 ALTER COLUMN name SET NOT NULL; ALTER TABLE p1_3 ALTER COLUMN name SET NOT NULL</sql>");
        createTenants(4);

        List<TenantResult> results = migrate(line, changelog);

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 MIXED CATALOG", "t03 MIXED CATALOG", "t04 MIXED CATALOG");
        assertThat(results.get(1).way().leftOut())
                .contains("table by_liquibase", "table p1_1", "column p1_2.further", "column p1_3.name");
        assertThat(results.get(2).way().leftOut()).isEmpty();
        assertThat(results.get(3).way().leftOut())
                .as("told of each, though one was compared for both")
                .isEqualTo(results.get(1).way().leftOut());
        assertSame(line, changelog, 4);
    }

    @Test
    void whatAReplayMadeOtherwiseAfterLiquibasesPartFails() {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                "<preConditions><sqlCheck expectedResult=\"1\">SELECT 1 WHERE now() IS NOT NULL</sqlCheck></preConditions><sql>CREATE TABLE made (id int)</sql>",
                "<sql>CREATE TABLE IF NOT EXISTS extra (id int)</sql>");
        createTenants(3);
        atFirst(3);
        ours.execute("CREATE TABLE t02.extra (id text)");

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, changelog);

        Failure failure = results.get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("extra").contains("text").contains("\"t01\"");
        assertThat(results.get(2).failure()).isEmpty();
    }

    /** New rows change nothing else, so that all that is replayed around them is looked at. */
    @Test
    void whatAReplayMadeOtherwiseAroundRowsFails() {
        SegmentedChangelog changelog = SegmentedChangelog.aroundWithoutTransaction(
                "<insert tableName=\"legacy\"><column name=\"id\" valueNumeric=\"1\"/></insert>",
                "<sql>ALTER TABLE legacy ADD COLUMN IF NOT EXISTS extra int</sql>");
        createTenants(3);
        atFirst(3);
        ours.execute("ALTER TABLE t02.legacy ADD COLUMN extra text");

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, changelog);

        assertThat(results.get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(results.get(2).way().verified()).contains(Way.Verified.CATALOG);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aSegmentThatFailsFailsItsTenantThereAndTheNextRunGoesOn(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                "<preConditions><sqlCheck expectedResult=\"1\">SELECT 1 WHERE now() IS NOT NULL</sqlCheck></preConditions>"
                        + "<sql>CREATE TABLE half (id int); INSERT INTO legacy SELECT 1 / (count(*) - 1) FROM legacy</sql>");
        createTenants(4);
        atFirst(4);
        databases.execute("INSERT INTO t03.legacy VALUES (1)");

        List<TenantResult> results = migrate(line, changelog);

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED);
        Failure failure = results.get(2).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(failure.sqlState()).contains("22012");
        assertThat(failure.changeSet()).map(ChangeSetId::id).contains("doubt");
        assertThat(results.get(2).changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("p1_0", "p1_1", "p1_2", "p1_3");
        assertThat(ours.query("SELECT count(*) FROM pg_tables WHERE schemaname = 't03' AND tablename = 'half'"))
                .containsExactly("0");

        databases.execute("DELETE FROM t03.legacy");
        assertThat(migrate(line, changelog)).extracting(TenantResult::outcome).doesNotContain(Outcome.FAILED);
        assertSame(line, changelog, 4);
    }

    /** In one session, as Liquibase has it, what follows finds it. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatIsLeftInTheSessionIsFoundByWhatFollows(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                "<sql>SET IntervalStyle = 'sql_standard'</sql>",
                "<sql>CREATE TABLE dates AS SELECT interval '1 day 2 hours'::text AS one</sql>");
        createTenants(3);

        List<TenantResult> results = migrate(line, changelog);

        assertThat(results.get(1).way().notReplayed())
                .extracting(NotReplayed::why)
                .contains("left something in its session, which what follows would find");
        assertThat(ours.query("SELECT one FROM t02.dates")).containsExactly("1 2:00:00");
        assertSame(line, changelog, 3);
    }

    @Test
    void whatReadsASequencesLastValueKeepsAllInOneSession() {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                SegmentedChangelog.CUSTOM, "<sql>CREATE TABLE last AS SELECT currval('p1_0_id_seq') AS id</sql>");
        createTenants(3);

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, changelog);

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertSame(LiquibaseLine.LIQUIBASE_4, changelog, 3);
    }

    @Test
    void oneTransactionForATenantIsNotTakenApart() {
        SegmentedChangelog changelog = SegmentedChangelog.around(SegmentedChangelog.CUSTOM);
        createTenants(3);

        List<TenantResult> results =
                migrate(LiquibaseLine.LIQUIBASE_4, changelog, Fleet.options(2).with(Atomicity.TENANT));

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        assertThat(results.get(2).way().notReplayed())
                .extracting(NotReplayed::why)
                .singleElement()
                .asString()
                .contains("customChange")
                .contains("-Dpgmt.atomicity=tenant");
        assertSame(LiquibaseLine.LIQUIBASE_4, changelog, 3);
    }

    /** What an earlier try has done is not done again, and the rest is not taken for another history. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTenantGoesOnInTheSegmentInWhichItStopped(LiquibaseLine line) throws SQLException {
        SegmentedChangelog changelog = SegmentedChangelog.around(
                List.of(SegmentedChangelog.CUSTOM, GUARD + "<sql>ALTER TABLE legacy ADD COLUMN name text</sql>"));
        createTenants(3);
        atFirst(3);
        try (Connection holder = ours.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE t03.legacy");
            Engines engines = Engines.of(
                    ours.url(),
                    line,
                    Engines.changelog(SegmentedChangelog.FILE),
                    changelog.writeInto(directory.resolve("ours")),
                    new Server.Timeouts(Duration.ofMillis(200), Duration.ZERO));
            RunContext context = Fleet.context(engines, Fleet.options(1));
            MigrationListener release =
                    MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> rollBack(holder));

            TenantResult result = new MigrationRun(new RunContext(
                            context.environment(), context.options(), context.runId(), context.stop(), release))
                    .migrate(TenantSelection.ALL, false)
                    .tenants()
                    .get(2);

            assertThat(result.failure()).isEmpty();
            assertThat(result.way().waiting().tries()).isEqualTo(2);
            assertThat(result.way().engine()).contains(Way.Engine.MIXED);
            assertThat(result.way().verified()).contains(Way.Verified.CATALOG);
            assertThat(result.way().replayed()).isEqualTo(changelog.plain());
            assertThat(result.changeSets().applied())
                    .hasSize(changelog.plain() + 2)
                    .doesNotHaveDuplicates();
        }
        assertSame(line, changelog, 3);
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One engine runs several tenants' changesets as they were parsed for the first: how one ended is not the next one's. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void howAChangesetEndedInOneTenantIsNothingToTheNext(LiquibaseLine line) {
        SegmentedChangelog changelog = SegmentedChangelog.around("""
                <preConditions onFail="MARK_RAN"><sqlCheck expectedResult="0">SELECT count(*) FROM legacy WHERE now() IS NOT NULL</sqlCheck></preConditions>
                <sql>CREATE TABLE without_legacy (id int)</sql>""");
        createTenants(6);
        atFirst(6);
        databases.execute("INSERT INTO t02.legacy VALUES (1)", "INSERT INTO t05.legacy VALUES (1)");

        migrate(line, changelog, Fleet.options(1));

        assertThat(ours.query("SELECT string_agg(exectype, ',' ORDER BY schema) FROM ("
                        + "SELECT 't01' AS schema, * FROM t01.databasechangelog UNION ALL "
                        + "SELECT 't02' AS schema, * FROM t02.databasechangelog UNION ALL "
                        + "SELECT 't03' AS schema, * FROM t03.databasechangelog UNION ALL "
                        + "SELECT 't04' AS schema, * FROM t04.databasechangelog UNION ALL "
                        + "SELECT 't05' AS schema, * FROM t05.databasechangelog UNION ALL "
                        + "SELECT 't06' AS schema, * FROM t06.databasechangelog) AS rows WHERE id = 'doubt'"))
                .containsExactly("EXECUTED,MARK_RAN,EXECUTED,EXECUTED,MARK_RAN,EXECUTED");
        assertSame(line, changelog, 6);
    }

    /** Liquibase makes its two tables, and what is replayed after it finds them. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void newTenantsWhoseFirstChangesetIsInDoubt(LiquibaseLine line) {
        SegmentedChangelog changelog =
                SegmentedChangelog.beginningWith(GUARD + "<sql>CREATE TABLE guarded (id int)</sql>");
        createTenants(3);

        List<TenantResult> results = migrate(line, changelog);

        assertThat(ways(results))
                .as("%s", results.get(1).way().notReplayed())
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 MIXED CATALOG", "t03 MIXED CATALOG");
        assertSame(line, changelog, 3);
    }

    private void atFirst(int tenants) {
        atFirst(LiquibaseLine.LIQUIBASE_4, tenants);
    }

    private void atFirst(LiquibaseLine line, int tenants) {
        SegmentedChangelog first = SegmentedChangelog.first("<sql>CREATE TABLE legacy (id int)</sql>");
        for (int tenant = 1; tenant <= tenants; tenant++) {
            OwnLiquibase.migrate(line, update(ours, "t0" + tenant, first));
        }
        databases.copyOurs();
    }

    private void createTenants(int count) {
        for (TestDatabase database : databases.both()) {
            Fleet.createTenants(database, count);
        }
    }

    private List<TenantResult> migrate(LiquibaseLine line, SegmentedChangelog changelog) {
        return migrate(line, changelog, Fleet.options(2));
    }

    private List<TenantResult> migrate(LiquibaseLine line, SegmentedChangelog changelog, RunOptions options) {
        return Fleet.run(
                        Engines.of(
                                ours,
                                line,
                                Engines.changelog(SegmentedChangelog.FILE),
                                changelog.writeInto(directory.resolve("ours"))),
                        options)
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private void assertSame(LiquibaseLine line, SegmentedChangelog changelog, int tenants) {
        for (int tenant = 1; tenant <= tenants; tenant++) {
            OwnLiquibase.migrate(line, update(theirs, "t0" + tenant, changelog));
        }
        databases.assertSame();
    }

    private OwnLiquibase.Update update(TestDatabase database, String schema, SegmentedChangelog changelog) {
        Path root = changelog.writeInto(directory.resolve("theirs"));
        return new OwnLiquibase.Update(database, schema, root, SegmentedChangelog.FILE, "", "", Map.of());
    }
}
