package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embedded server's data: all there, init script included, or to be made anew. */
final class DataDirectory {

    private static final int WINDOWS_DLL_NOT_FOUND = 0xC0000135;

    private final EmbeddedOptions options;
    private final PasswordProtection protection;
    private final ServerControl control;

    DataDirectory(EmbeddedOptions options, PasswordProtection protection, ServerControl control) {
        this.options = options;
        this.protection = protection;
        this.control = control;
    }

    /**
     * Makes the directory if it is not there or was not finished.
     *
     * @throws RunRefusedException when it is of another version, or the init script fails
     */
    void prepare() throws IOException {
        if (isComplete()) {
            checkVersion(options);
            return;
        }
        Optional<InitScript> script = options.initScript().map(InitScript::new);
        discard();
        try {
            create(script);
        } catch (IOException | RuntimeException e) {
            discard();
            throw e;
        }
    }

    private boolean isComplete() {
        return CompleteMark.isIn(options.data()) && Files.exists(versionFile(options));
    }

    /** @throws RunRefusedException when the data are of another version */
    static void checkVersion(EmbeddedOptions options) throws IOException {
        String found = Files.readString(versionFile(options)).strip();
        if (!found.equals(options.version().major())) {
            throw new RunRefusedException(options.data() + " holds data of PostgreSQL " + found + ", and version "
                    + options.version().major() + " is asked for. Say -Dpgmt.url=embedded:" + found
                    + ", or delete that directory (mvn clean does).");
        }
    }

    private void create(Optional<InitScript> script) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--pgdata=" + options.data(), "--encoding=UTF8", "--no-sync"));
        arguments.addAll(options.version().localeArguments());
        PostgresPrograms.Result made = protection.initialize(arguments);
        if (!made.succeeded()) {
            throw new IOException(
                    "initdb failed with exit code " + made.exitCode() + missingLibrary(made) + ":\n" + made.output());
        }
        if (script.isPresent()) {
            Postmaster server = control.start();
            script.get().run(server);
            requirePasswordOf(server, script.get());
        }
        CompleteMark.putInto(options.data());
    }

    private static void requirePasswordOf(Postmaster server, InitScript script) throws IOException {
        if (server.answer() == Postmaster.Answer.REFUSAL) {
            throw new RunRefusedException(
                    "-Dpgmt.embeddedInitScript=" + script.file() + " changes the role "
                            + Postmaster.SUPERUSER
                            + " or its password, by which pgmt itself connects. Let it create a role of "
                            + "your own with a password instead. Nothing of the server is left; the script runs again next time.");
        }
    }

    private static String missingLibrary(PostgresPrograms.Result made) {
        return made.exitCode() == WINDOWS_DLL_NOT_FOUND
                ? " (a DLL is missing: install the Visual C++ Redistributable for x64)"
                : "";
    }

    private void discard() throws IOException {
        Optional<Postmaster> running = Postmaster.of(options.data());
        if (running.isPresent()) {
            control.stop(running.get());
        }
        FileTrees.delete(options.data());
    }

    private static Path versionFile(EmbeddedOptions options) {
        return options.data().resolve("PG_VERSION");
    }
}
