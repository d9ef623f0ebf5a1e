package io.github.pgmt.migration.changelog;

import java.nio.file.Path;

/** What a build makes of files, by which it is known which of them the application will find. For several threads. */
public interface BuildFiles {

    /** Files that no build touches. */
    BuildFiles UNTOUCHED = new BuildFiles() {

        @Override
        public boolean has(Path file) {
            return true;
        }

        @Override
        public Path current(Path file) {
            return file;
        }
    };

    /** Whether the build takes the file along. */
    boolean has(Path file);

    /**
     * The file to read in the place of one that the build has: itself, or what the build makes of it.
     *
     * @throws InvalidChangelogException when the build did not make it yet, or made it of another text; the message says what
     *     to do
     */
    Path current(Path file);
}
