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
    private static final String NEXT_FILE = "next.xml";
    private static final String NEXT_CHANGES = """
            <addColumn tableName="item_01"><column name="priority" type="int"/></addColumn>
            <createIndex tableName="item_01" indexName="item_01_priority"><column name="priority"/></createIndex>
            """;

    private final Path directory;

    /** @param root the directory that Liquibase looks in */
    ChangelogFiles(Path root) {
        this.directory = root.resolve("db").resolve("changelog");
    }

    void write(Work work) throws IOException {
        Files.createDirectories(directory);
        List<ChangeSetText> changes = work.changes();
        List<String> files = new ArrayList<>();
        for (int number = 0; number < work.files(); number++) {
            int from = changes.size() * number / work.files();
            int to = changes.size() * (number + 1) / work.files();
            files.add(write(number, changes.subList(from, to)));
        }
        Files.writeString(directory.resolve(NEXT_FILE), XML.formatted(xml("next", NEXT_CHANGES)));
        for (Case theCase : Case.values()) {
            List<String> included = new ArrayList<>(files);
            if (theCase == Case.ONE_PENDING) {
                included.add(NEXT_FILE);
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
                        .map(file -> "  - include: {file: " + file + ", relativeToChangelogFile: true}\n")
                        .collect(Collectors.joining());
    }
}
