package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A few that have drifted among many are found in a few statements. */
@Tag(Faults.TAG)
class DriftOfManyTest {

    /** In a transaction; the server's lock table has limits. */
    private static final int TENANTS_AT_ONCE = 20;

    /** Beyond the looks at the histories: what is sent for a connection that is opened, and for many tenants at once. */
    private static final int SENDINGS = 80;

    /** What decides is looked at again. */
    private static final int LOOKS_AT_HISTORIES = 2;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void threeAmongManyInAFewStatements() {
        int tenants = Faults.rounds(60, 1000);
        create(tenants, 12, 0);
        database.execute(
                "ALTER TABLE t7.c3 ALTER name TYPE varchar(50)",
                "DROP INDEX t8.c4_name",
                "CREATE TABLE t9.extra (id int)");
        try (WatchedSockets sockets = new WatchedSockets()) {
            TestDatabase watched = sockets.of(database);
            new PostgresFleet(Servers.of(watched), HistoryTables.DEFAULT, 4).histories(Tenants.of(names(tenants)));
            int ofHistories = sockets.sent();

            long started = System.nanoTime();
            DriftReport report = Drifts.of(watched);
            int all = sockets.sent() - ofHistories;
            Faults.tell(
                    "drift of {} tenants with 12 tables: {} ms, sent {} times; a look at their histories {} times",
                    tenants,
                    (System.nanoTime() - started) / 1_000_000,
                    all,
                    ofHistories);

            assertThat(Drifts.told(report))
                    .containsExactlyInAnyOrder(
                            "[t7]: column c3.name is character varying(50), not text",
                            "[t8]: index c4_name is missing",
                            "[t9]: table extra is extra");
            assertThat(all).isLessThan(LOOKS_AT_HISTORIES * ofHistories + SENDINGS);
        }
    }

    /** The server's lock table has 64 places a connection, as it has by default. */
    @Test
    void viewsOfManyLeaveRoomInTheLockTable() {
        assertThat(database.query("SHOW max_locks_per_transaction")).containsExactly("64");
        int tenants = Faults.rounds(80, 10_000);
        create(tenants, 2, 5);
        database.execute("CREATE OR REPLACE VIEW t11.v3 AS SELECT id, name FROM t11.c1 WHERE id > 3");
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        System.gc();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);

        long started = System.nanoTime();
        DriftReport report = Drifts.of(database);
        Faults.tell(
                "drift of {} tenants with 5 views: {} ms, at most {} MB of heap, garbage included",
                tenants,
                (System.nanoTime() - started) / 1_000_000,
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);

        assertThat(Drifts.told(report)).containsExactly("[t11]: view v3 differs in its definition");
        assertThat(Drifts.states(report)).hasSize(1);
    }

    private static List<String> names(int tenants) {
        return IntStream.range(0, tenants).mapToObj(number -> "t" + number).toList();
    }

    private void create(int tenants, int tables, int views) {
        String history =
                LiquibaseTables.history("t0").replace("\"t0\".", "%1$I.").replace("'", "''");
        String lock = LiquibaseTables.lock("t0").replace("\"t0\".", "%1$I.").replace("'", "''");
        Map<Integer, Integer> batches = new TreeMap<>();
        for (int first = 0; first < tenants; first += TENANTS_AT_ONCE) {
            batches.put(first, Math.min(tenants, first + TENANTS_AT_ONCE) - 1);
        }
        batches.forEach((first, last) -> database.execute("""
                DO $$ BEGIN FOR tenant IN %d..%d LOOP
                  EXECUTE format('CREATE SCHEMA %%1$I', 't' || tenant);
                  EXECUTE format('%s', 't' || tenant);
                  EXECUTE format('%s', 't' || tenant);
                  EXECUTE format('INSERT INTO %%1$I.databasechangeloglock VALUES (1, false)', 't' || tenant);
                  EXECUTE format('INSERT INTO %%1$I.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
                    VALUES (''one'', ''app'', ''one.sql'', now(), 1, ''EXECUTED'')', 't' || tenant);
                  FOR number IN 1..%d LOOP
                    EXECUTE format('CREATE TABLE %%1$I.c%%2$s (id serial PRIMARY KEY, name text NOT NULL, kind text DEFAULT ''a'')',
                      't' || tenant, number);
                    EXECUTE format('CREATE INDEX c%%2$s_name ON %%1$I.c%%2$s (name)', 't' || tenant, number);
                  END LOOP;
                  FOR number IN 1..%d LOOP
                    EXECUTE format('CREATE VIEW %%1$I.v%%2$s AS SELECT id, name FROM %%1$I.c1 WHERE id > 1', 't' || tenant, number);
                  END LOOP;
                END LOOP; END $$""".formatted(first, last, history, lock, tables, views)));
    }
}
