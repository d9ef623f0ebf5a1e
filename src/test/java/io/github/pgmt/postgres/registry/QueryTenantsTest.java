package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTenantsTest {

    private static TestDatabase database;
    private static Server server;

    @BeforeAll
    static void open() {
        database = new TestDatabase();
        database.execute(
                "CREATE TABLE customers (id serial, schema_name text, domain text, plan text, active boolean)",
                "INSERT INTO customers (schema_name, domain, plan, active) VALUES"
                        + " ('t_beta', 'beta.com', NULL, false), ('t_acme', 'acme.com', 'gold', true)",
                "CREATE FUNCTION grab() RETURNS text LANGUAGE sql AS"
                        + " 'INSERT INTO customers (schema_name) VALUES (''grabbed'') RETURNING schema_name'");
        server = Servers.of(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theFirstColumnIsTheSchemaAndTheOthersAreParametersByLabel() {
        assertThat(list("SELECT schema_name AS tenant, domain, plan AS \"Price Plan\", active FROM customers"))
                .containsExactly(
                        new ListedTenant(
                                server.home(),
                                "t_acme",
                                "t_acme",
                                Map.of("domain", "acme.com", "Price Plan", "gold", "active", "true")),
                        new ListedTenant(
                                server.home(), "t_beta", "t_beta", Map.of("domain", "beta.com", "active", "false")));
    }

    @Test
    void theNameIsTheSchemaWithoutThePrefixWhereItHasIt() {
        QueryTenants tenants =
                new QueryTenants(server, "VALUES ('t_acme'), ('beta'), ('my_t_gamma')", Optional.of("t_"));

        assertThat(tenants.list())
                .containsExactly(
                        new ListedTenant(server.home(), "beta", "beta", Map.of()),
                        new ListedTenant(server.home(), "my_t_gamma", "my_t_gamma", Map.of()),
                        new ListedTenant(server.home(), "t_acme", "acme", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'acme';",
                "SELECT 'acme' ; \n ",
                "SELECT 'acme' -- the only one",
                "SELECT 'acme'; -- the only one",
                "SELECT 'acme'; /* the; only /* nested; */ one */ ;\n--\n",
                "-- all; of them\n; SELECT 'acme'; ;",
                "SELECT $q$acme$q$ /* ; */;",
                "SELECT 'acme' WHERE '{\"a\": 1}'::jsonb ? 'a'",
                "SELECT 'acme' AS \"{fn now()}\"",
                "WITH one AS (SELECT 'acme') TABLE one",
                "VALUES ('acme')"
            })
    void anyQueryOfPostgresWillDo(String query) {
        assertThat(CatalogTenantsTest.schemas(new QueryTenants(server, query, Optional.empty())))
                .containsExactly("acme");
    }

    @Test
    void noRowIsNoTenant() {
        assertThat(list("SELECT 'acme' WHERE false")).isEmpty();
    }

    @Test
    void valuesAreNeverInTheTenantsText() {
        assertThat(list("SELECT 'acme', 's3cret' AS password"))
                .hasToString("[ListedTenant[acme, parameters [password]]]");
    }

    @Test
    void aRowWithoutASchemaIsAnErrorThatNamesTheRow() {
        assertError("VALUES ('acme', 's3cret'), (NULL, 's3cret')", "-Dpgmt.tenantQuery", "row 2", "NULL");
        assertError("SELECT ' ' AS \"the schema\"", "row 1", "\"the schema\"", "blank");
    }

    @Test
    void aSchemaThatIsNamedTwiceIsAnError() {
        assertError("VALUES ('acme', 's3cret'), ('beta', 'x'), ('acme', 'y')", "\"acme\" twice", "row 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "tenant.schema", "Tenant"})
    void aParameterThatPgmtSetsItselfIsAnError(String label) {
        assertError("SELECT 'acme', 's3cret' AS \"" + label + "\"", "a column named \"" + label + "\"");
    }

    @Test
    void twoColumnsOfOneNameAreAnError() {
        assertError("SELECT 'acme', 's3cret' AS a, 2 AS \"A\"", "two columns named \"A\"");
    }

    @Test
    void aFailingQueryIsAnErrorWithTheServersWords() {
        assertError("SELECT nothing FROM nowhere", "-Dpgmt.tenantQuery failed", "42P01", "\"nowhere\" does not exist");
        assertError("SELECT", "-Dpgmt.tenantQuery");
        assertError(";", "-Dpgmt.tenantQuery");
        assertError("SET work_mem = '1MB'", "-Dpgmt.tenantQuery");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT grab()",
                "DELETE FROM customers RETURNING schema_name",
                "WITH gone AS (DELETE FROM customers RETURNING schema_name) TABLE gone",
                "WITH gone AS (DELETE FROM customers RETURNING schema_name) SELECT schema_name FROM gone; -- all"
            })
    void aQueryThatWritesIsAnErrorAndWritesNothing(String query) {
        assertError(query, "25006", "It runs read only");

        assertThat(database.query("SELECT schema_name FROM customers ORDER BY 1"))
                .containsExactly("t_acme", "t_beta");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM customers; SELECT 'acme'",
                "COMMIT; DELETE FROM customers; SELECT 'acme'",
                "SELECT 'acme'; SELECT 'beta'",
                "SELECT 'acme';\n-- and\nDELETE FROM customers;"
            })
    void severalStatementsAreRefusedAndNoneIsSent(String query) {
        assertError(query, "-Dpgmt.tenantQuery has ", " statements. It lists the tenants with one");

        assertThat(database.query("SELECT schema_name FROM customers ORDER BY 1"))
                .containsExactly("t_acme", "t_beta");
    }

    @Test
    void commentsAloneAreNoQuery() {
        assertError("-- SELECT 'acme'", "-Dpgmt.tenantQuery has no statement");
    }

    @Test
    void aQueryThatRunsForEverIsEnded() {
        QueryTenants tenants =
                new QueryTenants(server, "SELECT 'acme' FROM pg_sleep(3600)", Optional.empty(), Duration.ofMillis(200));

        assertThatThrownBy(tenants::list)
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContainingAll("-Dpgmt.tenantQuery failed", "57014", "200 ms", "-Dpgmt.tenantQueryTimeout");
    }

    @Test
    void withoutALimitItRunsToItsEnd() {
        QueryTenants tenants =
                new QueryTenants(server, "SELECT 'acme' FROM pg_sleep(0.1)", Optional.empty(), Duration.ZERO);

        assertThat(CatalogTenantsTest.schemas(tenants)).containsExactly("acme");
    }

    @Test
    void tensOfThousandsOfTenantsAreListedAndMoreThanThereCanBeAreAnError() {
        assertThat(list("SELECT 't' || number FROM generate_series(1, 50000) AS number"))
                .hasSize(50_000);
        assertError(
                "SELECT 't' || number FROM generate_series(1, 1000000) AS number",
                "-Dpgmt.tenantQuery lists more than 250000 tenants");
    }

    @Test
    void aBlankQueryIsAnError() {
        assertThatThrownBy(() -> new QueryTenants(server, " \n", Optional.empty()))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.tenantQuery is empty");
    }

    @Test
    void aDatabaseThatIsGoneIsAnErrorOfTheRun() {
        QueryTenants tenants;
        try (TestDatabase other = new TestDatabase()) {
            tenants = new QueryTenants(Servers.of(other), "VALUES ('acme')", Optional.empty());
        }

        assertThatThrownBy(tenants::list).isInstanceOf(DatabaseUnavailableException.class);
    }

    private static List<ListedTenant> list(String query) {
        return new QueryTenants(server, query, Optional.empty()).list();
    }

    private static void assertError(String query, String... words) {
        assertThatThrownBy(() -> list(query))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("s3cret");
    }
}
