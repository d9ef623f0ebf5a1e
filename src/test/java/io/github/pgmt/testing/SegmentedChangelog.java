package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A changelog of plain changesets, with some in between that cannot be replayed. */
public final class SegmentedChangelog {

    /** The root, as it is recorded. */
    public static final String FILE = "db/segments.xml";

    /** A change that cannot be replayed, whatever is learned of others; it makes the table {@code counted}. */
    public static final String CUSTOM =
            "<customChange class=\"com.example.changes.CountTables\"><param name=\"into\" value=\"counted\"/></customChange>";

    private static final int PLAIN_AROUND = 4;
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            """;

    private final List<String> texts = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();
    private int plain;
    private int segments;

    private SegmentedChangelog() {}

    /** One of a single changeset, as the first of all others has it. */
    public static SegmentedChangelog first(String change) {
        SegmentedChangelog changelog = new SegmentedChangelog();
        changelog.texts.add(changeSet("first", "", change));
        return changelog;
    }

    /**
     * One doubtful changeset, {@code doubt}, in the middle of plain ones. The first of all is the one of {@link #first}, which
     * makes the table {@code legacy}.
     *
     * @param after what a plain changeset behind it does, if anything
     */
    public static SegmentedChangelog around(String doubt, String... after) {
        return around(List.of(doubt), after);
    }

    /** The same with several doubtful ones, {@code doubt}, {@code doubt2} and so on. */
    public static SegmentedChangelog around(List<String> doubts, String... after) {
        return aroundAll(doubts, "", after);
    }

    /** The same with a changeset that has no transaction. */
    public static SegmentedChangelog aroundWithoutTransaction(String doubt, String... after) {
        return aroundAll(List.of(doubt), " runInTransaction=\"false\"", after);
    }

    private static SegmentedChangelog aroundAll(List<String> doubts, String attributes, String... after) {
        SegmentedChangelog changelog = first("<sql>CREATE TABLE legacy (id int)</sql>");
        changelog.addPlain();
        for (String doubt : doubts) {
            int number = changelog.doubtful.size() + 1;
            changelog.addDoubtful("doubt" + (number == 1 ? "" : number), attributes, doubt);
        }
        for (String change : after) {
            changelog.texts.add(changeSet("after", "", change));
        }
        changelog.addPlain();
        return changelog;
    }

    /** A doubtful changeset, {@code doubt}, before plain ones. */
    public static SegmentedChangelog beginningWith(String doubt) {
        SegmentedChangelog changelog = new SegmentedChangelog();
        changelog.addDoubtful("doubt", "", doubt);
        changelog.addPlain();
        return changelog;
    }

    /** Each kind of doubt that takes only its own changeset along, between plain changesets. */
    public static SegmentedChangelog ofEveryKind() {
        SegmentedChangelog changelog = new SegmentedChangelog();
        changelog.addPlain();
        changelog.addDoubtful(
                "executed",
                "",
                precondition("MARK_RAN", 1)
                        + "<createTable tableName=\"executed\"><column name=\"id\" type=\"int\"/></createTable>");
        changelog.addPlain();
        changelog.addDoubtful("marked", "", precondition("MARK_RAN", 0) + "<sql>CREATE TABLE marked (id int)</sql>");
        changelog.addDoubtful(
                "passed-over", "", precondition("CONTINUE", 0) + "<sql>CREATE TABLE passed_over (id int)</sql>");
        changelog.addPlain();
        changelog.addDoubtful(
                "rows",
                " runInTransaction=\"false\"",
                "<insert tableName=\"p1_1\"><column name=\"name\" value=\"one\"/></insert>");
        changelog.addPlain();
        changelog.addDoubtful(
                "index", " runInTransaction=\"false\"", "<sql>CREATE INDEX CONCURRENTLY by_name ON p1_0 (name)</sql>");
        changelog.addPlain();
        changelog.addDoubtful("custom", "", CUSTOM);
        changelog.addPlain();
        changelog.addDoubtful("may-fail", " failOnError=\"false\"", "<sql>SELECT 1/0</sql>");
        changelog.addPlain();
        changelog.addDoubtful(
                "may-not-be-valid", " onValidationFail=\"MARK_RAN\"", "<sql>CREATE TABLE valid (id int)</sql>");
        changelog.addPlain();
        return changelog;
    }

    /** One that passes where 1 is expected; what the function answers, nobody knows. */
    private static String precondition(String onFail, int expected) {
        return "<preConditions onFail=\"" + onFail + "\"><sqlCheck expectedResult=\"" + expected
                + "\">SELECT 1 WHERE now() IS NOT NULL</sqlCheck></preConditions>";
    }

    private void addPlain() {
        segments++;
        for (int i = 0; i < PLAIN_AROUND; i++) {
            String table = "p" + segments + "_" + i;
            texts.add(changeSet(
                    table,
                    "",
                    "<createTable tableName=\"" + table + "\"><column name=\"id\" type=\"int\" autoIncrement=\"true\">"
                            + "<constraints primaryKey=\"true\"/></column><column name=\"name\" type=\"varchar(20)\"/></createTable>"
                            + "<insert tableName=\"" + table + "\"><column name=\"name\" value=\"it's\"/></insert>"));
            plain++;
        }
    }

    private void addDoubtful(String id, String attributes, String content) {
        boolean goesOn = !texts.isEmpty()
                && !doubtful.isEmpty()
                && texts.get(texts.size() - 1).contains("id=\"" + doubtful.get(doubtful.size() - 1) + "\"");
        segments += goesOn ? 0 : 1;
        texts.add(changeSet(id, attributes, content));
        doubtful.add(id);
    }

    private static String changeSet(String id, String attributes, String content) {
        return "<changeSet id=\"" + id + "\" author=\"test\"" + attributes + ">" + content + "</changeSet>";
    }

    /** How many changesets are plain, without those that the tenants have already. */
    public int plain() {
        return plain;
    }

    /** In how many parts a tenant goes through it. */
    public int segments() {
        return segments;
    }

    /** The ids of the changesets that cannot be replayed, in order. */
    public List<String> doubtful() {
        return doubtful;
    }

    /** Writes it, and returns the directory. */
    public Path writeInto(Path directory) {
        try {
            Files.createDirectories(directory.resolve(FILE).getParent());
            Files.writeString(directory.resolve(FILE), HEAD + String.join("\n", texts) + "</databaseChangeLog>");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
