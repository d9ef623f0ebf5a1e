package io.github.pgmt.postgres.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects of every kind go one by one, on every version of PostgreSQL. */
class SchemaDropTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;

    /** In batches that have one object each, since no object takes less. */
    private static final int SMALLEST_BUDGET = 1;

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.Faults#versions")
    @Tag(Faults.TAG)
    void nothingOfTheSchemaIsLeftAndNothingElseIsTouched(EmbeddedVersion version) throws SQLException {
        try (TestDatabase database = new TestDatabase(TestServer.of(version))) {
            createEveryKind(database);
            List<String> outside = outside(database);
            Server server = Servers.of(database);
            List<Integer> gone = new ArrayList<>();

            try (Connection connection = server.open("test");
                    LockRow held = LockRow.hold(
                            server.openWithoutPortals("acme"),
                            connection,
                            new TenantTables(Database.only(""), "acme", TABLES))) {
                new SchemaDrop(
                                connection,
                                new TenantTables(Database.only(""), "acme", TABLES),
                                Optional.empty(),
                                new StopSignal(),
                                SMALLEST_BUDGET)
                        .drop(Optional.of(held), (now, left) -> {
                            gone.add(now);
                            assertThat(database.query("SELECT count(*) FROM acme.databasechangelog"))
                                    .containsExactly("2");
                            if (left == 0) {
                                assertOnlyRareKindsAreLeft(database);
                            }
                        });
            }

            assertThat(gone).hasSize(29).startsWith(1, 2, 3);
            assertThat(outside(database)).isEqualTo(outside);
            assertThat(database.query("SELECT 1 FROM pg_namespace WHERE nspname = 'acme'"))
                    .isEmpty();
        }
    }

    /** Else the first table would take the foreign keys of all others, and their locks, along; and a parent its partitions. */
    @Test
    void whatDependsOnManyComesAfterThem() throws SQLException {
        try (TestDatabase database = new TestDatabase()) {
            createEveryKind(database);
            try (Connection connection = database.connect()) {
                List<String> statements = DroppableObjects.list(connection, "acme", TABLES).stream()
                        .map(DroppableObject::statement)
                        .toList();

                assertThat(statements)
                        .containsSubsequence(
                                "DROP VIEW IF EXISTS acme.v1 CASCADE",
                                "ALTER TABLE IF EXISTS acme.a DROP CONSTRAINT IF EXISTS round",
                                "DROP TABLE IF EXISTS acme.event11 CASCADE",
                                "DROP TABLE IF EXISTS acme.event1 CASCADE",
                                "DROP TABLE IF EXISTS acme.event CASCADE",
                                "DROP SEQUENCE IF EXISTS acme.\"{fn now()}\" CASCADE")
                        .containsSubsequence(
                                "DROP TABLE IF EXISTS acme.grandchild CASCADE",
                                "DROP TABLE IF EXISTS acme.child CASCADE",
                                "DROP TABLE IF EXISTS acme.a CASCADE",
                                "DROP ROUTINE IF EXISTS acme.p(integer) CASCADE",
                                "DROP TYPE IF EXISTS acme.pair CASCADE");
            }
        }
    }

    /** A table without anything has its two types; an identity column a sequence, which is in turn no table's part. */
    @Test
    void everyPartOfAnObjectTakesALock() throws SQLException {
        try (TestDatabase database = new TestDatabase()) {
            database.execute("CREATE SCHEMA acme", "CREATE TABLE acme.plain (id int)");
            int plain = locks(database);
            database.execute(
                    "DROP TABLE acme.plain",
                    "CREATE TABLE acme.rich (id serial, b int CHECK (b > 0), c int UNIQUE, d text)",
                    "CREATE INDEX ON acme.rich (b)");

            // Its TOAST table and that one's index, the sequence and its default, the check, the constraint and its
            // index, the
            // other index, and on newer versions NOT NULL.
            assertThat(locks(database)).isBetween(plain + 8, plain + 9);
        }
    }

    private static int locks(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            List<DroppableObject> objects = DroppableObjects.list(connection, "acme", TABLES);
            assertThat(objects).hasSize(1);
            return objects.get(0).locks();
        }
    }

    private static void assertOnlyRareKindsAreLeft(TestDatabase database) {
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'acme'::regnamespace"
                        + " AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY 1"))
                .containsExactly("databasechangelog", "databasechangeloglock");
        assertThat(database.query("SELECT proname FROM pg_proc WHERE pronamespace = 'acme'::regnamespace"))
                .isEmpty();
        assertThat(database.query("SELECT typname FROM pg_type WHERE typnamespace = 'acme'::regnamespace"
                        + " AND typrelid = 0 AND typcategory <> 'A'"))
                .isEmpty();
    }

    private static void createEveryKind(TestDatabase database) {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "CREATE TABLE public.country (id int PRIMARY KEY)",
                "CREATE TABLE public.log (id int) PARTITION BY RANGE (id)",
                "SET search_path = acme, public",
                "CREATE TYPE acme.mood AS ENUM ('fine')",
                "CREATE DOMAIN acme.positive AS int CHECK (value > 0)",
                "CREATE DOMAIN acme.tiny AS acme.positive CHECK (value < 9)",
                "CREATE TYPE acme.pair AS (a acme.mood, b acme.tiny)",
                "CREATE TYPE acme.span AS RANGE (subtype = int)",
                "CREATE TYPE acme.shell",
                "CREATE SEQUENCE acme.\"{fn now()}\"",
                "CREATE TABLE acme.a (id serial PRIMARY KEY, mood acme.mood, pairs acme.pair[], b int, country int"
                        + " REFERENCES public.country, parent int REFERENCES acme.a)",
                "CREATE TABLE acme.\"b; ?\"\" 🐘\" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int REFERENCES acme.a,"
                        + " long text, doubled int GENERATED ALWAYS AS (a * 2) STORED)",
                "ALTER TABLE acme.a ADD CONSTRAINT round FOREIGN KEY (b) REFERENCES acme.\"b; ?\"\" 🐘\"",
                "CREATE TABLE acme.child (more int) INHERITS (acme.a)",
                "CREATE TABLE acme.grandchild () INHERITS (acme.child)",
                "CREATE TABLE acme.event (id int PRIMARY KEY, a int REFERENCES acme.a) PARTITION BY RANGE (id)",
                "CREATE TABLE acme.event1 PARTITION OF acme.event FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id)",
                "CREATE TABLE acme.event11 PARTITION OF acme.event1 FOR VALUES FROM (0) TO (5)",
                "CREATE TABLE acme.visit (event int REFERENCES acme.event)",
                "CREATE TABLE acme.log1 PARTITION OF public.log FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE acme.rows OF acme.pair",
                "CREATE VIEW acme.v1 AS SELECT a.id FROM acme.a JOIN acme.child USING (id)",
                "CREATE VIEW acme.v2 AS SELECT count(*) FROM acme.v1",
                "CREATE MATERIALIZED VIEW acme.m AS SELECT * FROM acme.v2",
                "CREATE RULE nothing AS ON DELETE TO acme.child DO INSTEAD NOTHING",
                "CREATE POLICY own ON acme.child USING (more > 0)",
                "CREATE STATISTICS acme.both ON id, b FROM acme.a",
                "CREATE FUNCTION acme.guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER guarded BEFORE UPDATE ON acme.a" + " FOR EACH ROW EXECUTE FUNCTION acme.guard()",
                "CREATE FUNCTION acme.f(acme.mood, VARIADIC acme.pair[]) RETURNS SETOF acme.a LANGUAGE sql"
                        + " AS 'SELECT * FROM a'",
                "CREATE FUNCTION acme.f(int DEFAULT 1) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT count(*)::int FROM acme.a; END",
                "CREATE PROCEDURE acme.p(a int, OUT b text) LANGUAGE plpgsql AS 'BEGIN b := 1; END'",
                "CREATE AGGREGATE acme.none(*) (sfunc = int8inc, stype = int8, initcond = '0')",
                "CREATE AGGREGATE acme.some(float8 ORDER BY anyelement) (sfunc = ordered_set_transition,"
                        + " stype = internal, finalfunc = percentile_disc_final, finalfunc_extra)",
                "CREATE OPERATOR acme.### (leftarg = int, rightarg = int, function = int4pl)",
                "CREATE COLLATION acme.plain FROM \"C\"",
                "CREATE TEXT SEARCH CONFIGURATION acme.words (copy = simple)",
                "CREATE OPERATOR CLASS acme.ints FOR TYPE int USING hash AS OPERATOR 1 =");
    }

    private static List<String> outside(TestDatabase database) {
        return database.query("SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid");
    }
}
