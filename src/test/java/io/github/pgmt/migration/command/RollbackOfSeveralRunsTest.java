package io.github.pgmt.migration.command;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A release is a run and its retries: they are taken back together, in the order that each tenant's history asks for. */
class RollbackOfSeveralRunsTest {

    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;
    private static final String BEFORE = "changelogs/rollback/fleet.sql";
    private static final String RELEASE = "changelogs/rollback/release.sql";
    private static final String LATER = "changelogs/rollback/third.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<String> warnings = new ArrayList<>();

    static Stream<Boolean> replays() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void aReleaseAndItsRetryAreTakenBackWhicheverOfThemDidWhat(boolean replay) {
        Fleet.createTenants(database, 6);
        migrate(BEFORE);
        List<String> before = contents();
        String release = releaseThatFailsIn("t03", "t04");
        String retry = migrate(BEFORE, RELEASE);

        OperationResults results = rollBack(replay, List.of(release, retry), named("t01", "t02", "t03", "t04", "t05"));

        assertThat(results.tenants()).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(undone(result)).containsExactly("by-note", "note");
        });
        assertThat(results.runs()).containsExactly(release, retry);
        assertThat(ways(results.tenants()))
                .containsExactlyElementsOf(
                        replay
                                ? List.of(
                                        "t01 LIQUIBASE HISTORY",
                                        "t02 REPLAY CATALOG",
                                        "t03 REPLAY CATALOG",
                                        "t04 REPLAY CATALOG",
                                        "t05 REPLAY CATALOG")
                                : List.of(
                                        "t01 LIQUIBASE HISTORY",
                                        "t02 LIQUIBASE HISTORY",
                                        "t03 LIQUIBASE HISTORY",
                                        "t04 LIQUIBASE HISTORY",
                                        "t05 LIQUIBASE HISTORY"));
        assertThat(rollBack(replay, List.of(release), TenantSelection.ALL).tenants())
                .extracting(result -> result.schema() + " " + result.outcome())
                .contains("t01 UP_TO_DATE", "t05 UP_TO_DATE", "t06 ROLLED_BACK")
                .hasSize(6);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aTenantThatHasPartsOfTwoRunsIsRefusedForOneOfThemAndToldTheOther() {
        Fleet.createTenants(database, 2);
        migrate(BEFORE);
        String release = releaseThatFailsIn("t02");
        String retry = migrate(BEFORE, RELEASE);

        OperationResults results = rollBack(true, List.of(release), TenantSelection.ALL);

        assertThat(outcomes(results)).containsExactly("t01 ROLLED_BACK", "t02 FAILED");
        assertThat(message(results.tenants().get(1)))
                .contains("(run " + retry + ") was executed after")
                .contains("-Dpgmt.rollbackRun=" + release + "," + retry);
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void whatNoneOfTheListAppliedOnTopIsInTheWay(boolean replay) {
        Fleet.createTenants(database, 3);
        migrate(BEFORE);
        String release = releaseThatFailsIn("t02", "t03");
        String retry = migrate(BEFORE, RELEASE);
        String later = run(named("t03"), BEFORE, RELEASE, LATER);

        OperationResults results = rollBack(replay, List.of(release, retry), TenantSelection.ALL, LATER);

        assertThat(outcomes(results)).containsExactly("t01 ROLLED_BACK", "t02 ROLLED_BACK", "t03 FAILED");
        assertThat(message(results.tenants().get(2))).contains("(run " + later + ") was executed after");
        assertThat(outcomes(rollBack(replay, List.of(release, retry, later), named("t03"), LATER)))
                .containsExactly("t03 ROLLED_BACK");
    }

    @Test
    void whatRanAgainIsTakenBackByNoList() {
        Fleet.createTenants(database, 1);
        migrate(BEFORE);
        String release = releaseThatFailsIn("t01");
        String retry = migrate(BEFORE, RELEASE);
        database.execute("UPDATE t01.databasechangelog SET exectype = 'RERAN' WHERE id = 'by-note'");

        OperationResults results = rollBack(true, List.of(release, retry), TenantSelection.ALL);

        assertThat(message(results.tenants().get(0))).contains("ran again (RERAN)");
        assertThat(history("t01")).contains("note", "by-note");
    }

    @Test
    void aDryRunShowsWhatAllOfThemAppliedNewestFirst() {
        Fleet.createTenants(database, 2);
        migrate(BEFORE);
        String release = releaseThatFailsIn("t02");
        String retry = migrate(BEFORE, RELEASE);
        List<String> before = contents();

        OperationResults results = rollback(true, List.of(release, retry)).rollBack(TenantSelection.ALL, true);

        assertThat(outcomes(results)).containsExactly("t01 PLANNED", "t02 PLANNED");
        assertThat(results.tenants())
                .allSatisfy(result -> assertThat(result.changeSets().sql())
                        .containsExactly(
                                "-- " + RELEASE + "::by-note::test",
                                "DROP INDEX customer_note;",
                                "-- " + RELEASE + "::note::test",
                                "ALTER TABLE customer DROP note;"));
        assertThat(results.runs()).containsExactly(release, retry);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aRunThatNoTenantKnowsIsAnErrorThatNamesItThoughTheOthersAreKnown() {
        Fleet.createTenants(database, 2);
        String first = migrate(BEFORE);
        String release = migrate(BEFORE, RELEASE);
        List<String> before = contents();

        assertThatThrownBy(() -> rollBack(true, List.of(release, "r0nowhere0"), TenantSelection.ALL))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("No selected tenant has a changeset of the run r0nowhere0 in its history")
                .hasMessageContaining("The last runs there are " + first + ".")
                .hasMessageContaining("leave out what has been taken back already");
        assertThatThrownBy(() -> rollBack(true, List.of("r0nowhere0", "r0nowhere1"), named("t01")))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("of the run r0nowhere0 or r0nowhere1 in its history");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aRetryOfNamedTenantsTakesTheWholeListThoughOneOfTheRunsIsGoneInThem() {
        Fleet.createTenants(database, 2);
        migrate(BEFORE);
        String release = releaseThatFailsIn("t02");
        String retry = migrate(BEFORE, RELEASE);
        database.execute("CREATE VIEW t02.own AS SELECT note FROM t02.customer");

        OperationResults first = rollBack(true, List.of(release, retry), TenantSelection.ALL);
        assertThat(outcomes(first)).containsExactly("t01 ROLLED_BACK", "t02 FAILED");
        assertThat(undone(first.tenants().get(1))).as("of the retry").containsExactly("by-note");
        database.execute("DROP VIEW t02.own");
        OperationResults again = rollBack(true, List.of(release, retry), named("t02"));

        assertThat(outcomes(again)).containsExactly("t02 ROLLED_BACK");
        assertThat(undone(again.tenants().get(0))).containsExactly("note");
        assertThat(warnings)
                .filteredOn(warning -> warning.contains("No selected tenant has a changeset of the run " + retry))
                .hasSize(1);
    }

    /** The release's first run, which cannot make its index in these tenants until it is to be retried. */
    private String releaseThatFailsIn(String... tenants) {
        for (String tenant : tenants) {
            database.execute("CREATE TABLE " + tenant + ".customer_note ()");
        }
        String release = run(TenantSelection.ALL, BEFORE, RELEASE);
        for (String tenant : tenants) {
            assertThat(history(tenant)).contains("note").doesNotContain("by-note");
            database.execute("DROP TABLE " + tenant + ".customer_note");
        }
        return release;
    }

    private String migrate(String... files) {
        return run(TenantSelection.ALL, files);
    }

    private String run(TenantSelection selection, String... files) {
        Engines engines = engines(List.of(files));
        Fleet.run(engines, Fleet.byHistory(2)).migrate(selection, false);
        return engines.runId().value();
    }

    private OperationResults rollBack(boolean replay, List<String> runs, TenantSelection selection, String... later) {
        return rollback(replay, runs, later).rollBack(selection, false);
    }

    private RollbackRun rollback(boolean replay, List<String> runs, String... later) {
        List<String> files = new ArrayList<>(List.of(BEFORE, RELEASE));
        files.addAll(List.of(later));
        RunOptions options = replay ? Fleet.options(2) : Fleet.options(2).with(Replaying.OFF);
        RunContext context = Fleet.context(engines(files), options)
                .heardBy(MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message())));
        return new RollbackRun(context, new Rollback(new RollbackTarget.Runs(runs), false));
    }

    private Engines engines(List<String> files) {
        Changelog changelog = new Changelog(files, Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        return Engines.of(database, LINE, changelog, Path.of("src", "test", "resources"));
    }

    private static TenantSelection named(String... schemas) {
        return new TenantSelection(List.of(schemas), List.of(), List.of(), List.of());
    }

    private static List<String> outcomes(OperationResults results) {
        return results.tenants().stream()
                .map(result -> result.schema() + " " + result.outcome())
                .toList();
    }

    private static List<String> undone(TenantResult result) {
        return result.changeSets().undone().stream().map(ChangeSetId::id).toList();
    }

    private static String message(TenantResult result) {
        return result.failure().orElseThrow().message();
    }

    private List<String> history(String schema) {
        return database.query("SELECT id FROM " + schema + ".databasechangelog");
    }

    private List<String> contents() {
        return DatabaseContents.of(database).lines();
    }
}
