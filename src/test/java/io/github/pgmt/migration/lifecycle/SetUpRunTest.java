package io.github.pgmt.migration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.Gate;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas are made with their tenants, once, and go again when nothing came of them. */
class SetUpRunTest {

    private static final String CHANGELOG = "changelogs/onboarding/master.yaml";
    private static final int CHANGESETS = 4;
    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void control() {
        database.execute("CREATE TABLE public.control (divisor int)", "INSERT INTO public.control VALUES (1)");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aNewTenantHasItsSchemaWithOwnerGrantsAndTables(LiquibaseLine line) {
        String owner = "owner_" + UUID.randomUUID();
        String application = "App " + UUID.randomUUID();
        database.execute(
                "CREATE ROLE " + TestDatabase.quoted(owner), "CREATE ROLE " + TestDatabase.quoted(application));
        try {
            NewSchema newSchema = new NewSchema(Optional.of(owner), List.of(application), false);
            Engines engines = Engines.of(database, line, CHANGELOG);

            OperationResults first = setUp(engines, newSchema, "Größe \"1\"");

            TenantResult tenant = first.tenants().get(0);
            assertThat(tenant.outcome()).as(tenant.toString()).isEqualTo(Outcome.CREATED);
            assertThat(tenant.changeSets().applied()).hasSize(CHANGESETS);
            assertThat(first.outside()).isEmpty();
            assertThat(database.query("SELECT rolname FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner "
                            + "WHERE nspname = 'Größe \"1\"'"))
                    .containsExactly(owner);
            assertThat(database.query("SELECT DISTINCT deployment_id FROM \"Größe \"\"1\"\"\".databasechangelog"))
                    .containsExactly(engines.runId().value());
            database.execute(
                    "SET ROLE " + TestDatabase.quoted(application),
                    "INSERT INTO \"Größe \"\"1\"\"\".orders (customer) VALUES (1)",
                    "UPDATE \"Größe \"\"1\"\"\".customers SET tenant = 'other'",
                    "DELETE FROM \"Größe \"\"1\"\"\".orders");

            OperationResults second = setUp(Engines.of(database, line, CHANGELOG), newSchema, "Größe \"1\"");
            assertThat(second.tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.UP_TO_DATE);
        } finally {
            database.execute("DROP SCHEMA IF EXISTS \"Größe \"\"1\"\"\" CASCADE");
            for (String role : List.of(owner, application)) {
                database.execute("DROP OWNED BY " + TestDatabase.quoted(role));
                database.execute("DROP ROLE " + TestDatabase.quoted(role));
            }
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aSchemaOfWhichNothingCameIsRemovedAgain(LiquibaseLine line) {
        database.execute("UPDATE public.control SET divisor = 0", "CREATE SCHEMA by_hand");
        DatabaseContents before = DatabaseContents.of(database);

        TenantResult failed =
                setUp(Engines.of(database, line, CHANGELOG), "acme").tenants().get(0);

        Failure failure = failed.failure().orElseThrow();
        assertThat(failure.sqlState()).contains("22012");
        assertThat(failure.changeSet().orElseThrow().id()).isEqualTo("import");
        assertThat(failure.message()).endsWith(" The schema, which this run had created, was removed again.");
        assertThat(failed.changeSets().isEmpty()).as("nothing is left applied").isTrue();
        assertThat(DatabaseContents.of(database).differences(before, "now", "before"))
                .isEmpty();

        TenantResult existing = setUp(Engines.of(database, line, CHANGELOG), "by_hand")
                .tenants()
                .get(0);
        assertThat(existing.failure().orElseThrow().message()).doesNotContain("removed");
        assertThat(existing.changeSets().applied()).hasSize(2);
        assertThat(historyOf("by_hand")).containsExactly("customers", "gate");

        database.execute("UPDATE public.control SET divisor = 1");
        assertThat(setUp(Engines.of(database, line, CHANGELOG), "acme", "by_hand")
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED, Outcome.MIGRATED);
        assertThat(historyOf("by_hand")).containsExactly("customers", "gate", "import", "orders");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void severalRunsAtOnceMakeOneTenantOnce(LiquibaseLine line) {
        List<CompletableFuture<OperationResults>> runs = new ArrayList<>();
        try (Gate gate = Gate.shut(database)) {
            runs.add(start(line, "acme"));
            gate.awaitSomebody();
            runs.add(start(line, "acme"));
            runs.add(start(line, "acme"));
            runs.add(CompletableFuture.supplyAsync(
                    () -> Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(2))));
            runs.add(start(line, "beta"));
            runs.add(start(line, "beta"));
        }

        List<Outcome> acme = new ArrayList<>();
        int applied = 0;
        for (CompletableFuture<OperationResults> run : runs) {
            for (TenantResult tenant : run.join().tenants()) {
                assertThat(tenant.failure()).as(tenant.toString()).isEmpty();
                applied += tenant.changeSets().applied().size();
                if (tenant.schema().equals("acme")) {
                    acme.add(tenant.outcome());
                }
            }
        }
        assertThat(acme)
                .containsExactlyInAnyOrder(Outcome.CREATED, Outcome.UP_TO_DATE, Outcome.UP_TO_DATE, Outcome.UP_TO_DATE);
        assertThat(applied).isEqualTo(2 * CHANGESETS);
        for (String schema : List.of("acme", "beta")) {
            assertThat(historyOf(schema)).containsExactly("customers", "gate", "import", "orders");
            assertThat(database.query("SELECT count(*) FROM " + schema + ".customers"))
                    .containsExactly("1");
            assertThat(database.query("SELECT locked FROM " + schema + ".databasechangeloglock"))
                    .containsExactly("f");
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void ofSeveralRunsThatFailNothingIsLeftAnywhere(LiquibaseLine line) {
        database.execute("UPDATE public.control SET divisor = 0");
        DatabaseContents before = DatabaseContents.of(database);
        List<CompletableFuture<OperationResults>> runs = new ArrayList<>();
        try (Gate gate = Gate.shut(database)) {
            runs.add(start(line, "acme"));
            gate.awaitSomebody();
            runs.add(start(line, "acme"));
            runs.add(start(line, "acme"));
            runs.add(CompletableFuture.supplyAsync(
                    () -> Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(2))));
        }

        for (CompletableFuture<OperationResults> run : runs) {
            assertThat(run.join().tenants())
                    .allSatisfy(tenant -> assertThat(tenant.outcome() == Outcome.FAILED || tenant.gone())
                            .isTrue());
        }
        assertThat(DatabaseContents.of(database).differences(before, "now", "before"))
                .isEmpty();
    }

    @Test
    void anInterruptedTenantIsRemovedAgain() {
        Engines engines = Engines.of(database, LINE, CHANGELOG);
        CompletableFuture<OperationResults> run;
        try (Gate gate = Gate.shut(database)) {
            run = CompletableFuture.supplyAsync(() -> setUp(engines, "acme"));
            gate.awaitSomebody();
            engines.stop().request();
            engines.sessions().cancelAll();
            assertThat(message(run.join(), 0)).contains("Cancelled", "was removed again");
        }
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aTenantThatTheDatabaseDoesNotConfirmIsRemovedAgain() {
        OperationResults results = setUp(Engines.of(database, LINE, "changelogs/verify/stray.sql"), "acme");

        assertThat(results.tenants().get(0).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(message(results, 0)).contains("was removed again");
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aSchemaStaysWhenItsHistoryHasRowsThatAreNotOfThisRun() {
        SqlFile row = SqlFiles.of("afterTenantSql", "row.sql", """
                INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, deployment_id)
                VALUES ('own', 'app', 'app.sql', now(), 99, 'EXECUTED', '1234567890')
                """);

        OperationResults results = setUp(withAfter(row, failing()), "acme");

        assertThat(message(results, 0))
                .contains("The schema, which this run had created, stays: 1 of the changesets in its history")
                .contains("mvn pgmt:setup-tenant -Dpgmt.tenant=acme");
        assertThat(results.tenants().get(0).changeSets().applied()).hasSize(CHANGESETS);
        assertThat(historyOf("acme")).hasSize(CHANGESETS + 1);
    }

    @Test
    void aSchemaStaysWhenSomethingOutsideWouldGoWithIt() {
        SqlFile view = SqlFiles.of(
                "afterTenantSql", "view.sql", "CREATE VIEW public.all_customers AS SELECT id FROM customers");

        OperationResults results = setUp(withAfter(view, failing()), "acme");

        assertThat(message(results, 0)).contains("stays: what is outside of it depends on it", "public.all_customers");
        assertThat(database.query("SELECT id FROM public.all_customers")).containsExactly("1");
    }

    @Test
    void aDryRunSaysWhatANewTenantWouldGet() {
        DatabaseContents before = DatabaseContents.of(database);

        OperationResults planned = Fleet.setUp(engines(), NewSchema.PLAIN, Fleet.catalog(engines()))
                .setUp(named("acme"), true);

        assertThat(planned.tenants().get(0).outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(planned.tenants().get(0).changeSets().pending()).hasSize(CHANGESETS);
        assertThat(DatabaseContents.of(database).differences(before, "now", "before"))
                .isEmpty();
    }

    @Test
    void aNameThatLooksLikeAnotherIsRefusedUnlessItIsMeant() {
        database.execute("CREATE SCHEMA \"Acme\"", "CREATE SCHEMA \"caf\u00e9\"");

        for (String name : List.of("acme", "cafe\u0301", "PUBLIC")) {
            assertThat(message(setUp(engines(), name), 0)).contains("already", "-Dpgmt.allowCaseClash=true");
        }
        assertThat(schemas()).containsExactly("Acme", "caf\u00e9");

        NewSchema meant = new NewSchema(Optional.empty(), List.of(), true);
        assertThat(setUp(engines(), meant, "acme").tenants().get(0).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(setUp(engines(), "acme").tenants().get(0).outcome()).isEqualTo(Outcome.UP_TO_DATE);
    }

    @Test
    void whatCanBeNoTenantIsRefusedBeforeAnythingIsChanged() {
        database.execute("CREATE SCHEMA ext", "CREATE EXTENSION hstore SCHEMA ext");
        DatabaseContents before = DatabaseContents.of(database);

        assertThatThrownBy(() -> setUp(engines(), "public")).hasMessageContaining("never a tenant");
        assertThatThrownBy(() -> setUp(engines(), "pg_acme")).hasMessageContaining("belongs to PostgreSQL");
        assertThatThrownBy(() -> setUp(engines(), "a".repeat(64))).hasMessageContaining("63");
        assertThat(message(setUp(engines(), "ext"), 0)).contains("belongs to an extension");
        NewSchema unknown = new NewSchema(Optional.of("no such owner"), List.of("nobody", "no_one"), false);
        assertThatThrownBy(() -> setUp(engines(), unknown, "acme"))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("-Dpgmt.schemaOwner", "\"no such owner\"");
        NewSchema grantedToNobody = new NewSchema(Optional.empty(), List.of("nobody", "no_one"), false);
        assertThatThrownBy(() -> setUp(engines(), grantedToNobody, "acme"))
                .hasMessageContainingAll("-Dpgmt.grantTo", "\"nobody\", \"no_one\"");
        assertThat(DatabaseContents.of(database).differences(before, "now", "before"))
                .isEmpty();
    }

    @Test
    void aRowThatNamesASharedSchemaIsNoTenant() {
        TenantSource registry = registry("public");

        OperationResults setUp =
                Fleet.setUp(engines(), NewSchema.PLAIN, registry).setUp(TenantSelection.ALL, false);
        OperationResults migrated =
                Fleet.run(engines(), Fleet.options(1), registry).migrate(TenantSelection.ALL, false);

        assertThat(message(setUp, 0)).contains("never a tenant's");
        assertThat(message(migrated, 0)).contains("never a tenant's");
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("control");
    }

    @Test
    void aSchemaIsRemovedAgainWhenItsRowGoesMeanwhile() {
        Engines engines = Engines.of(database, LINE, "changelogs/onboarding/leaving.sql");
        database.execute(
                "CREATE TABLE public.tenants (name text)", "INSERT INTO public.tenants VALUES ('acme'), ('beta')");
        TenantSource registry = new QueryTenants(engines.server(), "SELECT name FROM public.tenants", Optional.empty());

        OperationResults results =
                Fleet.setUp(engines, NewSchema.PLAIN, registry).setUp(TenantSelection.ALL, false);

        assertThat(results.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactly(tuple("acme", Outcome.FAILED), tuple("beta", Outcome.CREATED));
        assertThat(message(results, 0)).contains("row was removed from the registry", "was removed again");
        assertThat(schemas()).containsExactly("beta");
    }

    @Test
    void aSchemaThatWasThereBeforeStaysWhenItsRowGoesMeanwhile() {
        Engines engines = Engines.of(database, LINE, "changelogs/onboarding/leaving.sql");
        database.execute(
                "CREATE TABLE public.tenants (name text)",
                "INSERT INTO public.tenants VALUES ('acme'), ('beta')",
                "CREATE SCHEMA acme");
        TenantSource registry = new QueryTenants(engines.server(), "SELECT name FROM public.tenants", Optional.empty());

        OperationResults results =
                Fleet.setUp(engines, NewSchema.PLAIN, registry).setUp(TenantSelection.ALL, false);

        assertThat(results.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactly(tuple("acme", Outcome.MIGRATED), tuple("beta", Outcome.CREATED));
        assertThat(schemas()).containsExactly("acme", "beta");
    }

    private TenantSource registry(String schema) {
        return new QueryTenants(engines().server(), "SELECT '" + schema + "' AS schema", Optional.empty());
    }

    @Test
    void anUnmanagedSchemaIsNotTouched() {
        database.execute("CREATE SCHEMA acme", "CREATE TABLE acme.by_hand (id int)");

        OperationResults results = setUp(engines(), "acme");

        assertThat(results.tenants().get(0).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'acme'"))
                .containsExactly("by_hand");
    }

    private CompletableFuture<OperationResults> start(LiquibaseLine line, String schema) {
        return CompletableFuture.supplyAsync(() -> setUp(Engines.of(database, line, CHANGELOG), schema));
    }

    private Engines engines() {
        return Engines.of(database, LINE, CHANGELOG);
    }

    private Engines withAfter(SqlFile... files) {
        return engines().withHooks(new TenantSql(List.of(), List.of(files)), List.of());
    }

    private static SqlFile failing() {
        return SqlFiles.of("afterTenantSql", "failing.sql", "SELECT 1 / 0");
    }

    private OperationResults setUp(Engines engines, String... schemas) {
        return setUp(engines, NewSchema.PLAIN, schemas);
    }

    private OperationResults setUp(Engines engines, NewSchema newSchema, String... schemas) {
        return Fleet.setUp(engines, newSchema, Fleet.catalog(engines)).setUp(named(schemas), false);
    }

    private static TenantSelection named(String... schemas) {
        return new TenantSelection(List.of(schemas), List.of(), List.of(), List.of());
    }

    private static String message(OperationResults results, int tenant) {
        return results.tenants().get(tenant).failure().orElseThrow().message();
    }

    private List<String> historyOf(String schema) {
        return database.query("SELECT id FROM " + schema + ".databasechangelog ORDER BY orderexecuted");
    }

    private List<String> schemas() {
        return database.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' "
                + "AND nspname NOT IN ('public', 'information_schema') ORDER BY 1");
    }
}
