package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.InvalidChangelogException;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SchemaObjects;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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

    static Stream<Arguments> unreadable() {
        return Stream.of(
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
                        "cycle.xml", Xml.of(ONE + "<include file='cycle.xml'/>"), "include each other in a circle"),
                Arguments.of(
                        "cycle.yaml",
                        "databaseChangeLog:\n  - include: { file: a/../cycle.yaml }\n",
                        "include each other in a circle"),
                Arguments.of("includes.xml", Xml.of(ONE + "<include file='none.xml'/>"), "none.xml was not found"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
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

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("twice.xml", Xml.of(ONE + ONE), "1 changesets had duplicate identifiers"),
                Arguments.of(
                        "twice.sql",
                        "--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:1\nSELECT 2;\n",
                        "twice.sql::1::a"),
                Arguments.of(
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

    @ParameterizedTest
    @EnumSource
    void fiveMegabytesOfSqlAreApplied(LiquibaseLine line) {
        StringBuilder sql =
                new StringBuilder("--liquibase formatted sql\n--changeset a:large\nCREATE TABLE large (t text);\n");
        while (sql.length() < 5 << 20) {
            sql.append("INSERT INTO large VALUES ('").append("x".repeat(50_000)).append("');\n");
        }
        write("large.sql", sql.toString());

        assertThat(migrate(line, "large.sql"))
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(database.query("SELECT sum(length(t)) >= 5000000 FROM t03.large"))
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
    }
}
