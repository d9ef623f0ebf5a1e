package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;

/**
 * Changesets of which one changelog has two with the same id, author and file. Liquibase itself finds them in each tenant
 * anew, though no tenant has a part in it.
 */
final class DuplicateIds {

    private static final int NAMED = 5;

    private DuplicateIds() {}

    /**
     * Refuses changelogs in which an update would find an id twice, by Liquibase's own rules.
     *
     * @throws InvalidChangelogException naming both places
     */
    static void requireNone(List<DatabaseChangeLog> roots, Database database, DueChangeSets due)
            throws LiquibaseException {
        for (DatabaseChangeLog root : roots) {
            Map<String, List<ChangeSet>> places = due.validated(root, database).stream()
                    .collect(Collectors.groupingBy(
                            changeSet -> changeSet.toString(false), LinkedHashMap::new, Collectors.toList()));
            places.values().removeIf(changeSets -> changeSets.size() == 1);
            if (!places.isEmpty()) {
                throw new InvalidChangelogException(message(root, places.values()), null);
            }
        }
    }

    private static String message(DatabaseChangeLog root, Collection<List<ChangeSet>> twice) {
        String named = twice.stream()
                .limit(NAMED)
                .map(changeSets -> ParsedContents.idOf(changeSets.get(0)) + " is " + places(changeSets))
                .collect(Collectors.joining("; "));
        int more = twice.size() - NAMED;
        boolean ofOneFile =
                twice.stream().allMatch(changeSets -> files(changeSets).count() == 1);
        return "The changelog " + root.getPhysicalFilePath() + " has an id twice: " + named
                + (more > 0 ? "; and " + more + " more" : "")
                + ". Liquibase knows a changeset by its file, id and author. "
                + (ofOneFile
                        ? "Give the one that no tenant has run another id, or include the file only once."
                        : "Give the one that no tenant has run another id, or its file a logicalFilePath of its own.");
    }

    private static String places(List<ChangeSet> changeSets) {
        Map<String, Long> byFile = files(changeSets)
                .collect(Collectors.toMap(
                        file -> file,
                        file -> changeSets.stream()
                                .filter(changeSet -> file.equals(fileOf(changeSet)))
                                .count(),
                        (first, second) -> first,
                        LinkedHashMap::new));
        return byFile.entrySet().stream()
                .map(file ->
                        "in " + file.getKey() + ChangeSetLines.of(file.getKey(), changeSets.get(0), file.getValue()))
                .collect(Collectors.joining(", and "));
    }

    private static Stream<String> files(List<ChangeSet> changeSets) {
        return changeSets.stream()
                .map(DuplicateIds::fileOf)
                .filter(Objects::nonNull)
                .distinct();
    }

    private static String fileOf(ChangeSet changeSet) {
        DatabaseChangeLog changelog = changeSet.getChangeLog();
        return changelog == null ? changeSet.getFilePath() : changelog.getPhysicalFilePath();
    }
}
