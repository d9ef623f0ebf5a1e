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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a changelog was parsed again shows when its file is gone. */
class KeptChangelogTest {

    private static final Tenant TENANT = Engines.tenant("t01");
    private static final TenantHistory NOTHING = TenantHistory.without("t01", TenantHistory.State.EMPTY);

    private static final String PLAIN = """
            --liquibase formatted sql
            --changeset ann:one
            CREATE TABLE one (id int);
            --changeset ann:two
            CREATE TABLE two (id int);
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
    void anotherTenantHasAChangelogOfItsOwn(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(Engines.tenant("t02"), NOTHING))
                    .isInstanceOf(InvalidChangelogException.class);
        }
    }

    /** A tenant is the same whatever its registry says, and what it says may decide what the changelog has. */
    @ParameterizedTest
    @EnumSource
    void theSameTenantWithOtherValuesHasAChangelogOfItsOwn(LiquibaseLine line) throws IOException {
        Tenant other = new Tenant(TENANT.database(), TENANT.schema(), TENANT.name(), Map.of("plan", "gold"));
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(other, NOTHING)).isInstanceOf(InvalidChangelogException.class);
        }
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
        Files.writeString(directory.resolve("changes.sql"), changelog);
        return Engines.of(database, line, Engines.changelog("changes.sql"), directory)
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
