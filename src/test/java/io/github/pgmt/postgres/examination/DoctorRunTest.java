package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.postgres.release.ReleaseRunTest;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import io.github.pgmt.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps tenants from being migrated is found, said of the tenants that it concerns, and of no others. */
class DoctorRunTest {

    private static final String LOCKED =
            ".databasechangeloglock SET locked = true, lockgranted = localtimestamp - interval '3 days 1 hour', lockedby = ";

    /** At length it is as text more than PostgreSQL can hold in the form that regular expressions need. */
    private static final int HUGE_DEFAULT = Faults.rounds(200_000, 75_000_000);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aHealthyFleetHasNothing() {
        try (TestRole role = new TestRole(database)) {
            owned(role, "acme");
            owned(role, "beta");
            database.execute("CREATE SCHEMA fresh AUTHORIZATION " + role.name());

            DoctorReport result = examine(role.server(), TenantSelection.ALL);

            assertThat(result.findings()).isEmpty();
            assertThat(result.tenantCount()).isEqualTo(3);
        }
    }

    @Test
    void aRoleThatMayOnlyReadCanAskAndIsToldWhatItLacks() {
        try (TestRole role = new TestRole(database)) {
            owned(role, "acme");
            migrated("closed");
            migrated("read_only");
            database.execute(
                    "CREATE TABLE read_only.customer (id serial PRIMARY KEY)",
                    "GRANT USAGE ON SCHEMA read_only TO " + role.name(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA read_only TO " + role.name(),
                    "ALTER ROLE " + role.name() + " SET default_transaction_read_only = on");

            List<Finding> findings = examine(role.server(), TenantSelection.ALL).findings();

            assertThat(findings)
                    .extracting(Finding::severity, Finding::check, Finding::tenants)
                    .containsExactly(
                            tuple(Severity.ERROR, "read-only", List.of()),
                            tuple(Severity.ERROR, "privileges", List.of("closed")),
                            tuple(Severity.ERROR, "privileges", List.of("read_only")),
                            tuple(Severity.ERROR, "privileges", List.of("read_only")),
                            tuple(Severity.WARNING, "ownership", List.of("read_only")));
            assertThat(findings.get(1).advice())
                    .contains("GRANT USAGE, CREATE ON SCHEMA \"closed\" TO \"" + role.name() + "\";");
            assertThat(findings.get(2).message()).contains("may not create anything in a schema");
            assertThat(findings.get(3).message()).contains("may not read and write Liquibase's tables in a schema");
            assertThat(findings.get(4).message()).contains("does not own 2 of the tables", "\nread_only: 2");
        }
    }

    @Test
    void whatBelongsToAnExtensionNeedsNoOwner() {
        try (TestRole role = new TestRole(database)) {
            owned(role, "acme");
            database.execute("CREATE EXTENSION pg_stat_statements SCHEMA acme");

            // That it is in a tenant's schema at all is another matter.
            assertThat(examine(role.server(), TenantSelection.ALL).findings())
                    .extracting(Finding::check)
                    .containsExactly("extensions");
        }
    }

    @Test
    void aLockIsStaleOrHeld() throws SQLException {
        migrated("acme");
        migrated("beta");
        migrated("gamma");
        database.execute("UPDATE acme" + LOCKED + "'app-1 (10.9.9.9)'", "UPDATE beta" + LOCKED + "'app-1 (10.9.9.9)'");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM beta.databasechangeloglock");

            List<Finding> locks = findings("locks");

            assertThat(locks)
                    .extracting(Finding::severity, Finding::tenants)
                    .containsExactly(tuple(Severity.ERROR, List.of("acme")), tuple(Severity.WARNING, List.of("beta")));
            assertThat(locks.get(0).message()).contains("acme: by app-1 (10.9.9.9) for 3 days");
            assertThat(locks).extracting(Finding::advice).allMatch(advice -> advice.contains("pgmt:release-locks"));
        }
    }

