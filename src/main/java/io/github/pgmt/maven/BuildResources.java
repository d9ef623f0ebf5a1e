package io.github.pgmt.maven;

import io.github.pgmt.migration.BuildFiles;
import io.github.pgmt.migration.InvalidChangelogException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files as some resources of a build take them along. What they filter is read from their copy, with the values in it, and only
 * if that was made of the file as it is now: Maven does not write a copy that would be the same, nor does it copy anything
 * when a goal is typed alone. What they only copy is read where it comes from, whatever the copy is.
 */
final class BuildResources implements BuildFiles {

    private final List<BuildResource> resources;
    private final Advice advice;
    private final Map<Path, Path> known = new ConcurrentHashMap<>();

    /** What a user is told. */
    interface Advice {

        /** How a path is shown. */
        String shown(Path path);

        /** What to do to have the copies of a resource, as a sentence. */
        String toCopy(BuildResource resource);
    }

    BuildResources(List<BuildResource> resources, Advice advice) {
        this.resources = List.copyOf(resources);
        this.advice = advice;
    }

    /** A file of no resource's directory is nothing that the build leaves out. */
    @Override
    public boolean has(Path file) {
        Path path = normal(file);
        return resources.stream().noneMatch(resource -> resource.isAround(path))
                || resources.stream().anyMatch(resource -> resource.takes(path));
    }

    @Override
    public Path current(Path file) {
        return known.computeIfAbsent(
                normal(file),
                path -> fromSource(path)
                        .or(() -> lastOf(sourcesOf(path)).flatMap(this::fromSource))
                        .orElse(path));
    }

    private static Path normal(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private Optional<Path> fromSource(Path source) {
        return lastOf(resources.stream()
                        .filter(resource -> resource.takes(source))
                        .toList())
                .map(resource -> read(source, resource.copyOf(source)));
    }

    /** Those that a copy may have been made of, in the order in which Maven makes it. */
    private List<Path> sourcesOf(Path copy) {
        return resources.stream()
                .map(resource -> resource.sourceOf(copy))
                .flatMap(Optional::stream)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static <T> Optional<T> lastOf(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private Path read(Path source, Path copy) {
        List<BuildResource> filtering = new ArrayList<>(resources);
        filtering.removeIf(resource -> !resource.takes(source)
                || !resource.filters(source)
                || !resource.copyOf(source).equals(copy));
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
