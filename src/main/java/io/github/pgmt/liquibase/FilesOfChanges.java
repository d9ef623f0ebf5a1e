package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.io.IOException;
import java.util.List;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.ChangeWithColumns;
import liquibase.change.ColumnConfig;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;

/**
 * The files that changes name, as {@code sqlFile} and {@code loadData} do. Liquibase opens them when it comes to the change; a
 * file that the build has not made, or has left from an earlier time, is to be found out before.
 */
final class FilesOfChanges {

    private final ResourceAccessor resources = Scope.getCurrentScope().getResourceAccessor();

    /** @throws InvalidChangelogException when one is not as the build makes it; what else is wrong with it, Liquibase tells */
    void requireCurrent(List<DatabaseChangeLog> changelogs) {
        changelogs.stream()
                .flatMap(changelog -> changelog.getChangeSets().stream())
                .forEach(this::requireCurrent);
    }

    private void requireCurrent(ChangeSet changeSet) {
        changeSet.getChanges().forEach(this::requireCurrent);
        if (changeSet.getRollback() != null) {
            changeSet.getRollback().getChanges().forEach(this::requireCurrent);
        }
    }

    private void requireCurrent(Change change) {
        try {
            // It has the content of the files. The changeset would keep its own, which depends on contexts.
            change.generateCheckSum();
            openValues(change);
        } catch (Exception e) {
            Causes.first(InvalidChangelogException.class, e).ifPresent(notCurrent -> {
                throw notCurrent;
            });
        }
    }

    /** Of these files a checksum has only the names. */
    private void openValues(Change change) throws IOException {
        if (change instanceof ChangeWithColumns<?> withColumns && withColumns.getColumns() != null) {
            for (ColumnConfig column : withColumns.getColumns()) {
                open(column.getValueClobFile(), change.getChangeSet());
                open(column.getValueBlobFile(), change.getChangeSet());
            }
        }
    }

    /** Such a file may be beside the changelog; a name that leads to two files is looked at twice. */
    private void open(String file, ChangeSet changeSet) throws IOException {
        if (file == null) {
            return;
        }
        Resource changelog = resources.get(changeSet.getChangeLog().getPhysicalFilePath());
        for (Resource found : List.of(resources.get(file), changelog.resolveSibling(file))) {
            if (found.exists()) {
                found.openInputStream().close();
            }
        }
    }
}
