package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.ChangeSetId;
import java.util.List;
import java.util.Set;

/**
 * What Liquibase itself ran in tenants that were replayed otherwise. That is Liquibase's result, and no replay's fault where it
 * differs from the pilot's.
 *
 * @param due the changesets of the tenants' cohort, in order
 * @param changing those of them that Liquibase ran and that may have changed the catalog
 * @param hooked whether SQL files of the user's ran before the first and after the last, of which the same is so
 */
public record LiquibasesPart(List<ChangeSetId> due, Set<ChangeSetId> changing, boolean hooked) {

    /** All was replayed. */
    public static final LiquibasesPart NONE = new LiquibasesPart(List.of(), Set.of(), false);

    public LiquibasesPart {
        due = List.copyOf(due);
        changing = Set.copyOf(changing);
    }
}
