package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.Optional;

/** The run that another one goes on with, as the user gave it; null is none. */
public record ContinueParameters(String continueRun) {

    /** That run; empty where none is given, or no run's id. */
    public Optional<RunId> run() {
        return Optional.ofNullable(continueRun).map(String::trim).flatMap(RunId::ofApplying);
    }

    /**
     * The selection itself.
     *
     * @throws RunRefusedException when what is given is no id of a run that applied something
     */
    public SelectionParameters requireRun(SelectionParameters selection) {
        if (continueRun != null && run().isEmpty()) {
            throw new RunRefusedException(
                    "-Dpgmt.continueRun=" + continueRun
                            + " is not the id of a run that applies changesets: these are r and nine letters or digits, as in its "
                            + "reports and in the first line of its console output. pgmt:history lists them. Nothing was done.");
        }
        return selection;
    }
}
