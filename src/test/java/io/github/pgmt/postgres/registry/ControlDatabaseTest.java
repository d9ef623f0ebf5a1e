package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that lists others, and the tenants in them. */
class ControlDatabaseTest {

    private static final Database EU1 = new Database("eu1", "jdbc:postgresql://eu1/app");
    private static final Database EU2 = new Database("eu2", "jdbc:postgresql://eu2/app");

    private static TestDatabase database;
    private static Server control;

    @BeforeAll
    static void open() {
        database = new TestDatabase();
        database.execute(
                "CREATE TABLE place (name text, url text, server_id text, threads int)",
                "INSERT INTO place VALUES ('us1', 'jdbc:postgresql://us1/app', NULL, NULL),"
                        + " ('eu1', 'jdbc:postgresql://eu1/app', 'europe', 3)",
                "CREATE TABLE customer (subdomain text, \"Database\" text, plan text)",
                "INSERT INTO customer VALUES ('acme', 'eu2', 'gold'), ('acme', 'eu1', NULL), ('beta', 'eu1', 'free')",
                "CREATE FUNCTION grab() RETURNS text LANGUAGE sql AS"
                        + " 'INSERT INTO place (name) VALUES (''grabbed'') RETURNING name'");
        control = Servers.of(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void databasesAreListedInTheOrderOfTheRows() {
        assertThat(databases("SELECT threads, url, name, server_id FROM place; -- all"))
                .containsExactly(
                        new ListedDatabase("us1", "jdbc:postgresql://us1/app", Optional.empty(), OptionalInt.empty()),
                        new ListedDatabase(
                                "eu1", "jdbc:postgresql://eu1/app", Optional.of("europe"), OptionalInt.of(3)));
        assertThat(databases("SELECT name, url FROM place WHERE name = 'eu1'")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT name FROM place | has no column \"url\"",
                "SELECT name, url, 'sesame' AS password FROM place | a column \"password\"",
                "SELECT name, url, url FROM place | two columns named \"url\"",
                "SELECT name, url, threads AS thread FROM place | Did you mean \"threads\"?",
                "SELECT grab() AS name, 'x' AS url | runs read only: looking for databases",
                "SELECT 1; SELECT 2 | has 2 statements. It lists the databases",
                "SELECT 1/0 AS name | failed with SQLSTATE 22012",
                "' ' | is empty"
            })
    void aQueryThatListsNoneIsRefused(String query, String reason) {
        assertThatThrownBy(() -> databases(query))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageStartingWith("-Dpgmt.databaseQuery")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT name, url FROM place WHERE false | lists no database",
                "SELECT NULL AS name, url FROM place | row 1: The database has no name",
                "SELECT 'eu1' AS name, url FROM place | two databases named eu1",
                "SELECT 'eu1' AS name, 'jdbc:postgresql://eu1/app?password=sesame' AS url | has a password in it"
            })
    void aRowThatIsNoDatabaseIsRefused(String query, String reason) {
        assertThatThrownBy(() -> databases(query))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aQueryThatTakesTooLongIsEndedAndTheSwitchNamed() {
        assertThatThrownBy(() -> new QueryDatabases(control, "SELECT pg_sleep(60)", Duration.ofMillis(50)).list())
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.databaseQueryTimeout");
    }

    @Test
    void aRowSaysInWhichDatabaseItsTenantIs() {
        List<ListedTenant> expected = List.of(
                new ListedTenant(EU1, "t_acme", "acme", Map.of()),
                new ListedTenant(EU2, "t_acme", "acme", Map.of("plan", "gold")),
                new ListedTenant(EU1, "t_beta", "beta", Map.of("plan", "free")));

        assertThat(table("customer").list()).isEqualTo(expected);
        assertThat(query("SELECT 't_' || subdomain, plan, \"Database\" FROM customer")
                        .list())
                .isEqualTo(expected);
    }

    @Test
    void aRowWithoutADatabaseOrWithOneThatIsNotListedIsRefused() {
        assertThatThrownBy(() -> query("SELECT subdomain FROM customer").list())
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("names no database for the tenant \"acme\"");
        assertThatThrownBy(() -> query("SELECT 'acme', NULL AS database").list())
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("names no database for the tenant \"acme\"");
        assertThatThrownBy(() -> query("SELECT 'acme', 'eu3' AS database").list())
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("\"eu3\", which is not listed. Did you mean");
    }

    @Test
    void theSameSchemaTwiceInOneDatabaseIsRefused() {
        assertThatThrownBy(() ->
                        query("SELECT 'acme', 'eu1' AS database FROM customer").list())
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("names the schema \"eu1/acme\" twice");
    }

    private static List<ListedDatabase> databases(String query) {
        return new QueryDatabases(control, query, Duration.ofMinutes(1)).list().all();
    }

    private static TenantSource query(String query) {
        return new QueryTenants(
                control, RowHome.named(List.of(EU1, EU2)), query, Optional.of("t_"), Duration.ofMinutes(1));
    }

    private static TenantSource table(String table) {
        return new TableTenants(
                control,
                RowHome.named(List.of(EU1, EU2)),
                table,
                "subdomain",
                Optional.of("t_"),
                Duration.ofMinutes(1));
    }
}
