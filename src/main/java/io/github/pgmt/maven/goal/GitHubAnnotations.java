package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.annotation.Annotations;
import io.github.pgmt.report.annotation.SourcePlace;
import io.github.pgmt.report.annotation.WorkflowCommand;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/** Has GitHub Actions show a run's failures on its page and beside the changelog's lines; elsewhere nothing. */
final class GitHubAnnotations {

    private static final String ACTIONS = "GITHUB_ACTIONS";
    private static final String CHECKOUT = "GITHUB_WORKSPACE";

    private final MavenSide maven;
    private final Log log;
    private List<Directory> directories = List.of();

    GitHubAnnotations(MavenSide maven, Log log) {
        this.maven = maven;
        this.log = log;
    }

    /** Where the run's changesets come from; without it annotations name no file. */
    void find(ChangelogPlaces places) {
        directories = places.directories();
    }

    /** Tells of the run, if GitHub listens and there is something to tell. What the run did is done, so it never throws. */
    void tell(RunReport report, OutgoingText shown) {
        try {
            List<String> commands = commands(report, shown);
            if (!commands.isEmpty()) {
                BuildServerLines.write(commands);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("GitHub was not told what to show of the run: " + shown.message(e.toString()));
        }
    }

    /** None where GitHub does not listen. */
    List<String> commands(RunReport report, OutgoingText shown) {
        return maven.environment(ACTIONS).isEmpty()
                ? List.of()
                : Annotations.of(report, shown).stream()
                        .map(annotation -> WorkflowCommand.of(
                                annotation, annotation.changeSet().flatMap(this::place)))
                        .toList();
    }

    private Optional<SourcePlace> place(ChangeSetId changeSet) {
        Optional<Path> checkout = maven.environment(CHECKOUT).flatMap(GitHubAnnotations::real);
        return checkout.flatMap(root -> directories.stream()
                .flatMap(directory -> file(directory, changeSet.file()).stream())
                .findFirst()
                .filter(source -> source.startsWith(root))
                .map(source -> SourcePlace.of(changeSet, root, source)));
    }

    /** A changeset's file may be called as its changelog has it, {@code logicalFilePath}; then there is none. */
    private static Optional<Path> file(Directory directory, String name) {
        if (!name.startsWith(directory.prefix())) {
            return Optional.empty();
        }
        try {
            Path file =
                    directory.path().resolve(name.substring(directory.prefix().length()));
            return Files.isRegularFile(file) && directory.files().has(file)
                    ? Optional.of(file.toRealPath())
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> real(String path) {
        try {
            return Optional.of(Path.of(path).toRealPath());
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
