package io.github.pgmt.migration.changelog;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Where a changelog's files are looked for.
 *
 * @param directories come before the class path, in this order; those that do not exist are passed over
 * @param classPath what is known of files in directories of the class path
 */
public record ChangelogPlaces(List<Directory> directories, BuildFiles classPath) {

    /**
     * A directory of files.
     *
     * @param prefix what stands before its files' names, <code>db/changelog/</code>; mostly empty, and otherwise with a slash
     *     at its end
     * @param files what is known of its files
     */
    public record Directory(Path path, String prefix, BuildFiles files) {

        public Directory {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(files, "files is null");
            if (!prefix.isEmpty() && !prefix.endsWith("/")) {
                throw new IllegalArgumentException("no slash at the end of " + prefix);
            }
        }
    }

    public ChangelogPlaces {
        Objects.requireNonNull(classPath, "classPath is null");
        directories = List.copyOf(directories);
    }

    /** Directories that no build touches, and the class path. */
    public static ChangelogPlaces of(List<Path> directories) {
        return new ChangelogPlaces(
                directories.stream()
                        .map(directory -> new Directory(directory, "", BuildFiles.UNTOUCHED))
                        .toList(),
                BuildFiles.UNTOUCHED);
    }
}
