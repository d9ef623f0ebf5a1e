package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDrift.Look;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one tenant is full of, or keeps to itself, is that tenant's trouble. */
class DriftReadingTest {

    private static final DriftSql SQL = new DriftSql(HistoryTables.DEFAULT, Set.of(), List.of());

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenants() {
        for (String schema : List.of("acme", "beta", "coda")) {
            database.execute(
                    "CREATE SCHEMA " + schema,
                    "CREATE TABLE " + schema + ".customer (id int)",
                    "CREATE VIEW " + schema + ".ids AS SELECT id FROM " + schema + ".customer");
        }
    }

    @Test
    void longTextsAreToldByTheirLengthAndSum() {
        createLongFunction("acme", "1");
        createLongFunction("beta", "1");
        createLongFunction("coda", "2");
        PostgresDrift drift = new PostgresDrift(Servers.of(database), 1, SQL, 0);
        Tenant acme = Engines.tenant("acme");
        Tenant beta = Engines.tenant("beta");
        Tenant coda = Engines.tenant("coda");

        Look<?> contents = drift.contents(Map.of(acme, List.of(acme), beta, List.of(beta)));
        List<CatalogDifference> differences =
                drift.compare(Map.of(coda, acme)).found().get(coda).differences();

        assertThat(contents.found().get(acme)).isEqualTo(contents.found().get(beta));
        assertThat(differences).singleElement().satisfies(difference -> {
            assertThat(difference.expected()).matches("\\(\\d+ characters, md5 [0-9a-f]{32}\\)");
            assertThat(difference.found())
                    .matches("\\(\\d+ characters, md5 [0-9a-f]{32}\\)")
                    .isNotEqualTo(difference.expected());
        });
    }

    private void createLongFunction(String schema, String end) {
        database.execute("DO $$ BEGIN EXECUTE format('CREATE FUNCTION " + schema
                + ".f() RETURNS int LANGUAGE plpgsql AS %L', 'BEGIN PERFORM 1 FROM " + schema
                + ".customer; --' || repeat('x', 100000) || E'\\n RETURN " + end + "; END'); END $$");
    }

    @Test
    void whatIsTooMuchIsNotRead() throws SQLException {
        database.execute("ALTER TABLE coda.customer ADD a int, ADD b int, ADD c int, ADD d int");
        DriftReading.Bounds few = new DriftReading.Bounds(8, 100_000);
        try (Connection connection = database.connect()) {
            assertThat(DriftReading.contents(connection, SQL, List.of("acme"), few))
                    .containsOnlyKeys("acme");
            assertThatThrownBy(() -> DriftReading.contents(connection, SQL, List.of("coda"), few))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("more than 8 objects");
            assertThatThrownBy(() ->
                            DriftReading.contents(connection, SQL, List.of("acme"), new DriftReading.Bounds(100, 40)))
                    .hasMessageContaining("40 characters");

            DriftPart<DriftContents> part = DriftPart.read(
                    connection,
                    SQL.closed(),
                    List.of("acme", "beta", "coda"),
                    schemas -> DriftReading.contents(connection, SQL, schemas, few));

            assertThat(part.found()).containsOnlyKeys("acme", "beta");
            assertThat(part.unread().get("coda")).contains("could not be read: it has more than 8 objects");
        }
    }

    @Test
    void aReaderGivesWayToWhomItWouldBeInADeadlockWith() throws SQLException {
        try (Connection migration = database.connect();
                Statement statement = migration.createStatement();
                Connection connection = database.connect()) {
            migration.setAutoCommit(false);
            statement.execute("LOCK TABLE beta.customer IN ACCESS EXCLUSIVE MODE");
            InBackground<Optional<SQLException>> further = InBackground.begin("migration", () -> {
                try {
                    statement.execute("SELECT pg_sleep(0.2)");
                    statement.execute("LOCK TABLE acme.customer IN ACCESS EXCLUSIVE MODE");
                    return Optional.empty();
                } catch (SQLException e) {
                    return Optional.of(e);
                }
            });
            SQLException gaveWay = catchThrowableOfType(
                    SQLException.class,
                    () -> YieldingReads.forEach(
                            connection,
                            "SELECT pg_get_viewdef('acme.ids'::regclass), pg_sleep(0.7), pg_get_viewdef('beta.ids'::regclass)",
                            parameters -> {},
                            row -> {}));

            assertThat(gaveWay.getSQLState()).isEqualTo("55P03");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(further.get()).isEmpty();
        }
    }
}
