package io.github.pgmt.maven;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Resource;
import org.apache.maven.project.MavenProject;

/** Where the changelog's files, and the project's own classes, are looked for. */
final class ChangelogFiles {

    private static final Set<String> PLUGINS_OWN = Set.of("org.liquibase:liquibase-core", "org.postgresql:postgresql");

    private final MavenSide maven;
    private final String searchPath;

    ChangelogFiles(MavenSide maven, String searchPath) {
        this.maven = maven;
        this.searchPath = searchPath;
    }

    /** The directories of the search path, in order; some may not exist. */
    List<Path> directories() {
        return entries()
                .map(maven.baseDirectory()::resolve)
                .map(this::filteredCopy)
                .toList();
    }

    private Stream<String> entries() {
        return Arrays.stream(searchPath.split(",")).map(String::trim).filter(entry -> !entry.isEmpty());
    }

    /** What Maven filters is meant to be read with the values in it. */
    private Path filteredCopy(Path directory) {
        if (!maven.hasProject()) {
            return directory;
        }
        for (Resource resource : maven.project().getResources()) {
            if (resource.isFiltering() && Path.of(resource.getDirectory()).equals(directory.normalize())) {
                return Path.of(maven.project().getBuild().getOutputDirectory());
            }
        }
        return directory;
    }

    /** The project's runtime class path, with its own Liquibase and driver left out: the plugin's are used. */
    List<URL> projectClassPath() {
        if (!maven.hasProject()) {
            return List.of();
        }
        MavenProject project = maven.project();
        Path classes = Path.of(project.getBuild().getOutputDirectory());
        List<Path> paths = project.getArtifacts().stream()
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(ChangelogFiles::isAtRuntime)
                .filter(artifact -> !PLUGINS_OWN.contains(artifact.getGroupId() + ":" + artifact.getArtifactId()))
                .map(artifact -> artifact.getFile().toPath())
                .toList();
        return Stream.concat(Stream.of(classes), paths.stream())
                .map(ChangelogFiles::url)
                .toList();
    }

    private static boolean isAtRuntime(Artifact artifact) {
        return artifact.getFile() != null
                && (Artifact.SCOPE_COMPILE.equals(artifact.getScope())
                        || Artifact.SCOPE_RUNTIME.equals(artifact.getScope()));
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The other modules of the build in whose search path the changelog is; empty when it is here or nowhere. */
    List<String> modulesWith(String changeLogFile) {
        return maven.session().getProjects().stream()
                .filter(module -> module.getBasedir() != null && !module.equals(maven.project()))
                .filter(module -> entries()
                        .anyMatch(entry -> Files.isRegularFile(
                                module.getBasedir().toPath().resolve(entry).resolve(changeLogFile))))
                .map(MavenProject::getArtifactId)
                .toList();
    }
}
