package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDatabase.OutsideObject;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FleetObjectsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenant() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
    }

    @Test
    void namesOfRelationsFunctionsAndTypesAreFoundBySchema() {
        database.execute(
                "CREATE TABLE acme.things (id serial PRIMARY KEY, name text)",
                "CREATE INDEX things_name ON acme.things (name)",
                "CREATE VIEW acme.seen AS SELECT 1 AS id",
                "CREATE FUNCTION acme.one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TYPE acme.mood AS ENUM ('glad')",
                "CREATE TABLE public.elsewhere (id int)");

        assertThat(fleet().objectNames(Tenants.of("acme", "beta", "nowhere")))
                .isEqualTo(Map.of(
                        Engines.tenant("acme"),
                        Set.of("things", "things_id_seq", "things_pkey", "things_name", "seen", "one", "mood")));
    }

    @Test
    void whatSomebodyMadeOutsideTheTenantsIsFoundByKind() {
        database.execute(
                "CREATE TABLE acme.inside (id int)",
                "CREATE TABLE public.things (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
                "CREATE INDEX things_name ON public.things (name)",
                "CREATE TABLE public.parts (id int) PARTITION BY RANGE (id)",
                "CREATE VIEW public.seen AS SELECT 1 AS id",
                "CREATE MATERIALIZED VIEW public.kept AS SELECT 1 AS id",
                "CREATE SEQUENCE public.numbers",
                "CREATE FOREIGN DATA WRAPPER nothing",
                "CREATE SERVER far FOREIGN DATA WRAPPER nothing",
                "CREATE FOREIGN TABLE public.remote (id int) SERVER far",
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TYPE public.mood AS ENUM ('glad')",
                "CREATE TYPE beta.span AS RANGE (subtype = int)",
                LiquibaseTables.history("public"));

        assertThat(fleet().objectsOutside(List.of("acme")))
                .extracting(OutsideObject::toString)
                .containsExactlyInAnyOrder(
                        "table public.things",
                        "index public.things_name",
                        "table public.parts",
                        "view public.seen",
                        "materialized view public.kept",
                        "sequence public.numbers",
                        "foreign table public.remote",
                        "function public.one",
                        "type public.mood",
                        "type beta.span",
                        "table public.databasechangelog");
    }

    @Test
    void whatAnExtensionOrATemporaryTableBringsIsNotOutside() throws SQLException {
        database.execute("CREATE EXTENSION hstore", "CREATE EXTENSION citext");
        database.execute(
                "CREATE TABLE public.configuration (name text)", "CREATE INDEX by_name ON public.configuration (name)");
        database.execute("ALTER EXTENSION hstore ADD TABLE public.configuration");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE mine (id int)");

            assertThat(fleet().objectsOutside(List.of())).isEmpty();
        }
    }

    @Test
    void anIndexThatFailedToBuildIsInvalid() throws SQLException {
        leaveInvalidIndex();
        database.execute("CREATE INDEX good ON acme.things (id)");

        assertThat(fleet().invalidIndexes(Tenants.of("acme", "beta")))
                .isEqualTo(Map.of(Engines.tenant("acme"), Set.of("broken")));
        assertThat(fleet().invalidIndexes(Tenants.of("beta"))).isEmpty();
    }

    @Test
    void aPartitionedIndexThatWaitsForItsPartsIsNotInvalid() {
        database.execute(
                "CREATE TABLE acme.parts (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE acme.part PARTITION OF acme.parts DEFAULT",
                "CREATE INDEX waiting ON ONLY acme.parts (id)");

        assertThat(fleet().invalidIndexes(Tenants.of("acme"))).isEmpty();
    }

    @Test
    void anIndexThatSomebodyIsBuildingIsNotInvalidWhoeverLooks() throws Exception {
        database.execute("CREATE TABLE acme.things (id int)");
        CompletableFuture<Void> build;
        try (Connection other = database.connect();
                TestRole role = new TestRole(database)) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO acme.things VALUES (1)");
            build = CompletableFuture.runAsync(
                    () -> database.execute("CREATE INDEX CONCURRENTLY growing ON acme.things (id)"));
            awaitInvalid("growing");

            assertThat(fleet().invalidIndexes(Tenants.of("acme"))).isEmpty();
            assertThat(new PostgresFleet(role.server(), HistoryTables.DEFAULT, 4).invalidIndexes(Tenants.of("acme")))
                    .isEmpty();
            other.rollback();
        }
        build.get();
        assertThat(fleet().invalidIndexes(Tenants.of("acme"))).isEmpty();
    }

    private void awaitInvalid(String index) {
        Eventually.until(
                "the index " + index + " is being built",
                () -> database.query(
                                        "SELECT 1 FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE NOT indisvalid"
                                                + " AND relname = '" + index + "'")
                                .size()
                        == 1);
    }

    private void leaveInvalidIndex() throws SQLException {
        database.execute("CREATE TABLE acme.things (id int)", "INSERT INTO acme.things VALUES (1), (1)");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON acme.things (id)");
            throw new AssertionError("Two equal rows made a unique index.");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("23505");
        }
    }

    private PostgresFleet fleet() {
        return new PostgresFleet(Servers.of(database), HistoryTables.DEFAULT, 4);
    }
}
