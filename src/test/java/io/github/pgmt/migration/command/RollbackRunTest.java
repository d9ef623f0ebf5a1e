package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rollbacks take back what each tenant really has, and are refused where something else would be left than before. */
class RollbackRunTest {

    private static final String FIRST = "changelogs/rollback/first.yaml";
    private static final String SECOND = "changelogs/rollback/second.yaml";
    private static final String THIRD = "changelogs/rollback/third.sql";
    private static final String IRREVERSIBLE = "changelogs/rollback/irreversible.sql";
    private static final String QUOTED = "changelogs/rollback/quoted.yaml";
    private static final String AGAIN = "changelogs/rollback/again.sql";

    /** Newest first; {@code comment} runs always and ran again. */
    private static final String[] RELEASE = {"names", "by-email", "orders", "never"};

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aRunIsTakenBackWhereItAppliedSomething(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        migrate(line, FIRST);
        List<String> before = contents();
        RunId release = migrate(line, FIRST, SECOND);
        database.execute("CREATE SCHEMA t03");
        migrate(line, FIRST);

        Map<String, TenantResult> results = rollBack(line, run(release), FIRST, SECOND);

        assertThat(undone(results.get("t01"))).containsExactly(RELEASE);
        assertThat(undone(results.get("t02"))).containsExactly(RELEASE);
        assertThat(results.get("t01").outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(results.get("t03").outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(history("t01")).containsExactly("customers", "v1", "comment");
        assertThat(differences(before, contents("t01", "t02"))).isEmpty();
        assertThat(database.query("SELECT locked FROM t01.databasechangeloglock"))
                .containsExactly("f");
        assertThatThrownBy(() -> rollBack(line, run(release), FIRST, SECOND))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("No selected tenant has a changeset of the run " + release);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTagIsGoneBackToAndGoesItselfIfItHasAChangesetOfItsOwn(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        migrate(line, FIRST);
        database.execute("UPDATE t02.databasechangelog SET tag = NULL");
        migrate(line, FIRST, SECOND);

        Map<String, TenantResult> results = rollBack(line, tag("V1"), FIRST, SECOND);

        assertThat(undone(results.get("t01"))).containsExactly("names", "by-email", "orders", "never", "v1");
        assertThat(history("t01")).containsExactly("customers", "comment");
        assertThat(failure(results, "t02").message())
                .startsWith("The history has no tag \"V1\" and no other.")
                .endsWith("Nothing was taken back in this tenant.");
        assertThat(history("t02")).hasSize(7);
    }

    @Test
    void theGoalsOwnTagsStayWhereTheyArePut() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_5;
        Fleet.createTenants(database, 1);
        migrate(line, FIRST);
        database.execute("UPDATE t01.databasechangelog SET tag = NULL");
        assertThat(Fleet.tag(engines(line, FIRST), "release 1").tenants().get(0).outcome())
                .isEqualTo(Outcome.TAGGED);
        List<String> before = contents();
        migrate(line, FIRST, SECOND);

        assertThat(undone(rollBack(line, tag("release 1"), FIRST, SECOND).get("t01")))
                .containsExactly(RELEASE);
        assertThat(differences(before, contents())).isEmpty();
    }

    @Test
    void aTagThatMovedWithItsChangesetIsNoneToGoBackTo() {
        Fleet.createTenants(database, 1);
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST);
        database.execute("UPDATE t01.databasechangelog SET tag = CASE WHEN id = 'comment' THEN 'v2' END");
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST, SECOND);

        Failure failure = failure(rollBack(LiquibaseLine.LIQUIBASE_4, tag("v2"), FIRST, SECOND), "t01");

        assertThat(failure.message()).startsWith("The tag \"v2\" is on a changeset that ran again");
        assertThat(history("t01")).hasSize(7);
    }

    @Test
    void theCountIsOfEachTenantsOwnOrder() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_5;
        Fleet.createTenants(database, 2);
        migrate(line, FIRST);
        Fleet.run(engines(line, FIRST, SECOND), Fleet.byHistory(1)).migrate(only("t01"), false);

