package io.github.pgmt.migration.changelog;

import io.github.pgmt.migration.ChangeSetId;
import java.util.List;
import java.util.Set;

/** All changesets of a changelog, before contexts, labels and {@code dbms} choose among them. */
public interface ChangelogContents {

    /** The changesets in changelog order. */
    List<ChangeSetId> changeSets();

    /** Whether a recorded changeset is one of these; paths are compared as Liquibase normalises them. */
    boolean contains(ChangeSetId recorded);

    /** What contexts and labels make of them. */
    ChangelogFilter filter();

    /** Where an update ends, and which tags they make. */
    ChangelogEnd end();

    /** The names of the parameters that were asked for while it was read, set or not. */
    Set<String> parametersRead();
}
