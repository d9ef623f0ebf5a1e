package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees to it that nobody gets into a server without a password: who is its superuser can run programs as the user whose
 * Maven started it. Directories that pgmt's earlier versions made let in every user of the machine; they are given a
 * password, however far a killed Maven had come with that.
 */
final class PasswordProtection {

    private static final int ATTEMPTS = 3;
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final Path input;
    private final PasswordFile file;
    private final PostgresPrograms programs;

    PasswordProtection(EmbeddedOptions options, PostgresPrograms programs) {
        this.data = options.data();
        this.input = options.input();
        this.file = new PasswordFile(data);
        this.programs = programs;
    }

    /** Makes a data directory that has a password from the start. */
    PostgresPrograms.Result initialize(List<String> initdbArguments) throws IOException {
        Password password = Password.random();
        List<String> arguments = new ArrayList<>(initdbArguments);
        arguments.addAll(List.of("--username=" + Postmaster.SUPERUSER, "--auth=scram-sha-256", "--pwfile=" + input));
        PostgresPrograms.Result made =
                with(password.verifier(), () -> programs.run("initdb", arguments.toArray(String[]::new)));
        if (made.succeeded()) {
            file.writeDraft(password);
            file.keepDraft();
        }
        return made;
    }

    /** Gives a stopped server's directory a password if it has none, without anybody else being able to connect. */
    void beforeStart() throws IOException {
        if (file.password().isPresent()) {
            return;
        }
        Password password = Password.random();
        file.writeDraft(password);
        setAlone(password);
        AccessRules.writeInto(data);
        file.keepDraft();
    }

    /** By a server that has no clients, only an input: it listens nowhere. */
    private void setAlone(Password password) throws IOException {
        PostgresPrograms.Result set = with(statement(password), this::runAlone);
        // The last processes of a killed server may still be ending.
        for (int attempt = 2; !set.succeeded() && attempt <= ATTEMPTS; attempt++) {
            set = with(statement(password), this::runAlone);
        }
        if (!set.succeeded()) {
            throw new IOException("its superuser cannot be given a password:\n" + set.output() + "\nWithout one every "
                    + "user of this machine could connect. Mend that, or delete " + data
                    + " (mvn clean does): it is made anew.");
        }
    }

    private PostgresPrograms.Result runAlone() throws IOException {
        return programs.runWithInput(
                input,
                "postgres",
                "--single",
                "-D",
                data.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
    }

    /**
     * The running server as one that asks for a password, which it may do already.
     *
     * @throws IOException when it wants a password that nobody knows
     */
    Postmaster ofRunning(Postmaster server) throws IOException {
        boolean open = server.answers();
        if (server.password().isPresent()) {
            if (open) {
                return server;
            }
            throw refused(
                    server,
                    "does not ask for the password in " + file.path() + ", or does not accept it",
                    "Delete that file, end");
        }
        return open ? closed(server) : byDraft(server);
    }

    /** Somebody was killed before the draft became the password. */
    private Postmaster byDraft(Postmaster server) throws IOException {
        Optional<Postmaster> drafted = file.draft().map(server::with);
        if (drafted.isEmpty() || !drafted.get().answers()) {
            throw refused(server, "asks for a password, and " + file.path() + " is gone", "End");
        }
        file.keepDraft();
        return drafted.get();
    }

    private Postmaster closed(Postmaster open) throws IOException {
        Password password = Password.random();
        file.writeDraft(password);
        try (Connection connection = open.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statement(password));
            AccessRules.writeInto(data);
            statement.execute("SELECT pg_catalog.pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException(
                    "the server lets everybody in, and cannot be given a password: " + e.getMessage() + " End process "
                            + open.pid() + " and try again.",
                    e);
        }
        Postmaster closed = open.with(password);
        awaitReload(open, closed);
        file.keepDraft();
        return closed;
    }

    /** A server that reloads tells nobody when it has. */
    private static void awaitReload(Postmaster open, Postmaster closed) throws IOException {
        Patience patience = new Patience(RELOAD_PATIENCE);
        while (open.answer() != Postmaster.Answer.REFUSAL || !closed.answers()) {
            if (patience.isOver()) {
                throw new IOException("process " + open.pid() + " is a server on " + open.data()
                        + " that lets everybody in, and goes on to. End that process and try again");
            }
            patience.pause();
        }
    }

    private static IOException refused(Postmaster server, String what, String firstStep) {
        return new IOException("process " + server.pid() + " is its server and " + what + ". " + firstStep
                + " that process, and try again: a new password is set then");
    }

    private static String statement(Password password) {
        return "ALTER ROLE " + Postmaster.SUPERUSER + " PASSWORD '" + password.verifier() + "'";
    }

    /** Lets something read a line that is in no argument, which other users could see. */
    private PostgresPrograms.Result with(String line, Step step) throws IOException {
        PrivateFile.write(input, line + "\n");
        try {
            return step.run();
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private interface Step {

        PostgresPrograms.Result run() throws IOException;
    }
}
