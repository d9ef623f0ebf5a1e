package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;

/**
 * Parses the changelog without a connection, and keeps what was parsed last: the look at the changelog, the plan and the
 * script of a cohort follow each other with the same tenant, and none of them changes it. Liquibase's own update works in
 * the same way, with one parsed changelog that is validated, filtered and then run.
 */
final class KeptChangelog {

    private final Changelog changelog;
    private Optional<Kept> last = Optional.empty();

    private record Kept(Tenant tenant, ParsedChangelog parsed) {}

    KeptChangelog(Changelog changelog) {
        this.changelog = changelog;
    }

    /** @throws io.github.pgmt.migration.changelog.InvalidChangelogException when it does not parse */
    ParsedChangelog of(Tenant tenant) {
        if (last.filter(kept -> givesTheSame(kept.tenant(), tenant)).isEmpty()) {
            last = Optional.of(new Kept(tenant, parse(tenant)));
        }
        return last.get().parsed();
    }

    /** A tenant may have been read with other values in the registry. */
    private static boolean givesTheSame(Tenant one, Tenant other) {
        return one.equals(other)
                && one.name().equals(other.name())
                && one.parameters().equals(other.parameters());
    }

    /** The same for who runs its changesets: nobody else gets it. */
    ParsedChangelog take(Tenant tenant) {
        ParsedChangelog taken = of(tenant);
        last = Optional.empty();
        return taken;
    }

    private ParsedChangelog parse(Tenant tenant) {
        ChangelogReader reader = new ChangelogReader(changelog);
        return new ParsedChangelog(reader.parse(TenantDatabase.detached(tenant, changelog.tables()), tenant), reader);
    }
}
