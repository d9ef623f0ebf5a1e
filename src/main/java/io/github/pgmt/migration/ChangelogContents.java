package io.github.pgmt.migration;

import java.util.List;

/** All changesets of a changelog, before contexts, labels and {@code dbms} choose among them. */
public interface ChangelogContents {

    /** The changesets in changelog order. */
    List<ChangeSetId> changeSets();

    /** Whether a recorded changeset is one of these; paths are compared as Liquibase normalises them. */
    boolean contains(ChangeSetId recorded);
}
