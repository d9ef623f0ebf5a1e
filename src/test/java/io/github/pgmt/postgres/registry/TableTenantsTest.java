package io.github.pgmt.postgres.registry;

import static io.github.pgmt.postgres.registry.TableTenants.DEFAULT_SCHEMA_COLUMN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTenantsTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @BeforeEach
    void createTenant() {
        DATABASE.execute(
                "CREATE SCHEMA app",
                "CREATE TABLE app.tenants (id int, name text, gone text, subdomain varchar(63), \"Max Users\" int)",
                "ALTER TABLE app.tenants DROP COLUMN gone",
                "INSERT INTO app.tenants VALUES (2, 'Beta', 'beta', NULL), (1, 'Acme', 'acme', 5)");
    }

    @Test
    void theColumnIsTheNameAndWithThePrefixTheSchemaAndTheOthersAreParameters() {
        assertThat(list("app.tenants", DEFAULT_SCHEMA_COLUMN, Optional.of("t_")))
                .containsExactly(
                        new ListedTenant(
                                Servers.of(DATABASE).home(),
                                "t_acme",
                                "acme",
                                Map.of("id", "1", "name", "Acme", "Max Users", "5")),
                        new ListedTenant(
                                Servers.of(DATABASE).home(), "t_beta", "beta", Map.of("id", "2", "name", "Beta")));
    }

    @Test
    void withoutAPrefixTheSchemaIsTheName() {
        assertThat(list("app.tenants", "name", Optional.empty()))
                .extracting(ListedTenant::schema)
                .containsExactly("Acme", "Beta");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.tenants", "APP.Tenants", "\"app\".\"tenants\"", " app . tenants ", "\"app\".tenants"})
    void theTableIsWrittenAsInSql(String table) {
        assertThat(list(table, DEFAULT_SCHEMA_COLUMN, Optional.empty())).hasSize(2);
    }

    @Test
    void aTableWithoutASchemaIsFoundAlongTheSearchPath() {
        DATABASE.execute("CREATE TABLE public.customers (subdomain text)", "INSERT INTO customers VALUES ('acme')");

        assertThat(list("customers", DEFAULT_SCHEMA_COLUMN, Optional.empty())).hasSize(1);
    }

    @Test
    void quotedNamesMayHoldAnything() {
        DATABASE.execute(
                "CREATE SCHEMA \"My Schema\"",
                "CREATE TABLE \"My Schema\".\"t.\"\"x\"\"; --?\" (\"the \"\"key\"\"\" text, \"{d}\" text)",
                "INSERT INTO \"My Schema\".\"t.\"\"x\"\"; --?\" VALUES ('acme', 'value')");

        assertThat(list("\"My Schema\".\"t.\"\"x\"\"; --?\"", "the \"key\"", Optional.empty()))
                .containsExactly(new ListedTenant(Servers.of(DATABASE).home(), "acme", "acme", Map.of("{d}", "value")));
    }

    @Test
    void aViewWillDo() {
        DATABASE.execute("CREATE VIEW app.active AS SELECT subdomain FROM app.tenants WHERE id = 1");

        assertThat(list("app.active", DEFAULT_SCHEMA_COLUMN, Optional.empty())).hasSize(1);
    }

    @Test
    void theColumnMayBeWrittenInAnotherCase() {
        assertThat(list("app.tenants", "SubDomain", Optional.empty())).hasSize(2);
    }

    @Test
    void ofColumnsThatDifferOnlyInCaseTheExactOneIsTakenAndNoneIsGuessed() {
        RegistryTable table = new RegistryTable("app", "keys", List.of("Key", "key", "name"), true);

        assertThat(table.select("key")).isEqualTo("SELECT \"key\", \"Key\", \"name\" FROM \"app\".\"keys\"");
        assertThatThrownBy(() -> table.select("KEY"))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("no column \"KEY\"; it has Key, key, name");
    }

    @Test
    void aMissingTableIsAnError() {
        assertError("app.nothing", DEFAULT_SCHEMA_COLUMN, "There is no table app.nothing for -Dpgmt.tenantTable");
        assertError("nowhere.tenants", DEFAULT_SCHEMA_COLUMN, "There is no table nowhere.tenants");
        assertError("app.tenants; DROP TABLE app.tenants", DEFAULT_SCHEMA_COLUMN, "-Dpgmt.tenantTable");
        assertError("\"app", DEFAULT_SCHEMA_COLUMN, "-Dpgmt.tenantTable");
    }

    @Test
    void whatIsNoTableIsAnError() {
        DATABASE.execute("CREATE INDEX by_name ON app.tenants (name)");

        assertError("app.by_name", DEFAULT_SCHEMA_COLUMN, "There is no table app.by_name");
    }

    @Test
    void aMissingColumnIsAnErrorThatNamesTheOthers() {
        assertError(
                "app.tenants",
                "slug",
                "\"app\".\"tenants\" has no column \"slug\"",
                "id, name, subdomain, Max Users",
                "-Dpgmt.tenantSchemaColumn");
        assertError("app.tenants", "gone", "has no column \"gone\"");
        assertError("app.tenants", "ctid", "has no column \"ctid\"");
    }

    @Test
    void aRowWithoutANameIsAnError() {
        DATABASE.execute("INSERT INTO app.tenants VALUES (3, 's3cret', NULL, 1)");

        assertError("app.tenants", DEFAULT_SCHEMA_COLUMN, "-Dpgmt.tenantTable", "row 3", "\"subdomain\" is NULL");
    }

    @Test
    void aNameThatIsThereTwiceIsAnError() {
        DATABASE.execute("INSERT INTO app.tenants VALUES (3, 's3cret', 'acme', 1)");

        assertError("app.tenants", DEFAULT_SCHEMA_COLUMN, "\"acme\" twice");
    }

    @Test
    void aParameterThatPgmtSetsItselfIsAnErrorUnlessItNamesTheTenant() {
        DATABASE.execute(
                "CREATE TABLE app.others (subdomain text, tenant text)",
                "INSERT INTO app.others VALUES ('s3cret', 'acme')");

        assertError("app.others", DEFAULT_SCHEMA_COLUMN, "a column named \"tenant\"");
        assertThat(list("app.others", "tenant", Optional.empty()))
                .containsExactly(
                        new ListedTenant(Servers.of(DATABASE).home(), "acme", "acme", Map.of("subdomain", "s3cret")));
    }

    @Test
    void aTableThatTheRoleMayNotReadIsAnError() {
        try (TestRole role = new TestRole(DATABASE)) {
            TableTenants tenants =
                    new TableTenants(role.server(), "app.tenants", DEFAULT_SCHEMA_COLUMN, Optional.empty());

            assertThatThrownBy(tenants::list)
                    .isInstanceOf(InvalidSelectionException.class)
                    .hasMessageContainingAll("-Dpgmt.tenantTable", "42501", "permission denied");
        }
    }

    @Test
    void blankSettingsAreErrors() {
        assertError(" ", DEFAULT_SCHEMA_COLUMN, "-Dpgmt.tenantTable is empty");
        assertError("app.tenants", "", "-Dpgmt.tenantSchemaColumn is empty");
    }

    private List<ListedTenant> list(String table, String column, Optional<String> prefix) {
        return new TableTenants(Servers.of(DATABASE), table, column, prefix).list();
    }

    private void assertError(String table, String column, String... words) {
        assertThatThrownBy(() -> list(table, column, Optional.empty()))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("s3cret");
    }
}
