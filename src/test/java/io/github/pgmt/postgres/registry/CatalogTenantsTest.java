package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.UnusableTenant;
import io.github.pgmt.testing.HostileNames;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

public class CatalogTenantsTest {

    public static final CatalogTenants.Rules ALL =
            new CatalogTenants.Rules("public", Set.of("public"), Optional.empty());

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    public static List<String> schemas(TenantSource source) {
        return source.list().stream().map(ListedTenant::schema).toList();
    }

    @Test
    void theDefaultAndTheSharedSchemasAreNoTenants() {
        database.execute("CREATE SCHEMA app", "CREATE SCHEMA shared", "CREATE SCHEMA beta", "CREATE SCHEMA acme");

        assertThat(listed("app", Set.of("shared", "elsewhere"), Optional.empty()))
                .containsExactly("acme", "beta", "public");
    }

    @Test
    void postgresOwnSchemasAreNoTenants() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE mine (long text)");
            assertThat(database.query("SELECT nspname FROM pg_namespace ORDER BY 1"))
                    .anyMatch(schema -> schema.startsWith("pg_temp_"))
                    .anyMatch(schema -> schema.startsWith("pg_toast_temp_"))
                    .contains("information_schema", "pg_catalog", "pg_toast");

            assertThat(listed("public", Set.of(), Optional.empty())).isEmpty();
        }
    }

    @Test
    void withAPrefixOnlySchemasThatBeginWithItAreTenantsAndTheirNamesAreTheRest() {
        database.execute(
                "CREATE SCHEMA \"t_%acme\"",
                "CREATE SCHEMA \"t_%\"",
                "CREATE SCHEMA t_beta",
                "CREATE SCHEMA \"tx%acme\"",
                "CREATE SCHEMA \"T_%acme\"",
                "CREATE SCHEMA \"my_t_%acme\"");

        assertThat(tenants("public", Set.of(), Optional.of("t_%")).list())
                .containsExactly(
                        new ListedTenant(Servers.of(database).home(), "t_%", "", Map.of()),
                        new ListedTenant(Servers.of(database).home(), "t_%acme", "acme", Map.of()));
    }

    @Test
    void withoutAPrefixTheNameIsTheSchema() {
        database.execute("CREATE SCHEMA acme");

        assertThat(tenants("public", Set.of(), Optional.empty()).list())
                .containsExactly(new ListedTenant(Servers.of(database).home(), "acme", "acme", Map.of()));
    }

    @Test
    void aBlankPrefixIsAnError() {
        assertThatThrownBy(() -> tenants("public", Set.of(), Optional.of(" ")))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.schemaPrefix");
    }

    @Test
    void aSchemaNamedLikeTheRolePlaceholderIsListedAndThenSetAsideByTheSelection() {
        database.execute("CREATE SCHEMA \"$user\"", "CREATE SCHEMA acme");
        List<ListedTenant> listed =
                tenants("public", Set.of(), Optional.empty()).list();

        assertThat(listed).extracting(ListedTenant::schema).containsExactly("$user", "acme");
        SelectedTenants selected = TenantSelection.ALL.select(listed);
        assertThat(selected.tenants()).extracting(Tenant::schema).containsExactly("acme");
        assertThat(selected.unusable()).extracting(UnusableTenant::schema).containsExactly("$user");
    }

    @Test
    void namesAreListedAsTheyAreStored() {
        HostileNames.create(database);

        assertThat(listed("public", Set.of(), Optional.empty())).containsExactlyInAnyOrderElementsOf(HostileNames.ALL);
    }

    @Test
    void aSchemaThatTheRoleMayNotUseIsListedAllTheSame() {
        database.execute("CREATE SCHEMA acme");
        try (TestRole role = new TestRole(database)) {
            assertThat(schemas(new CatalogTenants(role.server(), ALL))).containsExactly("acme");
        }
    }

    @Test
    void aDatabaseThatIsGoneIsAnErrorOfTheRun() {
        CatalogTenants tenants = tenants("public", Set.of(), Optional.empty());
        database.close();

        assertThatThrownBy(tenants::list)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageStartingWith("Could not read the schemas from jdbc:postgresql:");
    }

    private List<String> listed(String defaultSchema, Set<String> shared, Optional<String> prefix) {
        return schemas(tenants(defaultSchema, shared, prefix));
    }

    private CatalogTenants tenants(String defaultSchema, Set<String> shared, Optional<String> prefix) {
        return new CatalogTenants(Servers.of(database), new CatalogTenants.Rules(defaultSchema, shared, prefix));
    }
}
