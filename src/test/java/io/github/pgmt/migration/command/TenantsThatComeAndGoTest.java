package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fleet does not stand still while a run works on it. */
class TenantsThatComeAndGoTest {

    private static final String[] CHANGES = {
        "CREATE TABLE a (id int)", "CREATE TABLE b (id int);\n--rollback DROP TABLE b"
    };

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private WatchedRun run;

    @BeforeEach
    void createTenants() {
        run = new WatchedRun(database, directory);
        Fleet.createTenants(database, 4);
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, true", "LIQUIBASE_5, false"})
    void whoIsGoneWhenItsTurnComesIsSkippedAndARenamedOneIsNamedAsNew(LiquibaseLine line, boolean replay)
            throws IOException {
        run.whenDone(
                "t01",
                () -> database.execute(
                        "DROP SCHEMA t02",
                        "ALTER SCHEMA t03 RENAME TO t99",
                        "CREATE SCHEMA other",
                        "CREATE SCHEMA tnew"));

        OperationResults results = run.migrate(line, replaying(replay), CHANGES);

        assertThat(outcomes(results)).containsExactly("t01 MIGRATED", "t02 gone", "t03 gone", "t04 MIGRATED");
        assertThat(results.tenants().get(1).reason().orElseThrow()).contains("dropped or renamed");
        assertThat(results.appeared()).containsExactly("t99", "tnew");
        assertThat(run.warnings()).isEmpty();
    }

    @Test
    void whoIsRenamedInTheMiddleOfItsChangesetsIsGoneToo() throws IOException {
        String renames =
                "--runInTransaction:false splitStatements:false\nDO $$ BEGIN IF current_schema() IN ('t01', 't03') "
                        + "THEN EXECUTE 'ALTER SCHEMA ' || current_schema() || ' RENAME TO u' || current_schema(); END IF; END $$";

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES[0], renames, CHANGES[1]);

        assertThat(outcomes(results)).containsExactly("t01 gone", "t02 MIGRATED", "t03 gone", "t04 MIGRATED");
        assertThat(results.tenants().get(0).reason().orElseThrow()).contains("1 changeset");
    }

    @Test
    void whoGoesWhenItIsDoneIsSkippedAndNoOtherSuffers() throws IOException {
        run.whenDone("t02", () -> database.execute("DROP SCHEMA t01 CASCADE", "DROP SCHEMA t02 CASCADE"));

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES);

