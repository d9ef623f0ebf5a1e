package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SchemaObjects;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A changelog that is wrong is told as what it is before anything is changed. */
class HostileChangelogsTest {

    private static final String ONE = "<changeSet id='1' author='a'><sql>CREATE TABLE a (id int)</sql></changeSet>";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void tenants() {
        Fleet.createTenants(database, 3);
    }

    /** Until Liquibase has no stack left, it reads an XML file that includes itself some hundred times, which takes seconds. */
    static Stream<Arguments> unreadable() {
        return Faults.cases(
                unreadableAtOnce(),
                List.of(Arguments.of(
                        "cycle.xml", Xml.of(ONE + "<include file='cycle.xml'/>"), "include each other in a circle")));
    }

    private static List<Arguments> unreadableAtOnce() {
        return List.of(
                Arguments.of("missing.xml", null, "does not exist"),
                Arguments.of("empty.xml", "", "empty file"),
                Arguments.of("empty.yaml", "", "empty file"),
                Arguments.of("empty.sql", "", "empty file"),
                Arguments.of("empty.json", "", "empty file"),
                Arguments.of("broken.xml", Xml.HEAD + "<changeSet id='1'", "xml|attribute|element"),
                Arguments.of(
                        "unknown.xml", Xml.of("<changeSet id='1' author='a'><creteTable/></changeSet>"), "creteTable"),
                Arguments.of("broken.yaml", "databaseChangeLog:\n  - changeSet:\n     id: [x\n", "expected ',' or ']'"),
                Arguments.of("other.yaml", "spring:\n  datasource: none\n", "databaseChangeLog"),
                Arguments.of("broken.json", "{\"databaseChangeLog\": [", "expected the node content"),
                Arguments.of("broken.sql", "--liquibase formatted sql\n--changeset nothing\nSELECT 1;\n", "line 2"),
                Arguments.of(
                        "cycle.yaml",
                        "databaseChangeLog:\n  - include: { file: a/../cycle.yaml }\n",
                        "include each other in a circle"),
                Arguments.of("includes.xml", Xml.of(ONE + "<include file='none.xml'/>"), "none.xml was not found"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    @Tag(Faults.TAG)
    void whatCannotBeReadEndsTheRun(String file, String text, String word) {
        SchemaObjects before = SchemaObjects.of(database);
        if (text != null) {
            write(file, text);
        }
        for (LiquibaseLine line : LiquibaseLine.values()) {
            assertThatThrownBy(() -> migrate(line, file))
                    .as("%s on %s", file, line)
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessageContaining(file)
                    .message()
                    .containsPattern("(?i)" + word);
        }
        assertThat(SchemaObjects.of(database)).isEqualTo(before);
    }

    static Stream<Arguments> twice() {
        String other = "<changeSet id='2' author='a'><sql>SELECT 2</sql></changeSet>";
        return Stream.of(
                Arguments.of(
                        Map.of("twice.xml", Xml.of("\n" + ONE + "\n" + other + "\n" + ONE)),
                        "twice.xml has an id twice: twice.xml::1::a is in twice.xml, lines 2 and 4. "),
                Arguments.of(
                        Map.of(
                                "twice.sql",
                                "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:10\nSELECT 2;\n"
                                        + "--changeset a:1 splitStatements:false\nSELECT 2;\n"),
                        "twice.sql has an id twice: twice.sql::1::a is in twice.sql, lines 2 and 6. "),
                Arguments.of(
                        Map.of(
                                "twice.yaml",
                                "databaseChangeLog:\n" + yaml("1", "a") + yaml("1", "b") + yaml("2", "a")
                                        + yaml("\"1\"", "a") + yaml("2", "a")),
                        "twice.yaml::1::a is in twice.yaml, lines 2 and 14; twice.yaml::2::a is in twice.yaml, lines 10 and 18. "),
                Arguments.of(
                        Map.of(
                                "twice.json",
                                "{\"databaseChangeLog\": [\n" + json("1") + ",\n" + json("2") + ",\n" + json("1")
                                        + "]}"),
                        "twice.json::1::a is in twice.json, lines 2 and 4. "),
                Arguments.of(
                        Map.of(
                                "twice.xml",
                                Xml.of("<include file='one.xml'/>\n<include file='two.xml'/>"),
                                "one.xml",
                                Xml.ofLogical("same", "\n" + ONE),
                                "two.xml",
                                Xml.ofLogical("same", "\n\n" + ONE)),
                        "twice.xml has an id twice: same::1::a is in one.xml, line 2, and in two.xml, line 3. "
                                + "Liquibase knows a changeset by its file, id and author. Give the one that no tenant has "
                                + "run another id, or its file a logicalFilePath of its own."),
                Arguments.of(
                        Map.of(
                                "twice.xml",
                                Xml.of("<include file='one.sql'/><include file='one.sql'/>"),
                                "one.sql",
                                "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n"),
                        "one.sql::1::a is in one.sql, line 2, which is read 2 times. "));
    }

    @ParameterizedTest
    @MethodSource("twice")
    void anIdThatIsThereTwiceEndsTheRunBeforeAnyTenant(Map<String, String> files, String words) {
        SchemaObjects before = SchemaObjects.of(database);
        files.forEach(this::write);
        String root = files.keySet().stream()
                .filter(file -> file.startsWith("twice"))
                .findFirst()
                .orElseThrow();
        for (LiquibaseLine line : LiquibaseLine.values()) {
            Engines engines = Engines.of(database, line, Engines.changelog(root), directory);
            assertThatThrownBy(() -> Fleet.migrateAll(engines, Fleet.options(2)))
                    .as("%s on %s", root, line)
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessageContaining(words);
        }
        assertThat(SchemaObjects.of(database)).isEqualTo(before);
    }

    @Test
    void anIdThatIsThereTwiceEndsEveryGoalThatReadsTheChangelog() {
        write("twice.xml", Xml.of(ONE + ONE));
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, Engines.changelog("twice.xml"), directory);

        for (ThrowingCallable goal : goals(engines)) {
            assertThatThrownBy(goal)
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessageContaining("has an id twice");
        }
    }

    private static List<ThrowingCallable> goals(Engines engines) {
        return List.of(
                () -> Fleet.run(engines, Fleet.options(2)).migrate(TenantSelection.ALL, true),
                () -> Fleet.status(engines),
                () -> Fleet.adoption(engines, new Adoption(Optional.empty(), true))
                        .adopt(TenantSelection.ALL, false),
                () -> Fleet.tag(engines, "v1"),
                () -> Fleet.rollback(engines, new Rollback(new RollbackTarget.Count(1), false))
                        .rollBack(TenantSelection.ALL, false),
                () -> Fleet.setUp(engines, new NewSchema(Optional.empty(), List.of(), false), Fleet.catalog(engines))
                        .setUp(TenantSelection.ALL, false));
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void idsThatLiquibaseItselfTellsApartAreNoneThatAreThereTwice(LiquibaseLine line) {
        write(
                "apart.xml",
                Xml.of("<include file='one.xml'/><include file='two.xml'/>"
                        + "<changeSet id='1' author='a' context='never'><sql>SELECT 1</sql></changeSet>"
                        + "<changeSet id='1' author='a' dbms='oracle'><sql>SELECT 1</sql></changeSet>"
                        + "<changeSet id='1' author='b'><sql>SELECT 1</sql></changeSet>"
                        + "<changeSet id='1' author='a'><sql>SELECT 1</sql></changeSet>"));
        write("one.xml", Xml.of(ONE));
        write("two.xml", Xml.of("<changeSet id='1' author='a'><sql>SELECT 1</sql></changeSet>"));
        Changelog apart = new Changelog(
                List.of("apart.xml"), Optional.of("test"), Optional.empty(), Map.of(), HistoryTables.DEFAULT);

        assertThat(Fleet.migrateAll(Engines.of(database, line, apart, directory), Fleet.options(2))
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
    }

    private static String yaml(String id, String author) {
        return "- changeSet:\n    id: " + id + "\n    author: " + author
                + "\n    changes: [{ sql: { sql: SELECT 1 } }]\n";
    }

    private static String json(String id) {
        return "{\"changeSet\": {\"id\": \"" + id
                + "\", \"author\": \"a\", \"changes\": [{\"sql\": {\"sql\": \"SELECT 1\"}}]}}";
    }

    static Stream<Arguments> invalid() {
        return Stream.of(Arguments.of(
                "file.xml",
                Xml.of(ONE + "<changeSet id='2' author='a'><sqlFile path='none.sql'/></changeSet>"),
                "none.sql was not found"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatIsNotValidFailsInEveryTenantAndChangesNone(String file, String text, String words) {
        SchemaObjects before = SchemaObjects.of(database);
        write(file, text);
        for (LiquibaseLine line : LiquibaseLine.values()) {
            assertThat(migrate(line, file)).hasSize(3).allSatisfy(tenant -> {
                assertThat(tenant.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(tenant.failure().orElseThrow().message()).contains(words);
            });
        }
        assertThat(SchemaObjects.of(database)).isEqualTo(before);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void megabytesOfSqlAreApplied(LiquibaseLine line) {
        int megabytes = Faults.rounds(1, 5);
        StringBuilder sql =
                new StringBuilder("--liquibase formatted sql\n--changeset a:large\nCREATE TABLE large (t text);\n");
        while (sql.length() < megabytes << 20) {
            sql.append("INSERT INTO large VALUES ('").append("x".repeat(50_000)).append("');\n");
        }
        write("large.sql", sql.toString());

        assertThat(migrate(line, "large.sql"))
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(database.query("SELECT sum(length(t)) >= " + megabytes + " * 1000000 FROM t03.large"))
                .containsExactly("t");
    }

    private List<TenantResult> migrate(LiquibaseLine line, String file) {
        return Fleet.migrateAll(Engines.of(database, line, Engines.changelog(file), directory), Fleet.options(2))
                .tenants();
    }

    private void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** XML changelogs. */
    static final class Xml {

        static final String HEAD = "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                + "xsi:schemaLocation=\"http://www.liquibase.org/xml/ns/dbchangelog "
                + "http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd\">";

        private Xml() {}

        static String of(String content) {
            return HEAD + content + "</databaseChangeLog>";
        }

        static String ofLogical(String file, String content) {
            return HEAD.replace("<databaseChangeLog ", "<databaseChangeLog logicalFilePath='" + file + "' ") + content
                    + "</databaseChangeLog>";
        }
    }
}
