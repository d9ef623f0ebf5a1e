package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.BuildFiles;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;
import liquibase.resource.ResourceAccessor.SearchOptions;

/** One of the places of a changelog's files, and the names that its files have. */
final class ResourceRoot implements AutoCloseable {

    private final ResourceAccessor accessor;
    private final String prefix;
    private final BuildFiles files;

    private ResourceRoot(ResourceAccessor accessor, String prefix, BuildFiles files) {
        this.accessor = accessor;
        this.prefix = prefix;
        this.files = files;
    }

    /** @throws FileNotFoundException when there is no such directory */
    static ResourceRoot of(Directory directory) throws FileNotFoundException {
        return new ResourceRoot(new DirectoryResourceAccessor(directory.path()), directory.prefix(), directory.files());
    }

    static ResourceRoot of(ClassLoader classPath, BuildFiles files) {
        return new ResourceRoot(new ClassLoaderResourceAccessor(classPath), "", files);
    }

    /** The files of this name; the directories above a prefix are none. */
    List<Resource> getAll(String path) throws IOException {
        if (!isInside(path)) {
            return List.of();
        }
        return all(path).stream().filter(this::isBuilt).toList();
    }

    private List<Resource> all(String path) throws IOException {
        List<Resource> found = accessor.getAll(inside(path));
        return found == null ? List.of() : found;
    }

    /** A file of this name that the build leaves out. */
    Optional<Path> leftOut(String path) throws IOException {
        return isInside(path)
                ? all(path).stream()
                        .filter(resource -> !isBuilt(resource))
                        .map(resource -> Path.of(resource.getUri()))
                        .findFirst()
                : Optional.empty();
    }

    /** The files below a directory. */
    List<Resource> search(String path, SearchOptions options) throws IOException {
        if (isInside(path)) {
            return accessor.search(inside(path), options).stream()
                    .filter(this::isBuilt)
                    .toList();
        }
        String above = directory(path);
        if (!prefix.startsWith(above)) {
            return List.of();
        }
        SearchOptions all = new SearchOptions();
        all.setRecursive(true);
        if (options.endsWithFilterIsSet()) {
            all.setTrimmedEndsWithFilter(options.getEndsWithFilter());
        }
        return accessor.search("", all).stream()
                .filter(this::isBuilt)
                .filter(isAtDepth(above, options))
                .toList();
    }

    private Predicate<Resource> isAtDepth(String above, SearchOptions options) {
        return resource -> {
            int depth = name(resource).substring(above.length()).split("/").length;
            return depth >= options.getMinDepth() && depth <= options.getMaxDepth();
        };
    }

    private boolean isInside(String path) {
        return prefix.isEmpty() || directory(path).startsWith(prefix);
    }

    private String inside(String path) {
        return prefix.isEmpty() ? path : normal(directory(path).substring(prefix.length()));
    }

    private static String directory(String path) {
        String normal = normal(path);
        return normal.isEmpty() ? "" : normal + "/";
    }

    /** Without what leads nowhere, and without a slash at its ends. */
    private static String normal(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("[/\\\\]+")) {
            if (name.equals("..") && !names.isEmpty()) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }

    /** A resource's name, from this root's own. */
    String name(Resource resource) {
        return prefix + resource.getPath();
    }

    private boolean isBuilt(Resource resource) {
        URI uri = resource.getUri();
        return !isFile(uri) || files.has(Path.of(uri));
    }

    /** What the build has in the place of a resource of this root. */
    InputStream open(Resource resource) throws IOException {
        URI uri = resource.getUri();
        return isFile(uri) ? Files.newInputStream(files.current(Path.of(uri))) : resource.openInputStream();
    }

    private static boolean isFile(URI uri) {
        return "file".equals(uri.getScheme());
    }

    /** Of people's messages. */
    List<String> describeLocations() {
        return accessor.describeLocations();
    }

    @Override
    public void close() throws Exception {
        accessor.close();
    }
}
