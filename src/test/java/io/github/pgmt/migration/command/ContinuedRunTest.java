package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that goes on with an earlier one is that one to whoever takes it back, and another process to all else. */
class ContinuedRunTest {

    private static final Changelog CHANGELOG = Engines.changelog("release.sql");
    private static final RunOptions OPTIONS = Fleet.options(2).withMaxCohortFailures(0);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path files;

    @BeforeEach
    void writeRelease() throws IOException {
        Files.writeString(files.resolve("release.sql"), """
                --liquibase formatted sql
                --changeset test:one
                CREATE TABLE one (id int);
                --rollback DROP TABLE one;
                --changeset test:again runAlways:true
                SELECT count(*) FROM one;
                --rollback empty
                --changeset test:two
                CREATE TABLE two (id int);
                --rollback DROP TABLE two;
                --changeset test:three
                CREATE TABLE three (id int);
                --rollback DROP TABLE three;
                """);
        Fleet.createTenants(database, 5);
    }

    @ParameterizedTest
    @EnumSource
    void oneRollbackTakesBackWhatBothApplied(LiquibaseLine line) {
        Engines first = Engines.of(database, line, CHANGELOG, files);
        database.execute(
                "CREATE TABLE t02.two (id int)", "CREATE TABLE t03.two (id int)", "CREATE TABLE t04.two (id int)");
        adopted("t02", "t03", "t04");
        assertThat(Fleet.migrateAll(first, OPTIONS).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.MIGRATED);
        database.execute("DROP TABLE t02.two", "DROP TABLE t03.two", "DROP TABLE t04.two");

        Engines second = Engines.goingOnWith(first.runId(), database, line, CHANGELOG, files);
        List<TenantResult> retried = goOn(second, TenantSelection.ALL);

        assertThat(retried).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(retried.get(2).changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("two", "three");
        assertThat(retried.subList(2, 4))
                .extracting(tenant -> tenant.way().engine().orElseThrow())
                .as("rows of the same id from before are no doubt about a replay")
                .containsOnly(Way.Engine.REPLAY);
        assertThat(database.query("SELECT DISTINCT deployment_id FROM t03.databasechangelog"))
                .containsExactly(first.runId().value());
        assertThat(second.server().ownApplications())
                .as("another process")
                .isNotEqualTo(first.server().ownApplications());

        Rollback release =
                new Rollback(new RollbackTarget.Runs(List.of(first.runId().value())), false);
        List<TenantResult> undone = Fleet.rollback(Engines.of(database, line, CHANGELOG, files), release)
                .rollBack(TenantSelection.ALL, false)
                .tenants();

        assertThat(undone).extracting(TenantResult::outcome).containsOnly(Outcome.ROLLED_BACK);
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE tablename IN ('one', 'two', 'three')"))
                .containsExactly("0");
    }

    /** It has a row of the run from before, and fails now without one. */
    @Test
    void whatFailsInThePilotHasNotRunAgain() throws IOException {
        Files.writeString(files.resolve("release.sql"), """
                --liquibase formatted sql
                --changeset test:one
                CREATE TABLE one (id int);
                --changeset test:again runAlways:true failOnError:false
                SELECT 1 / (count(*) - 1) FROM one;
                """);
        Engines first = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, files);
        Fleet.migrateAll(first, OPTIONS);
        for (String schema : List.of("t01", "t02", "t03", "t04", "t05")) {
            database.execute("INSERT INTO " + schema + ".one VALUES (1)");
        }
        List<String> further =
                IntStream.range(0, 8).mapToObj(number -> "more" + number).toList();
        for (String id : further) {
            Files.writeString(
                    files.resolve("release.sql"),
                    "--changeset test:" + id + "\nCREATE TABLE " + id + " (id int);\n",
                    StandardOpenOption.APPEND);
        }

        Engines second = Engines.goingOnWith(first.runId(), database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, files);
        List<TenantResult> results = goOn(second, TenantSelection.ALL);

        assertThat(results).allSatisfy(tenant -> {
            assertThat(tenant.failure()).isEmpty();
            assertThat(tenant.changeSets().notRun()).extracting(ChangeSetId::id).containsExactly("again");
            assertThat(tenant.changeSets().applied())
                    .extracting(ChangeSetId::id)
                    .isEqualTo(further);
        });
        assertThat(results.subList(1, 5))
                .extracting(tenant -> tenant.way().engine().orElseThrow())
                .as("what follows is numbered as in the pilot")
                .containsOnly(Way.Engine.MIXED);
    }

    /** A tenant in which the run failed at once has nothing of it. */
    @Test
    void theRunIsLookedForInAllTenants() {
        Engines first = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, files);
        Fleet.run(first, OPTIONS).migrate(of("t01"), false);

        Engines second = Engines.goingOnWith(first.runId(), database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, files);

        assertThat(goOn(second, of("t05"))).extracting(TenantResult::outcome).containsExactly(Outcome.MIGRATED);
        assertThat(database.query("SELECT DISTINCT deployment_id FROM t05.databasechangelog"))
                .containsExactly(first.runId().value());
    }

    @Test
    void aRunThatNobodyKnowsIsAnErrorBeforeAnything() {
        RunId mistyped = RunId.startingAt(Instant.now());
        Engines engines = Engines.goingOnWith(mistyped, database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, files);

        assertThatThrownBy(() -> goOn(engines, TenantSelection.ALL))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith(
                        "-Dpgmt.continueRun=" + mistyped + ": no tenant's history has a changeset of that run");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 't0%'"))
                .containsExactly("0");
    }

    private static List<TenantResult> goOn(Engines engines, TenantSelection selection) {
        return new MigrationRun(Fleet.context(engines, OPTIONS), true, Optional.empty())
                .migrate(selection, false)
                .tenants();
    }

    /** A schema with a table and no history would be nobody's. */
    private void adopted(String... schemas) {
        for (String schema : schemas) {
            database.execute("CREATE TABLE " + schema + ".databasechangelog (id varchar(255) NOT NULL, "
                    + "author varchar(255) NOT NULL, filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, "
                    + "orderexecuted int NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35), "
                    + "description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), "
                    + "contexts varchar(255), labels varchar(255), deployment_id varchar(10))");
        }
    }

    private static TenantSelection of(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }
}
