package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The embedded server as one runs PostgreSQL in production: a commit is on the disk before it returns. Users' embedded
 * servers run without fsync, which is set on their command line and so cannot be changed from SQL; this one is therefore
 * started here, from the same parts, on data of its own that are made anew each time.
 */
public final class DurableServer implements AutoCloseable {

    private static final String PATIENCE_SECONDS = "60";

    private final ServerControl control;
    private final Postmaster postmaster;

    private DurableServer(ServerControl control, Postmaster postmaster) {
        this.control = control;
        this.postmaster = postmaster;
    }

    /** Starts it on a new data directory; one that a killed benchmark left is stopped first. */
    public static DurableServer start(EmbeddedOptions options, EmbeddedJars jars) throws IOException {
        PostgresPrograms programs =
                new PostgresPrograms(PostgresBinaries.unpack(jars, options.directory()), options.directory());
        PasswordProtection protection = new PasswordProtection(options, programs);
        ServerControl control = new ServerControl(options, programs, protection);
        Optional<Postmaster> left = Postmaster.of(options.data());
        if (left.isPresent()) {
            control.stop(left.get());
        }
        FileTrees.delete(options.data());
        new DataDirectory(options, protection, control).prepare();
        PostgresPrograms.Result started = programs.run(
                "pg_ctl",
                "-D",
                options.data().toString(),
                "-l",
                options.log().toString(),
                "-o",
                // The check of all tenants looks at all of their tables in one statement.
                "-p " + freePort() + " -c fsync=on -c synchronous_commit=on -c max_locks_per_transaction=1024 "
                        + "-c unix_socket_directories=",
                "-w",
                "-t",
                PATIENCE_SECONDS,
                "start");
        if (!started.succeeded()) {
            throw new IOException(started.output() + "\nIts log is " + options.log());
        }
        DurableServer server =
                new DurableServer(control, Postmaster.of(options.data()).orElseThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(server::closeQuietly, "durable-postgres"));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The JDBC URL of its maintenance database, with user and password. */
    public String url() {
        return postmaster.login().url();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // Nobody listens any more; the next benchmark stops it.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        control.stop(postmaster);
    }
}
