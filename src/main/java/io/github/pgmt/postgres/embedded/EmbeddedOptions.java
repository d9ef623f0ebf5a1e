package io.github.pgmt.postgres.embedded;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which embedded server is wanted.
 *
 * @param directory its home ({@code target/pgmt}): data in {@code postgres}, the log in {@code postgres.log}, the unpacked
 *     binaries
 * @param initScript SQL that runs once, when the data directory is created
 */
public record EmbeddedOptions(Path directory, EmbeddedVersion version, Optional<Path> initScript) {

    public EmbeddedOptions {
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(initScript, "initScript is null");
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
