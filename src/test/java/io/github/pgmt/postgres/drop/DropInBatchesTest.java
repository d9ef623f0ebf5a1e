package io.github.pgmt.postgres.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.LockTable;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A schema whose objects do not fit into the server's lock table, at its default setting. */
class DropInBatchesTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;
    private static final TenantTable REGISTRY = new TenantTable("public.tenant", "schema");
    private static final Tenant TENANT = new Tenant("test", "acme", "acme", Map.of());

    /** In every build most of the lock table is taken, and all else a fifth. */
    private static final int SIZE = Faults.rounds(1, 5);

    private static final int PLACES_LEFT = 3000;

    private static final TenantRemoval.Progress SILENT = (gone, left) -> {};

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    /** All databases of a server share its lock table. */
    @RegisterExtension
    final TestDatabase elsewhere = new TestDatabase();

    @Test
    @Tag(Faults.TAG)
    void aSchemaOfMoreThanTheServerCanLockIsDroppedInPartsAndIsATenantUntilTheLast() throws SQLException {
        assumeThat(database.query("SHOW max_locks_per_transaction"))
                .as("a server of one's own may have room for more")
                .containsExactly("64");
        createBigSchema();
        try (Connection holder = elsewhere.connect()) {
            if (SIZE == 1) {
                LockTable.fill(holder);
                LockTable.empty(holder, PLACES_LEFT);
            }
            dropInParts();
        }
    }

    private void dropInParts() throws SQLException {
        assertThatThrownBy(() -> database.execute("DROP SCHEMA acme CASCADE"))
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53200"));
        int tables = tables();
        assertThat(tables).isGreaterThan(260 * SIZE);

        // What would fail in the last transaction is found out before the first.
        database.execute(
                "CREATE TABLE tenant (schema text PRIMARY KEY)",
                "INSERT INTO tenant VALUES ('acme')",
                "CREATE TABLE bill (tenant text REFERENCES tenant)",
                "INSERT INTO bill VALUES ('acme')");
        Failure billed = failure(removal(new StopSignal()), true, SILENT);
        assertThat(billed.message()).contains("on table \"bill\"", "Nothing was dropped.");
        assertThat(tables()).isEqualTo(tables);
        database.execute(
                "DROP TABLE bill", "ALTER TABLE acme.t0001 ADD tenant text DEFAULT 'acme' REFERENCES public.tenant");
        database.execute("INSERT INTO acme.t0001 (name) VALUES ('refers to the row')");

        // Interrupted after the first batch.
        StopSignal stop = new StopSignal();
        Failure interrupted = failure(removal(stop), true, (gone, left) -> stop.request());
        assertThat(interrupted.message()).contains("interrupted", "of the schema's objects are gone for good");
        assertThat(state()).isEqualTo(TenantHistory.State.MANAGED);

        // Somebody uses one of the oldest tables, which come last.
        PostgresRemoval removal = removal(new StopSignal());
        List<Integer> gone = new ArrayList<>();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM acme.\"it's; ?\"\" 🐘\"");
            Failure locked = failure(removal, true, (now, left) -> gone.add(now));
            assertThat(locked.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(locked.message())
                    .contains(gone.get(gone.size() - 1) + " of the schema's objects are gone for good");
        }
        assertThat(tables()).isLessThan(tables).isGreaterThan(0);
        assertThat(state()).isEqualTo(TenantHistory.State.MANAGED);
        assertThat(database.query("SELECT id FROM acme.databasechangelog ORDER BY 1"))
                .containsExactly("one", "two");
        assertThat(database.query("SELECT * FROM tenant")).containsExactly("acme");
        Eventually.untilNoAdvisoryLock(database);

        // And goes on.
        int before = gone.get(gone.size() - 1);
        removal.drop(TENANT, true, (now, left) -> assertThat(now).isGreaterThan(before));
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'acme'"))
                .isEmpty();
        assertThat(database.query("SELECT * FROM tenant")).isEmpty();
    }

    /** In each statement a part, since to make it takes as many locks. */
    private void createBigSchema() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "CREATE TABLE acme.hub (id int PRIMARY KEY)",
                "CREATE TYPE acme.mood AS ENUM ('fine')",
                "CREATE DOMAIN acme.\"od;d?\" AS int",
                "CREATE SEQUENCE acme.\"{fn now()}\"",
                "CREATE TABLE acme.\"it's; ?\"\" 🐘\" (id serial PRIMARY KEY)",
                "CREATE FUNCTION acme.guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        String columns = IntStream.range(0, 10)
                .mapToObj(column -> "c" + column + " int DEFAULT 1 CHECK (c" + column + " > 0)")
                .collect(Collectors.joining(", "));
        database.execute(loop(0, 29, "format('CREATE TABLE acme.hub%s (id int PRIMARY KEY)', i)"));
        database.execute(
                "CREATE TRIGGER guarded BEFORE UPDATE ON acme.hub0 FOR EACH ROW EXECUTE FUNCTION acme.guard()");
        IntStream.range(0, 10)
                .forEach(part -> database.execute(loop(
                        part * 20 * SIZE + 1,
                        (part + 1) * 20 * SIZE,
                        "format('CREATE TABLE acme.t%s (id int, name text, hub int REFERENCES acme.hub%s, " + columns
                                + ")', lpad(i::text, 4, '0'), i % 30)")));
        database.execute(
                "CREATE TABLE acme.event (id int PRIMARY KEY, hub int REFERENCES acme.hub) PARTITION BY RANGE (id)",
                loop(
                        1,
                        60 * SIZE,
                        "format('CREATE TABLE acme.event%s PARTITION OF acme.event FOR VALUES FROM (%s) TO (%s)', i, i, i + 1)"),
                "CREATE TABLE acme.visit (event int REFERENCES acme.event)",
                "ALTER TABLE acme.hub ADD visit int, ADD event int REFERENCES acme.event",
                loop(
                        1,
                        200 * SIZE,
                        "format('CREATE FUNCTION acme.f%s(acme.mood, VARIADIC int[]) RETURNS int LANGUAGE sql AS ''SELECT 1''', i)"),
                loop(
                        1,
                        60 * SIZE,
                        "format('CREATE PROCEDURE acme.p%s(a int, OUT b text) LANGUAGE plpgsql AS ''BEGIN END''', i)"),
                loop(
                        1,
                        60 * SIZE,
                        "format('CREATE AGGREGATE acme.a%s(*) (sfunc = int8inc, stype = int8, initcond = ''0'')', i)"),
                loop(
                        1,
                        60 * SIZE,
                        "format('CREATE VIEW acme.v%s AS SELECT * FROM acme.t%s JOIN acme.hub USING (id)', i, lpad(i::text, 4, '0'))"),
                loop(1, 60 * SIZE, "format('CREATE TYPE acme.c%s AS (a int, b acme.mood)', i)"));
    }

    private static String loop(int from, int to, String statement) {
        return "DO $do$ BEGIN FOR i IN " + from + ".." + to + " LOOP EXECUTE " + statement + "; END LOOP; END $do$";
    }

    private int tables() {
        return Integer.parseInt(database.query(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'acme'::regnamespace AND relkind IN ('r', 'p')")
                .get(0));
    }

    private TenantHistory.State state() {
        return new PostgresFleet(Servers.of(database), TABLES, 4)
                .histories(Tenants.of("acme"))
                .get(Engines.tenant("acme"))
                .state();
    }

    private PostgresRemoval removal(StopSignal stop) {
        Server server = Servers.of(database);
        return new PostgresRemoval(
                server,
                new PostgresSessions(server, List.of("public"), TABLES, stop),
                TABLES,
                Optional.of(REGISTRY),
                stop);
    }

    private static Failure failure(PostgresRemoval removal, boolean withRow, TenantRemoval.Progress progress) {
        return catchThrowableOfType(TenantUnavailableException.class, () -> removal.drop(TENANT, withRow, progress))
                .failure();
    }
}
