package io.github.pgmt.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a work as changelogs: XML, YAML and formatted SQL in turn, and a root that includes them. */
final class ChangelogFiles {

    private static final String XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                    http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            %s</databaseChangeLog>
            """;
    private static final String FOLDER = "db/changelog/";
    private static final String NEXT_FILE = "next.xml";
    private static final String NEXT_CHANGES = """
            <addColumn tableName="item_01"><column name="priority" type="int"/></addColumn>
            <createIndex tableName="item_01" indexName="item_01_priority"><column name="priority"/></createIndex>
            """;
    /** Of a changelog about whose tables nothing is known. */
    private static final String NEXT_TABLE = """
            <createTable tableName="benchmark_next"><column name="priority" type="int"/></createTable>
            <createIndex tableName="benchmark_next" indexName="benchmark_next_priority"><column name="priority"/></createIndex>
            """;

    private final Path directory;

    /** @param root the directory that Liquibase looks in */
    ChangelogFiles(Path root) {
        this.directory = root.resolve(FOLDER);
    }

    void write(MadeUpChangelog changelog) throws IOException {
        Files.createDirectories(directory);
        List<ChangeSetText> changes = changelog.changes();
        List<String> files = new ArrayList<>();
        for (int number = 0; number < changelog.files(); number++) {
            int from = changes.size() * number / changelog.files();
            int to = changes.size() * (number + 1) / changelog.files();
            files.add(FOLDER + write(number, changes.subList(from, to)));
        }
        writeRoots(files, NEXT_CHANGES);
    }

    /** @param root of a changelog that is in the directory already */
    void writeAround(String root) throws IOException {
        Files.createDirectories(directory);
        writeRoots(List.of(root), NEXT_TABLE);
    }

    private void writeRoots(List<String> files, String nextChanges) throws IOException {
        Files.writeString(directory.resolve(NEXT_FILE), XML.formatted(xml("next", nextChanges)));
        for (Case theCase : Case.values()) {
            List<String> included = new ArrayList<>(files);
            if (theCase == Case.ONE_PENDING) {
                included.add(FOLDER + NEXT_FILE);
            }
            Files.writeString(directory.resolve("master-" + theCase.letter() + ".yaml"), root(included));
        }
    }

    private String write(int number, List<ChangeSetText> changes) throws IOException {
        String extension = List.of("xml", "yaml", "sql").get(number % 3);
        String file = "changes-%02d.%s".formatted(number + 1, extension);
        Files.writeString(
                directory.resolve(file),
                switch (extension) {
                    case "xml" ->
                        XML.formatted(changes.stream()
                                .map(change -> xml(change.id(), change.xml()))
                                .collect(Collectors.joining()));
                    case "yaml" ->
                        "databaseChangeLog:\n"
                                + changes.stream().map(ChangelogFiles::yaml).collect(Collectors.joining());
                    default ->
                        "--liquibase formatted sql\n"
                                + changes.stream()
                                        .map(change -> "\n--changeset benchmark:" + change.id() + "\n" + change.sql())
                                        .collect(Collectors.joining());
                });
        return file;
    }

    private static String xml(String id, String change) {
        return "<changeSet id=\"" + id + "\" author=\"benchmark\">\n" + change + "</changeSet>\n";
    }

    private static String yaml(ChangeSetText change) {
        return "  - changeSet:\n      id: " + change.id() + "\n      author: benchmark\n      changes:\n        - "
                + change.yaml().strip().replace("\n", "\n          ") + "\n";
    }

    private static String root(List<String> files) {
        return "databaseChangeLog:\n"
                + files.stream()
                        .map(file -> "  - include: {file: " + file + "}\n")
                        .collect(Collectors.joining());
    }
}
