package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts and stops the server of a data directory. To be used by one process at a time. */
final class ServerControl {

    private static final int START_ATTEMPTS = 3;
    private static final String PROGRAM_PATIENCE_SECONDS = "60";
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final int SHOWN_LOG_LINES = 5;

    private final EmbeddedOptions options;
    private final Path data;
    private final Path log;
    private final PostgresPrograms programs;
    private final PasswordProtection protection;

    ServerControl(EmbeddedOptions options, PostgresPrograms programs, PasswordProtection protection) {
        this.options = options;
        this.data = options.data();
        this.log = options.log();
        this.programs = programs;
        this.protection = protection;
    }

    /** The server that runs, whoever started it, or else a new one. Both ask for a password when this returns. */
    Postmaster start() throws IOException {
        Optional<Postmaster> running = running();
        return running.isPresent() ? protection.ofRunning(running.get()) : startAnew();
    }

    /**
     * Stops the server if it runs on another port than the one asked for.
     *
     * @throws RunRefusedException when another Maven uses it
     */
    void leaveOtherPort(UsageLock lock) throws IOException {
        Optional<Postmaster> running = running();
        if (running.isEmpty() || options.suits(running.get().port())) {
            return;
        }
        if (!lock.isOnlyUse()) {
            throw new RunRefusedException("-Dpgmt.embeddedPort=" + options.port() + ": the embedded PostgreSQL in "
                    + options.directory() + " runs on port " + running.get().port()
                    + " already, and another Maven uses it. Wait for that one, say -Dpgmt.embeddedPort="
                    + running.get().port() + ", or leave it out.");
        }
        stop(running.get());
    }

    private Postmaster startAnew() throws IOException {
        protection.beforeStart();
        Optional<Postmaster> running = Optional.empty();
        for (int attempt = 1; running.isEmpty(); attempt++) {
            if (attempt > START_ATTEMPTS) {
                throw new IOException(lastWords() + "\nIts log is " + log);
            }
            // May fail as another program took the port, or as the last processes of a killed server are still ending.
            programs.run("pg_ctl", startArguments());
            running = running();
        }
        return accepting(running.get());
    }

    /** Somebody may have changed the superuser's password by SQL, or the rules. */
    private Postmaster accepting(Postmaster started) throws IOException {
        if (started.answers()) {
            return started;
        }
        stop(started);
        throw new IOException(
                "its superuser " + Postmaster.SUPERUSER + " has not the password in " + new PasswordFile(data).path()
                        + ", or pg_hba.conf does not ask it for one. Delete that file and try again: a new password is set then");
    }

    /** Stops a server at once but cleanly, if it still runs; its clients are cut off. */
    void stop(Postmaster server) throws IOException {
        Optional<Postmaster> now = Postmaster.of(data);
        // Somebody may have deleted the directory under the server, and others made a new one.
        if (now.isEmpty() || now.get().pid() != server.pid() || !server.isAlive()) {
            return;
        }
        programs.run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", PROGRAM_PATIENCE_SECONDS, "stop");
    }

    /** Waits for one that is just starting or stopping. What a dead one left is removed; its data are kept. */
    private Optional<Postmaster> running() throws IOException {
        Patience patience = new Patience(ANSWER_PATIENCE);
        Optional<Postmaster> found = Postmaster.of(data);
        while (found.isPresent() && found.get().answer() == Postmaster.Answer.NONE) {
            if (!found.get().isAlive()) {
                found.get().forget();
                return Optional.empty();
            }
            if (patience.isOver()) {
                throw new IOException("process " + found.get().pid() + " is a server on " + data
                        + " that does not answer; end that process and try again");
            }
            patience.pause();
            found = Postmaster.of(data);
        }
        return found;
    }

    /**
     * No fsync: the data need to survive a killed process, not a power failure. No socket file: its directory may not be
     * ours to write. Passwords are kept in the form that the rules in {@code pg_hba.conf} ask for.
     */
    private String[] startArguments() throws IOException {
        Files.deleteIfExists(log);
        String settings = "-p " + port() + " -F -c max_connections=300 -c unix_socket_directories="
                + " -c password_encryption=scram-sha-256";
        return new String[] {
            "-D", data.toString(), "-l", log.toString(), "-o", settings, "-w", "-t", PROGRAM_PATIENCE_SECONDS, "start"
        };
    }

    private int port() throws IOException {
        if (options.port() == EmbeddedOptions.FREE_PORT) {
            return freePort();
        }
        try (ServerSocket socket = new ServerSocket(options.port(), 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new RunRefusedException(
                    "-Dpgmt.embeddedPort=" + options.port() + ": the embedded PostgreSQL cannot have this port ("
                            + e.getMessage() + "). Another program may listen there; name another port, or leave it "
                            + "out for one that is free.",
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String lastWords() throws IOException {
        if (!Files.exists(log)) {
            return "it said nothing";
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
    }
}
