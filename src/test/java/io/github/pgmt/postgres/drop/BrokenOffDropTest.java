package io.github.pgmt.postgres.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import java.lang.reflect.Proxy;
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
                    .hasMessageContaining("The run was interrupted")
                    .hasMessageEndingWith("Nothing was dropped.");
        } finally {
            run.shutdownNow();
        }
        assertThat(database.query("SELECT count(*) FROM acme.customer")).containsExactly("0");
    }

    /** The registry has a trigger that acts when the transaction commits, and ends the session that does. */
    @Test
    void whenTheAnswerToTheCommitIsLostNothingIsSaidToBeThereStill() {
        database.execute(
                "CREATE TABLE tenant (name text)",
                "INSERT INTO tenant VALUES ('acme')",
                "CREATE TABLE at_commit (name text)",
                "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'",
                "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON at_commit DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION die()",
                "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN SET CONSTRAINTS ALL DEFERRED; INSERT INTO at_commit VALUES (OLD.name); RETURN NULL; END'",
                "CREATE CONSTRAINT TRIGGER later AFTER DELETE ON tenant DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION later()");

        assertThatThrownBy(() -> drop(Optional.of(new TenantTable("tenant", "name"))))
                .isInstanceOf(UncertainDropException.class)
                .hasMessageContaining("may or may not have been dropped")
                .hasMessageContaining("terminating connection")
                .hasMessageNotContainingAny("Nothing was dropped", "gone for good");
    }

    /** As when the network goes while the server commits. */
    @Test
    void aCommitWhoseAnswerIsLostMayHaveBeenDone() throws SQLException {
        try (Connection connection = server.open("test")) {
            Connection losing = (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("commit")) {
                            throw new SQLException("An I/O error occurred", "08006");
                        }
                        return result;
                    });
            SchemaDrop drop = new SchemaDrop(
                    losing, new TenantTables(Database.only(""), "acme", TABLES), Optional.empty(), stop, 100);

            assertThatThrownBy(() -> drop.drop(Optional.empty(), (gone, left) -> {}))
                    .isInstanceOfSatisfying(
                            UncertainDropException.class,
                            e -> assertThat(e.failure().sqlState()).contains("08006"));
        }
        assertThat(database.query("SELECT 1 FROM pg_namespace WHERE nspname = 'acme'"))
                .isEmpty();
    }

    private void drop(Optional<TenantTable> registry) {
        new PostgresRemoval(server, sessions, TABLES, registry, stop)
                .drop(new Tenant("test", "acme", "acme", Map.of()), registry.isPresent(), (gone, left) -> {});
    }
}