        Map<String, TenantResult> results = rollBack(line, count(2), FIRST, SECOND);

        assertThat(undone(results.get("t01"))).containsExactly("names", "by-email");
        assertThat(undone(results.get("t02"))).containsExactly("comment", "v1");
        assertThat(tables("t02")).containsExactly("customers", "databasechangelog", "databasechangeloglock");
    }

    @Test
    void whatWasExecutedAfterATimeIsTakenBack() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_4;
        Fleet.createTenants(database, 1);
        migrate(line, FIRST);
        database.execute("UPDATE t01.databasechangelog SET dateexecuted = '2026-01-31 12:00:00'");
        migrate(line, FIRST, SECOND);

        LocalDateTime noon = LocalDateTime.parse("2026-01-31T12:00:00");
        assertThat(undone(rollBack(line, date(noon), FIRST, SECOND).get("t01"))).containsExactly(RELEASE);
        assertThat(undone(rollBack(line, date(noon.minusNanos(1000)), FIRST, SECOND)
                        .get("t01")))
                .containsExactly("v1", "customers");
    }

    @Test
    void contextsAndLabelsFilterAllButARun() {
        Fleet.createTenants(database, 2);
        RunId release = migrate(LiquibaseLine.LIQUIBASE_4, FIRST, SECOND);
        Changelog other = changelog(Optional.of("other"), FIRST, SECOND);

        Map<String, TenantResult> counted =
                byTenant(rollback(LiquibaseLine.LIQUIBASE_4, other, count(1)).rollBack(only("t01"), false));
        assertThat(undone(counted.get("t01"))).containsExactly("by-email");

        Map<String, TenantResult> ofRun = byTenant(
                rollback(LiquibaseLine.LIQUIBASE_4, other, run(release)).rollBack(only("t02"), false));
        assertThat(undone(ofRun.get("t02"))).hasSize(7);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatCannotBeTakenBackIsFoundEverywhereBeforeAnythingIs(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        migrate(line, FIRST);
        Fleet.run(engines(line, FIRST, IRREVERSIBLE), Fleet.byHistory(1)).migrate(only("t02"), false);
        migrate(line, FIRST, IRREVERSIBLE, THIRD);
        Changelog changelog = changelog(Optional.empty(), FIRST, IRREVERSIBLE, THIRD);
        RunOptions failFast = options(RunOptions.OnError.FAIL_FAST);

        Map<String, TenantResult> results = byTenant(Fleet.rollback(
                        Engines.of(database, line, changelog, Path.of("src", "test", "resources")), count(2), failFast)
                .rollBack(TenantSelection.ALL, false));

        assertThat(results.get("t01").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results.get("t02").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failure(results, "t01").changeSet()).contains(new ChangeSetId(IRREVERSIBLE, "irreversible", "test"));
        assertThat(failure(results, "t01").message())
                .contains("cannot be rolled back")
                .contains("--rollback");
        assertThat(tables("t01")).contains("third", "gone");

        database.execute("DELETE FROM t01.databasechangelog WHERE id = 'irreversible'", "DROP TABLE t01.gone");
        Map<String, TenantResult> others = rollBack(line, count(2), FIRST, IRREVERSIBLE, THIRD);
        assertThat(undone(others.get("t01"))).containsExactly("third", "v1");
        assertThat(others.get("t02").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tables("t02")).contains("third", "gone");
    }

    @Test
    void aRunWithALaterOneOnTopIsRefused() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_4;
        Fleet.createTenants(database, 1);
        migrate(line, FIRST);
        RunId release = migrate(line, FIRST, SECOND);
        migrate(line, FIRST, SECOND, THIRD);

        Failure failure = failure(rollBack(line, run(release), FIRST, SECOND, THIRD), "t01");
        assertThat(failure.changeSet()).contains(new ChangeSetId(THIRD, "third", "test"));
        assertThat(failure.message()).contains("was executed after those that are to be taken back");

        Failure unknown = failure(rollBack(line, run(release), FIRST, SECOND), "t01");
        assertThat(unknown.changeSet()).contains(new ChangeSetId(THIRD, "third", "test"));
        assertThat(unknown.message()).contains("is not in the changelog");
        assertThat(failure(rollBack(line, tag("v1"), FIRST, SECOND), "t01").message())
                .contains("is not in the changelog");
        assertThat(failure(rollBack(line, count(1), FIRST, SECOND), "t01").message())
                .contains("is not in the changelog");
        assertThat(history("t01")).hasSize(8);
    }

    @Test
    void whatRanAgainIsTakenBackOnlyByForceAndNeverAsOneRunsWork() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_4;
        Fleet.createTenants(database, 1);
        RunId first = migrate(line, Map.of("version", "1"), FIRST, AGAIN);
        RunId second = migrate(line, Map.of("version", "2"), FIRST, AGAIN);
        Changelog changelog = changelog(Optional.empty(), Map.of("version", "2"), FIRST, AGAIN);
        Function<Rollback, Map<String, TenantResult>> rollingBack =
                rollback -> byTenant(rollback(line, changelog, rollback).rollBack(TenantSelection.ALL, false));

        assertThat(failure(rollingBack.apply(run(second)), "t01").message()).contains("ran again (RERAN)");
        assertThat(failure(rollingBack.apply(forced(run(second))), "t01").message())
                .contains("ran again (RERAN)");
        assertThat(failure(rollingBack.apply(run(first)), "t01").message()).contains("was executed after");
        assertThat(failure(rollingBack.apply(tag("v1")), "t01").message()).contains("-Dpgmt.force=true");
        assertThat(failure(rollingBack.apply(count(1)), "t01").message()).contains("-Dpgmt.force=true");
        assertThat(history("t01")).containsExactly("customers", "v1", "comment", "again");

        assertThat(undone(rollingBack.apply(forced(tag("v1"))).get("t01"))).containsExactly("again", "v1");
    }

    @Test
    void whatWasOnlyRecordedIsTakenBackOnlyByForce() {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_5;
        Fleet.createTenants(database, 1);
        migrate(line, FIRST, SECOND);
        database.execute("UPDATE t01.databasechangelog SET deployment_id = 's00abcdefg' WHERE id = 'names'");

        assertThat(failure(rollBack(line, count(1), FIRST, SECOND), "t01").message())
                .contains("changelog-sync recorded this changeset")
                .contains("-Dpgmt.force=true");
        assertThat(undone(rollBack(line, forced(count(1)), FIRST, SECOND).get("t01")))
                .containsExactly("names");
        assertThat(database.query("SELECT count(*) FROM pg_views WHERE schemaname = 't01'"))
                .containsExactly("0");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aChangesetAndItsRowGoTogetherAndTheRestIsSaid(LiquibaseLine line) throws SQLException {
        Fleet.createTenants(database, 2);
        migrate(line, FIRST, SECOND);

        Map<String, TenantResult> results;
        try (Connection somebody = database.connect();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("SELECT FROM t02.databasechangelog WHERE id = 'orders' FOR UPDATE");
            Engines impatient = Engines.of(
                    database.url(),
                    line,
                    changelog(Optional.empty(), FIRST, SECOND),
                    Path.of("src", "test", "resources"),
                    new Server.Timeouts(Duration.ofMillis(300), Duration.ZERO));
            results = byTenant(Fleet.rollback(impatient, count(4)).rollBack(TenantSelection.ALL, false));
        }

        assertThat(undone(results.get("t01"))).containsExactly(RELEASE);
        assertThat(results.get("t02").changeSets().undone())
                .extracting(ChangeSetId::id)
                .containsExactly("names", "by-email");
        assertThat(failure(results, "t02").sqlState()).contains("55P03");
        assertThat(failure(results, "t02").changeSet()).contains(new ChangeSetId(SECOND, "orders", "test"));
        assertThat(failure(results, "t02").message()).endsWith("-Dpgmt.tenant=t02 -Dpgmt.rollbackCount=2");
        assertThat(history("t02")).containsExactly("customers", "v1", "comment", "never", "orders");
        assertThat(tables("t02")).contains("orders");
        assertThat(database.query("SELECT column_name FROM information_schema.columns "
                        + "WHERE table_schema = 't02' AND table_name = 'customers'"))
                .contains("email");
    }

    @Test
    void aDryRunShowsTheStatementsWithoutAnyValueAndChangesNothing() {
        Fleet.createTenants(database, 1);
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST, SECOND);
        database.execute("CREATE SCHEMA fresh");
        List<String> before = DatabaseContents.of(database).lines();

        Map<String, TenantResult> results =
                byTenant(rollback(LiquibaseLine.LIQUIBASE_4, changelog(Optional.empty(), FIRST, SECOND), count(4))
                        .rollBack(TenantSelection.ALL, true));

        TenantResult.ChangeSets planned = results.get("t01").changeSets();
        assertThat(results.get("t01").outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(results.get("fresh").outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(planned.pending()).extracting(ChangeSetId::id).containsExactly(RELEASE);
        assertThat(planned.sql())
                .containsExactly(
                        "-- changelogs/rollback/second.sql::names::test",
                        "COMMENT ON VIEW names IS '${secret} of t01';",
                        "DROP VIEW names;",
                        "-- changelogs/rollback/second.sql::by-email::test",
                        "DROP INDEX CONCURRENTLY customers_by_email;",
                        "-- changelogs/rollback/second.yaml::orders::test",
                        "ALTER TABLE \"t01\".customers DROP COLUMN email;",
                        "DROP TABLE \"t01\".orders;",
                        "-- changelogs/rollback/second.yaml::never::test: was never run, only its row goes");
        assertThat(DatabaseContents.of(database).lines()).isEqualTo(before);
    }

    @Test
    void aValueThatIsQuotedInSqlIsNotShownEither() {
        Fleet.createTenants(database, 1);
        Map<String, String> owner = Map.of("owner", "O'Brien");
        migrate(LiquibaseLine.LIQUIBASE_4, owner, FIRST, QUOTED);

        Map<String, TenantResult> results = byTenant(
                rollback(LiquibaseLine.LIQUIBASE_4, changelog(Optional.empty(), owner, FIRST, QUOTED), count(1))
                        .rollBack(TenantSelection.ALL, true));

        assertThat(results.get("t01").changeSets().sql())
                .containsExactly(
                        "-- changelogs/rollback/quoted.yaml::quoted::test",
                        "UPDATE \"t01\".customers SET name = '${owner}';");
    }

    @Test
    void aHistoryThatChangedSinceItWasPlannedIsLeftAlone() {
        Fleet.createTenants(database, 1);
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, FIRST, THIRD);
        TenantHistory seen = new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 4)
                .histories(Tenants.of("t01"))
                .get(Engines.tenant("t01"));
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST, THIRD);

        try (MigrationEngine engine = engines.factory().open()) {
            EngineResult result =
                    engine.rollBack(Engines.tenant("t01"), seen, List.of(new ChangeSetId(FIRST, "customers", "test")));

            assertThat(result.failure().orElseThrow().message())
                    .startsWith("Somebody has changed the tenant's history");
        }
        assertThat(tables("t01")).contains("customers", "third");
    }

    @Test
    void aTenantWhoseLockSomebodyHasSetIsNotTouched() {
        Fleet.createTenants(database, 1);
        migrate(LiquibaseLine.LIQUIBASE_4, FIRST, THIRD);
        RunOptions notWaiting = options(RunOptions.OnError.FAIL_AT_END);
        database.execute("UPDATE t01.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()");

        Map<String, TenantResult> results =
                byTenant(Fleet.rollback(engines(LiquibaseLine.LIQUIBASE_4, FIRST, THIRD), count(1), notWaiting)
                        .rollBack(TenantSelection.ALL, false));

        assertThat(failure(results, "t01").kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(tables("t01")).contains("third");
    }

    /** On one thread, without waiting for locks. */
    private static RunOptions options(RunOptions.OnError onError) {
        return new RunOptions(1, onError, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    private Map<String, TenantResult> rollBack(LiquibaseLine line, Rollback rollback, String... files) {
        return byTenant(
                rollback(line, changelog(Optional.empty(), files), rollback).rollBack(TenantSelection.ALL, false));
    }

    private RollbackRun rollback(LiquibaseLine line, Changelog changelog, Rollback rollback) {
        return Fleet.rollback(Engines.of(database, line, changelog, Path.of("src", "test", "resources")), rollback);
    }

    private RunId migrate(LiquibaseLine line, String... files) {
        return migrate(line, Map.of("secret", "hunter2"), files);
    }

    private RunId migrate(LiquibaseLine line, Map<String, String> parameters, String... files) {
        Engines engines = Engines.of(
                database, line, changelog(Optional.empty(), parameters, files), Path.of("src", "test", "resources"));
        OperationResults results = Fleet.migrateAll(engines, Fleet.byHistory(2));
        assertThat(results.tenants()).extracting(TenantResult::failure).containsOnly(Optional.empty());
        return engines.runId();
    }

    private Engines engines(LiquibaseLine line, String... files) {
        return Engines.of(database, line, changelog(Optional.empty(), files), Path.of("src", "test", "resources"));
    }

    private static Changelog changelog(Optional<String> contexts, String... files) {
        return changelog(contexts, Map.of("secret", "hunter2"), files);
    }

    private static Changelog changelog(Optional<String> contexts, Map<String, String> parameters, String... files) {
        return new Changelog(List.of(files), contexts, Optional.empty(), parameters, HistoryTables.DEFAULT);
    }

    private static TenantSelection only(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }

    private static Rollback count(int changeSets) {
        return new Rollback(new RollbackTarget.Count(changeSets), false);
    }

    private static Rollback tag(String tag) {
        return new Rollback(new RollbackTarget.Tag(tag), false);
    }

    private static Rollback date(LocalDateTime time) {
        return new Rollback(new RollbackTarget.Date(time), false);
    }

    private static Rollback run(RunId runId) {
        return new Rollback(new RollbackTarget.Runs(List.of(runId.value())), false);
    }

    private static Rollback forced(Rollback rollback) {
        return new Rollback(rollback.target(), true);
    }

    private static Map<String, TenantResult> byTenant(OperationResults results) {
        return results.tenants().stream().collect(Collectors.toMap(TenantResult::schema, Function.identity()));
    }

    private static List<String> undone(TenantResult result) {
        assertThat(result.failure().map(Failure::message).filter(message -> !message.contains("kept")))
                .isEmpty();
        return result.changeSets().undone().stream().map(ChangeSetId::id).toList();
    }

    private static Failure failure(Map<String, TenantResult> results, String schema) {
        return results.get(schema).failure().orElseThrow();
    }

    private List<String> history(String schema) {
        return database.query(
                "SELECT id FROM " + schema + ".databasechangelog "
                        + "ORDER BY CASE id WHEN 'comment' THEN 2.5 WHEN 'customers' THEN 1 WHEN 'v1' THEN 2 ELSE 3 END, orderexecuted");
    }

    private List<String> tables(String schema) {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1");
    }

    private static List<String> differences(List<String> before, List<String> after) {
        return new DatabaseContents(before).differences(new DatabaseContents(after), "before", "after");
    }

    /** All but the histories: the row of what runs always moves in them. */
    private List<String> contents(String... schemas) {
        return DatabaseContents.of(database).lines().stream()
                .filter(entry -> !entry.startsWith("row of"))
                .filter(entry -> schemas.length == 0
                        || List.of(schemas).stream().anyMatch(entry::contains)
                        || !entry.contains("t03"))
                .toList();
    }
}
