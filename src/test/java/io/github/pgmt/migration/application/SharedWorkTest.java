package io.github.pgmt.migration.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run does once in the schema that all tenants share: the shared changelog, the SQL files before and after all. */
class SharedWorkTest {

    private static final Optional<String> SHARED = Optional.of("shared.sql");
    private static final Optional<String> NO_CHANGELOG = Optional.empty();
    private static final List<SqlFile> NONE = List.of();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void theSharedChangelogIsThereForTheTenantsOfTheSameRun(LiquibaseLine line) {
        Fleet.createTenants(database, 3);
        database.execute("CREATE TABLE public.registry (name text)");
        Engines engines = engines(line, "tenants-of-countries.sql").withShared(SHARED, NONE, NONE);
        DatabaseContents untouched = DatabaseContents.of(database);

        assertThat(Fleet.sharedStatus(engines).orElseThrow().state()).isEqualTo(TenantStatus.State.PENDING);
        OperationResults planned = run(engines, true);
        assertThat(planned.shared().get(0).outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(planned.shared().get(0).changeSets().pending()).hasSize(1);
        assertThat(DatabaseContents.of(database).differences(untouched, "now", "before"))
                .isEmpty();

        OperationResults first = run(engines, false);
        OperationResults second = run(engines, false);

        assertThat(first.error()).isEmpty();
        assertThat(first.tenants()).extracting(TenantResult::failure).containsOnly(Optional.empty());
        assertThat(first.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(first.outside()).isEmpty();
        assertThat(first.shared().get(0).schema()).isEqualTo("public");
        assertThat(first.shared().get(0).outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(first.shared().get(0).changeSets().applied())
                .containsExactly(new ChangeSetId("shared.sql", "countries", "shop"));
        assertThat(second.shared().get(0).outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(Fleet.sharedStatus(engines).orElseThrow().state()).isEqualTo(TenantStatus.State.UP_TO_DATE);
        assertThat(database.query("SELECT said FROM public.countries"))
                .as("it has no tenant's parameters")
                .containsExactly("${tenant}|${tenant.schema}|gold");
        assertThat(database.query("SELECT id || ' ' || deployment_id FROM public.databasechangelog"))
                .containsExactly("countries " + engines.runId());
        assertThat(database.query("SELECT locked FROM public.databasechangeloglock"))
                .containsExactly("f");
        assertThat(database.query("SELECT country FROM t03.addresses")).containsExactly("NO");
    }

    @Test
    void ifTheSharedChangelogFailsNoTenantIsTouched() {
        Fleet.createTenants(database, 2);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql")
                .withShared(
                        Optional.of("shared-failing.sql"),
                        files("CREATE TABLE maintenance (since timestamptz)"),
                        files("DROP TABLE maintenance"));

        OperationResults results = run(engines, false);

        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.SKIPPED, Outcome.SKIPPED);
        assertThat(results.error().orElseThrow())
                .startsWith("The shared changelog failed in schema \"public\" at shared-failing.sql::mistaken::shop "
                        + "(SQLSTATE 42P01): ")
                .contains("no_such_table")
                .endsWith("No tenant was touched.");
        TenantResult shared = results.shared().get(0);
        assertThat(shared.failure().orElseThrow().sqlState()).contains("42P01");
        assertThat(shared.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("currencies");
        assertThat(tables("public"))
                .as("the failed changeset is rolled back, and afterAllSql has run")
                .containsExactly("currencies", "databasechangelog", "databasechangeloglock");
        assertThat(tables("t01")).isEmpty();
    }

    @Test
    void aHistoryOfAnotherApplicationIsRefusedBeforeAnything() {
        Fleet.createTenants(database, 1);
        run(engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql").withShared(SHARED, NONE, NONE), false);
        database.execute("UPDATE public.databasechangelog SET filename = 'other.sql'", "CREATE SCHEMA fresh");
        DatabaseContents before = DatabaseContents.of(database);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql")
                .withShared(SHARED, files("CREATE TABLE maintenance (id int)"), NONE);

        assertThatThrownBy(() -> run(engines, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll(
                        "\"public\"",
                        "other.sql::countries::shop",
                        "shared.sql::countries::shop",
                        "-Dpgmt.sharedChangeLogFile",
                        "No tenant was touched.");
        assertThat(DatabaseContents.of(database).differences(before, "now", "before"))
                .isEmpty();
        assertThat(Fleet.sharedStatus(engines).orElseThrow().state()).isEqualTo(TenantStatus.State.FOREIGN);
    }

    @Test
    void aSharedSchemaThatIsHeldIsWaitedForAndThenNoTenantIsTouched() {
        Fleet.createTenants(database, 1);
        run(engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql").withShared(SHARED, NONE, NONE), false);
        database.execute(
                "UPDATE public.databasechangeloglock SET locked = true, lockedby = 'app-1', lockgranted = now()",
                "CREATE SCHEMA fresh");
        RunOptions impatient = new RunOptions(
                1, RunOptions.OnError.FAIL_NEVER, 0, 0, Duration.ZERO, Duration.ofMillis(300), Duration.ZERO);

        OperationResults results = Fleet.migrateAll(
                engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql").withShared(SHARED, NONE, NONE), impatient);

        assertThat(results.error().orElseThrow()).contains("held by app-1");
        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.SKIPPED);
        assertThat(tables("fresh")).isEmpty();
    }

    @Test
    void ifAFileBeforeAllFailsNothingElseIsDone() {
        Fleet.createTenants(database, 1);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql")
                .withShared(
                        SHARED,
                        files("CREATE TABLE halfway (id int); SELECT 1 / 0"),
                        files("CREATE TABLE late (id int)"));

        OperationResults results = run(engines, false);

        assertThat(results.error())
                .contains(
                        "In schema \"public\": beforeAllSql test.sql, line 1 (statement 2 of 2) failed: division by zero. "
                                + "(SQLSTATE 22012) No tenant was touched.");
        assertThat(results.shared()).isEmpty();
        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.SKIPPED);
        assertThat(tables("public")).isEmpty();
        assertThat(tables("t01")).isEmpty();
    }

    @Test
    void whatOnlyATenantHasStaysAsItIsWrittenAndOnlyWhatIsMadeMeanwhileIsOutside() {
        Fleet.createTenants(database, 1);
        TenantSql ofTenants = new TenantSql(files("CREATE TABLE public.meanwhile (id int)"), List.of());
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql")
                .withHooks(ofTenants, List.of())
                .withShared(
                        NO_CHANGELOG,
                        files("CREATE TABLE said AS SELECT '${plan}' || '${tenant}' || '${tenant.schema}' AS it"),
                        NONE);

        OperationResults results = run(engines, false);

        assertThat(database.query("SELECT it FROM public.said")).containsExactly("gold${tenant}${tenant.schema}");
        assertThat(results.outside()).singleElement().asString().contains("meanwhile");
    }

    @Test
    void afterAllRunsOnceAlsoWhenTenantsFailedAndItsFailureKeepsTheirResults() {
        Fleet.createTenants(database, 3);
        database.execute("CREATE TABLE public.journal (said text)");
        TenantSql failing = new TenantSql(files("SELECT 1 / (current_schema() <> 't02')::int"), NONE);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql").withHooks(failing, List.of());
        List<SqlFile> before = files("INSERT INTO journal VALUES ('before in ' || current_schema() || ' ${plan}')");
        List<SqlFile> after = files("INSERT INTO journal SELECT 'after ' || count(*) FROM t03.orders");

        OperationResults well = run(engines.withShared(NO_CHANGELOG, before, after), false);
        OperationResults badly = run(engines.withShared(NO_CHANGELOG, NONE, files("SELECT broken")), false);

        assertThat(well.error()).isEmpty();
        assertThat(well.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED);
        assertThat(database.query("SELECT said FROM public.journal"))
                .containsExactly("before in public gold", "after 1");
        assertThat(tables("public"))
                .as("SQL files need no tables of Liquibase's")
                .containsExactly("journal");
        assertThat(badly.error().orElseThrow())
                .contains("test.sql, line 1 (statement 1 of 1) failed", "(SQLSTATE 42703)");
        assertThat(badly.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE, Outcome.FAILED, Outcome.UP_TO_DATE);
    }

    @Test
    void anInterruptEndsARunningFileAndNothingElseIsBegun() throws Exception {
        Fleet.createTenants(database, 1);
        TenantSql sleeping = new TenantSql(files("CREATE TABLE halfway (id int); SELECT pg_sleep(60)"), NONE);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, "tenants.sql")
                .withHooks(sleeping, List.of())
                .withShared(NO_CHANGELOG, NONE, files("CREATE TABLE late (id int)"));
        CompletableFuture<OperationResults> running = CompletableFuture.supplyAsync(() -> run(engines, false));
        Eventually.untilRunning(database, "pg_sleep(60)");

        engines.stop().request();
        engines.sessions().cancelAll();
        OperationResults results = running.get(1, TimeUnit.MINUTES);

        Failure failure = results.tenants().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONNECTION);
        assertThat(failure.message()).startsWith("Cancelled and rolled back");
        assertThat(results.error().orElseThrow())
                .startsWith("The run was interrupted before beforeAllSql test.sql was run.");
        assertThat(tables("t01")).containsExactly("databasechangelog", "databasechangeloglock");
        assertThat(tables("public")).isEmpty();
    }

    private Engines engines(LiquibaseLine line, String file) {
        Changelog changelog = new Changelog(
                List.of(file), Optional.empty(), Optional.empty(), Map.of("plan", "gold"), HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, Path.of("src", "test", "resources", "changelogs", "hooks"));
    }

    private static OperationResults run(Engines engines, boolean dryRun) {
        return Fleet.run(engines, Fleet.options(2)).migrate(TenantSelection.ALL, dryRun);
    }

    private static List<SqlFile> files(String text) {
        return List.of(SqlFiles.of("beforeAllSql", "test.sql", text));
    }

    private List<String> tables(String schema) {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1");
    }
}
