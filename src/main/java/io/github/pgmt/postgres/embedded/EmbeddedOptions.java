package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which embedded server is wanted.
 *
 * @param directory its home ({@code target/pgmt}): data in {@code postgres}, the log in {@code postgres.log}, the unpacked
 *     binaries
 * @param initScript SQL that runs once, when the data directory is created
 * @param port the one that it listens on; {@link #FREE_PORT} is any that is free
 */
public record EmbeddedOptions(Path directory, EmbeddedVersion version, Optional<Path> initScript, int port) {

    /** No port in particular. */
    public static final int FREE_PORT = 0;

    private static final int LAST_PORT = 65_535;

    public EmbeddedOptions {
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(initScript, "initScript is null");
        requirePort(port);
    }

    /** On any port that is free. */
    public EmbeddedOptions(Path directory, EmbeddedVersion version, Optional<Path> initScript) {
        this(directory, version, initScript, FREE_PORT);
    }

    /** @throws RunRefusedException when there is no such port */
    public static void requirePort(int port) {
        if (port < FREE_PORT || port > LAST_PORT) {
            throw new RunRefusedException("-Dpgmt.embeddedPort=" + port + ": a port is 1 to " + LAST_PORT
                    + ", and 0 is any that is free. Nothing was started.");
        }
    }

    /** Whether a server that listens there is the one that is wanted. */
    boolean suits(int other) {
        return port == FREE_PORT || port == other;
    }

    Path data() {
        return directory.resolve("postgres");
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    /** What one of PostgreSQL's programs is to read, while it does. */
    Path input() {
        return directory.resolve("postgres.in");
    }

    Path lock() {
        return directory.resolve("postgres.lock");
    }
}
