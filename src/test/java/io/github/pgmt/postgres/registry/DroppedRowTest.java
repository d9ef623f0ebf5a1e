package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's row goes with its schema, or both stay. */
class DroppedRowTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;

    private static final int PLENTY = 100;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @BeforeEach
    void makeTwoTenants() {
        DATABASE.execute(
                "CREATE TABLE tenant (name varchar(63) PRIMARY KEY, label text)",
                "INSERT INTO tenant VALUES ('acme', 'A'), ('Acme', 'B'), ('beta', 'C')");
        DATABASE.execute(LiquibaseTables.migrated("t_acme"));
        DATABASE.execute(LiquibaseTables.migrated("t_beta"));
        // Of the same name as the registry, and first in the tenant's search_path.
        DATABASE.execute(
                "CREATE TABLE t_acme.tenant (name varchar(63) REFERENCES public.tenant, label text)",
                "INSERT INTO t_acme.tenant VALUES ('acme', 'A')");
    }

    @Test
    void theRowOfThatNameGoesAndNoOther() {
        drop("tenant", "NAME");

        assertThat(schemas()).containsExactly("t_beta");
        assertThat(rows()).containsExactly("Acme", "beta");
    }

    @Test
    void whatRefersToTheRowKeepsBoth() {
        DATABASE.execute(
                "CREATE TABLE bill (tenant text REFERENCES tenant (name) DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO bill VALUES ('acme')");

        Failure failure = failure("tenant", "name");

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONNECTION);
        assertThat(failure.sqlState()).contains("23503");
        assertThat(failure.message()).contains("the schema stays too", "on table \"bill\"", "Nothing was dropped.");
        assertNothingIsGone();
    }

    /** The foreign keys are looked at in the order in which they were made. */
    @Test
    void whatRefersToTheRowIsFoundBehindWhatTheSchemaHasItselfBeforeTheFirstBatch() {
        DATABASE.execute(
                "CREATE TABLE account (tenant varchar(63) PRIMARY KEY REFERENCES tenant ON DELETE CASCADE)",
                "INSERT INTO account VALUES ('acme')",
                "CREATE TABLE t_acme.login (account varchar(63) REFERENCES account)",
                "INSERT INTO t_acme.login VALUES ('acme')",
                "CREATE TABLE bill (tenant text REFERENCES tenant (name))");

        assertThatCode(() -> tryToDelete(PLENTY)).doesNotThrowAnyException();
        assertThatCode(() -> tryToDelete(0)).doesNotThrowAnyException();

        DATABASE.execute("INSERT INTO bill VALUES ('acme')");
        assertThatThrownBy(() -> tryToDelete(PLENTY))
                .isInstanceOf(TenantUnavailableException.class)
                .hasMessageContaining("on table \"bill\"");
        assertNothingIsGone();
        assertThat(DATABASE.query("SELECT conname FROM pg_constraint WHERE contype = 'f'"
                        + " AND connamespace = 't_acme'::regnamespace ORDER BY 1"))
                .containsExactly("login_account_fkey", "tenant_name_fkey");
    }

    @Test
    void aTableOfAnotherRolesDoesNotHideWhatKeepsTheRow() throws SQLException {
        try (TestRole role = new TestRole(DATABASE)) {
            DATABASE.execute(
                    "ALTER SCHEMA t_acme OWNER TO " + role.name(),
                    "GRANT SELECT, DELETE ON tenant TO " + role.name(),
                    "CREATE TABLE bill (tenant text REFERENCES tenant (name))",
                    "INSERT INTO bill VALUES ('acme')");
            try (Connection connection = role.server().openAsRole("test")) {
                DroppedRow row = new TenantTable("tenant", "name").rowOf(tenant(), connection);

                assertThatThrownBy(() -> row.tryToDelete(connection, PLENTY)).hasMessageContaining("on table \"bill\"");
            }
            DATABASE.execute("ALTER SCHEMA t_acme OWNER TO CURRENT_USER");
        }
        assertNothingIsGone();
    }

    private void tryToDelete(int budget) throws SQLException {
        try (Connection connection = Servers.of(DATABASE).openAsRole("test")) {
            new TenantTable("tenant", "name").rowOf(tenant(), connection).tryToDelete(connection, budget);
        }
    }

    @Test
    void aTriggerThatKeepsTheRowKeepsBoth() {
        DATABASE.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER keep BEFORE DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION keep()");

        assertThat(failure("tenant", "name").message()).contains("let go of 0 rows for the tenant");
        assertNothingIsGone();
    }

    @Test
    void aTriggerOfTheRegistryDoesNotFindTheTenantsTables() {
        DATABASE.execute(
                "CREATE TABLE audit (name text)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO audit (name) SELECT current_schema(); RETURN NULL; END'",
                "CREATE TRIGGER note AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION note()",
                // Without Liquibase's row, all is done in the tenant's session.
                "DELETE FROM t_acme.databasechangeloglock",
                "CREATE SCHEMA t_other",
                "CREATE TABLE t_other.audit (nothing int)");
        Server server = Servers.of(DATABASE);
        StopSignal stop = new StopSignal();
        // The tenant's session sees this schema before the public one.
        PostgresSessions sessions = new PostgresSessions(server, List.of("t_other", "public"), TABLES, stop);

        new PostgresRemoval(server, sessions, TABLES, Optional.of(new TenantTable("tenant", "name")), stop)
                .drop(tenant(), true, (gone, left) -> {});

        assertThat(DATABASE.query("SELECT name FROM audit")).containsExactly("public");
        assertThat(schemas()).containsExactly("t_beta", "t_other");
    }

    @Test
    void aTableWithSeveralRowsForTheTenantKeepsAll() {
        DATABASE.execute("CREATE TABLE doubled AS SELECT * FROM tenant UNION ALL SELECT * FROM tenant");

        assertThat(failure("doubled", "name").message()).contains("let go of 2 rows for the tenant");
        assertNothingIsGone();
        assertThat(DATABASE.query("SELECT count(*) FROM doubled")).containsExactly("6");
    }

    @Test
    void aRowOfAViewIsNotRemoved() {
        DATABASE.execute("CREATE VIEW active AS SELECT * FROM tenant");

        assertThat(removal("active", "name")
                        .obstacle(tenant(), true)
                        .orElseThrow()
                        .message())
                .contains("\"public\".\"active\" is no table");
        assertThat(removal("active", "name").obstacle(tenant(), false)).isEmpty();
    }

    @Test
    void namesAreTheSameOnlyWhenTheyAreWhateverTheColumnSays() {
        DATABASE.execute(
                "CREATE EXTENSION citext",
                "CREATE TABLE loose (name citext)",
                "INSERT INTO loose VALUES ('acme'), ('Acme'), ('beta')");

        drop("loose", "name");

        assertThat(DATABASE.query("SELECT name::text COLLATE \"C\" FROM loose ORDER BY 1"))
                .containsExactly("Acme", "beta");
    }

    @Test
    void aSchemaThatHoldsTheRegistryIsNoTenant() {
        assertThat(removal("t_acme.tenant", "name")
                        .obstacle(tenant(), false)
                        .orElseThrow()
                        .message())
                .contains("holds the table of tenants itself");
    }

    @Test
    void whoMayNotRemoveTheRowIsToldHow() {
        try (TestRole role = new TestRole(DATABASE)) {
            DATABASE.execute("GRANT SELECT ON tenant TO " + role.name());
            Failure failure = removal(role.server(), "tenant", "name")
                    .obstacle(tenant(), true)
                    .orElseThrow();

            assertThat(failure.message()).contains("GRANT DELETE ON \"public\".\"tenant\" TO \"" + role.name() + "\"");
        }
    }

    @Test
    void aRowWithoutASchemaGoesAloneAndOnlyThen() {
        assertThat(catchThrowableOfType(
                                TenantUnavailableException.class,
                                () -> removal("tenant", "name").deleteRow(tenant()))
                        .failure()
                        .message())
                .contains("made the schema again");
        assertNothingIsGone();

        DATABASE.execute("DROP SCHEMA t_acme CASCADE");
        removal("tenant", "name").deleteRow(tenant());
        assertThat(rows()).containsExactly("Acme", "beta");
    }

    private void assertNothingIsGone() {
        assertThat(schemas()).containsExactly("t_acme", "t_beta");
        assertThat(rows()).containsExactly("Acme", "acme", "beta");
        assertThat(DATABASE.query("SELECT label FROM t_acme.tenant")).containsExactly("A");
    }

    private List<String> schemas() {
        return DATABASE.query("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_' ORDER BY 1");
    }

    private List<String> rows() {
        return DATABASE.query("SELECT name FROM public.tenant ORDER BY name COLLATE \"C\"");
    }

    private void drop(String table, String column) {
        removal(table, column).drop(tenant(), true, (gone, left) -> {});
    }

    private Failure failure(String table, String column) {
        return catchThrowableOfType(TenantUnavailableException.class, () -> drop(table, column))
                .failure();
    }

    private PostgresRemoval removal(String table, String column) {
        return removal(Servers.of(DATABASE), table, column);
    }

    private static PostgresRemoval removal(Server server, String table, String column) {
        StopSignal stop = new StopSignal();
        return new PostgresRemoval(
                server,
                new PostgresSessions(server, List.of("public"), TABLES, stop),
                TABLES,
                Optional.of(new TenantTable(table, column)),
                stop);
    }

    private static Tenant tenant() {
        return new Tenant("test", "t_acme", "acme", Map.of("label", "A"));
    }
}
