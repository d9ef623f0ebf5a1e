package io.github.pgmt.postgres.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.replay.ReplayPool;
import io.github.pgmt.postgres.session.CancellableConnection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockerWatchTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void whereNoThreadWasLeftTheNextSessionHasOneAgain() {
        AtomicInteger wanted = new AtomicInteger();
        BlockerWatch watch = new BlockerWatch(
                Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/onboarding/master.yaml")
                        .server(),
                () -> {},
                looking -> {
                    if (wanted.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(() -> {});
                });

        assertThatThrownBy(() -> watch.begin(1)).isInstanceOf(OutOfMemoryError.class);
        watch.begin(2);
        watch.begin(3);

        assertThat(wanted).hasValue(2);
    }

    /** Else each tenant would leave one behind, until the server has none left. */
    @Test
    void aConnectionForAReplayThatCannotBeWatchedIsClosed() {
        Server server = Servers.of(database);
        BlockerWatch watch = new BlockerWatch(server, () -> {}, looking -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Set<CancellableConnection> open = new HashSet<>();
        ReplayPool pool = new ReplayPool(server, open, watch);

        assertThatThrownBy(pool::take).isInstanceOf(OutOfMemoryError.class);

        assertThat(open).isEmpty();
        Eventually.until(
                "the connection is gone",
                () -> database.query("SELECT application_name FROM pg_stat_activity "
                                + "WHERE datname = current_database() AND application_name LIKE 'pgmt/%'")
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class})
    void aLookThatComesToNothingIsNotTheLast(Class<? extends Throwable> thrown) throws Exception {
        database.execute("CREATE TABLE t (id int)");
        try (WatchedSockets sockets = new WatchedSockets();
                Connection other = database.connect();
                Connection waiting = database.connect();
                Statement lock = other.createStatement();
                Statement wait = waiting.createStatement()) {
            BlockerWatch watch = new BlockerWatch(Servers.of(sockets.of(database)), () -> {});
            int pid = BlockerWatch.pid(waiting);
            other.setAutoCommit(false);
            waiting.setAutoCommit(false);
            lock.execute("LOCK TABLE t");
            watch.begin(pid);
            CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> lock(wait));
            Eventually.until("the blocker is seen", () -> isSeen(watch, pid));

            sockets.failAfter(
                    0,
                    thread -> thread.getName().equals("pgmt-blocker-watch"),
                    thrown.getConstructor(String.class).newInstance("thrown by the test"));
            Eventually.until("the look has failed", () -> !sockets.isToFail());
            int sent = sockets.sent();
            Eventually.until("there are further looks", () -> sockets.sent() > sent);
            Eventually.until("the blocker is seen again", () -> isSeen(watch, pid));
            other.rollback();
            assertThat(waiter).succeedsWithin(Duration.ofMinutes(1));
            watch.end(pid);
        }
    }

    private static boolean isSeen(BlockerWatch watch, int pid) {
        return watch.explain(Optional.of(Obstacle.of(Obstacle.Kind.BUSY)), pid)
                .filter(obstacle -> !obstacle.blockers().isEmpty())
                .isPresent();
    }

    private static void lock(Statement statement) {
        try {
            statement.execute("LOCK TABLE t");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
