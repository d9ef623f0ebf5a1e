package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;

/**
 * Looks for the changelog's files in the search path and then on the class path; the first root that has a file hides the
 * later ones. (Liquibase's own composite calls a file that is in {@code src/main/resources} and in {@code target/classes} a
 * duplicate and refuses it.) What is outside of the roots is not there, however a changelog names it:
 * {@code ../../etc/passwd}, relative to itself or not.
 */
final class FirstRootResources extends AbstractResourceAccessor {

    private static final String CLASSPATH = "classpath:";

    private final List<ResourceRoot> roots = new ArrayList<>();

    FirstRootResources(ChangelogPlaces places, ClassLoader classPath) throws FileNotFoundException {
        for (Directory directory : places.directories()) {
            if (Files.isDirectory(directory.path())) {
                roots.add(ResourceRoot.of(directory));
            }
        }
        roots.add(ResourceRoot.of(classPath, places.classPath()));
    }

    @Override
    public List<Resource> getAll(String path) throws IOException {
        for (ResourceRoot root : roots) {
            List<Resource> found = allIn(root, path);
            if (!found.isEmpty()) {
                return List.of(new RootedResource(found.get(0), root, this));
            }
        }
        return List.of();
    }

    private static List<Resource> allIn(ResourceRoot root, String path) throws IOException {
        String inside = withoutClasspath(path);
        return climbsOut(inside) ? List.of() : root.getAll(inside);
    }

    /** Whether a root has this very resource. */
    boolean has(String path, Resource resource) throws IOException {
        for (ResourceRoot root : roots) {
            if (allIn(root, path).contains(resource)) {
                return true;
            }
        }
        return false;
    }

    /** A file of this name that is in one of the places, where the build leaves it out. */
    Optional<Path> leftOut(String path) throws IOException {
        String inside = withoutClasspath(path);
        if (climbsOut(inside)) {
            return Optional.empty();
        }
        for (ResourceRoot root : roots) {
            Optional<Path> found = root.leftOut(inside);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether a path leaves the place that it begins at. */
    private static boolean climbsOut(String path) {
        int depth = 0;
        for (String name : path.replaceFirst("^file:", "").split("[/\\\\]+")) {
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
        SearchOptions options = new SearchOptions();
        options.setRecursive(recursive);
        return search(path, options);
    }

    @Override
    public List<Resource> search(String path, SearchOptions options) throws IOException {
        Map<String, Resource> found = new LinkedHashMap<>();
        if (climbsOut(withoutClasspath(path))) {
            return List.of();
        }
        for (ResourceRoot root : roots) {
            for (Resource resource : root.search(withoutClasspath(path), options)) {
                RootedResource rooted = new RootedResource(resource, root, this);
                found.putIfAbsent(rooted.getPath(), rooted);
            }
        }
        return List.copyOf(found.values());
    }

    /** Spring Boot's changelogs may name files like this. */
    private static String withoutClasspath(String path) {
        return path.startsWith(CLASSPATH) ? path.substring(CLASSPATH.length()) : path;
    }

    /** The directories, and how many jars: Liquibase and pgmt put the list into messages for people. */
    @Override
    public List<String> describeLocations() {
        Map<Boolean, List<String>> byJar = roots.stream()
                .flatMap(root -> root.describeLocations().stream())
                .distinct()
                .collect(Collectors.partitioningBy(location -> location.endsWith(".jar")));
        List<String> locations = new ArrayList<>(byJar.get(false));
        locations.add("the " + byJar.get(true).size() + " jars of the project's class path and the plugin's");
        return locations;
    }

    @Override
    public void close() throws Exception {
        for (ResourceRoot root : roots) {
            root.close();
        }
    }
}
