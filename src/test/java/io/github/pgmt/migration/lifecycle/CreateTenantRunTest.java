package io.github.pgmt.migration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant with its row, its schema and its tables: all of it or nothing, and after a kill the rest. */
class CreateTenantRunTest {

    private static final String CHANGELOG = "changelogs/onboarding/registered.yaml";
    private static final int CHANGESETS = 5;
    private static final Map<String, String> ACME = Map.of("Display_Name", "ACME, Inc.");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void registry() {
        database.execute(
                "CREATE TABLE public.control (divisor int)",
                "INSERT INTO public.control VALUES (1)",
                "CREATE SCHEMA app",
                "CREATE TABLE app.tenant (id int NOT NULL DEFAULT 1, name text PRIMARY KEY, display_name text NOT NULL, "
                        + "plan text NOT NULL DEFAULT 'basic', seats int)");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theRowComesFirstAndItsDefaultsAreTheChangelogsParameters(LiquibaseLine line) {
        OperationResults results = create(line, "t_acme", ACME);

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.CREATED);
        assertThat(database.query("SELECT tenant || '|' || name || '|' || plan FROM t_acme.settings"))
                .containsExactly("acme|ACME, Inc.|basic");
        assertThat(database.query("SELECT name FROM t_acme.self")).containsExactly("acme");
        assertThat(database.query("SELECT id || name || display_name || plan FROM app.tenant"))
                .containsExactly("1acmeACME, Inc.basic");
        Engines next = engines(line);
        assertThat(Fleet.run(next, Fleet.options(1), tenants(next))
                        .migrate(TenantSelection.ALL, false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whenTheMigrationFailsNothingIsLeft(LiquibaseLine line) {
        database.execute("UPDATE public.control SET divisor = 0");
        DatabaseContents before = DatabaseContents.of(database);

        OperationResults results = create(line, "t_acme", ACME);

        Failure failure = results.tenants().get(0).failure().orElseThrow();
        assertThat(failure.sqlState()).contains("22012");
        assertThat(failure.message())
                .contains("The schema, which this run had created, was removed again.")
                .endsWith("The tenant's row in the registry was removed again.");
        assertThat(differences(before)).isEmpty();
    }

    @Test
    void aRowWhoseSchemaHasToStayStaysWithIt() {
        SqlFile view = SqlFiles.of("afterTenantSql", "view.sql", "CREATE VIEW public.all AS SELECT id FROM customers");
        SqlFile failing = SqlFiles.of("afterTenantSql", "failing.sql", "SELECT 1 / 0");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4)
                .withHooks(new TenantSql(List.of(), List.of(view, failing)), List.of());

        String message = message(create(engines, "t_acme", ACME));

        assertThat(message).contains("The tenant's row in the registry stays: its schema is there.");
        assertThat(rows()).containsExactly("acme");
        assertThat(setUp("t_acme").tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.UP_TO_DATE);
    }

    @Test
    void aRowThatSomebodyChangedMeanwhileIsNotDeleted() {
        SqlFile change = SqlFiles.of("afterTenantSql", "change.sql", "UPDATE app.tenant SET seats = 7");
        SqlFile failing = SqlFiles.of("afterTenantSql", "failing.sql", "SELECT 1 / 0");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4)
                .withHooks(new TenantSql(List.of(), List.of(change, failing)), List.of());

        String message = message(create(engines, "t_acme", ACME));

        assertThat(message)
                .contains("was removed again. The tenant's row in the registry stays: somebody has changed it");
        assertThat(rows()).containsExactly("acme");
        assertThat(schemas()).isEmpty();
    }

    /** What a run leaves that is killed between the row and the schema. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void afterAKillTheRowIsFinishedBySettingUp(LiquibaseLine line) {
        Engines killed = engines(line);
        TenantRegister.NewRow row = ((TenantRegister) tenants(killed)).insert("t_acme", ACME);
        row.keep();
        row.close();

        assertThatThrownBy(() -> create(line, "t_acme", ACME))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll(
                        "\"t_acme\" has a row", "mvn pgmt:setup-tenant -Dpgmt.tenant=t_acme", "list-tenants");
        assertThat(setUp("t_acme").tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.CREATED);
        assertThat(database.query("SELECT name FROM t_acme.settings")).containsExactly("ACME, Inc.");
        assertThat(setUp("t_acme").tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.UP_TO_DATE);
    }

    @Test
    void ofSeveralRunsAtOnceOneMakesTheTenant() {
        List<CompletableFuture<OperationResults>> runs = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            runs.add(CompletableFuture.supplyAsync(() -> create(LiquibaseLine.LIQUIBASE_4, "t_acme", ACME)));
        }

        int made = 0;
        for (CompletableFuture<OperationResults> run : runs) {
            try {
                assertThat(run.join().tenants())
                        .extracting(TenantResult::outcome)
                        .containsExactly(Outcome.CREATED);
                made++;
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(RunRefusedException.class).hasMessageContaining("has a row");
            }
        }
        assertThat(made).isEqualTo(1);
        assertThat(rows()).containsExactly("acme");
        assertThat(database.query("SELECT id FROM t_acme.databasechangelog")).hasSize(CHANGESETS);
    }

    @Test
    void aDryRunTriesTheRowOutAndLeavesNothing() {
        DatabaseContents before = DatabaseContents.of(database);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4);

        OperationResults planned = Fleet.createTenant(engines, NewSchema.PLAIN, tenants(engines), ACME)
                .create(named("t_acme"), true);

        assertThat(planned.tenants().get(0).outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(planned.tenants().get(0).changeSets().pending()).hasSize(CHANGESETS);
        assertThat(differences(before)).isEmpty();
        assertThatThrownBy(() -> Fleet.createTenant(engines, NewSchema.PLAIN, tenants(engines), Map.of())
                        .create(named("t_acme"), true))
                .hasMessageContaining("\"display_name\" needs a value");
    }

    @Test
    void whatIsWrongIsSaidBeforeTheRowIsSeenByAnybody() {
        database.execute(
                "CREATE TABLE public.seen (name text)",
                """
                CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO public.seen VALUES (NEW.name); RETURN NEW; END $$
                """,
                "CREATE TRIGGER see AFTER INSERT ON app.tenant FOR EACH ROW EXECUTE FUNCTION public.see()");
        database.execute("CREATE SCHEMA \"T_ACME\"", "CREATE SCHEMA t_there");
        DatabaseContents before = DatabaseContents.of(database);
        Engines noChangelog = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/onboarding/no-such.yaml");

        assertThatThrownBy(() -> create(noChangelog, "t_new", ACME)).isInstanceOf(InvalidChangelogException.class);
        assertThatThrownBy(() -> create(LiquibaseLine.LIQUIBASE_4, "new", ACME))
                .hasMessageContainingAll("-Dpgmt.schemaPrefix=t_", "-Dpgmt.tenant=t_new");
        assertThatThrownBy(() -> create(LiquibaseLine.LIQUIBASE_4, "t_acme", ACME))
                .hasMessageContainingAll("\"T_ACME\"", "-Dpgmt.allowCaseClash=true");
        assertThatThrownBy(() -> create(LiquibaseLine.LIQUIBASE_4, "t_there", ACME))
                .hasMessageContainingAll("There is a schema \"t_there\" already", "INSERT its row by hand");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4);
        NewSchema ofNobody = new NewSchema(Optional.of("nobody"), List.of(), false);
        assertThatThrownBy(() -> Fleet.createTenant(engines, ofNobody, tenants(engines), ACME)
                        .create(named("t_new"), false))
                .hasMessageContaining("-Dpgmt.schemaOwner");
        assertThatThrownBy(() -> Fleet.createTenant(engines, NewSchema.PLAIN, Fleet.catalog(engines), ACME)
                        .create(named("t_new"), false))
                .hasMessageContaining("-Dpgmt.tenantTable");
        assertThat(differences(before)).isEmpty();
    }

    @Test
    void allTenantsOfTheRegistryAreMadeAndAFailureStaysInItsTenant() {
        database.execute(
                "INSERT INTO app.tenant (name, display_name, plan) VALUES ('a', 'A', 'x'), ('b', 'B', 'x'), ('c', 'C', 'x')",
                "CREATE SCHEMA t_b",
                "CREATE SCHEMA t_c",
                "CREATE TABLE t_c.by_hand (id int)");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4);

        OperationResults results =
                Fleet.setUp(engines, NewSchema.PLAIN, tenants(engines)).setUp(TenantSelection.ALL, false);

        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED, Outcome.MIGRATED, Outcome.FAILED);
        assertThat(database.query("SELECT id FROM t_a.databasechangelog")).hasSize(CHANGESETS);
        OperationResults unlisted = setUp("t_d");
        assertThat(unlisted.tenants().get(0).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.MISSING);
        assertThat(message(unlisted)).contains("mvn pgmt:create-tenant -Dpgmt.tenant=t_d");
        assertThat(message(setUp("d"))).contains("did you mean -Dpgmt.tenant=t_d?");
    }

    private OperationResults create(LiquibaseLine line, String schema, Map<String, String> attributes) {
        return create(engines(line), schema, attributes);
    }

    private OperationResults create(Engines engines, String schema, Map<String, String> attributes) {
        return Fleet.createTenant(engines, NewSchema.PLAIN, tenants(engines), attributes)
                .create(named(schema), false);
    }

    private OperationResults setUp(String schema) {
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4);
        return Fleet.setUp(engines, NewSchema.PLAIN, tenants(engines)).setUp(named(schema), false);
    }

    private Engines engines(LiquibaseLine line) {
        return Engines.of(database, line, CHANGELOG);
    }

    private static TenantSource tenants(Engines engines) {
        return new TableTenants(engines.server(), "app.tenant", "name", Optional.of("t_"));
    }

    private static TenantSelection named(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }

    private static String message(OperationResults results) {
        return results.tenants().get(0).failure().orElseThrow().message();
    }

    private List<String> rows() {
        return database.query("SELECT name FROM app.tenant ORDER BY 1");
    }

    private List<String> schemas() {
        return database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'");
    }

    private List<String> differences(DatabaseContents before) {
        return DatabaseContents.of(database).differences(before, "now", "before");
    }
}
