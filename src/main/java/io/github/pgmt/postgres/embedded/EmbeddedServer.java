package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Duration;

/**
 * A PostgreSQL server that this process started or found running. It survives whoever started it: the last process to
 * close it stops it, and what killed ones left is taken over by the next.
 */
final class EmbeddedServer {

    private static final Duration TURN_PATIENCE = Duration.ofMinutes(2);

    private final UsageLock lock;
    private final ServerControl control;
    private final Postmaster postmaster;

    private EmbeddedServer(UsageLock lock, ServerControl control, Postmaster postmaster) {
        this.lock = lock;
        this.control = control;
        this.postmaster = postmaster;
    }

    /**
     * Takes over what runs, or makes what is missing and starts it.
     *
     * @throws io.github.pgmt.migration.failure.RunRefusedException when the options do not fit what is there
     */
    static EmbeddedServer open(EmbeddedOptions options, EmbeddedJars jars) throws IOException {
        UsageLock lock = UsageLock.open(options.lock());
        try {
            FileLock turn = lock.takeTurn(TURN_PATIENCE);
            try {
                lock.beginUse();
                return open(options, jars, lock);
            } finally {
                turn.release();
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedServer open(EmbeddedOptions options, EmbeddedJars jars, UsageLock lock) throws IOException {
        PostgresPrograms programs =
                new PostgresPrograms(PostgresBinaries.unpack(jars, options.directory()), options.directory());
        PasswordProtection protection = new PasswordProtection(options, programs);
        ServerControl control = new ServerControl(options, programs, protection);
        new DataDirectory(options, protection, control).prepare();
        control.leaveOtherPort(lock);
        return new EmbeddedServer(lock, control, control.start());
    }

    /** With user and password in it. */
    String url() {
        return login().url();
    }

    EmbeddedLogin login() {
        return postmaster.login();
    }

    /** Whether it still runs on the directory; {@code mvn clean} may have deleted that under it. */
    boolean answers() throws IOException {
        return postmaster.answers();
    }

    /** Stops the server, unless another process uses it: then that one will. */
    void close() throws IOException {
        FileLock turn = lock.takeTurn(TURN_PATIENCE);
        try {
            if (lock.endUse()) {
                control.stop(postmaster);
            }
        } finally {
            turn.release();
            lock.close();
        }
    }
}
