package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant that cannot be read says so, and spoils no other. */
class UnreadableTenantsTest {

    private static final List<String> SCHEMAS = List.of("acme", "beta", "gamma");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenant() {
        SCHEMAS.forEach(schema -> database.execute(LiquibaseTables.migrated(schema)));
    }

    @Test
    void aHistoryThatIsLockedBySomebodyElseIsUnreadable() throws SQLException {
        try (Connection other = locking("beta.databasechangelog")) {
            Failure problem = onlyBetaIsUnreadable(Servers.of(database));

            assertThat(problem.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(problem.sqlState()).contains("55P03");
            assertThat(problem.message()).contains("Run again when they are done");
            other.rollback();
        }
        assertThat(read(Servers.of(database)).get("beta").rows()).hasSize(2);
    }

    /** The schema alone would leave that tenant out of the other databases too. */
    @Test
    void theAdviceToLeaveATenantOutNamesItsDatabaseWhereSeveralAreListed() {
        database.execute(
                "ALTER TABLE acme.databasechangelog DROP COLUMN author",
                "DROP TABLE beta.databasechangelog",
                "CREATE VIEW beta.databasechangelog AS SELECT * FROM gamma.databasechangelog");

        Map<String, TenantHistory> listed = read(Servers.listed("eu1", database));
        Map<String, TenantHistory> only = read(Servers.of(database));

        for (String schema : List.of("acme", "beta")) {
            assertThat(listed.get(schema).problem().orElseThrow().message()).contains("-Dpgmt.excludes=eu1/" + schema);
            assertThat(only.get(schema).problem().orElseThrow().message()).contains("-Dpgmt.excludes=" + schema);
        }
    }

    @Test
    void aLockTableThatIsLockedBySomebodyElseMakesTheTenantUnreadable() throws SQLException {
        try (Connection other = locking("beta.databasechangeloglock")) {
            assertThat(onlyBetaIsUnreadable(Servers.of(database)).kind()).isEqualTo(Failure.Kind.LOCKED);
            other.rollback();
        }
    }

    @Test
    void aSchemaThatTheRoleMayNotUseIsUnreadableAndNeverEmpty() {
        database.execute("CREATE SCHEMA \"nothing in it\"");
        try (TestRole role = new TestRole(database)) {
            grantAllBut("beta", role);
            Failure problem = onlyBetaIsUnreadable(role.server());

            assertThat(problem.kind()).isEqualTo(Failure.Kind.CONNECTION);
            assertThat(problem.message()).contains("GRANT USAGE ON SCHEMA \"beta\" TO \"" + role.name() + "\";");
            assertThat(read(role.server(), List.of("nothing in it"))
                            .get("nothing in it")
                            .state())
                    .isEqualTo(State.UNREADABLE);
        }
    }

    @Test
    void aHistoryThatTheRoleMayNotReadIsUnreadable() {
        try (TestRole role = new TestRole(database)) {
            grantAllBut("beta", role);
            database.execute(
                    "GRANT USAGE ON SCHEMA beta TO " + role.name(),
                    "GRANT SELECT ON beta.databasechangeloglock TO " + role.name());
            Failure problem = onlyBetaIsUnreadable(role.server());

            assertThat(problem.kind()).isEqualTo(Failure.Kind.CONNECTION);
            assertThat(problem.sqlState()).contains("42501");
            assertThat(problem.message())
                    .contains("GRANT SELECT ON ALL TABLES IN SCHEMA \"beta\" TO \"" + role.name() + "\";")
                    .contains("permission denied for table databasechangelog");
        }
    }

    @Test
    void aHistoryThatHoldsNonsenseIsUnreadable() {
        database.execute(
                "ALTER TABLE beta.databasechangelog ALTER COLUMN orderexecuted TYPE text",
                "UPDATE beta.databasechangelog SET orderexecuted = 'first'");

        assertThat(onlyBetaIsUnreadable(Servers.of(database)).sqlState()).contains("22P02");
    }

    @Test
    void aHistoryWithALongDefaultIsNotTrusted() {
        database.execute(
                "ALTER TABLE beta.databasechangelog ADD COLUMN note text",
                "DO $$ BEGIN EXECUTE format('ALTER TABLE beta.databasechangelog ALTER COLUMN note SET DEFAULT %L', "
                        + "repeat('x', 20000)); END $$");

        Map<String, TenantHistory> histories = read(Servers.of(database));

        assertThat(histories.get("acme").rows()).hasSize(2);
        assertThat(histories.get("beta").problem().orElseThrow().kind()).isEqualTo(Failure.Kind.UNTRUSTED);
        assertThat(histories.get("beta").problem().orElseThrow().message())
                .contains("has a default that is no short constant of the column note");
    }

    @Test
    void aTableOfTheHistorysNameThatIsNotLiquibasesIsUnreadable() {
        database.execute(
                "ALTER TABLE beta.databasechangelog RENAME TO log",
                "CREATE TABLE beta.databasechangelog (id int, what text)");

        assertThat(onlyBetaIsUnreadable(Servers.of(database)).message())
                .contains("\"beta\".\"databasechangelog\" is not Liquibase's: it lacks author, filename");
    }

    @Test
    void aTableWithoutColumnsIsUnreadable() {
        database.execute("DROP TABLE beta.databasechangelog", "CREATE TABLE beta.databasechangelog ()");

        assertThat(onlyBetaIsUnreadable(Servers.of(database)).message()).contains("it lacks author, filename, id");
    }

    @Test
    void oneBadTenantOfManySpoilsNone() throws SQLException {
        List<String> schemas = new ArrayList<>(SCHEMAS);
        List<String> statements = new ArrayList<>();
        for (int tenant = 0; tenant < 150; tenant++) {
            String schema = "tenant_" + tenant;
            schemas.add(schema);
            statements.addAll(List.of(LiquibaseTables.migrated(schema)));
        }
        database.execute(String.join(";", statements));

        try (Connection other = locking("tenant_120.databasechangelog")) {
            Map<String, TenantHistory> histories = read(Servers.of(database), schemas);

            assertThat(histories.values().stream()
                            .filter(history -> history.state() == State.UNREADABLE)
                            .map(TenantHistory::schema))
                    .containsExactly("tenant_120");
            assertThat(histories.values().stream()
                            .filter(history -> history.rows().size() == 2))
                    .hasSize(schemas.size() - 1);
            other.rollback();
        }
    }

    private Failure onlyBetaIsUnreadable(Server server) {
        Map<String, TenantHistory> histories = read(server);
        assertThat(histories.get("acme").rows()).hasSize(2);
        assertThat(histories.get("gamma").rows()).hasSize(2);
        assertThat(histories.get("beta").state()).isEqualTo(State.UNREADABLE);
        assertThat(histories.get("beta").rows()).isEmpty();
        return histories.get("beta").problem().orElseThrow();
    }

    private static Map<String, TenantHistory> read(Server server) {
        return read(server, SCHEMAS);
    }

    private static Map<String, TenantHistory> read(Server server, List<String> schemas) {
        return Tenants.bySchema(new PostgresFleet(server, HistoryTables.DEFAULT, 4).histories(Tenants.of(schemas)));
    }

    private Connection locking(String table) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private void grantAllBut(String left, TestRole role) {
        for (String schema : SCHEMAS) {
            if (!schema.equals(left)) {
                database.execute(
                        "GRANT USAGE ON SCHEMA " + schema + " TO " + role.name(),
                        "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + role.name());
            }
        }
    }
}
