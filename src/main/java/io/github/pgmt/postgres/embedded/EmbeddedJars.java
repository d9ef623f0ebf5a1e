package io.github.pgmt.postgres.embedded;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What an embedded server is unpacked from. The plugin depends on neither: they are fetched when one is asked for.
 *
 * @param binaries the jar with PostgreSQL for the platform at hand, a tar archive compressed with xz
 * @param xz the jar with the library that decompresses it
 */
public record EmbeddedJars(Path binaries, Path xz) {

    public EmbeddedJars {
        Objects.requireNonNull(binaries, "binaries is null");
        Objects.requireNonNull(xz, "xz is null");
    }
}
