package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row level security that may hide tenants from a run is told before anything is said of those that are left. */
class RegistryFindingsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void register() {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE TABLE tenant (subdomain text)",
                "INSERT INTO tenant VALUES ('acme'), ('beta')",
                "CREATE VIEW active AS SELECT subdomain FROM tenant",
                "CREATE VIEW \"Listed\" AS SELECT * FROM active");
    }

    @Test
    void aTableWithoutItIsNoFinding() {
        assertThat(registry(Servers.of(database), "tenant")).isEmpty();
        assertThat(registry(Servers.of(database), "\"Listed\"")).isEmpty();
    }

    @Test
    void aTableThatHidesRowsFromTheRoleIsAnErrorAndEndsTheExamination() {
        try (TestRole migrator = new TestRole(database)) {
            database.execute(
                    "CREATE POLICY own ON tenant USING (subdomain = 'acme')",
                    "ALTER TABLE tenant ENABLE ROW LEVEL SECURITY",
                    "GRANT SELECT ON tenant TO " + migrator.name());

            DoctorReport result = examine(migrator.server(), "public.tenant");

            assertThat(result.tenantCount()).isZero();
            assertThat(result.findings())
                    .extracting(Finding::severity, Finding::check)
                    .containsExactly(tuple(Severity.ERROR, "row-security"), tuple(Severity.INFO, "create-schemas"));
            Finding finding = result.findings().get(0);
            assertThat(finding.message())
                    .contains(
                            "\"public\".\"tenant\" has row level security (enabled, 1 policy), which holds for the role");
            assertThat(finding.advice()).contains("ALTER ROLE \"" + migrator.name() + "\" BYPASSRLS;");

            database.execute("ALTER ROLE " + migrator.name() + " BYPASSRLS");
            assertThat(examine(migrator.server(), "tenant").tenantCount()).isEqualTo(2);
            assertThat(registry(migrator.server(), "tenant"))
                    .extracting(Finding::severity)
                    .containsExactly(Severity.WARNING);
        }
    }

    @Test
    void theOwnerIsHeldByItWhereItIsForced() {
        try (TestRole migrator = new TestRole(database)) {
            database.execute(
                    "ALTER TABLE tenant OWNER TO " + migrator.name(), "ALTER TABLE tenant ENABLE ROW LEVEL SECURITY");
            assertThat(registry(migrator.server(), "tenant"))
                    .extracting(Finding::severity)
                    .containsExactly(Severity.WARNING);

            database.execute("ALTER TABLE tenant FORCE ROW LEVEL SECURITY");
            assertThat(registry(migrator.server(), "tenant"))
                    .extracting(Finding::severity)
                    .containsExactly(Severity.ERROR);
            assertThat(registry(migrator.server(), "tenant").get(0).message()).contains("(enabled and forced)");
        }
    }

    @Test
    void aViewIsSeenThroughToTheTables() {
        database.execute("ALTER TABLE tenant ENABLE ROW LEVEL SECURITY");

        assertThat(registry(Servers.of(database), "\"Listed\""))
                .extracting(Finding::severity, Finding::check)
                .containsExactly(tuple(Severity.WARNING, "row-security"));
        assertThat(registry(Servers.of(database), "\"Listed\"").get(0).message())
                .startsWith("The view that lists the tenants reads \"public\".\"tenant\"");
    }

    private static List<Finding> registry(Server server, String table) {
        return examination(server, table).registry();
    }

    private static PostgresExamination examination(Server server, String table) {
        TenantTable registry = new TenantTable(table, "subdomain");
        return new PostgresExamination(
                server, new ExaminedFleet(HistoryTables.DEFAULT, List.of("public"), Optional.of(registry)));
    }

    private static DoctorReport examine(Server server, String table) {
        TenantSource catalog =
                new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
        return new DoctorRun(
                        new TableTenants(server, table, "subdomain", Optional.empty()),
                        catalog,
                        new PostgresFleet(server, HistoryTables.DEFAULT, 1),
                        new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"),
                        examination(server, table))
                .examine(TenantSelection.ALL, 4, true);
    }
}
