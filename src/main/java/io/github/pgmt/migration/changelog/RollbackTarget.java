package io.github.pgmt.migration.changelog;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How far a rollback goes, in each tenant's own history. */
public sealed interface RollbackTarget {

    /**
     * The last changesets.
     *
     * @param changeSets how many, at least 1
     */
    record Count(int changeSets) implements RollbackTarget {

        public Count {
            if (changeSets < 1) {
                throw new IllegalArgumentException(
                        "A rollback takes back at least 1 changeset, not " + changeSets + ".");
            }
        }
    }

    /**
     * What came after a tag. Like Liquibase, without regard to case, and with the tag itself where a changeset of its own
     * made it.
     */
    record Tag(String tag) implements RollbackTarget {

        public Tag {
            Objects.requireNonNull(tag, "tag is null");
        }
    }

    /**
     * What was executed after a time.
     *
     * @param time in the time zone of this JVM, as the histories have it
     */
    record Date(LocalDateTime time) implements RollbackTarget {

        public Date {
            Objects.requireNonNull(time, "time is null");
        }
    }

    /**
     * What these runs applied, each tenant's in the order that its own history asks for, whatever contexts and labels there are
     * now. A release is one run, or a run and its retries: of these, a tenant has what the first left to the others.
     *
     * @param runIds their {@code DEPLOYMENT_ID}s, at least one; runs of pgmt or of Liquibase itself, in any order
     */
    record Runs(List<String> runIds) implements RollbackTarget {

        public Runs {
            runIds = runIds.stream().distinct().toList();
            if (runIds.isEmpty()) {
                throw new IllegalArgumentException("No run is given that is to be taken back.");
            }
        }

        /** Whether a row was written last by one of them. */
        public boolean wrote(Optional<String> deploymentId) {
            return deploymentId.filter(runIds::contains).isPresent();
        }
    }
}
