package io.github.pgmt.report.annotation;

import io.github.pgmt.migration.ChangeSetId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where a build server shows something in the sources.
 *
 * @param file relative to the checkout, with slashes
 * @param line from 1 on; empty is the file as a whole
 */
public record SourcePlace(String file, OptionalInt line) {

    /** More than any changelog that people wrote. */
    private static final long BYTES_READ = 16L * 1024 * 1024;

    public SourcePlace {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(line, "line is null");
    }

    /**
     * That of a changeset.
     *
     * @param checkout by its real path
     * @param source by its real path, below the checkout
     */
    public static SourcePlace of(ChangeSetId changeSet, Path checkout, Path source) {
        String file = checkout.relativize(source)
                .toString()
                .replace(source.getFileSystem().getSeparator(), "/");
        return new SourcePlace(file, line(changeSet, source));
    }

    private static OptionalInt line(ChangeSetId changeSet, Path source) {
        try {
            // Not readString: in another encoding, too, ids are mostly ASCII.
            return Files.size(source) > BYTES_READ
                    ? OptionalInt.empty()
                    : ChangeSetLine.in(new String(Files.readAllBytes(source), StandardCharsets.UTF_8), changeSet);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
