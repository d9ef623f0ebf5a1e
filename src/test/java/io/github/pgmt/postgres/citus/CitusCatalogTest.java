package io.github.pgmt.postgres.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.FakeCitus;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of Citus is told by its catalog, which a server has here without the extension. */
class CitusCatalogTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private FakeCitus citus;

    @BeforeEach
    void begin() {
        database.execute(LiquibaseTables.migrated("on_node"));
        database.execute(LiquibaseTables.migrated("local"));
        database.execute(
                "CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TABLE local.customer (id int)",
                "CREATE TRIGGER checked BEFORE INSERT ON local.customer FOR EACH ROW EXECUTE FUNCTION checked()",
                "CREATE VIEW on_node.customer AS SELECT 1 AS id",
                "CREATE TRIGGER checked INSTEAD OF INSERT ON on_node.customer FOR EACH ROW EXECUTE FUNCTION checked()");
        citus = FakeCitus.in(database);
    }

    @Test
    void aListHasTheNodeAndWhatIsThere() {
        citus.worker(1, "worker-1").worker(2, "worker-2").distribute("on_node", 2, 70_000);

        ListReport list = list();

        assertThat(list.tenants())
                .extracting(TenantEntry::schema, TenantEntry::tables, TenantEntry::node)
                .containsExactly(
                        tuple("local", 1, Optional.empty()), tuple("on_node", 0, Optional.of("worker-2:5432")));
        assertThat(list.tenants().get(0).bytes()).isPositive().isLessThan(70_000);
        assertThat(list.tenants().get(1).bytes())
                .as("of Liquibase's two tables")
                .isEqualTo(140_000);
    }

    @Test
    void theDoctorFindsWhoIsOnNoNodeAndWhatKeepsItFromOne() {
        assertThat(findings("")).as("of a database that distributes nothing").isEmpty();
        citus.worker(1, "worker-1").distribute("on_node", 1, 0);

        assertThat(findings(""))
                .extracting(Finding::check, finding -> finding.message().replaceFirst("(?s)^.*?\n", ""))
                .containsExactly(
                        tuple("citus-sharding", findings("").get(0).message()),
                        tuple("citus-local", "local"),
                        tuple("citus-triggers", "local"));
        assertThat(findings(
                        "options=-c%20citus.enable_unsafe_triggers=on%20-c%20citus.enable_schema_based_sharding=on"))
                .extracting(Finding::check)
                .containsExactly("citus-local");
    }

    @Test
    void aWorkerIsRefusedAndSoIsAChangeWhileANodeIsGone() {
        citus.worker(1, "worker-1").worker(2, "gone").distribute("on_node", 1, 0);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/onboarding/master.yaml");

        assertThatThrownBy(() -> Fleet.migrateAll(engines, Fleet.options(1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("The coordinator does not reach gone:5432, and Citus needs all its nodes")
                .hasMessageEndingWith("Nothing was changed.");

        database.execute("UPDATE pg_catalog.pg_dist_local_group SET groupid = 2");
        assertThatThrownBy(() -> Servers.of(database))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("is a worker node of Citus. Connect to the coordinator");
    }

    private List<Finding> findings(String parameters) {
        Server server = Servers.of(database.with(parameters));
        return new PostgresExamination(server, Examinations.FLEET)
                .tenants(Tenants.of("local", "on_node"), 1).stream()
                        .filter(finding -> finding.check().startsWith("citus-"))
                        .toList();
    }

    private ListReport list() {
        Server server = Servers.of(database);
        TenantSource catalog = Fleet.catalog(server);
        return new ListRun(
                        catalog, catalog, new PostgresFleet(server, HistoryTables.DEFAULT, 1), MigrationListener.NONE)
                .list(TenantSelection.ALL);
    }
}
