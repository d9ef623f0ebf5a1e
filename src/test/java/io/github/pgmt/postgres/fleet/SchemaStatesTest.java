package io.github.pgmt.postgres.fleet;

import static io.github.pgmt.migration.history.TenantHistory.State.EMPTY;
import static io.github.pgmt.migration.history.TenantHistory.State.MANAGED;
import static io.github.pgmt.migration.history.TenantHistory.State.MISSING;
import static io.github.pgmt.migration.history.TenantHistory.State.UNMANAGED;
import static io.github.pgmt.migration.history.TenantHistory.State.UNTRUSTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.postgres.registry.CatalogTenantsTest;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schema is, by what is in it: the table of cases behind "empty", "managed" and "unmanaged". */
class SchemaStatesTest {

    /** A schema {@code t} made by these statements; whether the catalog lists it, and what it is. */
    private record Case(String name, boolean listed, State state, int rows, String... statements) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String SCHEMA = "CREATE SCHEMA t";
    private static final String HISTORY = LiquibaseTables.history("t");
    private static final String LOCK = LiquibaseTables.lock("t");
    private static final String LOCK_ROW = LiquibaseTables.unlockedRow("t");

    static Stream<Case> cases() {
        return Stream.of(
                new Case("no schema", false, MISSING, 0),
                new Case("empty schema", true, EMPTY, 0, SCHEMA),
                new Case(
                        "grants only",
                        true,
                        EMPTY,
                        0,
                        SCHEMA,
                        "GRANT ALL ON SCHEMA t TO PUBLIC",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA t GRANT SELECT ON TABLES TO PUBLIC"),
                new Case("lock table only, without its row", true, EMPTY, 0, SCHEMA, LOCK),
                new Case("lock table only", true, EMPTY, 0, SCHEMA, LOCK, LOCK_ROW),
                new Case("empty history", true, MANAGED, 0, SCHEMA, LOCK, LOCK_ROW, HISTORY),
                new Case("history killed before the first row", true, MANAGED, 0, SCHEMA, HISTORY),
                new Case(
                        "everything rolled back",
                        true,
                        MANAGED,
                        0,
                        SCHEMA,
                        LOCK,
                        LOCK_ROW,
                        HISTORY,
                        LiquibaseTables.row("t", "one", 1),
                        "DELETE FROM t.databasechangelog"),
                new Case(
                        "everything rolled back, objects left over",
                        true,
                        MANAGED,
                        0,
                        SCHEMA,
                        HISTORY,
                        LOCK,
                        "CREATE TABLE t.leftover (id int)"),
                new Case("history with rows", true, MANAGED, 2, LiquibaseTables.migrated("t")),
                new Case(
                        "another application's history",
                        true,
                        MANAGED,
                        1,
                        SCHEMA,
                        HISTORY,
                        LiquibaseTables.row("t", "theirs", 1)),
                new Case("a table", true, UNMANAGED, 0, SCHEMA, "CREATE TABLE t.things (id int)"),
                new Case(
                        "a table beside the lock table",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        LOCK,
                        "CREATE TABLE t.things (id int)"),
                new Case(
                        "a partitioned table",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE TABLE t.things (id int) PARTITION BY RANGE (id)"),
                new Case("a view", true, UNMANAGED, 0, SCHEMA, "CREATE VIEW t.things AS SELECT 1 AS id"),
                new Case(
                        "a view named like the history",
                        true,
                        UNTRUSTED,
                        0,
                        SCHEMA,
                        "CREATE VIEW t.databasechangelog AS SELECT 1 AS id"),
                new Case(
                        "a view named like the lock table",
                        true,
                        UNTRUSTED,
                        0,
                        SCHEMA,
                        "CREATE VIEW t.databasechangeloglock AS SELECT 1 AS id"),
                new Case(
                        "a procedure named like the lock table",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE PROCEDURE t.databasechangeloglock() LANGUAGE sql AS 'SELECT 1'"),
                new Case("a sequence", true, UNMANAGED, 0, SCHEMA, "CREATE SEQUENCE t.numbers"),
                new Case(
                        "a function",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE FUNCTION t.one() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
                new Case(
                        "a procedure",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE PROCEDURE t.nothing() LANGUAGE sql AS 'SELECT 1'"),
                new Case("an enum", true, UNMANAGED, 0, SCHEMA, "CREATE TYPE t.mood AS ENUM ('glad', 'sad')"),
                new Case("a composite type", true, UNMANAGED, 0, SCHEMA, "CREATE TYPE t.pair AS (a int, b int)"),
                new Case("a domain", true, UNMANAGED, 0, SCHEMA, "CREATE DOMAIN t.positive AS int CHECK (VALUE > 0)"),
                new Case("a range type", true, UNMANAGED, 0, SCHEMA, "CREATE TYPE t.span AS RANGE (subtype = int)"),
                new Case(
                        "extension objects only",
                        false,
                        EMPTY,
                        0,
                        SCHEMA,
                        "CREATE EXTENSION hstore SCHEMA t",
                        "CREATE EXTENSION citext SCHEMA t",
                        "CREATE EXTENSION pg_stat_statements SCHEMA t"),
                new Case(
                        "extension objects and the lock table",
                        true,
                        EMPTY,
                        0,
                        SCHEMA,
                        "CREATE EXTENSION hstore SCHEMA t",
                        LOCK,
                        LOCK_ROW),
                new Case(
                        "extension objects and a history",
                        true,
                        MANAGED,
                        0,
                        SCHEMA,
                        "CREATE EXTENSION hstore SCHEMA t",
                        HISTORY),
                new Case(
                        "extension objects and a table",
                        true,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE EXTENSION hstore SCHEMA t",
                        "CREATE TABLE t.things (tags t.hstore)"),
                new Case(
                        "owned by an extension",
                        false,
                        EMPTY,
                        0,
                        SCHEMA,
                        "CREATE EXTENSION hstore",
                        "ALTER EXTENSION hstore ADD SCHEMA t"),
                new Case(
                        "owned by an extension, with a table",
                        false,
                        UNMANAGED,
                        0,
                        SCHEMA,
                        "CREATE TABLE t.settings (id int)",
                        "CREATE EXTENSION hstore",
                        "ALTER EXTENSION hstore ADD SCHEMA t"));
    }

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @ParameterizedTest
    @MethodSource("cases")
    void theStateAndTheListingFollowFromWhatIsInTheSchema(Case example) {
        DATABASE.execute(example.statements());
        Server server = Servers.of(DATABASE);

        TenantHistory history = new PostgresFleet(server, HistoryTables.DEFAULT, 4)
                .histories(Tenants.of("t"))
                .get(Engines.tenant("t"));

        assertThat(history.state()).isEqualTo(example.state());
        assertThat(history.rows()).hasSize(example.rows());
        assertThat(history.problem().isPresent()).isEqualTo(example.state() == UNTRUSTED);
        assertThat(history.lock()).isEmpty();
        assertThat(CatalogTenantsTest.schemas(new CatalogTenants(server, CatalogTenantsTest.ALL)))
                .isEqualTo(example.listed() ? List.of("t") : List.of());
    }
}
