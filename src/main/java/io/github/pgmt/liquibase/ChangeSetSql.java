package io.github.pgmt.liquibase;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;

/** The SQL that a changeset brings itself, known before it runs. */
final class ChangeSetSql {

    private ChangeSetSql() {}

    /** The texts of its {@code sql} and {@code sqlFile} changes; statements that Liquibase makes are not among them. */
    static List<String> raw(ChangeSet changeSet) {
        return raw(changeSet.getChanges());
    }

    /** Those that are meant for this kind of database. */
    static List<String> rawFor(ChangeSet changeSet, Database database) {
        return raw(changeSet.getChanges().stream()
                .filter(AbstractSQLChange.class::isInstance)
                .filter(change ->
                        DatabaseList.definitionMatches(((AbstractSQLChange) change).getDbms(), database, true))
                .toList());
    }

    /** The texts that its rollback brings itself. */
    static List<String> rawRollback(ChangeSet changeSet) {
        return raw(changeSet.getRollback().getChanges());
    }

    /** Names of the indexes that those of the changesets without a transaction build CONCURRENTLY. */
    static Set<String> concurrentIndexes(Collection<ChangeSet> changeSets) {
        Set<String> names = new HashSet<>();
        for (ChangeSet changeSet : changeSets) {
            if (!changeSet.isRunInTransaction()) {
                names.addAll(CreatedNames.concurrentIndexes(raw(changeSet)));
            }
        }
        return names;
    }

    private static List<String> raw(List<Change> changes) {
        return changes.stream()
                .filter(AbstractSQLChange.class::isInstance)
                .map(change -> ((AbstractSQLChange) change).getSql())
                .filter(Objects::nonNull)
                .toList();
    }
}