    @Test
    void aLockThatCannotBeReadIsSaidOnce() {
        try (TestRole role = new TestRole(database)) {
            for (String schema : List.of("acme", "beta")) {
                owned(role, schema);
                database.execute(
                        "ALTER TABLE " + schema + ".databasechangeloglock OWNER TO current_user",
                        "REVOKE ALL ON " + schema + ".databasechangeloglock FROM " + role.name());
            }

            assertThat(examine(role.server(), TenantSelection.ALL).findings())
                    .extracting(Finding::check, Finding::tenants)
                    .containsExactly(
                            tuple("privileges", List.of("acme", "beta")), tuple("locks", List.of("acme", "beta")));
        }
    }

    @Test
    void aSchemaWithObjectsAndNoHistoryIsUnmanaged() {
        migrated("acme");
        database.execute("CREATE SCHEMA empty", "CREATE SCHEMA old", "CREATE TABLE old.ledger (id int)");

        assertThat(findings("unmanaged"))
                .extracting(Finding::severity, Finding::tenants)
                .containsExactly(tuple(Severity.ERROR, List.of("old")));
    }

    @Test
    void anIndexThatCouldNotBeBuiltIsFound() throws SQLException {
        migrated("acme");
        migrated("beta");
        database.execute(
                "CREATE TABLE acme.customer (email text)",
                "CREATE TABLE beta.customer (email text)",
                "INSERT INTO acme.customer VALUES ('a'), ('a')");
        for (String schema : List.of("acme", "beta")) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE UNIQUE INDEX CONCURRENTLY customer_email ON " + schema + ".customer (email)");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("23505");
            }
        }

        List<Finding> indexes = findings("invalid-indexes");

        assertThat(indexes)
                .extracting(Finding::severity, Finding::tenants)
                .containsExactly(tuple(Severity.WARNING, List.of("acme")));
        assertThat(indexes.get(0).message()).contains("acme: customer_email");
    }

    /** To write an expression as text the server waits for its table's lock. */
    @Test
    @Tag(Faults.TAG)
    void tablesThatSomebodyKeepsLockedAndHugeDefaultsEndNoLook() throws SQLException {
        List.of("acme", "beta", "busy", "huge").forEach(this::migrated);
        database.execute(
                "ALTER TABLE acme.databasechangelog ADD COLUMN note text DEFAULT 'short'",
                "ALTER TABLE busy.databasechangelog ADD COLUMN note text DEFAULT lower('X')",
                "ALTER TABLE huge.databasechangelog ADD COLUMN note text",
                "DO $$ BEGIN EXECUTE format('ALTER TABLE huge.databasechangelog ALTER COLUMN note SET DEFAULT %L', "
                        + "repeat('x', " + HUGE_DEFAULT + ")); END $$");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE beta.databasechangelog, busy.databasechangelog");

            List<Finding> untrusted = findings("untrusted");

            assertThat(untrusted).flatExtracting(Finding::tenants).containsExactlyInAnyOrder("busy", "huge");
            assertThat(untrusted)
                    .anySatisfy(finding -> assertThat(finding.message())
                            .contains("huge: The table \"huge\".\"databasechangelog\" has a default that is no short "
                                    + "constant of the column note."))
                    .anySatisfy(finding -> {
                        assertThat(finding.tenants()).containsExactly("busy");
                        assertThat(finding.message())
                                .contains("it could not be seen", "busy: canceling statement due to");
                    });
            other.rollback();
        }
    }

    @Test
    void aRegistryIsHeldAgainstTheCatalog() {
        migrated("t_acme");
        migrated("t_orphan");
        database.execute(
                "CREATE TABLE tenant (subdomain text)", "INSERT INTO tenant VALUES ('acme'), ('gone'), ('lost')");
        Server server = Servers.of(database);
        TenantSource registry = new TableTenants(server, "tenant", "subdomain", Optional.of("t_"));

        DoctorReport result = run(server, registry).examine(TenantSelection.ALL, 4, true);

        assertThat(result.findings().stream().filter(finding -> finding.check().equals("registry")))
                .extracting(Finding::severity, Finding::tenants)
                .containsExactly(
                        tuple(Severity.ERROR, List.of("t_gone", "t_lost")),
                        tuple(Severity.WARNING, List.of("t_orphan")));
    }

    @Test
    void aSelectionThatReachesNobodyIsFound() {
        TenantSelection selection = new TenantSelection(List.of("nowhere"), List.of(), List.of(), List.of("old_*"));

        assertThat(examine(Servers.of(database), selection).findings().stream()
                        .filter(finding -> finding.check().equals("tenants")))
                .extracting(Finding::severity, Finding::tenants)
                .containsExactly(tuple(Severity.ERROR, List.of("nowhere")), tuple(Severity.WARNING, List.of()));
        assertThat(findings("tenants")).extracting(Finding::severity).containsExactly(Severity.ERROR);
        DoctorReport allowed =
                run(Servers.of(database), catalog(Servers.of(database))).examine(TenantSelection.ALL, 4, false);
        assertThat(allowed.findings()).extracting(Finding::severity).doesNotContain(Severity.ERROR);
    }

    @Test
    void manyTenantsAreOneFindingAndAreNotAllShown() {
        IntStream.range(10, 40).forEach(number -> {
            migrated("t" + number);
            database.execute("UPDATE t" + number + LOCKED + "'app-1 (10.9.9.9)'");
        });

        List<Finding> locks = findings("locks");

        assertThat(locks).hasSize(1);
        assertThat(locks.get(0).tenants()).hasSize(30);
        assertThat(locks.get(0).message().lines()).hasSize(12).last().isEqualTo("and 20 more");
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.Faults#versions")
    @Tag(Faults.TAG)
    void everyVersionCanBeExaminedAndItsLocksReleased(EmbeddedVersion version) {
        try (TestDatabase other = new TestDatabase(TestServer.of(version))) {
            other.execute(LiquibaseTables.migrated("acme"));
            other.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            other.execute("UPDATE acme" + LOCKED + "'app-1 (10.9.9.9)'");
            Server server = Servers.of(other);

            assertThat(examine(server, TenantSelection.ALL).findings())
                    .extracting(Finding::check)
                    .containsExactly("locks", "superuser");
            assertThat(ReleaseRunTest.release(server, TenantSelection.ALL, "acme")
                            .tenants())
                    .extracting(TenantResult::outcome)
                    .containsExactly(Outcome.RELEASED);
            assertThat(examine(server, TenantSelection.ALL).findings())
                    .extracting(Finding::check)
                    .containsExactly("superuser");
        }
    }

    private void migrated(String schema) {
        database.execute(LiquibaseTables.migrated(schema));
    }

    /** A tenant of the role's own. */
    private void owned(TestRole role, String schema) {
        migrated(schema);
        database.execute(
                "ALTER SCHEMA " + schema + " OWNER TO " + role.name(),
                "ALTER TABLE " + schema + ".databasechangelog OWNER TO " + role.name(),
                "ALTER TABLE " + schema + ".databasechangeloglock OWNER TO " + role.name(),
                "GRANT pg_read_all_stats TO " + role.name());
        database.grantCreate(role.name());
    }

    private List<Finding> findings(String check) {
        return examine(Servers.of(database), TenantSelection.ALL).findings().stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static DoctorReport examine(Server server, TenantSelection selection) {
        return run(server, catalog(server)).examine(selection, 4, true);
    }

    private static DoctorRun run(Server server, TenantSource tenants) {
        return new DoctorRun(
                tenants,
                catalog(server),
                new PostgresFleet(server, HistoryTables.DEFAULT, 4),
                new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"),
                new PostgresExamination(server, Examinations.FLEET));
    }

    private static TenantSource catalog(Server server) {
        return new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
    }
}
