package io.github.pgmt.migration.changelog;

import java.time.LocalDateTime;
import java.util.Objects;

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
     * What one run applied, whatever contexts and labels there are now.
     *
     * @param runId its {@code DEPLOYMENT_ID}; a run of pgmt or of Liquibase itself
     */
    record Run(String runId) implements RollbackTarget {

        public Run {
            Objects.requireNonNull(runId, "runId is null");
        }
    }
}
