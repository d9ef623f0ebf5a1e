package io.github.pgmt.postgres.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who holds Liquibase's lock row, and until when. */
class LockRowTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    /** A server that is busy ends a session some time after its client has closed it. */
    @Test
    void theNextOneNeedNotWaitUntilTheServerHasEndedTheSession() throws SQLException {
        database.execute(LiquibaseTables.migrated("acme"));
        Server server = Servers.of(database);
        TenantTables tables = new TenantTables(Database.only(""), "acme", HistoryTables.DEFAULT);
        try (Connection guard = server.open("acme");
                Connection next = database.connect()) {
            for (int holder = 0; holder < 50; holder++) {
                try (LockRow row = LockRow.hold(server.openWithoutPortals("acme"), guard, tables)) {
                    assertThat(row.isHeld()).isTrue();
                }
                PlainSql.execute(next, "SELECT id FROM acme.databasechangeloglock FOR UPDATE NOWAIT");
            }
        }
    }

    /** Each snapshot in the database is waited for by {@code CREATE INDEX CONCURRENTLY}. */
    @Test
    void whoHoldsTheRowHasNoSnapshotAndHoldsItStill() throws SQLException {
        database.execute(LiquibaseTables.migrated("acme"));
        Server server = Servers.of(database);
        TenantTables tables = new TenantTables(Database.only(""), "acme", HistoryTables.DEFAULT);
        try (Connection guard = server.open("acme");
                Connection other = database.connect();
                LockRow row = LockRow.hold(server.openWithoutPortals("acme"), guard, tables)) {
            int holder = BlockerWatch.pid(row.transaction());
            assertThat(database.query("SELECT state || ' ' || coalesce(backend_xmin::text, 'without a snapshot') "
                            + "FROM pg_stat_activity WHERE pid = " + holder))
                    .containsExactly("idle in transaction without a snapshot");
            assertThatThrownBy(() ->
                            PlainSql.execute(other, "SELECT id FROM acme.databasechangeloglock FOR UPDATE NOWAIT"))
                    .hasMessageContaining("could not obtain lock on row");
            assertThat(database.query("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND pid = "
                            + holder + " AND mode = 'ExclusiveLock' AND transactionid::text = '" + row.id() + "'"))
                    .containsExactly("1");
        }
    }
}
