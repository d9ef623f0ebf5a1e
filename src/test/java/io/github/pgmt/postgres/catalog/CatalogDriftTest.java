package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import io.github.pgmt.testing.WatchedSockets;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link PostgresCatalog} does not take for a difference, and what it does not stumble over. */
class CatalogDriftTest {

    private static final List<String> BOTH = List.of("pilot", "users");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    /** What was different before, and the change of both. */
    static Stream<Arguments> drifts() {
        String column = "ALTER TABLE {s}.users ADD x int";
        return Faults.cases(
                List.of(
                        arguments("ALTER TABLE users.users ALTER name TYPE varchar(9)", column),
                        arguments("GRANT SELECT ON users.users TO pg_monitor", "GRANT SELECT ON {s}.users TO PUBLIC"),
                        arguments(
                                "CREATE INDEX by_name ON users.users (name)",
                                "CREATE INDEX IF NOT EXISTS by_name ON {s}.users (name)"),
                        arguments("DROP INDEX users.by_id", "DROP INDEX IF EXISTS {s}.by_id"),
                        arguments("ALTER TABLE users.users DROP id CASCADE", column),
                        arguments(
                                "CREATE OR REPLACE FUNCTION users.one() RETURNS int LANGUAGE sql AS 'SELECT 3'",
                                "GRANT EXECUTE ON FUNCTION {s}.one() TO pg_monitor"),
                        arguments(
                                "SELECT 1",
                                "CREATE VIEW {s}.seen AS SELECT u.id FROM {s}.users AS u, {s}.one() AS users"),
                        arguments(
                                "SELECT 1",
                                "CREATE FUNCTION {s}.f() RETURNS text LANGUAGE sql AS $$SELECT 'users.x'::text$$")),
                List.of(
                        arguments("ALTER TABLE users.users ADD more text", column),
                        arguments(
                                "ALTER TABLE users.users ALTER name TYPE varchar(9)",
                                "ALTER TABLE {s}.users ALTER name SET NOT NULL"),
                        arguments("ALTER TABLE users.users OWNER TO pg_monitor", column),
                        arguments(
                                "ALTER TABLE users.users SET (fillfactor = 50)",
                                "ALTER TABLE {s}.users SET (autovacuum_enabled = false)"),
                        arguments("GRANT SELECT ON users.users TO pg_monitor", column),
                        arguments(
                                "CREATE INDEX by_hand ON users.users (name)",
                                "ALTER TABLE {s}.users ALTER name TYPE varchar(7)"),
                        arguments("DROP INDEX users.by_id", "CREATE TABLE {s}.x (id int)"),
                        arguments(
                                "CREATE OR REPLACE FUNCTION users.one() RETURNS int LANGUAGE sql AS 'SELECT 3'",
                                column),
                        arguments("SELECT 1", "CREATE VIEW {s}.seen AS SELECT users.id FROM {s}.users"),
                        arguments("SELECT 1", "ALTER TABLE {s}.users ADD CHECK (users.id > 1)")));
    }

    /** What happens to one of the two meanwhile. */
    static Stream<String> meanwhile() {
        return Faults.cases(
                List.of(
                        "VACUUM FULL users.users",
                        "REINDEX TABLE CONCURRENTLY users.users",
                        "VACUUM FULL pg_class",
                        "CREATE TABLE users.part PARTITION OF users.parts FOR VALUES FROM (1) TO (2)",
                        "CREATE EXTENSION hstore SCHEMA users"),
                List.of(
                        "VACUUM (FREEZE, ANALYZE) users.users",
                        "ANALYZE users.parts",
                        "REINDEX TABLE users.users",
                        "TRUNCATE users.users",
                        "SELECT nextval('users.numbers')",
                        "VACUUM FREEZE pg_attribute",
                        "CREATE TABLE public.elsewhere (id int)"));
    }

