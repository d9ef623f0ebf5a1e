package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedRun.Kind;
import io.github.pgmt.migration.history.RecordedTag;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.inspection.HistoryRun;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runs of a fleet are what its histories say, each row once, whatever is in one of them. */
class HistoryRunTest {

    private static final String FIRST = "changelogs/rollback/first.yaml";
    private static final String AGAIN = "changelogs/rollback/again.sql";
    private static final String THIRD = "changelogs/rollback/third.sql";
    private static final Optional<String> NO_TAG = Optional.empty();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aRunIsInAllTenantsInWhichItAppliedSomethingAndARowIsOfTheRunThatWroteItLast(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        LocalDateTime start = LocalDateTime.now().minusSeconds(1);
        String first = migrate(line, "1", FIRST, AGAIN);
        database.execute("CREATE SCHEMA t03");
        String second = migrate(line, "2", FIRST, AGAIN, THIRD);

        HistoryReport report = look(NO_TAG);

        assertThat(report.runs())
                .extracting(run -> run.key().id().orElseThrow(), RecordedRun::kind, RecordedRun::tenants)
                .containsExactly(tuple(second, Kind.RUN, 3), tuple(first, Kind.RUN, 2));
        // In t03 all five; in t01 and t02 the new one, the one that ran again and the one that always does.
        assertThat(report.runs())
                .extracting(RecordedRun::changeSets, RecordedRun::ranAgain)
                .containsExactly(tuple(11L, 4L), tuple(4L, 0L));
        assertThat(report.runs().get(1).tags())
                .extracting(RecordedTag::tag, RecordedTag::tenants)
                .containsExactly(tuple("v1", 2));
        assertThat(report.tenants())
                .extracting(RecordedTenant::schema, RecordedTenant::state, RecordedTenant::applied)
                .containsExactly(
                        tuple("t01", State.MANAGED, 5), tuple("t02", State.MANAGED, 5), tuple("t03", State.MANAGED, 5));
        assertThat(report.newestToTakeBack()).contains(second);
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.period().first().orElseThrow()).isAfter(start);
            assertThat(run.period().last().orElseThrow())
                    .isAfterOrEqualTo(run.period().first().orElseThrow())
                    .isBefore(LocalDateTime.now().plusSeconds(1));
        });
    }

    @Test
    void whatIsNoRunOfOursIsSummedUpByTheDayOnWhichItWasExecuted() {
        tenant("t01");
        tenant("t02");
        row("t01", "a", "'2026-11-20 09:00:00'", "'1234567890'");
        row("t02", "a", "'2026-11-20 23:59:59.5'", "'1234567999'");
        row("t01", "b", "'2026-11-21 00:00:00'", "'1234567890'");
        row("t01", "c", "'2026-11-21 10:00:00'", "NULL");
        row("t02", "d", "'2026-11-21 11:00:00'", "'R0TOXEPLHW'");
        row("t02", "e", "'2026-11-21 12:00:00'", "'r0toxeplh'");
        row("t02", "f", "'2026-11-21 13:00:00'", "'r0toxeplhw'");
        row("t02", "g", "'2026-11-21 14:00:00'", "'s0toxeplhx'");

        HistoryReport report = look(NO_TAG);

        assertThat(report.runs())
                .extracting(RecordedRun::kind, run -> run.key().day(), RecordedRun::tenants, RecordedRun::changeSets)
                .containsExactly(
                        tuple(Kind.SYNC, Optional.empty(), 1, 1L),
                        tuple(Kind.RUN, Optional.empty(), 1, 1L),
                        tuple(Kind.OTHERS, Optional.of(LocalDate.of(2026, 11, 21)), 2, 4L),
                        tuple(Kind.OTHERS, Optional.of(LocalDate.of(2026, 11, 20)), 2, 2L));
        assertThat(report.runs().get(3).period()).isEqualTo(period("2026-11-20T09:00:00", "2026-11-20T23:59:59.5"));
        assertThat(report.newestToTakeBack()).contains("r0toxeplhw");
    }

    @Test
    void noTenantCanMakeARunOfAllTheOthersNewerThanItIs() {
        tenant("t01");
        tenant("t02");
        for (String schema : List.of("t01", "t02")) {
            row(schema, "a", "'2026-11-20 09:00:00'", "'r0tox00000'");
            row(schema, "b", "'2026-11-21 09:00:00'", "'r0toz00000'");
        }
        database.execute("UPDATE t02.databasechangelog SET dateexecuted = '2999-01-01' WHERE id = 'a'");

        HistoryReport report = look(NO_TAG);

        assertThat(report.newestToTakeBack()).contains("r0toz00000");
        assertThat(report.runs())
                .extracting(run -> run.key().id().orElseThrow())
                .containsExactly("r0toz00000", "r0tox00000");
    }

    /** It would be the newest for ever, and the run that is taken back. */
    @Test
    void whatClaimsToBeginInTheFutureIsNoRun() {
        tenant("t01");
        row("t01", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        row("t01", "b", "'2026-11-20 10:00:00'", "'rzzzzzzz00'");

        HistoryReport report = look(NO_TAG);

        assertThat(report.newestToTakeBack()).contains("r000000001");
        assertThat(report.count(RecordedRun.Kind.OTHERS)).isOne();
    }

    @Test
    void rowsThatOnlyRanAgainOrWereMarkedAreToldAndNoReasonToTakeARunBack() {
        tenant("t01");
        row("t01", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        row("t01", "b", "'2026-11-20 09:00:01'", "'r000000001'");
        row("t01", "c", "'2026-11-21 09:00:00'", "'r000000002'");
        database.execute(
                "UPDATE t01.databasechangelog SET exectype = 'MARK_RAN' WHERE id = 'a'",
                "UPDATE t01.databasechangelog SET exectype = 'RERAN' WHERE id = 'c'");

        HistoryReport report = look(NO_TAG);

        assertThat(report.runs())
                .extracting(run -> run.key().id().orElseThrow(), RecordedRun::ranAgain, RecordedRun::markedRan)
                .containsExactly(tuple("r000000002", 1L, 0L), tuple("r000000001", 0L, 1L));
        assertThat(report.newestToTakeBack()).contains("r000000001");
    }

    @Test
    void aTagIsCountedWhereverItStandsAndWhateverItsCase() {
        for (String schema : List.of("t01", "t02", "t03")) {
            tenant(schema);
            row(schema, "a", "'2026-11-20 09:00:00'", "'r000000001'");
            row(schema, "b", "'2026-11-21 09:00:00'", "'r000000002'");
        }
        database.execute(
                "CREATE SCHEMA t04",
                "UPDATE t01.databasechangelog SET tag = 'v1' WHERE id = 'a'",
                "UPDATE t02.databasechangelog SET tag = 'V1' WHERE id = 'b'",
                "UPDATE t03.databasechangelog SET tag = 'v10' WHERE id = 'b'");

        HistoryReport report = look(Optional.of("v1"));

        assertThat(report.tagged()).isEqualTo(2);
        assertThat(report.untagged()).containsExactly("t03", "t04");
        assertThat(report.taggedPeriod()).isEqualTo(period("2026-11-20T09:00:00", "2026-11-21T09:00:00"));
        assertThat(report.allTags()).containsExactly("V1", "v1", "v10");
        assertThat(report.runs().get(0).tags())
                .extracting(RecordedTag::tag, RecordedTag::tenants)
                .containsExactly(tuple("V1", 1), tuple("v10", 1));
        assertThat(report.buildFailure()).isEmpty();
        assertThat(look(Optional.of("v11")).untagged()).hasSize(4);
    }

    @Test
    void aTenantBearsATagOnceThoughSeveralOfItsRowsDo() {
        tenant("t01");
        row("t01", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        row("t01", "b", "'2026-11-20 10:00:00'", "'r000000001'");
        database.execute("UPDATE t01.databasechangelog SET tag = 'v1'");

        assertThat(look(Optional.of("v1")).runs().get(0).tags())
                .containsExactly(new RecordedTag("v1", 1, period("2026-11-20T09:00:00", "2026-11-20T10:00:00")));
    }

    @Test
    void aRunOfMoreTenantsThanAStatementHasIsOneThoughOneOfThemCannotBeRead() {
        for (int tenant = 100; tenant < 340; tenant++) {
            tenant("t" + tenant);
            row("t" + tenant, "a", "'2026-11-20 09:00:00'", "'r000000001'");
        }
        database.execute(
                "UPDATE t100.databasechangelog SET tag = 'v1'",
                "UPDATE t339.databasechangelog SET tag = 'v1'",
                // Its rows cannot be read as Liquibase's, so that its neighbours are read one by one.
                "ALTER TABLE t250.databasechangelog ALTER dateexecuted TYPE text",
                "UPDATE t250.databasechangelog SET dateexecuted = 'yesterday, perhaps'");

        HistoryReport report = look(Optional.of("v1"));

        assertThat(report.failedTenants()).containsExactly("t250");
        assertThat(report.tenants())
                .filteredOn(tenant -> tenant.schema().equals("t250"))
                .extracting(RecordedTenant::state)
                .containsExactly(State.UNREADABLE);
        assertThat(report.buildFailure()).contains("1 of 240 tenants could not be looked at");
        assertThat(report.runs())
                .extracting(RecordedRun::tenants, RecordedRun::changeSets)
                .containsExactly(tuple(239, 239L));
        assertThat(report.tagged()).isEqualTo(2);
        assertThat(report.runs().get(0).tags().get(0).tenants()).isEqualTo(2);
        assertThat(report.untagged()).hasSize(237).doesNotContain("t250");
    }

    @Test
    void whatIsNotToBeTrustedOrTooLargeIsNotReadAndTheOthersAre() {
        for (String schema : List.of("t01", "t02", "t03")) {
            tenant(schema);
            row(schema, "a", "'2026-11-20 09:00:00'", "'r000000001'");
        }
        database.execute(
                "CREATE FUNCTION t02.trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER trap BEFORE INSERT ON t02.databasechangelog FOR EACH ROW EXECUTE FUNCTION t02.trap()",
                "INSERT INTO t03.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) "
                        + "SELECT repeat('x', 200) || n, 'a', 'f', now(), n, 'EXECUTED' FROM generate_series(1, 3000) AS n");

        HistoryReport report = look(Servers.of(database), NO_TAG, new HistoryLimit(100));

        assertThat(report.tenants())
                .extracting(RecordedTenant::schema, RecordedTenant::state)
                .containsExactly(
                        tuple("t01", State.MANAGED), tuple("t02", State.UNTRUSTED), tuple("t03", State.UNREADABLE));
        assertThat(report.runs()).extracting(RecordedRun::tenants).containsExactly(1);
        assertThat(report.failedTenants()).containsExactly("t02", "t03");
    }

    @Test
    void aRoleThatMayReadIsEnoughAndWhatItMayNotIsSaid() {
        tenant("closed");
        tenant("open");
        row("open", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "GRANT USAGE ON SCHEMA open TO " + role.name(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA open TO " + role.name());

            HistoryReport report = look(role.server(), NO_TAG, HistoryLimit.DEFAULT);

            assertThat(report.tenants())
                    .extracting(RecordedTenant::state)
                    .containsExactly(State.UNREADABLE, State.MANAGED);
            assertThat(report.tenants().get(0).problem().orElseThrow()).contains("GRANT USAGE ON SCHEMA");
            assertThat(report.runs()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"infinity", "-infinity"})
    void aTimeWithoutEndIsNoDate(String time) {
        tenant("t01");
        row("t01", "a", "'" + time + "'", "'1234567890'");
        row("t01", "b", "'" + time + "'", "'r000000001'");

        assertThat(look(NO_TAG).runs())
                .allSatisfy(run -> assertThat(run.period()).isEqualTo(Period.UNKNOWN))
                .extracting(run -> run.key().day(), RecordedRun::changeSets)
                .containsExactlyInAnyOrder(tuple(Optional.empty(), 1L), tuple(Optional.empty(), 1L));
    }

    @Test
    void tablesOfAnOldLiquibaseAndTenantsWithoutAreNoTrouble() {
        database.execute(
                "CREATE SCHEMA old",
                "CREATE TABLE old.databasechangelog (id text, author text, filename text)",
                "INSERT INTO old.databasechangelog VALUES ('a', 'app', 'f.sql')",
                "CREATE SCHEMA empty",
                "CREATE SCHEMA other",
                "CREATE TABLE other.ledger (id int)");

        HistoryReport report = look(Optional.of("v1"));

        assertThat(report.tenants())
                .extracting(RecordedTenant::schema, RecordedTenant::state, RecordedTenant::applied)
                .containsExactly(
                        tuple("empty", State.EMPTY, 0),
                        tuple("old", State.MANAGED, 1),
                        tuple("other", State.UNMANAGED, 0));
        assertThat(report.runs())
                .containsExactly(new RecordedRun(
                        new RecordedRun.Key(Optional.empty(), Optional.empty()),
                        Period.UNKNOWN,
                        1,
                        1,
                        0,
                        0,
                        List.of()));
        assertThat(report.untagged()).containsExactly("empty", "old", "other");
    }

    @Test
    void onlyTheSelectionCountsAndNamesThatAreNoTenantsAreMissing() {
        tenant("t01");
        tenant("t02");
        row("t01", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        row("t02", "a", "'2026-11-20 09:00:00'", "'r000000001'");
        Server server = Servers.of(database);
        HistoryRun run = new HistoryRun(
                Fleet.catalog(server),
                new PostgresRuns(server, HistoryTables.DEFAULT, HistoryLimit.DEFAULT),
                MigrationListener.NONE);

        HistoryReport report = run.look(
                new TenantSelection(List.of("t01", "nowhere"), List.of(), List.of(), List.of()), Optional.of("v1"));

        assertThat(report.runs()).extracting(RecordedRun::tenants).containsExactly(1);
        assertThat(report.tenants())
                .extracting(RecordedTenant::schema, RecordedTenant::state)
                .containsExactly(tuple("nowhere", State.MISSING), tuple("t01", State.MANAGED));
        assertThat(report.untagged()).containsExactly("t01");
        assertThat(report.ofAll()).isFalse();
        assertThat(report.buildFailure()).isEmpty();
        assertThat(run.look(TenantSelection.ALL, NO_TAG).ofAll()).isTrue();
    }

    private String migrate(LiquibaseLine line, String version, String... files) {
        Changelog changelog = new Changelog(
                List.of(files), Optional.empty(), Optional.empty(), Map.of("version", version), HistoryTables.DEFAULT);
        Engines engines = Engines.of(database, line, changelog, Path.of("src", "test", "resources"));
        assertThat(Fleet.migrateAll(engines, Fleet.options(2)).tenants())
                .allSatisfy(result -> assertThat(result.failure()).isEmpty());
        return engines.runId().value();
    }

    private void tenant(String schema) {
        database.execute(
                "CREATE SCHEMA " + schema,
                LiquibaseTables.lock(schema),
                LiquibaseTables.unlockedRow(schema),
                LiquibaseTables.history(schema));
    }

    private void row(String schema, String id, String time, String run) {
        database.execute("INSERT INTO " + schema + ".databasechangelog "
                + "(id, author, filename, dateexecuted, orderexecuted, exectype, deployment_id) "
                + "VALUES ('" + id + "', 'app', 'db/changelog.sql', " + time + ", 1, 'EXECUTED', " + run + ")");
    }

    private HistoryReport look(Optional<String> tag) {
        return look(Servers.of(database), tag, HistoryLimit.DEFAULT);
    }

    private static HistoryReport look(Server server, Optional<String> tag, HistoryLimit limit) {
        PostgresRuns runs = new PostgresRuns(server, HistoryTables.DEFAULT, limit);
        return new HistoryRun(Fleet.catalog(server), runs, MigrationListener.NONE).look(TenantSelection.ALL, tag);
    }

    private static Period period(String first, String last) {
        return new Period(Optional.of(LocalDateTime.parse(first)), Optional.of(LocalDateTime.parse(last)));
    }
}
