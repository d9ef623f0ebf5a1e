package io.github.pgmt.migration;

import java.util.Objects;

/**
 * What names a changeset in a changelog and in a history.
 *
 * @param file the path as it is recorded in {@code DATABASECHANGELOG.FILENAME}
 */
public record ChangeSetId(String file, String id, String author) {

    public ChangeSetId {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(author, "author is null");
    }

    /** The notation that Liquibase prints: {@code file::id::author}. */
    @Override
    public String toString() {
        return file + "::" + id + "::" + author;
    }
}
