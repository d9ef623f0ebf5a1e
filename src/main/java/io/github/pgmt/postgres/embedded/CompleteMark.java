package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is written into a directory when all is there, so that what a killed Maven has begun is not taken for whole.
 * (Windows does not rename a directory while a virus scanner reads a file in it.)
 */
final class CompleteMark {

    private static final String NAME = "pgmt.complete";

    private CompleteMark() {}

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    static void putInto(Path directory) throws IOException {
        Files.createFile(directory.resolve(NAME));
    }
}