    @BeforeEach
    void createTenants() {
        database.execute(BOTH.stream()
                .flatMap(schema -> Stream.of(
                                "CREATE SCHEMA {s}",
                                "CREATE TABLE {s}.users (id int, name text)",
                                "CREATE INDEX by_id ON {s}.users (id)",
                                "CREATE TABLE {s}.parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                                "CREATE TABLE {s}.refers (id int REFERENCES {s}.parts)",
                                "CREATE SEQUENCE {s}.numbers",
                                "CREATE FUNCTION {s}.one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
                        .map(sql -> sql.replace("{s}", schema)))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("drifts")
    @Tag(Faults.TAG)
    void whatWasDifferentBeforeIsNoDifference(String drift, String change) {
        database.execute(drift);
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));

        BOTH.forEach(schema -> database.execute(change.replace("{s}", schema)));

        assertThat(differences(catalog(), mark, "pilot", "users")).isEmpty();
        assertThat(differences(catalog(), mark, "users", "pilot")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    @Tag(Faults.TAG)
    void meanwhile(String statement) {
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));

        BOTH.forEach(schema -> database.execute("ALTER TABLE " + schema + ".users ADD x int"));
        database.execute(statement);

        assertThat(differences(catalog(), mark, "pilot", "users")).isEmpty();
        assertThat(differences(catalog(), mark, "users", "pilot")).isEmpty();
    }

    @Test
    void aDifferentChangeBesideADriftIsADifference() {
        database.execute("DROP INDEX users.by_id");
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));

        database.execute("ALTER TABLE pilot.users DROP name");

        assertThat(differences(catalog(), mark, "pilot", "users"))
                .containsExactly("The column users.name is still there; the pilot lost it.");
        assertThat(differences(catalog(), mark, "users", "pilot"))
                .containsExactly("The column users.name is gone; the pilot still has it.");
    }

    @Test
    void aRoleWithoutPrivilegesSeesTheSame() {
        try (TestRole role = new TestRole(database)) {
            PostgresCatalog catalog = new PostgresCatalog(role.server(), 4, 0);
            CatalogMark mark = catalog.mark(Tenants.of(BOTH));

            BOTH.forEach(schema ->
                    database.execute("CREATE VIEW " + schema + ".seen AS SELECT u.id FROM " + schema + ".users AS u"));

            Map<String, String> changes =
                    Tenants.bySchema(catalog.changes(mark, Tenants.of("pilot", "users", "nowhere")));
            assertThat(changes).containsOnlyKeys(BOTH);
            assertThat(changes.get("users")).isEqualTo(changes.get("pilot"));
            assertThat(differences(catalog, mark, "pilot", "users")).isEmpty();
        }
    }

    @Test
    void aSmallCatalogIsReadByOneAloneAndALargeOneBySeveral() {
        try (WatchedSockets sockets = new WatchedSockets()) {
            Server server = Servers.of(sockets.of(database));

            new PostgresCatalog(server, 4).mark(Tenants.of(BOTH));
            assertThat(sockets.most()).isEqualTo(1);

            new PostgresCatalog(server, 4, 0).mark(Tenants.of(BOTH));
            assertThat(sockets.most()).isGreaterThan(1);
        }
    }

    @Test
    void aSchemaThatSomebodyChangesIsLeftOutAndSpoilsNoOther() throws Exception {
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));
        BOTH.forEach(schema ->
                database.execute("CREATE VIEW " + schema + ".seen AS SELECT u.id FROM " + schema + ".users AS u"));
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE users.users");

            assertThat(catalog().changes(mark, Tenants.of(BOTH))).containsOnlyKeys(Engines.tenant("pilot"));
            assertThat(differences(catalog(), mark, "pilot", "users"))
                    .singleElement()
                    .asString()
                    .contains("could not be read");
        }
    }

    private static List<String> differences(PostgresCatalog catalog, CatalogMark mark, String pilot, String schema) {
        return catalog.differences(mark, Engines.tenant(pilot), Tenants.of(schema))
                .get(Engines.tenant(schema));
    }

    private PostgresCatalog catalog() {
        return new PostgresCatalog(Servers.of(database), 4);
    }
}
