package io.github.pgmt.postgres.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.schema.Dependents;
import io.github.pgmt.postgres.schema.ObjectAddress;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A schema goes with all that is in it, and with nothing that is not. */
class PostgresRemovalTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;
    private static final String SCHEMAS =
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aSchemaOfAnyNameGoesAndNoOtherDoes() {
        for (String name : List.of(
                "acme",
                "it's",
                "a b",
                "say \"hello\"",
                "x\"; DROP SCHEMA public CASCADE; --",
                "🐘",
                "what?",
                "{fn now()}",
                "$1",
                "%s",
                "select")) {
            database.execute(LiquibaseTables.migrated(name));
            database.execute("CREATE TABLE " + Identifiers.qualify(name, name) + " (id serial PRIMARY KEY)");
        }
        for (String name : List.of(
                "it's",
                "a b",
                "say \"hello\"",
                "x\"; DROP SCHEMA public CASCADE; --",
                "🐘",
                "what?",
                "{fn now()}",
                "$1",
                "%s",
                "select")) {
            drop(name);
        }

        assertThat(database.query(SCHEMAS)).containsExactlyInAnyOrder("public", "acme");
        assertThat(database.query("SELECT count(*) FROM acme.acme")).containsExactly("0");
        Eventually.untilNoAdvisoryLock(database);
    }

    @Test
    void whatDependsOnTheSchemaFromOutsideKeepsItAndIsNamed() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "CREATE TYPE acme.mood AS ENUM ('fine')",
                "CREATE DOMAIN acme.positive AS int CHECK (value > 0)",
                "CREATE TABLE acme.customer (id int PRIMARY KEY, name text)",
                "CREATE TABLE acme.event (id int) PARTITION BY RANGE (id)",
                "CREATE FUNCTION acme.one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
                "CREATE FUNCTION acme.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE VIEW acme.names AS SELECT name FROM acme.customer",
                // And all of this is outside.
                "CREATE TABLE \"in voice\" (id int, customer int CONSTRAINT \"a bill\" REFERENCES acme.customer)",
                "CREATE VIEW report AS SELECT * FROM acme.names",
                "CREATE MATERIALIZED VIEW snapshot AS SELECT id FROM acme.customer",
                "CREATE TABLE heir () INHERITS (acme.customer)",
                "CREATE TABLE part PARTITION OF acme.event FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE person (mood acme.mood, age acme.positive, rank int DEFAULT acme.one(),"
                        + " own acme.customer, score int CHECK (score > acme.one()))",
                "CREATE INDEX person_rank ON person ((rank + acme.one()))",
                "CREATE TRIGGER touched BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION acme.touch()",
                "CREATE POLICY mine ON person USING (rank = acme.one())",
                "CREATE FUNCTION count_customers() RETURNS bigint LANGUAGE sql"
                        + " BEGIN ATOMIC SELECT count(*) FROM acme.customer; END",
                "CREATE RULE also AS ON DELETE TO person DO ALSO DELETE FROM acme.customer");

        assertThat(obstacle("acme").message().lines())
                .contains(
                        "table constraint \"a bill\" on public.\"in voice\"",
                        "view public.report",
                        "materialized view public.snapshot",
                        "table public.heir",
                        "table public.part",
                        "table column public.person.mood",
                        "table column public.person.age",
                        "table column public.person.own",
                        "default value for public.person.rank",
                        "table constraint person_score_check on public.person",
                        "index public.person_rank",
                        "trigger touched on public.person",
                        "policy mine on public.person",
                        "function public.count_customers()",
                        "rule also on public.person");
        assertThatThrownBy(() -> drop("acme"))
                .isInstanceOf(TenantUnavailableException.class)
                .hasMessageContaining("view public.report")
                .hasMessageEndingWith("Nothing was dropped.");
        assertThat(database.query("SELECT count(*) FROM acme.customer")).containsExactly("0");
    }

    @Test
    void aPathThatLeadsOutThroughTheSchemaIsFollowed() throws SQLException {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE TABLE acme.customer (id int)",
                "CREATE TABLE acme.other (id int)",
                "CREATE VIEW acme.inner_view AS SELECT * FROM acme.customer",
                "CREATE VIEW public.outer_view AS SELECT * FROM acme.inner_view",
                "CREATE VIEW public.farther_view AS SELECT * FROM public.outer_view");
        try (Connection connection = database.connect()) {
            assertThat(Dependents.outside(connection, "acme", List.of(table("customer"))))
                    .extracting(Dependents.Outside::toString)
                    .containsExactly("view public.outer_view");
            assertThat(Dependents.outside(connection, "acme", List.of(table("other"))))
                    .isEmpty();
        }
    }

    private ObjectAddress table(String name) {
        return new ObjectAddress(
                Long.parseLong(
                        database.query("SELECT 'pg_class'::regclass::oid").get(0)),
                Long.parseLong(database.query("SELECT 'acme." + name + "'::regclass::oid")
                        .get(0)));
    }

    @Test
    void whatOnlySaysSomethingAboutTheSchemaDoesNotKeepIt() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "CREATE TABLE country (id int PRIMARY KEY)",
                "CREATE TABLE event (id int) PARTITION BY RANGE (id)",
                "CREATE FUNCTION shared() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TABLE acme.customer (id int PRIMARY KEY, country int REFERENCES country, parent int REFERENCES acme.customer)",
                "CREATE TABLE acme.part PARTITION OF event FOR VALUES FROM (0) TO (10)",
                "CREATE TRIGGER touched BEFORE INSERT ON acme.customer FOR EACH ROW EXECUTE FUNCTION shared()",
                "CREATE TYPE acme.pair AS (a int, b int)",
                "CREATE FUNCTION acme.sum(acme.pair) RETURNS int LANGUAGE sql AS 'SELECT $1.a + $1.b'",
                "CREATE CAST (acme.pair AS int) WITH FUNCTION acme.sum(acme.pair)",
                "CREATE PUBLICATION news FOR TABLE acme.customer, country",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA acme GRANT SELECT ON TABLES TO PUBLIC",
                "CREATE STATISTICS acme.both ON id, country FROM acme.customer",
                "CREATE AGGREGATE acme.total(int) (sfunc = int4larger, stype = int)",
                "CREATE OPERATOR acme.### (leftarg = int, rightarg = int, function = int4pl)");
        List<String> outside = database.query("SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace");

        drop("acme");

        assertThat(database.query(SCHEMAS)).containsExactly("public");
        assertThat(database.query("SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo(outside);
        assertThat(database.query("SELECT count(*) FROM pg_publication_rel")).containsExactly("1");
    }

    @Test
    void anExtensionInTheSchemaKeepsIt() {
        database.execute("CREATE SCHEMA acme", "CREATE EXTENSION citext SCHEMA acme");

        Failure failure = obstacle("acme");

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(failure.message()).contains("citext", "ALTER EXTENSION citext SET SCHEMA public");
        database.execute("ALTER EXTENSION citext SET SCHEMA public");
        drop("acme");
        assertThat(database.query(SCHEMAS)).containsExactly("public");
    }

    @Test
    void onlyTheOwnerOfTheSchemaMayDropItButNeedNotOwnWhatIsInIt() {
        try (TestRole role = new TestRole(database);
                TestRole other = new TestRole(database)) {
            database.execute(
                    "CREATE SCHEMA acme",
                    "CREATE TABLE acme.t (id int)",
                    "GRANT USAGE ON SCHEMA acme TO " + role.name());
            assertThat(removal(role.server(), Optional.empty()).obstacle(tenant("acme"), false))
                    .map(Failure::message)
                    .hasValueSatisfying(message -> assertThat(message)
                            .contains(
                                    "does not own the schema",
                                    "ALTER SCHEMA \"acme\" OWNER TO \"" + role.name() + '"'));

            database.execute(
                    "ALTER SCHEMA acme OWNER TO " + role.name(), "ALTER TABLE acme.t OWNER TO " + other.name());
            removal(role.server(), Optional.empty()).drop(tenant("acme"), false, (gone, left) -> {});
            assertThat(database.query(SCHEMAS)).containsExactly("public");
        }
    }

    @Test
    void aLockThatSomebodyHoldsIsWaitedForByTheRunAndNotByTheDrop() throws SQLException {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'app-1'");

        assertThat(failureOfDrop("acme").kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failureOfDrop("acme").message()).contains("held by app-1", "Nothing was dropped.");

        database.execute("UPDATE acme.databasechangeloglock SET locked = false");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM acme.databasechangelog");
            Failure failure = failureOfDrop("acme");
            assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(failure.sqlState()).contains("55P03");
        }
        drop("acme");
        assertThat(database.query(SCHEMAS)).containsExactly("public");
    }

    @Test
    void aLiquibaseThatWaitsForTheRowFindsTheSchemaGoneOrAsItWas() throws Exception {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute("CREATE TABLE acme.customer (id int)");
        Server server = Servers.of(database);
        ExecutorService application = Executors.newSingleThreadExecutor();
        try (Connection connection = server.open("test");
                LockRow held = LockRow.hold(
                        server.openWithoutPortals("acme"),
                        connection,
                        new TenantTables(Database.only(""), "acme", TABLES))) {
            Future<?> liquibase = application.submit(
                    () -> database.execute("UPDATE acme.databasechangeloglock SET locked = true WHERE id = 1"));
            Eventually.untilWaiting(database, "query LIKE 'UPDATE acme.%'");

            SchemaDrop drop = new SchemaDrop(
                    connection,
                    new TenantTables(Database.only(""), "acme", TABLES),
                    Optional.empty(),
                    new StopSignal(),
                    100);
            assertThatThrownBy(() -> drop.drop(Optional.of(held), (gone, left) -> {}))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlErrors.isHeldBySomebody(e)).isTrue());
            held.close();
            liquibase.get();
        } finally {
            application.shutdownNow();
        }
        assertThat(database.query("SELECT count(*) FROM acme.customer")).containsExactly("0");
        assertThat(database.query("SELECT locked FROM acme.databasechangeloglock"))
                .containsExactly("t");
    }

    @Test
    void whereThereIsNoLockRowALiquibaseThatComesMeanwhileKeepsTheSchema() throws Exception {
        database.execute("CREATE SCHEMA acme", LiquibaseTables.lock("acme"));
        database.execute("INSERT INTO acme.databasechangeloglock VALUES (7, true, NULL, 'odd')");

        Failure failure = failureOfDrop("acme");

        assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failure.message()).contains("A Liquibase has begun");
        database.execute("DELETE FROM acme.databasechangeloglock");
        drop("acme");
        assertThat(database.query(SCHEMAS)).containsExactly("public");
    }

    private void drop(String schema) {
        removal(Servers.of(database), Optional.empty()).drop(tenant(schema), false, (gone, left) -> {});
    }

    private Failure failureOfDrop(String schema) {
        return catchThrowableOfType(TenantUnavailableException.class, () -> drop(schema))
                .failure();
    }

    private Failure obstacle(String schema) {
        return removal(Servers.of(database), Optional.empty())
                .obstacle(tenant(schema), false)
                .orElseThrow();
    }

    private static PostgresRemoval removal(Server server, Optional<TenantTable> registry) {
        StopSignal stop = new StopSignal();
        return new PostgresRemoval(
                server, new PostgresSessions(server, List.of("public"), TABLES, stop), TABLES, registry, stop);
    }

    private static Tenant tenant(String schema) {
        return new Tenant("test", schema, schema, Map.of());
    }
}
