package io.github.pgmt.migration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.FailingLooks;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tenants that were made stay, when the database cannot be asked at the end whether they were. */
class UnconfirmedSetUpTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void control() {
        database.execute(
                "CREATE TABLE public.control (divisor int)",
                "INSERT INTO public.control VALUES (1)",
                "CREATE SCHEMA app",
                "CREATE TABLE app.tenant (id int NOT NULL DEFAULT 1, name text PRIMARY KEY, display_name text NOT NULL, "
                        + "plan text NOT NULL DEFAULT 'basic', seats int)");
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"),
                new IllegalStateException("a bug"),
                new DatabaseUnavailableException("The connection was reset.", null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theirSchemasStay(Throwable failure) {
        Engines engines = engines("master.yaml");
        RunContext context = failingAtTheEnd(engines, Fleet.catalog(engines), failure);

        List<TenantResult> results = new SetUpRun(context, NewSchema.PLAIN)
                .setUp(named("acme", "beta"), false)
                .tenants();

        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertUnconfirmed(result);
            assertThat(result.changeSets().applied()).hasSize(4);
        });
        assertThat(database.query("SELECT count(*) FROM acme.databasechangelog"))
                .containsExactly("4");
        Engines next = engines("master.yaml");
        assertThat(Fleet.setUp(next, NewSchema.PLAIN, Fleet.catalog(next))
                        .setUp(named("acme", "beta"), false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void soDoesTheRowInTheRegistry(Throwable failure) {
        Engines engines = engines("registered.yaml");
        RunContext context = failingAtTheEnd(engines, registry(engines), failure);

        TenantResult result = new CreateTenantRun(context, NewSchema.PLAIN, Map.of("display_name", "ACME"))
                .create(named("t_acme"), false)
                .tenants()
                .get(0);

        assertUnconfirmed(result);
        assertThat(result.failure().orElseThrow().message()).contains("The tenant's row in the registry stays");
        assertThat(database.query("SELECT name FROM app.tenant")).containsExactly("acme");
        assertThat(database.query("SELECT name FROM t_acme.self")).containsExactly("acme");
    }

    /** The last look of all is for the tenants' rows. */
    @Test
    void theyStayWhenTheRegistryCannotBeRead() {
        database.execute("INSERT INTO app.tenant (name, display_name) VALUES ('acme', 'ACME')");
        SqlFile unreadable =
                SqlFiles.of("afterTenantSql", "rename.sql", "ALTER TABLE app.tenant RENAME COLUMN name TO other");
        Engines engines = engines("master.yaml").withHooks(new TenantSql(List.of(), List.of(unreadable)), List.of());

        TenantResult result = Fleet.setUp(engines, NewSchema.PLAIN, registry(engines))
                .setUp(TenantSelection.ALL, false)
                .tenants()
                .get(0);

        assertUnconfirmed(result);
        assertThat(database.query("SELECT count(*) FROM t_acme.databasechangelog"))
                .containsExactly("4");
    }

    @Test
    void aSchemaGoesAgainWhenItsRowWasTakenBackMeanwhile() {
        database.execute("INSERT INTO app.tenant (name, display_name) VALUES ('acme', 'ACME'), ('beta', 'Beta')");
        SqlFile takenBack = SqlFiles.of("afterTenantSql", "delete.sql", "DELETE FROM app.tenant WHERE name = 'beta'");
        Engines engines = engines("master.yaml").withHooks(new TenantSql(List.of(), List.of(takenBack)), List.of());

        List<TenantResult> results = Fleet.setUp(engines, NewSchema.PLAIN, registry(engines))
                .setUp(TenantSelection.ALL, false)
                .tenants();

        assertThat(results).extracting(TenantResult::outcome).containsExactly(Outcome.CREATED, Outcome.FAILED);
        Failure failure = results.get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message())
                .startsWith("The tenant's row was removed from the registry while its schema was made.")
                .contains("was removed again");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'"))
                .containsExactly("t_acme");
    }

    private static void assertUnconfirmed(TenantResult result) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure().orElseThrow().message())
                .contains(
                        "It seems to be done (CREATED)",
                        "pgmt:status",
                        "The schema, which this run had created, stays with all that is in it.")
                .doesNotContain("removed");
    }

    /** The first look for what is outside the tenants is before the work, the second one after it. */
    private static RunContext failingAtTheEnd(Engines engines, TenantSource tenants, Throwable failure) {
        AtomicInteger looks = new AtomicInteger();
        return FailingLooks.in(
                Fleet.context(engines, Fleet.options(2)).listing(tenants),
                (method, arguments) -> method.equals("objectsOutside") && looks.incrementAndGet() == 2,
                failure);
    }

    private Engines engines(String changelog) {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/onboarding/" + changelog);
    }

    private static TenantSource registry(Engines engines) {
        return new TableTenants(engines.server(), "app.tenant", "name", Optional.of("t_"));
    }

    private static TenantSelection named(String... schemas) {
        return new TenantSelection(List.of(schemas), List.of(), List.of(), List.of());
    }
}
