package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.ChangeWithColumns;
import liquibase.change.core.LoadDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;

/**
 * The files that changes name, as {@code sqlFile} and {@code loadData} do. Liquibase opens them when it comes to the change; a
 * file that the build has not made, or has left from an earlier time, is to be found out before.
 */
final class FilesOfChanges {

    private static final List<String> NAMING_FILES = List.of("file", "path");

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
        for (String file : ofValues(change).toList()) {
            for (Resource found : found(file, change.getChangeSet())) {
                found.openInputStream().close();
            }
        }
    }

    /** Files that a value of a column is in. */
    private static Stream<String> ofValues(Change change) {
        return change instanceof ChangeWithColumns<?> withColumns && withColumns.getColumns() != null
                ? withColumns.getColumns().stream()
                        .flatMap(column -> Stream.of(column.getValueClobFile(), column.getValueBlobFile()))
                        .filter(Objects::nonNull)
                : Stream.empty();
    }

    /** Such a file may be beside the changelog; a name that leads to two files is looked at twice. */
    private List<Resource> found(String file, ChangeSet changeSet) throws IOException {
        Resource changelog = resources.get(changeSet.getChangeLog().getPhysicalFilePath());
        return Stream.of(resources.get(file), changelog.resolveSibling(file))
                .filter(Resource::exists)
                .toList();
    }

    /**
     * What is in the files that a change names, also in a row that it loads, byte by byte: a checksum passes over white space also where that is part of a value.
     *
     * @throws IOException when one cannot be read; one that is not there is none
     */
    List<byte[]> contents(Change change, ChangeSet changeSet) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        Set<String> files = Stream.concat(
                        NAMING_FILES.stream()
                                .filter(change.getSerializableFields()::contains)
                                .map(change::getSerializableFieldValue)
                                .filter(String.class::isInstance)
                                .map(String.class::cast),
                        ofValues(change))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (change instanceof LoadDataChange rows) {
            files.addAll(LoadedRows.namedFiles(rows));
        }
        for (String file : files) {
            for (Resource found : found(file, changeSet)) {
                try (InputStream stream = found.openInputStream()) {
                    contents.add(stream.readAllBytes());
                }
            }
        }
        return contents;
    }
}
