package io.github.pgmt.migration.changelog;

import io.github.pgmt.migration.ChangeSetId;
import java.util.Objects;

/**
 * An extension that a pending changeset creates.
 *
 * @param certain whether the changeset runs and must succeed, whatever is in the database
 */
public record PlannedExtension(CreatedExtension extension, ChangeSetId changeSet, boolean certain) {

    public PlannedExtension {
        Objects.requireNonNull(extension, "extension is null");
        Objects.requireNonNull(changeSet, "changeSet is null");
    }

    /** Whether it does nothing, or nothing that counts, where the database has the extension. */
    public boolean bearsThatItIsThere() {
        return extension.unlessThere() || !certain;
    }
}
