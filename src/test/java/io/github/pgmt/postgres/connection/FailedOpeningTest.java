package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.registry.SchemaPrefix;
import io.github.pgmt.postgres.registry.TableRegister;
import io.github.pgmt.postgres.replay.ReplayConnection;
import io.github.pgmt.postgres.replay.ReplayPool;
import io.github.pgmt.postgres.session.CancellableConnection;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Wherever the opening of something fails, and with whatever, no connection is left of it. */
class FailedOpeningTest {

    private static final List<Function<String, Throwable>> THROWN =
            List.of(IOException::new, IllegalStateException::new, OutOfMemoryError::new);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final WatchedSockets sockets = new WatchedSockets();
    private Server server;
    private PostgresSessions sessions;

    /** Opens something, which is open until it is closed. */
    private interface Opening {

        AutoCloseable open() throws Exception;
    }

    @BeforeEach
    void connect() {
        server = Server.connect(
                new DatabaseAddress(sockets.of(database).url(), Optional.empty(), Optional.empty()),
                RunId.startingAt(Instant.now()),
                new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO).withConnectRetries(0));
        sessions = new PostgresSessions(server, List.of("public"), HistoryTables.DEFAULT, new StopSignal());
        database.execute(LiquibaseTables.migrated("acme"));
    }

    @AfterEach
    void forgetTheSockets() {
        sockets.close();
    }

    @Test
    void ofATenantsSession() throws Exception {
        assertNothingIsLeft(
                () -> server.openPinned("acme", List.of("acme")), () -> sessions.open(Engines.tenant("acme")));
        assertThat(sessions.running()).isEmpty();
        assertThat(database.advisoryLocks()).isZero();
    }

    @Test
    void ofATenantsLockRow() throws Exception {
        assertNothingIsLeft(() -> server.openWithoutPortals("acme"), () -> {
            TenantSession session =
                    CompletableFuture.supplyAsync(this::inTransaction).join();
            try {
                session.holdLockRow();
                return session;
            } catch (Throwable e) {
                session.close();
                throw e;
            }
        });
    }

    /** On a thread that does not fail. */
    private TenantSession inTransaction() {
        TenantSession session = sessions.open(Engines.tenant("acme"));
        try {
            session.connection().setAutoCommit(false);
            session.connection().createStatement().execute("SELECT 1");
            return session;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ofATrial() throws Exception {
        assertNothingIsLeft(
                () -> server.openPinned("acme", List.of("acme")), () -> sessions.openTrial(Engines.tenant("acme")));
        assertThat(sessions.running()).isEmpty();
    }

    @Test
    void ofAReplaysConnection() throws Exception {
        Set<CancellableConnection> open = new HashSet<>();
        ReplayPool pool = new ReplayPool(server, open, sessions.watch());
        assertNothingIsLeft(() -> server.openForMessages("replay"), () -> {
            ReplayConnection taken = pool.take();
            return () -> pool.giveBack(taken, false);
        });
        assertThat(open).isEmpty();
    }

    @Test
    void ofAReader() throws Exception {
        assertNothingIsLeft(() -> server.open("catalog"), () -> server.openReadOnly("catalog"));
        CatalogReader reader = new CatalogReader(server, 1, List.of("jit"));
        assertNothingIsLeft(() -> server.open("catalog"), () -> {
            reader.read("it", connection -> {
                // What fails in closing it is the driver's.
                sockets.failNoMore();
                return connection;
            });
            return () -> {};
        });
    }

    @Test
    void ofARegistrysRow() throws Exception {
        database.execute("CREATE TABLE public.customer (subdomain text)");
        TableRegister register = new TableRegister(
                server, "-Dpgmt.tenantTable", "public.customer", "subdomain", SchemaPrefix.of(Optional.empty()));
        assertNothingIsLeft(() -> server.openAsRole("registry"), () -> register.insert("beta", Map.of()));
    }

    /** @param plain the connection that is opened, about which the driver itself has to see to its own errors */
    private void assertNothingIsLeft(Opening plain, Opening opening) throws Exception {
        Thread self = Thread.currentThread();
        int before = sockets.sent();
        AutoCloseable opened = plain.open();
        int handshake = sockets.sent() - before;
        opened.close();
        for (Function<String, Throwable> thrown : THROWN) {
            int step = handshake;
            while (isFailing(opening, step, self, thrown.apply("after " + step))) {
                assertNoneIsLeft(thrown.apply("in step " + step));
                step++;
            }
            assertThat(step).isGreaterThan(handshake);
            assertNoneIsLeft(thrown.apply("of what went well"));
        }
    }

    private boolean isFailing(Opening opening, int step, Thread thread, Throwable thrown) throws Exception {
        sockets.failAfter(step, thread::equals, thrown);
        AutoCloseable opened;
        try {
            opened = opening.open();
        } catch (Exception | Error e) {
            assertThat(sockets.isToFail()).as("%s is another one", e).isFalse();
            return true;
        }
        sockets.failNoMore();
        opened.close();
        return false;
    }

    private void assertNoneIsLeft(Throwable thrown) {
        Eventually.until(
                "no connection is left after " + thrown,
                () -> database.query("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE 'pgmt/%' AND application_name NOT LIKE '%/watch'")
                        .isEmpty());
    }
}
