package io.github.pgmt.report.annotation;

import io.github.pgmt.migration.ChangeSetId;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a build server shows of a run.
 *
 * @param title one line, as it is shown
 * @param message may have several lines, as it is shown
 * @param changeSet which it is about, where it is about one
 */
public record Annotation(Level level, String title, String message, Optional<ChangeSetId> changeSet) {

    /** How it is shown. */
    public enum Level {
        /** It fails the build. */
        ERROR,
        /** The build goes on, and somebody should look. */
        WARNING
    }

    public Annotation {
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(changeSet, "changeSet is null");
    }

    /** Of what fails the build, or does not. */
    static Level level(boolean failsTheBuild) {
        return failsTheBuild ? Level.ERROR : Level.WARNING;
    }
}
