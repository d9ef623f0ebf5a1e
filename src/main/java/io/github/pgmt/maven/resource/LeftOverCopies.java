package io.github.pgmt.maven.resource;

import io.github.pgmt.migration.changelog.BuildFiles;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Files of the class path. The resources of the build are looked through before it, so a file in a module's own output that
 * comes up there is a copy of none of them: most likely the file was removed or renamed, and Maven keeps the copy.
 */
public final class LeftOverCopies implements BuildFiles {

    private final List<Path> outputs;
    private final BiFunction<Path, Path, String> message;

    /**
     * @param outputs the directories that the build copies to, by their normal absolute paths
     * @param message what a user is told of a file in one of them
     */
    public LeftOverCopies(List<Path> outputs, BiFunction<Path, Path, String> message) {
        this.outputs = List.copyOf(outputs);
        this.message = message;
    }

    @Override
    public boolean has(Path file) {
        return true;
    }

    /** @throws InvalidChangelogException when it is in a directory that the build copies to */
    @Override
    public Path current(Path file) {
        Path path = file.toAbsolutePath().normalize();
        Optional<Path> output = outputs.stream().filter(path::startsWith).findFirst();
        if (output.isPresent()) {
            throw new InvalidChangelogException(message.apply(path, output.get()), null);
        }
        return file;
    }
}
