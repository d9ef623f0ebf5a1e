package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The embedded servers of this JVM. They run until it ends, so that the goals of one Maven session share them, and are
 * stopped then unless another Maven uses them.
 */
public final class EmbeddedServers {

    private static final Map<Path, EmbeddedServer> OPEN = new HashMap<>();
    private static final Set<Hold> HOLDS = ConcurrentHashMap.newKeySet();
    private static boolean hooked;
    private static boolean ended;

    private EmbeddedServers() {}

    /**
     * How one connects to the server, which runs then. One that runs on another port than the one asked for is started again
     * on that.
     *
     * @throws RunRefusedException when the options are wrong, the init script fails, the port is not to be had, or this user
     *     may run no server
     * @throws DatabaseUnavailableException when the server does not start
     */
    public static synchronized EmbeddedLogin start(EmbeddedOptions options, EmbeddedJars jars) {
        stopWithTheJvm();
        try {
            EmbeddedServer open = OPEN.get(options.directory());
            if (open != null && open.answers()) {
                DataDirectory.checkVersion(options);
                if (options.suits(open.login().port())) {
                    return open.login();
                }
            }
            if (open != null) {
                OPEN.remove(options.directory()).close();
            }
            EmbeddedServer opened = EmbeddedServer.open(options, jars);
            OPEN.put(options.directory(), opened);
            return opened.login();
        } catch (IOException e) {
            throw new DatabaseUnavailableException(
                    "The embedded PostgreSQL in " + options.directory() + " does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Keeps the servers running until it is closed, even though the JVM is ending: the order of shutdown hooks is not
     * defined, and a run that is being interrupted still needs its server.
     *
     * @param atMost how long the ending JVM waits
     */
    public static Hold hold(Duration atMost) {
        Hold hold = new Hold(atMost);
        HOLDS.add(hold);
        return hold;
    }

    /** Somebody's need of the servers; to be closed when it is over. */
    public static final class Hold implements AutoCloseable {

        private final Duration atMost;
        private final CountDownLatch closed = new CountDownLatch(1);

        private Hold(Duration atMost) {
            this.atMost = atMost;
        }

        private void await() throws InterruptedException {
            closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            HOLDS.remove(this);
            closed.countDown();
        }
    }

    private static void stopWithTheJvm() {
        if (hooked && !ended) {
            return;
        }
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedServers::end, "pgmt-embedded-postgres"));
            hooked = true;
        } catch (IllegalStateException e) {
            throw new RunRefusedException("Maven is ending: no embedded PostgreSQL is started any more.", e);
        }
    }

    private static void end() {
        try {
            for (Hold hold : HOLDS) {
                hold.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopAll();
    }

    /** Must need no class that starting a server has not loaded: Maven closes the plugin's class loader before. */
    private static synchronized void stopAll() {
        ended = true;
        for (EmbeddedServer server : OPEN.values()) {
            try {
                server.close();
            } catch (IOException e) {
                // Nobody listens any more; the next run takes the server over.
                continue;
            }
        }
    }
}
