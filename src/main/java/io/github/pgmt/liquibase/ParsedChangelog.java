package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /**
     * Whether it would be the same if it was parsed for another tenant: of all parameters that were asked for until now both
     * have the same values.
     *
     * @param own the tenant that it was parsed for
     */
    boolean isAlsoOf(Tenant own, Tenant other) {
        return parametersRead().stream().allMatch(name -> value(own, name).equals(value(other, name)));
    }

    /** Liquibase's own ones tell of the database, and the schema's name is among them. */
    private static Optional<String> value(Tenant tenant, String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("database.")
                ? Optional.of(tenant.schema())
                : tenant.value(name);
    }
}
