package io.github.pgmt.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.StopSignal;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A drop can be ended from outside, and says no more than it knows about what it has done. */
class BrokenOffDropTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final StopSignal stop = new StopSignal();
    private PostgresSessions sessions;
    private Server server;

    @BeforeEach
    void makeATenant() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute("CREATE TABLE acme.customer (id int)");
        server = Server.connect(
                new DatabaseAddress(database.url(), Optional.empty(), Optional.empty()),
                RunId.startingAt(Instant.now()),
                new Server.Timeouts(Duration.ZERO, Duration.ZERO));
        sessions = new PostgresSessions(server, List.of("public"), TABLES, stop);
    }

    /** The drop waits over the connection that holds Liquibase's lock row, and here without a time limit. */
    @Test
    void anInterruptReachesADropThatWaitsForALock() throws Exception {
        ExecutorService run = Executors.newSingleThreadExecutor();
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM acme.customer");
            Future<?> dropping = run.submit(() -> drop(Optional.empty()));
            Eventually.untilRunning(database, "LOCK TABLE ONLY acme.");

            sessions.cancelAll();

            assertThatThrownBy(() -> dropping.get(1, TimeUnit.MINUTES))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("The run was interrupted")
                    .hasMessageEndingWith("Nothing was dropped.");
        } finally {
            run.shutdownNow();
        }
        assertThat(database.query("SELECT count(*) FROM acme.customer")).containsExactly("0");
    }

    private void drop(Optional<TenantTable> registry) {
        new PostgresRemoval(server, sessions, TABLES, registry, stop)
                .drop(new Tenant("test", "acme", "acme", Map.of()), registry.isPresent(), (gone, left) -> {});
    }
}
