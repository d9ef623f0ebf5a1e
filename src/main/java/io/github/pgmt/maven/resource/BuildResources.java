package io.github.pgmt.maven.resource;

import io.github.pgmt.migration.changelog.BuildFiles;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Files as some resources of a build take them along. What they filter is read from their copy, with the values in it, and only
 * if that was made of the file as it is now: Maven does not write a copy that would be the same, nor does it copy anything
 * when a goal is typed alone. What they only copy is read where it comes from, whatever the copy is.
 */
public final class BuildResources implements BuildFiles {

    private final Path place;
    private final List<List<BuildResource>> groups;
    private final Advice advice;
    private final Map<Path, Path> known = new ConcurrentHashMap<>();

    /** What a user is told. */
    public interface Advice {

        /** How a path is shown. */
        String shown(Path path);

        /** What to do to have the copies of a resource, as a sentence. */
        String toCopy(BuildResource resource);
    }

    /**
     * @param place the directory whose files these are, by its normal absolute path
     * @param groups the first group that takes a file along says what is read for it; within one it is the last resource
     */
    public BuildResources(Path place, List<List<BuildResource>> groups, Advice advice) {
        this.place = place;
        this.groups = List.copyOf(groups);
        this.advice = advice;
    }

    /**
     * A file of no resource's directory is nothing that the build leaves out, nor is one of a place that a resource is only
     * around: a project's LICENSE may be taken along from its base directory.
     */
    @Override
    public boolean has(Path file) {
        Path path = normal(file);
        return all().noneMatch(resource -> resource.directory().startsWith(place) && resource.isAround(path))
                || all().anyMatch(resource -> resource.takes(path));
    }

    private Stream<BuildResource> all() {
        return groups.stream().flatMap(List::stream);
    }

    @Override
    public Path current(Path file) {
        return known.computeIfAbsent(
                normal(file),
                path -> fromSource(path)
                        .or(() -> sourceOf(path).flatMap(this::fromSource))
                        .orElse(path));
    }

    private static Path normal(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private Optional<Path> fromSource(Path source) {
        return groups.stream()
                .map(group -> group.stream()
                        .filter(resource -> resource.takes(source))
                        .toList())
                .filter(taking -> !taking.isEmpty())
                .findFirst()
                .map(taking -> read(source, taking.get(taking.size() - 1).copyOf(source), taking));
    }

    /** What a copy may have been made of: Maven copies the last resource last. */
    private Optional<Path> sourceOf(Path copy) {
        return groups.stream()
                .flatMap(group -> group.stream()
                        .map(resource -> resource.sourceOf(copy))
                        .flatMap(Optional::stream)
                        .filter(Files::isRegularFile)
                        .reduce((former, latter) -> latter)
                        .stream())
                .findFirst();
    }

    private Path read(Path source, Path copy, List<BuildResource> taking) {
        List<BuildResource> filtering = new ArrayList<>(taking);
        filtering.removeIf(resource ->
                !resource.filters(source) || !resource.copyOf(source).equals(copy));
        if (filtering.isEmpty()) {
            return source;
        }
        BuildResource resource = filtering.get(filtering.size() - 1);
        if (!Files.isRegularFile(copy)) {
            throw refused(source, copy, resource, "is not there");
        }
        if (!isCurrent(source, copy, resource)) {
            throw refused(source, copy, resource, "was made of another text");
        }
        return copy;
    }

    private static boolean isCurrent(Path source, Path copy, BuildResource resource) {
        try {
            return resource.isCurrent(source, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InvalidChangelogException refused(Path source, Path copy, BuildResource resource, String what) {
        return new InvalidChangelogException(
                "The build filters " + advice.shown(source) + ", and its copy " + advice.shown(copy) + " " + what + ". "
                        + advice.toCopy(resource),
                null);
    }
}