        assertThat(outcomes(results)).containsExactly("t01 gone", "t02 gone", "t03 MIGRATED", "t04 MIGRATED");
        assertThat(run.warnings()).singleElement().asString().contains("t01").contains("histories");
    }

    @Test
    void aPilotThatGoesAtOnceIsFollowedByAnother() throws IOException {
        run.whenPilotIsDone("t01", () -> database.execute("DROP SCHEMA t01 CASCADE"));

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES);

        assertThat(outcomes(results)).containsExactly("t01 gone", "t02 MIGRATED", "t03 MIGRATED", "t04 MIGRATED");
    }

    @Test
    void whoHadNothingToDoIsLookedForTooAndARunOfNothingElseIsNoFailure() throws IOException {
        run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES);
        run.whenDone("t04", () -> database.execute("DROP SCHEMA t01, t02, t03, t04 CASCADE"));

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES);

        assertThat(outcomes(results)).containsExactly("t01 gone", "t02 gone", "t03 gone", "t04 gone");
    }

    @Test
    void whoWasChosenByItsNameIsMissed() throws IOException {
        run.whenDone("t01", () -> database.execute("DROP SCHEMA t02", "ALTER SCHEMA t03 RENAME TO t99"));
        RunContext context = run.context(LiquibaseLine.LIQUIBASE_4, Fleet.options(1), CHANGES);
        TenantSelection selection = new TenantSelection(List.of("t01", "t03"), List.of("t02"), List.of(), List.of());

        OperationResults results = new MigrationRun(context).migrate(selection, false);

        assertThat(outcomes(results)).containsExactly("t01 MIGRATED", "t02 MISSING", "t03 MISSING");
        assertThat(results.appeared()).isEmpty();
    }

    @Test
    void aNewRowWithoutASchemaIsToldWithWhatMakesIt() throws IOException {
        database.execute("CREATE TABLE public.tenants AS SELECT 't01' AS subdomain UNION ALL SELECT 't02'");
        run.whenDone("t01", () -> database.execute("INSERT INTO public.tenants VALUES ('tnew'), ('t03')"));
        RunContext context = byRegistry(run.context(LiquibaseLine.LIQUIBASE_4, Fleet.options(1), CHANGES));

        OperationResults migrated = new MigrationRun(context).migrate(TenantSelection.ALL, false);

        assertThat(migrated.appeared()).containsExactly("t03");
        assertThat(run.warnings())
                .singleElement()
                .asString()
                .contains("\"tnew\"")
                .contains("setup-all-tenants -Dpgmt.tenants=tnew");
    }

    @Test
    void whatASetUpMeetsIsTheSame() throws IOException {
        database.execute(
                "CREATE TABLE public.tenants AS SELECT 't0' || n AS subdomain FROM generate_series(1, 5) AS n");
        run.whenDone("t01", () -> database.execute("INSERT INTO public.tenants VALUES ('tnew')", "DROP SCHEMA t02"));
        run.whenDone("t05", () -> database.execute("DROP SCHEMA t05 CASCADE"));
        RunContext context = byRegistry(run.context(LiquibaseLine.LIQUIBASE_4, Fleet.options(1), CHANGES));

        OperationResults made = new SetUpRun(context, NewSchema.PLAIN).setUp(TenantSelection.ALL, false);

        assertThat(outcomes(made))
                .containsExactly("t01 MIGRATED", "t02 gone", "t03 MIGRATED", "t04 MIGRATED", "t05 gone");
        assertThat(made.appeared()).containsExactly("tnew");
    }

    @Test
    void tagSyncAndRollbackSkipItToo() throws IOException {
        run.migrate(LiquibaseLine.LIQUIBASE_4, CHANGES);
        run.whenDone("t01", () -> database.execute("DROP SCHEMA t02 CASCADE"));
        RunContext context = run.context(LiquibaseLine.LIQUIBASE_4, Fleet.options(1), CHANGES);
        assertThat(outcomes(new TagRun(context, "v1").tag(WatchedRun.TENANTS)))
                .containsExactly("t01 TAGGED", "t02 gone", "t03 TAGGED", "t04 TAGGED");

        run.whenDone("t01", () -> database.execute("DROP SCHEMA t03 CASCADE", "CREATE SCHEMA t05"));
        Rollback rollback = new Rollback(new RollbackTarget.Count(1), false);
        OperationResults undone = new RollbackRun(context, rollback).rollBack(WatchedRun.TENANTS, false);
        assertThat(outcomes(undone)).containsExactly("t01 ROLLED_BACK", "t03 gone", "t04 ROLLED_BACK");
        assertThat(undone.appeared()).containsExactly("t05");

        run.whenDone("t01", () -> database.execute("DROP SCHEMA t04 CASCADE"));
        OperationResults synced =
                new AdoptionRun(context, new Adoption(Optional.empty(), true)).adopt(WatchedRun.TENANTS, false);
        assertThat(outcomes(synced)).containsExactly("t01 SYNCED", "t04 gone", "t05 SYNCED");
    }

    private RunContext byRegistry(RunContext context) {
        Server server = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/replay/first.sql")
                .server();
        return context.listing(new TableTenants(server, "public.tenants", "subdomain", Optional.empty()));
    }

    private static RunOptions replaying(boolean replay) {
        return replay ? Fleet.options(1) : Fleet.options(1).with(Replaying.OFF);
    }

    private static List<String> outcomes(OperationResults results) {
        return results.tenants().stream()
                .map(tenant -> tenant.schema() + " "
                        + (tenant.gone()
                                ? "gone"
                                : tenant.failure()
                                        .map(failure -> failure.kind().name())
                                        .orElse(tenant.outcome().name())))
                .toList();
    }
}
