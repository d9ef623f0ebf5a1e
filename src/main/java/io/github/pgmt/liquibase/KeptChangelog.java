package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;
import java.util.Set;
import liquibase.exception.LiquibaseException;

/**
 * Parses the changelog without a connection, and keeps what was parsed last: the look at the changelog, the plan and the
 * script of a cohort follow each other with the same tenant, and none of them changes it. Liquibase's own update works in
 * the same way, with one parsed changelog that is validated, filtered and then run.
 */
final class KeptChangelog {

    private final Changelog changelog;
    private Optional<Kept> last = Optional.empty();

    /** Something that a parsed changelog is asked, and that runs nothing of it. */
    interface Question<T> {

        T ask(ParsedChangelog parsed) throws LiquibaseException;
    }

    /** What was parsed for a tenant. */
    private static final class Kept {

        private final Tenant tenant;
        private final ParsedChangelog parsed;
        private final Set<String> readByParsing;
        private boolean askedForAnother;

        Kept(Tenant tenant, ParsedChangelog parsed) {
            this.tenant = tenant;
            this.parsed = parsed;
            this.readByParsing = parsed.parametersRead();
        }

        /** A tenant may have been read with other values in the registry. */
        boolean isOf(Tenant other) {
            return tenant.equals(other)
                    && tenant.name().equals(other.name())
                    && tenant.parameters().equals(other.parameters());
        }

        boolean isAlsoOf(Tenant other) {
            return parsed.isAlsoOf(tenant, other);
        }

        /** As if nobody had been planned with it yet. */
        ParsedChangelog afresh() {
            parsed.reader().forgetReadAfter(readByParsing);
            parsed.roots().stream()
                    .flatMap(root -> root.getChangeSets().stream())
                    .forEach(OneParse::forgetHistory);
            return parsed;
        }
    }

    KeptChangelog(Changelog changelog) {
        this.changelog = changelog;
    }

    /** @throws io.github.pgmt.migration.changelog.InvalidChangelogException when it does not parse */
    ParsedChangelog of(Tenant tenant) {
        if (last.filter(kept -> kept.isOf(tenant) && !kept.askedForAnother).isEmpty()) {
            last = Optional.of(new Kept(tenant, parse(tenant)));
        }
        return last.get().parsed;
    }

    /**
     * What the changelog says of a tenant's history. What was parsed for another tenant is asked where of all that was read
     * both have the same values, and its answer counts where that is so of what was read for it, too.
     *
     * @throws io.github.pgmt.migration.changelog.InvalidChangelogException when it does not parse
     */
    <T> T ask(Tenant tenant, Question<T> question) throws LiquibaseException {
        if (last.filter(kept -> !kept.isOf(tenant) || kept.askedForAnother).isPresent()) {
            Kept ofAnother = last.get();
            ParsedChangelog parsed = ofAnother.afresh();
            if (ofAnother.isAlsoOf(tenant)) {
                ofAnother.askedForAnother = true;
                T answer = question.ask(parsed);
                if (ofAnother.isAlsoOf(tenant)) {
                    return answer;
                }
            }
        }
        return question.ask(of(tenant));
    }

    /** The same for who runs its changesets: nobody else gets it. */
    ParsedChangelog take(Tenant tenant) {
        ParsedChangelog taken = last.filter(kept -> kept.isOf(tenant) && kept.askedForAnother)
                .map(Kept::afresh)
                .orElseGet(() -> of(tenant));
        last = Optional.empty();
        return taken;
    }

    private ParsedChangelog parse(Tenant tenant) {
        ChangelogReader reader = new ChangelogReader(changelog);
        return new ParsedChangelog(reader.parse(TenantDatabase.detached(tenant, changelog.tables()), tenant), reader);
    }
}
