package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogEnd;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.RuntimeEnvironment;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.filter.NotRanChangeSetFilter;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.ListVisitor;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;

/** Works out what an update would run, with Liquibase's own filters. */
final class DueChangeSets {

    private final Changelog changelog;
    private final Contexts contexts;
    private final LabelExpression labels;

    DueChangeSets(Changelog changelog) {
        this.changelog = changelog;
        contexts = new Contexts(changelog.contexts().orElse(null));
        labels = new LabelExpression(changelog.labelFilter().orElse(null));
    }

    /** What an update of one tenant runs of these roots, which are the changelog's, and where it ends. */
    DueInTurn inTurn(List<DatabaseChangeLog> roots, Database database, Set<ChangeSetId> done)
            throws LiquibaseException {
        return new DueInTurn(this, changelog.howFar(), roots, database, done);
    }

    /** Where an update of these roots ends, and which tags they make. */
    ChangelogEnd end(List<DatabaseChangeLog> roots, Database database) throws LiquibaseException {
        if (changelog.howFar().isWhole()) {
            return ChangelogEnd.OPEN;
        }
        Set<String> tags = new HashSet<>();
        for (DatabaseChangeLog root : roots) {
            tags.addAll(ChangelogEdits.tags(meant(root, database)));
        }
        Set<String> leftOut = new HashSet<>(ChangelogEdits.tags(roots.stream()
                .flatMap(root -> Stream.concat(root.getChangeSets().stream(), root.getSkippedChangeSets().stream()))
                .toList()));
        leftOut.removeAll(tags);
        return new ChangelogEnd(changelog.howFar(), tags, leftOut);
    }

    /** Whether it is for the schema that tenants share. */
    boolean isOfShared() {
        return changelog.shared();
    }

    /** The changesets that an update would run against this database's history now, in order; runAlways ones among them. */
    List<ChangeSet> of(DatabaseChangeLog changelog, Database database) throws LiquibaseException {
        return passing(changelog, database, filters(new ShouldRunChangeSetFilter(database), database));
    }

    /** The changesets that apply to this database and are not in its history, in order. */
    List<ChangeSet> notRan(DatabaseChangeLog changelog, Database database) throws LiquibaseException {
        return passing(changelog, database, notRanFilters(database));
    }

    /** The changesets that an update compares with the history, in order. */
    List<ChangeSet> validated(DatabaseChangeLog changelog, Database database) throws LiquibaseException {
        return passing(
                changelog,
                database,
                new DbmsChangeSetFilter(database),
                new ContextChangeSetFilter(contexts),
                new LabelChangeSetFilter(labels));
    }

    /**
     * The changesets that apply to this database, whatever its history has, in order.
     *
     * @param last are asked only of those that all others let pass
     */
    List<ChangeSet> meant(DatabaseChangeLog changelog, Database database, ChangeSetFilter... last)
            throws LiquibaseException {
        Stream<ChangeSetFilter> first = Stream.of(
                new ContextChangeSetFilter(contexts),
                new LabelChangeSetFilter(labels),
                new DbmsChangeSetFilter(database),
                new IgnoreChangeSetFilter());
        return passing(
                changelog, database, Stream.concat(first, Stream.of(last)).toArray(ChangeSetFilter[]::new));
    }

    /** What lets {@link #notRan} pass. */
    ChangeSetFilter[] notRanFilters(Database database) throws DatabaseException {
        return filters(new NotRanChangeSetFilter(database.getRanChangeSetList()), database);
    }

    private ChangeSetFilter[] filters(ChangeSetFilter byHistory, Database database) {
        return new ChangeSetFilter[] {
            byHistory,
            new ContextChangeSetFilter(contexts),
            new LabelChangeSetFilter(labels),
            new DbmsChangeSetFilter(database),
            new IgnoreChangeSetFilter()
        };
    }

    private List<ChangeSet> passing(DatabaseChangeLog changelog, Database database, ChangeSetFilter... filters)
            throws LiquibaseException {
        ListVisitor passing = new ListVisitor();
        new ChangeLogIterator(changelog, filters).run(passing, new RuntimeEnvironment(database, contexts, labels));
        return passing.getSeenChangeSets();
    }

    /** Whether a changeset is meant, whatever the history has. */
    boolean select(ChangeSet changeSet) {
        return new ContextChangeSetFilter(contexts).accepts(changeSet).isAccepted()
                && new LabelChangeSetFilter(labels).accepts(changeSet).isAccepted()
                && new IgnoreChangeSetFilter().accepts(changeSet).isAccepted();
    }

    Contexts contexts() {
        return contexts;
    }

    LabelExpression labels() {
        return labels;
    }
}
