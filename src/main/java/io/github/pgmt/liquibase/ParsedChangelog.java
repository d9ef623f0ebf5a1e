package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Set;
import liquibase.changelog.DatabaseChangeLog;

/**
 * The root changelogs as they are for one tenant.
 *
 * @param roots in order
 * @param reader who has parsed them
 */
record ParsedChangelog(List<DatabaseChangeLog> roots, ChangelogReader reader) {

    ParsedChangelog {
        roots = List.copyOf(roots);
    }

    /** What contexts and labels make of it, for the tenant that it was parsed for. */
    ChangelogFilter filter(Tenant tenant) {
        return reader.filter(roots, tenant);
    }

    /** The names of the parameters that have been asked for until now, set or not. */
    Set<String> parametersRead() {
        return reader.parametersRead();
    }
}
