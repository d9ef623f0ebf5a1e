package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list says of every tenant what it is, and of every other schema of the kind why it is not in it. */
class ListRunTest {

    private static final Optional<String> PREFIX = Optional.of("t_");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void theCatalogHasWhatASelectionReachesAndWhatItDoesNot() {
        database.execute(LiquibaseTables.migrated("eu_acme"));
        database.execute(
                "CREATE TABLE eu_acme.customer (id int)",
                "CREATE SCHEMA eu_empty",
                "CREATE SCHEMA eu_old",
                "CREATE TABLE eu_old.ledger (id int)",
                "CREATE SCHEMA eu_demo",
                "CREATE SCHEMA us_acme",
                "CREATE SCHEMA eu_other");

        ListReport list = list(
                catalog(Servers.of(database), Optional.empty()),
                Servers.of(database),
                new TenantSelection(
                        List.of("eu_nowhere"),
                        List.of("eu_acme", "eu_e*", "eu_old"),
                        List.of("eu_*"),
                        List.of("*_demo")));

        assertThat(list.tenants())
                .extracting(
                        TenantEntry::schema,
                        TenantEntry::origin,
                        TenantEntry::state,
                        TenantEntry::tables,
                        TenantEntry::applied)
                .containsExactly(
                        tuple("eu_acme", TenantOrigin.CATALOG, State.MANAGED, 1, 2),
                        tuple("eu_empty", TenantOrigin.CATALOG, State.EMPTY, 0, 0),
                        tuple("eu_nowhere", TenantOrigin.LIST, State.MISSING, 0, 0),
                        tuple("eu_old", TenantOrigin.CATALOG, State.UNMANAGED, 1, 0));
        assertThat(list.leftOut())
                .containsExactly(
                        new LeftOutTenant(TenantId.of("eu_demo"), "excluded by \"*_demo\""),
                        new LeftOutTenant(TenantId.of("eu_other"), "not named"),
                        new LeftOutTenant(TenantId.of("us_acme"), "not in includes"));
    }

    @Test
    void aRegistryIsHeldAgainstTheCatalog() {
        database.execute(LiquibaseTables.migrated("t_acme"));
        database.execute(LiquibaseTables.migrated("t_orphan"));
        database.execute(LiquibaseTables.migrated("elsewhere"));
        database.execute(
                "CREATE SCHEMA t_empty_orphan",
                "CREATE TABLE tenant (subdomain text)",
                "INSERT INTO tenant VALUES ('acme'), ('gone')");
        Server server = Servers.of(database);

        ListReport list = list(new TableTenants(server, "tenant", "subdomain", PREFIX), server, TenantSelection.ALL);

        assertThat(list.tenants())
                .extracting(TenantEntry::schema, TenantEntry::name, TenantEntry::origin, TenantEntry::state)
                .containsExactly(
                        tuple("t_acme", "acme", TenantOrigin.REGISTRY, State.MANAGED),
                        tuple("t_gone", "gone", TenantOrigin.REGISTRY, State.MISSING));
        assertThat(list.leftOut()).containsExactly(new LeftOutTenant(TenantId.of("t_orphan"), "not in the registry"));
    }

    @Test
    void aRoleThatMayReadIsEnoughAndWhatItMayNotIsSaid() {
        database.execute(LiquibaseTables.migrated("closed"));
        database.execute("CREATE TABLE closed.t (id int)");
        database.execute(LiquibaseTables.migrated("open"));
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "GRANT USAGE ON SCHEMA open TO " + role.name(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA open TO " + role.name());

            ListReport list = list(catalog(role.server(), Optional.empty()), role.server(), TenantSelection.ALL);

            assertThat(list.tenants())
                    .extracting(TenantEntry::schema, TenantEntry::state, TenantEntry::tables)
                    .containsExactly(tuple("closed", State.UNREADABLE, 1), tuple("open", State.MANAGED, 0));
            assertThat(list.tenants().get(0).problem().orElseThrow()).contains("GRANT USAGE ON SCHEMA \"closed\"");
            assertThat(list.tenants().get(0).bytes()).isPositive();
        }
    }

    private static ListReport list(TenantSource tenants, Server server, TenantSelection selection) {
        return new ListRun(
                        tenants,
                        catalog(server, PREFIX),
                        new PostgresFleet(server, HistoryTables.DEFAULT, 4),
                        MigrationListener.NONE)
                .list(selection);
    }

    private static TenantSource catalog(Server server, Optional<String> prefix) {
        return new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), prefix));
    }
}
