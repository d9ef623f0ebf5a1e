package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.ChangelogEnd;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;
import liquibase.exception.UnexpectedLiquibaseException;

/** The changesets of parsed changelogs, with those that {@code dbms} leaves out. */
final class ParsedContents implements ChangelogContents {

    private final List<ChangeSetId> changeSets = new ArrayList<>();
    private final Set<ChangeSetId> normalized = new HashSet<>();

    /** The tenants of a fleet record the same. */
    private final Map<ChangeSetId, Boolean> asked = new ConcurrentHashMap<>();

    private final ChangelogFilter filter;
    private final ChangelogEnd end;
    private final Set<String> parametersRead;

    ParsedContents(ParsedChangelog parsed, Tenant tenant) {
        this(parsed, tenant, ChangelogEnd.OPEN);
    }

    /** @throws InvalidChangelogException when something in it would end each tenant's update before it begins */
    static ParsedContents checked(ParsedChangelog parsed, Tenant tenant, Changelog changelog) {
        try {
            new FilesOfChanges().requireCurrent(parsed.roots());
            // Liquibase's filters take parts out of changesets that have contexts of their own.
            DueChangeSets due = new DueChangeSets(changelog);
            TenantDatabase database = TenantDatabase.detached(tenant, changelog.tables());
            ParsedContents contents = new ParsedContents(parsed, tenant, due.end(parsed.roots(), database));
            DuplicateIds.requireNone(parsed.roots(), database, due);
            return contents;
        } catch (LiquibaseException | UnexpectedLiquibaseException e) {
            // A context or label that is none.
            throw new InvalidChangelogException("The changelog cannot be read: " + Causes.summary(e), e);
        }
    }

    private ParsedContents(ParsedChangelog parsed, Tenant tenant, ChangelogEnd end) {
        this.filter = parsed.filter(tenant);
        this.end = end;
        this.parametersRead = parsed.parametersRead();
        for (DatabaseChangeLog changelog : parsed.roots()) {
            changelog.getChangeSets().forEach(this::add);
            changelog.getSkippedChangeSets().forEach(this::add);
        }
    }

    private void add(ChangeSet changeSet) {
        ChangeSetId id = idOf(changeSet);
        changeSets.add(id);
        normalized.add(normalized(id));
    }

    /** The changeset as the history records it, or will. */
    static ChangeSetId idOf(ChangeSet changeSet) {
        return new ChangeSetId(changeSet.getStoredFilePath(), changeSet.getId(), changeSet.getAuthor());
    }

    /** For comparing: Liquibase takes paths that differ in how they begin, by {@code classpath:} for example, for the same. */
    static ChangeSetId normalized(ChangeSetId id) {
        return new ChangeSetId(DatabaseChangeLog.normalizePath(id.file()), id.id(), id.author());
    }

    @Override
    public List<ChangeSetId> changeSets() {
        return List.copyOf(changeSets);
    }

    @Override
    public boolean contains(ChangeSetId recorded) {
        return asked.computeIfAbsent(recorded, absent -> normalized.contains(normalized(absent)));
    }

    @Override
    public ChangelogFilter filter() {
        return filter;
    }

    @Override
    public ChangelogEnd end() {
        return end;
    }

    @Override
    public Set<String> parametersRead() {
        return parametersRead;
    }
}
