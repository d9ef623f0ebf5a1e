package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.command.TagRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first tenant of a cohort is tagged in Liquibase's session, and the others without one, at the same place. */
class TagReplayTest {

    private static final String CHANGELOG = "changelogs/adoption/tagged.sql";
    private static final String PLACE = "orders v1";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theOthersAreTaggedWhereThePilotIsAndNothingElseChanges(LiquibaseLine line) {
        migrate(line, 4);
        // A run of its own, other numbers, and an earlier tag at the same place.
        database.execute("UPDATE t03.databasechangelog SET deployment_id = 'r00000000' || orderexecuted, "
                + "dateexecuted = dateexecuted - interval '1 day', orderexecuted = orderexecuted * 2");
        for (String tenant : List.of("t01", "t02", "t03", "t04")) {
            database.execute("UPDATE " + tenant + ".databasechangelog SET tag = 'v0' WHERE id = 'customers'");
        }
        List<String> before = everything();

        List<TenantResult> results = tag(line, "v1", Fleet.options(2));

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.TAGGED);
        assertThat(ways(results))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(results.get(3).way().replayed()).isEqualTo(1);
        for (String tenant : List.of("t01", "t02", "t03", "t04")) {
            assertThat(tags(tenant)).containsExactly("customers v0", PLACE);
            database.execute("UPDATE " + tenant + ".databasechangelog SET tag = NULL WHERE tag = 'v1'");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whoHasTheTagThereAlreadyIsNotOpened() {
        migrate(LiquibaseLine.LIQUIBASE_4, 3);
        tag(LiquibaseLine.LIQUIBASE_4, "v1", Fleet.options(1));
        database.execute("UPDATE t02.databasechangelog SET tag = NULL");
        database.execute("UPDATE t03.databasechangeloglock SET locked = true, lockedby = 'app'");

        assertThat(tag(LiquibaseLine.LIQUIBASE_4, "V1", Fleet.options(1)))
                .extracting(result -> result.outcome() + " "
                        + result.way().engine().map(Enum::name).orElse("-"))
                .containsExactly("UP_TO_DATE -", "TAGGED LIQUIBASE", "UP_TO_DATE -");
        assertThat(tags("t03")).containsExactly(PLACE);
    }

    @Test
    void tenantsInWhichItGoesElsewhereAreOtherCohortsAndWhatStandsInTheWayIsToldOfEach() {
        migrate(LiquibaseLine.LIQUIBASE_5, 8);
        for (String tenant : List.of("t03", "t04")) {
            database.execute("DELETE FROM " + tenant + ".databasechangelog WHERE id = 'orders'");
        }
        database.execute(
                "UPDATE t05.databasechangelog SET tag = 'other' WHERE id = 'orders'",
                "UPDATE t06.databasechangelog SET tag = 'V1' WHERE id = 'customers'",
                "UPDATE t07.databasechangelog SET exectype = 'RERAN' WHERE id = 'orders'",
                "DELETE FROM t08.databasechangelog");

        List<TenantResult> results = tag(LiquibaseLine.LIQUIBASE_5, "v1", Fleet.options(2));

        assertThat(ways(results.subList(0, 4)))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 LIQUIBASE HISTORY", "t04 REPLAY CATALOG");
        assertThat(tags("t02")).containsExactly(PLACE);
        assertThat(tags("t04")).containsExactly("customers v1");
        assertThat(results.subList(4, 8))
                .zipSatisfy(
                        List.of(
                                "has the tag \"other\" already",
                                "has the tag \"v1\" already, on " + CHANGELOG + "::customers::test",
                                "ran again (runOnChange)",
                                "no changeset that could be tagged"),
                        (result, message) ->
                                assertThat(failure(result).message()).contains(message));
    }

    /** Liquibase reads a history by its times, whatever its numbers say. */
    @ParameterizedTest
    @EnumSource(LiquibaseLine.class)
    void theLastRowIsTheLastByItsTimeAsForLiquibase(LiquibaseLine line) {
        migrate(line, 5);
        for (String tenant : List.of("t01", "t02", "t03", "t04", "t05")) {
            database.execute("UPDATE " + tenant
                    + ".databasechangelog SET dateexecuted = dateexecuted + interval '1 hour' WHERE id = 'customers'");
        }
        database.execute(
                "UPDATE t02.databasechangelog SET tag = 'v1' WHERE id = 'orders'",
                "UPDATE t04.databasechangelog SET tag = 'v1' WHERE id = 'customers'",
                "ALTER SCHEMA t05 RENAME TO other");
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            assertThat(liquibase
                            .tag(OwnLiquibase.Update.of(database, "other", CHANGELOG), "v1")
                            .failure())
                    .isEmpty();
        }
        List<String> byLiquibase = tags("other");
        database.execute("DROP SCHEMA other CASCADE");

        List<TenantResult> results = tag(line, "v1", Fleet.options(1));

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.TAGGED, Outcome.FAILED, Outcome.TAGGED, Outcome.UP_TO_DATE);
        assertThat(tags("t01")).isEqualTo(byLiquibase).containsExactly("customers v1");
        assertThat(failure(results.get(1)).message())
                .contains("has the tag \"v1\" already, on " + CHANGELOG + "::orders");
        assertThat(tags("t03")).isEqualTo(byLiquibase);
        assertThat(results.get(3).way().engine()).as("opened").isEmpty();
    }

    /** What runs always moves to the end of a history with every update, and a tag on it would too. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatRunsAlwaysIsPassedOver(LiquibaseLine line) {
        migrate(line, 3);
        migrateAgain(line);
        assertThat(database.query("SELECT id FROM t02.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("customers", "orders", "always");

        assertThat(ways(tag(line, "v1", Fleet.options(1))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");

        assertThat(tags("t02")).containsExactly(PLACE);
    }

    @Test
    void aTenantWhoseHistoryChangedSinceItWasPlannedIsLookedAtAgain() {
        migrate(LiquibaseLine.LIQUIBASE_5, 9);

        List<TenantResult> results = tagWhile(
                RunEvent.PilotFinished.class,
                () -> database.execute(
                        "INSERT INTO t02.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype) "
                                + "VALUES ('later', 'somebody', 'elsewhere.sql', now(), 99, 'EXECUTED')",
                        "UPDATE t03.databasechangelog SET tag = 'other' WHERE id = 'orders'",
                        "UPDATE t04.databasechangelog SET tag = 'v1' WHERE id = 'customers'",
                        "UPDATE t05.databasechangelog SET tag = 'v1' WHERE id = 'orders'",
                        "UPDATE t06.databasechangelog SET dateexecuted = now() + interval '1 hour' WHERE id = 'customers'",
                        "UPDATE t07.databasechangelog SET orderexecuted = 1",
                        "DELETE FROM t08.databasechangelog WHERE id = 'orders'"));

        assertThat(results)
                .extracting(
                        result -> result.schema() + " " + result.way().engine().orElseThrow() + " " + result.outcome())
                .containsExactly(
                        "t01 LIQUIBASE TAGGED",
                        "t02 LIQUIBASE TAGGED",
                        "t03 LIQUIBASE FAILED",
                        "t04 LIQUIBASE FAILED",
                        "t05 LIQUIBASE UP_TO_DATE",
                        "t06 LIQUIBASE TAGGED",
                        "t07 LIQUIBASE TAGGED",
                        "t08 LIQUIBASE TAGGED",
                        "t09 REPLAY TAGGED");
        assertThat(results.subList(1, 8))
                .allSatisfy(result -> assertThat(result.way().notReplayed())
                        .extracting(NotReplayed::why)
                        .containsExactly("meets, or leaves, a schema, a history or a role that was not planned for"));
        assertThat(tags("t02")).containsExactly("later v1");
        assertThat(tags("t06")).as("the last by its time").containsExactly("customers v1");
        assertThat(tags("t08")).containsExactly("customers v1");
        assertThat(tags("t09")).containsExactly(PLACE);
    }

    @Test
    void aTenantThatIsHeldIsWaitedForAndOneThatIsNotToBeTrustedFails() {
        migrate(LiquibaseLine.LIQUIBASE_4, 4);
        database.execute("UPDATE t02.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()");

        List<TenantResult> results = tagWhile(
                RunEvent.TenantWaits.class,
                () -> database.execute(
                        "UPDATE t02.databasechangeloglock SET locked = false",
                        "ALTER TABLE t03.databasechangelog ADD CHECK (1 / 0 > 1) NOT VALID"));

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY -", "t04 REPLAY CATALOG");
        assertThat(results.get(1).way().waiting().tries()).isEqualTo(2);
        assertThat(failure(results.get(2)).kind()).isEqualTo(Failure.Kind.UNTRUSTED);
    }

    @Test
    void aTagIsAText() {
        migrate(LiquibaseLine.LIQUIBASE_4, 3);
        String tag = "it's \\ ${tenant} $1 \"; DROP TABLE t02.databasechangelog; --";

        assertThat(tag(LiquibaseLine.LIQUIBASE_4, tag, Fleet.options(1)))
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.TAGGED);

        assertThat(tags("t01")).containsExactly("orders " + tag);
        assertThat(tags("t02")).isEqualTo(tags("t01"));
    }

    @Test
    void withReplayOffEveryTenantHasASessionOfLiquibasesAndAPilotCanBeNamed() {
        migrate(LiquibaseLine.LIQUIBASE_4, 3);

        assertThat(ways(tag(LiquibaseLine.LIQUIBASE_4, "v1", Fleet.options(1).with(Replaying.OFF))))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 LIQUIBASE HISTORY");
        List.of("t01", "t02", "t03")
                .forEach(tenant -> database.execute("UPDATE " + tenant + ".databasechangelog SET tag = NULL"));
        assertThat(ways(tag(LiquibaseLine.LIQUIBASE_4, "v1", pilot("t02"))))
                .containsExactly("t01 REPLAY HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY HISTORY");
        assertThatThrownBy(() -> tag(LiquibaseLine.LIQUIBASE_4, "v2", pilot("t2")))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.pilot=t2");
        assertThat(tags("t03")).containsExactly(PLACE);
    }

    private static RunOptions pilot(String schema) {
        return Fleet.options(1).with(new Replaying(true, Optional.of(schema), Way.Verified.HISTORY));
    }

    private void migrate(LiquibaseLine line, int tenants) {
        Fleet.createTenants(database, tenants);
        migrateAgain(line);
    }

    private void migrateAgain(LiquibaseLine line) {
        assertThat(Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.byHistory(2))
                        .tenants())
                .extracting(TenantResult::failure)
                .containsOnly(Optional.empty());
    }

    private List<TenantResult> tag(LiquibaseLine line, String tag, RunOptions options) {
        return Fleet.tag(Engines.of(database, line, CHANGELOG), tag, options).tenants();
    }

    /** Something happens as soon as the run tells of this. */
    private List<TenantResult> tagWhile(Class<? extends RunEvent> told, Runnable meanwhile) {
        RunContext context =
                Fleet.context(Engines.of(database, LiquibaseLine.LIQUIBASE_5, CHANGELOG), Fleet.options(1));
        MigrationListener listener = event -> {
            if (told == event.getClass()) {
                meanwhile.run();
            }
        };
        RunContext watched =
                new RunContext(context.environment(), context.options(), context.runId(), context.stop(), listener);
        return new TagRun(watched, "v1").tag(TenantSelection.ALL).tenants();
    }

    private static Failure failure(TenantResult result) {
        return result.failure().orElseThrow();
    }

    private List<String> tags(String tenant) {
        return database.query("SELECT id || ' ' || tag FROM " + tenant
                + ".databasechangelog WHERE tag IS NOT NULL ORDER BY orderexecuted");
    }

    private List<String> everything() {
        return Stream.of("t01", "t02", "t03", "t04")
                .flatMap(
                        tenant -> database
                                .query("SELECT to_jsonb(r)::text FROM " + tenant + ".databasechangelog AS r ORDER BY 1")
                                .stream())
                .toList();
    }
}
