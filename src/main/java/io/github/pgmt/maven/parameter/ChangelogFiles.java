package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.maven.resource.BuildResource;
import io.github.pgmt.maven.resource.BuildResources;
import io.github.pgmt.maven.resource.LeftOverCopies;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;

/** Where the changelog's files, and the project's own classes, are looked for. */
public final class ChangelogFiles {

    private static final Set<String> PLUGINS_OWN = Set.of("org.liquibase:liquibase-core", "org.postgresql:postgresql");

    private final MavenSide maven;
    private final String searchPath;

    ChangelogFiles(MavenSide maven, String searchPath) {
        this.maven = maven;
        this.searchPath = searchPath;
    }

    /**
     * The search path, and then the resources of the project and of those modules of the build whose output is on its class
     * path: the build would copy them there.
     */
    public ChangelogPlaces places() {
        List<BuildResource> all = modules().flatMap(BuildResource::of).toList();
        List<Path> named = searched().toList();
        List<Path> outputs = outputs().toList();
        List<List<BuildResource>> ordered = ordered(all, outputs);
        List<Directory> directories = Stream.concat(
                        named.stream()
                                .map(directory ->
                                        new Directory(directory, "", new BuildResources(directory, ordered, advice()))),
                        resources(all, outputs).map(this::directory))
                .toList();
        return new ChangelogPlaces(
                directories,
                new LeftOverCopies(
                        outputs.stream()
                                .filter(output -> !named.contains(output))
                                .toList(),
                        this::leftOver));
    }

    /** First what the project's class path has, in its order, and then what tests and other modules take along. */
    private static List<List<BuildResource>> ordered(List<BuildResource> all, List<Path> outputs) {
        Stream<List<BuildResource>> onPath = outputs.stream()
                .map(output -> all.stream()
                        .filter(resource -> resource.output().equals(output))
                        .toList());
        return Stream.concat(
                        onPath,
                        Stream.of(all.stream()
                                .filter(resource -> !outputs.contains(resource.output()))
                                .toList()))
                .toList();
    }

    private Stream<Path> searched() {
        return entries().map(entry -> BuildResource.absolute(maven.baseDirectory(), entry));
    }

    private Stream<String> entries() {
        return Arrays.stream(searchPath.split(",")).map(String::trim).filter(entry -> !entry.isEmpty());
    }

    private Stream<MavenProject> modules() {
        return maven.hasProject() ? maven.modules().stream() : Stream.of();
    }

    private BuildResources.Advice advice() {
        return new BuildResources.Advice() {

            @Override
            public String shown(Path path) {
                return ChangelogFiles.this.shown(path);
            }

            @Override
            public String toCopy(BuildResource resource) {
                return resource.project().equals(maven.project())
                        ? "Run\n  " + TypedCommand.of(maven).after(resource.phase()) + "\n"
                        : "Run this, and then the goal again:\n  mvn -pl :"
                                + resource.project().getArtifactId() + " " + resource.phase() + "\n";
            }
        };
    }

    private String leftOver(Path file, Path output) {
        return "The changelog reads " + shown(file)
                + ", which is a copy of none of the build's resources: it may be left from "
                + "an earlier build. Then remove it. If a plugin of your build adds the resource, run\n  "
                + TypedCommand.of(maven).after("process-resources")
                + "\nIf your build makes it in another way, name its directory: -Dpgmt.searchPath=" + searchPath + ","
                + shown(output) + ".";
    }

    private String shown(Path path) {
        Path base = maven.baseDirectory().toAbsolutePath().normalize();
        return TypedCommand.pathOf(path.startsWith(base) ? base.relativize(path) : path);
    }

    /**
     * Where the build copies what is on the project's class path, in its order. A module that this run leaves out is there as
     * a jar of an earlier build; its resources are looked at all the same, and hide what the jar has.
     */
    private Stream<Path> outputs() {
        if (!maven.hasProject()) {
            return Stream.of();
        }
        return Stream.concat(
                        Stream.of(output(maven.project())),
                        artifacts()
                                .flatMap(artifact -> modules()
                                        .filter(module -> isOf(artifact, module))
                                        .map(ChangelogFiles::output)
                                        .limit(1)))
                .distinct();
    }

    private static boolean isOf(Artifact artifact, MavenProject module) {
        return isMainArtifact(artifact, module)
                || artifact.getFile().toPath().toAbsolutePath().normalize().equals(output(module));
    }

    private static boolean isMainArtifact(Artifact artifact, MavenProject module) {
        return !artifact.hasClassifier()
                && artifact.getGroupId().equals(module.getGroupId())
                && artifact.getArtifactId().equals(module.getArtifactId())
                && artifact.getBaseVersion().equals(module.getVersion());
    }

    private static Path output(MavenProject module) {
        return BuildResource.absolute(
                module.getBasedir().toPath(), module.getBuild().getOutputDirectory());
    }

    /** Those that are copied to the same place from the same directory, together. */
    private static Stream<List<BuildResource>> resources(List<BuildResource> all, List<Path> outputs) {
        return outputs.stream()
                .flatMap(output -> all.stream()
                        .filter(resource -> resource.output().equals(output) && resource.isOnClassPath())
                        .collect(Collectors.groupingBy(
                                resource -> Map.entry(resource.directory(), resource.prefix()),
                                LinkedHashMap::new,
                                Collectors.toList()))
                        .values()
                        .stream());
    }

    private Directory directory(List<BuildResource> group) {
        BuildResource one = group.get(0);
        return new Directory(
                one.directory(), one.prefix(), new BuildResources(one.directory(), List.of(group), advice()));
    }

    /** The project's runtime class path, with its own Liquibase and driver left out: the plugin's are used. */
    public List<URL> projectClassPath() {
        if (!maven.hasProject()) {
            return List.of();
        }
        Path classes = Path.of(maven.project().getBuild().getOutputDirectory());
        return Stream.concat(
                        Stream.of(classes),
                        artifacts().map(artifact -> artifact.getFile().toPath()))
                .map(ChangelogFiles::url)
                .toList();
    }

    private Stream<Artifact> artifacts() {
        return maven.project().getArtifacts().stream()
                .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
                .filter(ChangelogFiles::isAtRuntime)
                .filter(artifact -> !PLUGINS_OWN.contains(artifact.getGroupId() + ":" + artifact.getArtifactId()));
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
    public List<String> modulesWith(String changeLogFile) {
        return modules()
                .filter(module -> module.getBasedir() != null && !module.equals(maven.project()))
                .filter(module -> entries()
                        .anyMatch(entry -> Files.isRegularFile(
                                module.getBasedir().toPath().resolve(entry).resolve(changeLogFile))))
                .map(MavenProject::getArtifactId)
                .toList();
    }
}
