package io.github.pgmt.maven.resource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;
import org.apache.maven.shared.utils.io.DirectoryScanner;
import org.apache.maven.shared.utils.io.SelectorUtils;

/**
 * One {@code <resource>} of a project: which files are copied, where to, and which are filtered on the way, as by Maven's
 * resources plugin.
 *
 * @param phase the phase of Maven's life cycle that copies
 * @param directory what is copied from
 * @param output the directory on the class path that the project's resources are meant for
 * @param target what is copied to, which a target path may put anywhere
 */
@SuppressWarnings(
        "deprecation") // The library wants others to use plexus-utils; to match patterns, it has the same code.
public record BuildResource(
        MavenProject project,
        String phase,
        Path directory,
        Path output,
        Path target,
        List<String> includes,
        List<String> excludes,
        boolean filtered,
        ResourceFiltering filtering) {

    private static final String ALL = "**";

    /** The main resources of a project, in the order of its POM, and then the tests'. */
    public static Stream<BuildResource> of(MavenProject project) {
        return Stream.concat(
                of(
                        project,
                        "process-resources",
                        "default-resources",
                        project.getResources(),
                        project.getBuild().getOutputDirectory()),
                of(
                        project,
                        "process-test-resources",
                        "default-testResources",
                        project.getTestResources(),
                        project.getBuild().getTestOutputDirectory()));
    }

    private static Stream<BuildResource> of(
            MavenProject project, String phase, String execution, List<Resource> resources, String output) {
        if (resources.isEmpty() || output == null) {
            return Stream.of();
        }
        ResourceFiltering filtering = ResourceFiltering.of(project, execution);
        Path base = project.getBasedir().toPath();
        Path copies = absolute(base, filtering.output().orElse(output));
        return resources.stream()
                .filter(resource -> resource.getDirectory() != null)
                .map(resource -> new BuildResource(
                        project,
                        phase,
                        absolute(base, resource.getDirectory()),
                        absolute(base, output),
                        absolute(
                                copies,
                                Objects.requireNonNullElse(resource.getTargetPath(), "")
                                        .trim()),
                        patterns(resource.getIncludes().isEmpty() ? List.of(ALL) : resource.getIncludes()),
                        patterns(excludes(resource, filtering)),
                        resource.isFiltering(),
                        filtering));
    }

    private static List<String> excludes(Resource resource, ResourceFiltering filtering) {
        return Stream.concat(
                        resource.getExcludes().stream(),
                        filtering.defaultExcludes() ? Stream.of(DirectoryScanner.DEFAULTEXCLUDES) : Stream.of())
                .toList();
    }

    /** As Maven's scanner of directories takes them: slashes of both kinds, and all below a directory. */
    private static List<String> patterns(List<String> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.trim())
                .map(pattern -> pattern.startsWith(SelectorUtils.REGEX_HANDLER_PREFIX) ? regex(pattern) : ant(pattern))
                .toList();
    }

    private static String ant(String pattern) {
        String path = pattern.replace('/', File.separatorChar).replace('\\', File.separatorChar);
        return path.endsWith(File.separator) ? path + ALL : path;
    }

    /** A backslash alone belongs to the expression. */
    private static String regex(String pattern) {
        return File.separatorChar == '/' ? pattern.replace("\\\\", "/") : pattern.replace("/", "\\\\");
    }

    /** Whether its copies are on the class path. */
    public boolean isOnClassPath() {
        return target.startsWith(output);
    }

    /** What stands before the names of its files on the class path, with a slash at its end, or empty. */
    public String prefix() {
        String inside = output.relativize(target).toString().replace(File.separatorChar, '/');
        return inside.isEmpty() ? "" : inside + "/";
    }

    /** The path below the base unless it is absolute itself, without {@code ..}; whether it exists is not looked at. */
    public static Path absolute(Path base, String path) {
        return base.resolve(path).toAbsolutePath().normalize();
    }

    /** Whether a file, by its normal absolute path, is below the directory. */
    boolean isAround(Path file) {
        return file.startsWith(directory);
    }

    /** Whether it is copied. */
    boolean takes(Path file) {
        if (!isAround(file)) {
            return false;
        }
        String name = directory.relativize(file).toString();
        return matches(includes, name) && !matches(excludes, name);
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> SelectorUtils.matchPath(pattern, name));
    }

    /** Whether values are put into it on the way. */
    boolean filters(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return filtered && !filtering.unfiltered().contains(name.substring(name.lastIndexOf('.') + 1));
    }

    Path copyOf(Path file) {
        return target.resolve(directory.relativize(file).toString());
    }

    /** What is copied to a place; it may not exist. */
    Optional<Path> sourceOf(Path copy) {
        return copy.startsWith(target)
                ? Optional.of(directory.resolve(target.relativize(copy).toString()))
                        .filter(this::takes)
                : Optional.empty();
    }

    /** Whether a copy was made of this source as it is now. Where its text does not tell, its age does. */
    boolean isCurrent(Path source, Path copy) throws IOException {
        return filtering.comparable()
                ? filtering.text().isMadeOf(source, copy, filtering.encoding())
                : Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(source)) >= 0;
    }
}
