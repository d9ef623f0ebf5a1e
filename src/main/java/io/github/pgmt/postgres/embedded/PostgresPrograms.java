package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs PostgreSQL's programs, which refuse to run as root and as a user without a name. */
final class PostgresPrograms {

    /** How a program ended, and what it said. */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    /** A user namespace of its own makes the process nobody there, while its files stay ours. */
    private static final List<String> AS_NOBODY = List.of("unshare", "-U");

    private final Path binaries;
    private final Path outputFile;
    private final List<String> prefix;

    /**
     * @param directory where the programs' output goes
     * @throws RunRefusedException when PostgreSQL would not run as this user
     */
    PostgresPrograms(Path binaries, Path directory) throws IOException {
        this.binaries = binaries;
        this.outputFile = directory.resolve("postgres.out");
        this.prefix = prefix();
    }

    Result run(String program, String... arguments) throws IOException {
        return run(command(program, arguments), ProcessBuilder.Redirect.PIPE);
    }

    /** Runs a program that reads a file as its input. */
    Result runWithInput(Path input, String program, String... arguments) throws IOException {
        return run(command(program, arguments), ProcessBuilder.Redirect.from(input.toFile()));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin")
                .resolve(WINDOWS ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** What it says goes through a file, as the server inherits a pipe on Windows and would keep it open for ever. */
    private Result run(List<String> command, ProcessBuilder.Redirect input) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(input).redirectErrorStream(true);
        builder.redirectOutput(outputFile.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            int exitCode = process.waitFor();
            return new Result(
                    exitCode,
                    Files.readString(outputFile, StandardCharsets.ISO_8859_1).strip());
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " was running", e);
        }
    }

    private List<String> prefix() {
        if (WINDOWS || isFit(List.of())) {
            return List.of();
        }
        if (isFit(AS_NOBODY)) {
            return AS_NOBODY;
        }
        throw new RunRefusedException(
                "PostgreSQL runs neither as root nor as a user that has no name in /etc/passwd, and "
                        + "\"unshare -U\" does not help here. Run Maven as another user (su <user> -c \"mvn ...\", or "
                        + "setpriv --reuid=<user> --regid=<group> --init-groups mvn ...), or use a server of your own: "
                        + "-Dpgmt.url=jdbc:postgresql://host:5432/database.");
    }

    private boolean isFit(List<String> wrapper) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("id", "-un"));
        try {
            Result user = run(command, ProcessBuilder.Redirect.PIPE);
            return user.succeeded() && !user.output().equals("root");
        } catch (IOException e) {
            return false;
        }
    }
}
