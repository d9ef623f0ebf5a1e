package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.PreconditionAnswer;
import io.github.pgmt.migration.engine.PreconditionAnswer.Outcome;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a changelog was parsed again shows when its file is gone. */
class KeptChangelogTest {

    private static final Tenant TENANT = Engines.tenant("t01");
    private static final Tenant OTHER = Engines.tenant("t02");
    private static final TenantHistory NOTHING = TenantHistory.without("t01", TenantHistory.State.EMPTY);

    private static final String PLAIN = """
            --liquibase formatted sql
            --changeset ann:one
            CREATE TABLE one (id int);
            --changeset ann:two
            CREATE TABLE two (id int);
            """;

    private static final String ASKING = """
            databaseChangeLog:
              - changeSet:
                  id: asking
                  author: ann
                  validCheckSum: any
                  preConditions: [ { onFail: CONTINUE }, { changeLogPropertyDefined: { property: plan, value: gold } } ]
                  changes: [ { sql: { sql: "CREATE TABLE asking (id int)" } } ]
              - changeSet:
                  id: plain
                  author: ann
                  changes: [ { sql: { sql: "CREATE TABLE plain (id int)" } } ]
            """;

    private static final String COMPARED = """
            databaseChangeLog:
              - changeSet:
                  id: plain
                  author: ann
                  changes: [ { sql: { sql: "CREATE TABLE plain (id int)" } } ]
              - changeSet:
                  id: again
                  author: ann
                  runOnChange: true
                  changes: [ { sql: { sql: "CREATE OR REPLACE VIEW again AS SELECT 1 AS id" } } ]
              - changeSet:
                  id: lenient
                  author: ann
                  onValidationFail: MARK_RAN
                  changes: [ { sql: { sql: "CREATE TABLE lenient (id int)" } } ]
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasLookedAtIsPlannedWithoutParsingItAgain(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThat(pending(engine.plan(TENANT, NOTHING))).containsExactly("one", "two");
            assertThat(pending(engine.plan(TENANT, NOTHING))).containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangelogThatReadsNothingOfATenantIsPlannedForOthersWithoutParsingItAgain(LiquibaseLine line)
            throws IOException {
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThat(pending(engine.plan(OTHER, NOTHING))).containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"database.defaultSchemaName", "tenant"})
    void aChangelogThatReadsWhatIsATenantsOwnIsParsedForOthersAgain(String name) throws IOException {
        try (MigrationEngine engine =
                engine(LiquibaseLine.LIQUIBASE_4, PLAIN + "COMMENT ON TABLE two IS '${" + name + "}';")) {
            engine.read(TENANT);
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(OTHER, NOTHING)).isInstanceOf(InvalidChangelogException.class);
        }
    }

    /** A tenant is the same whatever its registry says, and what it says may decide what the changelog has. */
    @ParameterizedTest
    @EnumSource
    void theSameTenantWithOtherValuesHasAChangelogOfItsOwn(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line, PLAIN + "COMMENT ON TABLE two IS '${plan}';")) {
            engine.read(withPlan(TENANT, "free"));
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(withPlan(TENANT, "gold"), NOTHING))
                    .isInstanceOf(InvalidChangelogException.class);
            assertThat(pending(engine.plan(withPlan(OTHER, "free"), NOTHING)))
                    .as("what was parsed is kept all the same")
                    .containsExactly("one", "two");
        }
    }

    /** Which preconditions are come to depends on the history, and what they ask for is read only then. */
    @ParameterizedTest
    @EnumSource
    void whatOnlyThePlanOfAnotherReadsMustBeTheSameToo(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line, "changes.yaml", ASKING)) {
            TenantHistory done = recorded("changes.yaml", "asking");
            assertThat(engine.plan(TENANT, done).parametersRead()).doesNotContain("plan");

            assertThat(pending(engine.plan(withPlan(OTHER, "gold"), NOTHING))).containsExactly("asking", "plain");
            MigrationPlan asked = engine.plan(OTHER, NOTHING);
            assertThat(pending(asked)).containsExactly("plain");
            assertThat(asked.parametersRead()).contains("plan");
            assertThat(engine.plan(Engines.tenant("t03"), done).parametersRead())
                    .as("what another plan came to splits no cohort of this one")
                    .doesNotContain("plan");
        }
    }

    /** Liquibase notes in what it has parsed what it found in the history that it compares it with. */
    @ParameterizedTest
    @EnumSource
    void whatWasPlannedForOneLeavesNothingForTheNext(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line, "changes.yaml", COMPARED);
                MigrationEngine parsingAnew = engine(line, "changes.yaml", COMPARED)) {
            PlannedScript script = scriptOf(engine, TENANT, NOTHING);
            TenantHistory right = NOTHING.withRows(
                    script.plain().stream().map(ReplayedChangeSet::recorded).toList());
            List<TenantHistory> histories = List.of(
                    recorded("classpath:changes.yaml", "again", "lenient"),
                    NOTHING,
                    recorded("classpath:changes.yaml", "plain"),
                    managed(right.rows()),
                    managed(right.rows().stream()
                            .map(row -> row.withChecksum("8:00000000000000000000000000000000"))
                            .toList()),
                    managed(right.rows()),
                    NOTHING);
            engine.read(TENANT);
            for (int index = 0; index < histories.size(); index++) {
                Tenant tenant = Engines.tenant("t1" + index);
                TenantHistory history = histories.get(index);

                assertThat(engine.plan(tenant, history))
                        .as("history %d", index)
                        .isEqualTo(parsingAnew.plan(tenant, history));
                scriptOf(parsingAnew, tenant, history);
            }
            assertThat(scriptOf(engine, TENANT, NOTHING)).isEqualTo(script);
        }
    }

    private static PlannedScript scriptOf(MigrationEngine engine, Tenant tenant, TenantHistory history) {
        List<ChangeSetId> due = engine.plan(tenant, history).result().due();
        return engine.script(tenant, history, Optional.empty(), due, PilotNotes.NOT_YET);
    }

    private static Tenant withPlan(Tenant tenant, String plan) {
        return new Tenant(tenant.database(), tenant.schema(), tenant.name(), Map.of("plan", plan));
    }

    /** With checksums that are no changeset's. */
    private static TenantHistory recorded(String file, String... ids) {
        return managed(Stream.of(ids)
                .map(id -> new HistoryRow(
                        new ChangeSetId(file, id, "ann"),
                        Optional.of("9:00000000000000000000000000000000"),
                        "EXECUTED",
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList());
    }

    private static TenantHistory managed(List<HistoryRow> rows) {
        return new TenantHistory("t01", TenantHistory.State.MANAGED, rows, "id", Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void whatAScriptHasRunIsLeftToNobody(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            MigrationPlan plan = engine.plan(TENANT, NOTHING);

            assertThat(engine.script(
                                    TENANT,
                                    NOTHING,
                                    Optional.empty(),
                                    plan.result().due(),
                                    PilotNotes.NOT_YET)
                            .plain())
                    .hasSize(2);
            removeChangelog();
            assertThatThrownBy(() -> engine.plan(TENANT, NOTHING)).isInstanceOf(InvalidChangelogException.class);
        }
    }

    /** As it came out in the pilot: the first passed, the second did not. */
    @ParameterizedTest
    @EnumSource
    void whatTheSampleHasRunServesTheMadeUpTenantToo(LiquibaseLine line) throws IOException {
        String asking = PLAIN + """
                --changeset ann:asking
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:0 SELECT count(*) FROM one
                CREATE TABLE asking (id int);
                --changeset ann:denied
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:1 SELECT count(*) FROM two
                CREATE TABLE denied (id int);
                """;
        PilotAnswers answers = new PilotAnswers(
                Map.of(
                        id("asking"), new PreconditionAnswer(Outcome.PASSED, Map.of()),
                        id("denied"), new PreconditionAnswer(Outcome.FAILED, Map.of())),
                Map.of());
        try (MigrationEngine engine = engine(line, asking)) {
            List<ChangeSetId> due = engine.plan(TENANT, NOTHING).result().due();
            removeChangelog();

            PlannedScript script =
                    engine.script(TENANT, NOTHING, Optional.empty(), due, PilotNotes.of(due, List.of(), answers));

            assertThat(script.reasons()).isEmpty();
            assertThat(script.plain())
                    .extracting(changeSet -> changeSet.recorded().changeSet().id() + " "
                            + changeSet.recorded().execType() + " "
                            + changeSet.statements().size() + " "
                            + changeSet.guard().isPresent())
                    .containsExactly(
                            "one EXECUTED 1 false",
                            "two EXECUTED 1 false",
                            "asking EXECUTED 1 true",
                            "denied MARK_RAN 0 true");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangelogThatReadsTheSchemasNameIsParsedForTheMadeUpTenantAgain(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine =
                engine(line, PLAIN + "COMMENT ON TABLE two IS '${database.defaultSchemaName}';")) {
            List<ChangeSetId> due = engine.plan(TENANT, NOTHING).result().due();
            removeChangelog();

            assertThat(engine.script(TENANT, NOTHING, Optional.empty(), due, PilotNotes.NOT_YET)
                            .reasons())
                    .singleElement()
                    .satisfies(reason -> assertThat(reason.why()).contains("changes.sql does not exist"));
        }
    }

    private static ChangeSetId id(String id) {
        return new ChangeSetId("changes.sql", id, "ann");
    }

    private MigrationEngine engine(LiquibaseLine line) throws IOException {
        return engine(line, PLAIN);
    }

    private MigrationEngine engine(LiquibaseLine line, String changelog) throws IOException {
        return engine(line, "changes.sql", changelog);
    }

    private MigrationEngine engine(LiquibaseLine line, String file, String changelog) throws IOException {
        Files.writeString(directory.resolve(file), changelog);
        return Engines.of(database, line, Engines.changelog(file), directory)
                .factory()
                .open();
    }

    private void removeChangelog() throws IOException {
        Files.delete(directory.resolve("changes.sql"));
    }

    private static List<String> pending(MigrationPlan plan) {
        return plan.result().changeSets().pending().stream()
                .map(ChangeSetId::id)
                .toList();
    }
}
