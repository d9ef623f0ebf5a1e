package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The run of {@code migrate-all} on the versions of PostgreSQL that pgmt works with. */
@Tag(Faults.TAG)
class PostgresVersionsTest {

    private static final String CHANGELOG = "changelogs/versions/master.yaml";
    private static final List<String> WHOLE = List.of("acme", "Tenant B", "o\"dd'n;ame", "müller");
    private static final ChangeSetId DIVIDES = new ChangeSetId("changelogs/versions/division.sql", "divides", "test");

    /** What it does to its session must be gone before the migration, on every version. */
    private static final TenantSql LEAVING_A_MESS = new TenantSql(
            List.of(SqlFiles.of(
                    "beforeTenantSql",
                    "mess.sql",
                    "CREATE TEMP TABLE customer (id int); SET search_path = public; SET lock_timeout = 1;")),
            List.of());

    /** The oldest with either line; the newest is what most tests of that line run on. */
    static Stream<Arguments> versionsAndLines() {
        return Stream.concat(
                Faults.versions().map(version -> arguments(version, LiquibaseLine.LIQUIBASE_4)),
                Stream.of(arguments(EmbeddedVersion.POSTGRESQL_14, LiquibaseLine.LIQUIBASE_5)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndLines")
    void everyTenantIsMigratedButTheBrokenOneAndARerunHasItsRestToDo(EmbeddedVersion version, LiquibaseLine line) {
        try (TestDatabase database = new TestDatabase(TestServer.of(version))) {
            assertThat(database.serverVersion()).startsWith(version.major() + ".");
            WHOLE.forEach(schema -> database.execute("CREATE SCHEMA " + TestDatabase.quoted(schema)));
            database.execute("CREATE SCHEMA broken", "CREATE TABLE public.zero AS SELECT 'broken' AS schema");

            Map<String, TenantResult> first = migrateAll(database, line, 2);

            WHOLE.forEach(schema -> assertThat(first.get(schema).outcome())
                    .as(first.get(schema).toString())
                    .isEqualTo(Outcome.MIGRATED));
            assertDividedByZero(first.get("broken"));
            assertWhole(database, WHOLE);

            database.execute("DELETE FROM public.zero");
            Map<String, TenantResult> second = migrateAll(database, line, 1);

            WHOLE.forEach(schema ->
                    assertThat(second.get(schema).outcome()).as(schema).isEqualTo(Outcome.UP_TO_DATE));
            assertThat(second.get("broken").changeSets().applied()).containsExactly(DIVIDES);
            assertWhole(
                    database, Stream.concat(WHOLE.stream(), Stream.of("broken")).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.Faults#versions")
    void aTenantIsMadeWithItsRowAndOneThatFailsIsRemoved(EmbeddedVersion version) {
        try (TestDatabase database = new TestDatabase(TestServer.of(version))) {
            database.execute(
                    "CREATE TABLE public.zero AS SELECT 'new' AS schema",
                    "CREATE TABLE public.tenant (name text PRIMARY KEY, seats int)");

            TenantResult failed = createTenant(database, "7");
            assertThat(failed.failure().orElseThrow().changeSet()).contains(DIVIDES);
            assertThat(failed.failure().orElseThrow().message())
                    .contains("The schema, which this run had created, was removed again.")
                    .contains("row in the registry was removed again.");
            assertThat(database.query("SELECT name FROM public.tenant")).isEmpty();
            assertThatThrownBy(() -> createTenant(database, "seven")).hasMessageContaining("\"seats\" does not fit");

            database.execute("DELETE FROM public.zero");
            assertThat(createTenant(database, "7").outcome()).isEqualTo(Outcome.CREATED);
            assertThat(database.query("SELECT id FROM new.databasechangelog")).hasSize(9);
            assertThat(database.query("SELECT seats FROM public.tenant")).containsExactly("7");
        }
    }

    private static TenantResult createTenant(TestDatabase database, String seats) {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
        TableTenants tenants = new TableTenants(engines.server(), "tenant", "name", Optional.empty());
        TenantSelection selection = new TenantSelection(List.of("new"), List.of(), List.of(), List.of());
        return Fleet.createTenant(engines, NewSchema.PLAIN, tenants, Map.of("seats", seats))
                .create(selection, false)
                .tenants()
                .get(0);
    }

    private static Map<String, TenantResult> migrateAll(TestDatabase database, LiquibaseLine line, int threads) {
        Engines engines = Engines.of(database, line, CHANGELOG).withHooks(LEAVING_A_MESS, List.of());
        OperationResults results = Fleet.migrateAll(engines, Fleet.options(threads));
        assertThat(results.outside()).isEmpty();
        assertThat(results.tenants()).hasSize(WHOLE.size() + 1);
        database.endSpare();
        Eventually.until("no session is left", () -> othersSessions(database).isEmpty());
        return results.tenants().stream().collect(Collectors.toMap(TenantResult::schema, result -> result));
    }

    private static void assertDividedByZero(TenantResult broken) {
        Failure failure = broken.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(failure.changeSet()).contains(DIVIDES);
        assertThat(failure.sqlState()).contains("22012");
        assertThat(broken.changeSets().applied()).hasSize(8);
    }

    private static void assertWhole(TestDatabase database, List<String> schemas) {
        for (String schema : schemas) {
            String quoted = TestDatabase.quoted(schema);
            assertThat(database.query("SELECT id FROM " + quoted + ".databasechangelog ORDER BY orderexecuted"))
                    .as("history of " + schema)
                    .hasSize(9)
                    .endsWith("divides");
            assertThat(database.query("SELECT locked FROM " + quoted + ".databasechangeloglock"))
                    .as("lock row of " + schema)
                    .containsExactly("f");
            assertThat(database.query("SELECT name FROM " + quoted + ".customer"))
                    .as("customer of " + schema)
                    .hasSize(1);
        }
        assertThat(database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .as("indexes built CONCURRENTLY that are not whole")
                .isEmpty();
        assertThat(database.query("SELECT indexrelid FROM pg_index "
                        + "WHERE indexrelid::regclass::text LIKE '%invoice_customer_id'"))
                .hasSize(WHOLE.size() + 1);
    }

    private static List<String> othersSessions(TestDatabase database) {
        return database.query("SELECT application_name FROM pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
