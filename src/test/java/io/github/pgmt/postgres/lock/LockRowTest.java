package io.github.pgmt.postgres.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.table.TenantTables;
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
        TenantTables tables = new TenantTables("acme", HistoryTables.DEFAULT);
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
}
