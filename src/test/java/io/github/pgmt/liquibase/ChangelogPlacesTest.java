package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.liquibase.HostileChangelogsTest.Xml;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.BuildFiles;
import io.github.pgmt.migration.changelog.ChangelogNotFoundException;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a changelog names is read as the build has it, under the name that it has there. */
class ChangelogPlacesTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void tenant() {
        database.execute("CREATE SCHEMA acme");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Engines engines(LiquibaseLine line, String changelog, Directory... places) {
        return Engines.of(
                database,
                line,
                Engines.changelog(changelog),
                new ChangelogPlaces(List.of(places), BuildFiles.UNTOUCHED));
    }

    private Directory place(String path, String prefix, BuildFiles files) {
        return new Directory(directory.resolve(path), prefix, files);
    }

    private void migrates(Engines engines) {
        assertThat(Fleet.migrateAll(engines, Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED);
    }

    @ParameterizedTest
    @EnumSource
    void filesHaveTheNamesThatTheBuildGivesThem(LiquibaseLine line) throws IOException {
        write(
                "db/root.xml",
                Xml.of(
                        "<include file='first.sql' relativeToChangelogFile='true'/>"
                                + "<include file='../common/second.sql' relativeToChangelogFile='true'/>"
                                + "<include file='db/changelog/parts/third.sql'/>"
                                + "<includeAll path='parts/more' relativeToChangelogFile='true'/>"
                                + "<includeAll path='db/changelog/parts/most/'/>"
                                + "<changeSet id='5' author='a'><sqlFile path='parts/view.sql' relativeToChangelogFile='true'/></changeSet>"));
        write("db/first.sql", "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE first (id int);");
        write("db/parts/third.sql", "--liquibase formatted sql\n--changeset a:3\nCREATE TABLE third (id int);");
        write("db/parts/more/fourth.sql", "--liquibase formatted sql\n--changeset a:4\nCREATE TABLE fourth (id int);");
        write("db/parts/most/deep/er.sql", "--liquibase formatted sql\n--changeset a:6\nCREATE TABLE er (id int);");
        write("db/parts/view.sql", "CREATE VIEW fifth AS SELECT 1 AS one");
        write(
                "resources/db/common/second.sql",
                "--liquibase formatted sql\n--changeset a:2\nCREATE TABLE second (id int);");

        migrates(engines(
                line,
                "db/changelog/root.xml",
                place("resources", "", BuildFiles.UNTOUCHED),
                place("db", "db/changelog/", BuildFiles.UNTOUCHED)));

        assertThat(database.query("SELECT id || '|' || filename FROM acme.databasechangelog ORDER BY id"))
                .containsExactly(
                        "1|db/changelog/first.sql",
                        "2|db/common/second.sql",
                        "3|db/changelog/parts/third.sql",
                        "4|db/changelog/parts/more/fourth.sql",
                        "5|db/changelog/root.xml",
                        "6|db/changelog/parts/most/deep/er.sql");
    }

    @ParameterizedTest
    @EnumSource
    void allOfADirectoryIncludesThoseThatTheBuildPutsThere(LiquibaseLine line) throws IOException {
        write("root/db/root.xml", Xml.of("<includeAll path='db/changes' maxDepth='2'/>"));
        write("root/db/changes/a.sql", "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE a (id int);");
        write("b/b.sql", "--liquibase formatted sql\n--changeset a:2\nCREATE TABLE b (id int);");
        write("b/deeper/c.sql", "--liquibase formatted sql\n--changeset a:3\nCREATE TABLE c (id int);");

        migrates(engines(
                line,
                "db/root.xml",
                place("root", "", BuildFiles.UNTOUCHED),
                place("b", "db/changes/more/", BuildFiles.UNTOUCHED)));

        assertThat(database.query("SELECT filename FROM acme.databasechangelog ORDER BY id"))
                .containsExactly("db/changes/a.sql", "db/changes/more/b.sql");
    }

    /** A build that leaves out what has this in its name, and has in the place of each other file one beside it. */
    private static BuildFiles build(String leftOut) {
        return new BuildFiles() {

            @Override
            public boolean has(Path file) {
                return !file.getFileName().toString().contains(leftOut);
            }

            @Override
            public Path current(Path file) {
                return file.resolveSibling(file.getFileName() + ".copy");
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBuildMakesIsReadAndWhatItLeavesOutIsNot(LiquibaseLine line) throws IOException {
        write("root/root.sql.copy", "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE made (id int);");
        write("root/root.sql", "not SQL: ${x}");
        Directory place = place("root", "", build("dev"));
        migrates(engines(line, "root.sql", place));
        assertThat(database.query("SELECT filename FROM acme.databasechangelog"))
                .containsExactly("root.sql");

        write("root/dev.sql", "--liquibase formatted sql\n--changeset a:1\nCREATE TABLE made (id int);");
        assertThatThrownBy(() -> Fleet.migrateAll(engines(line, "dev.sql", place), Fleet.options(1)))
                .isInstanceOf(ChangelogNotFoundException.class)
                .hasMessageContaining("The file " + directory.resolve("root/dev.sql") + " is there, but no <resource>");
    }

    /** Wherever a changelog names a file that the build has not made, nothing is done. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<include file='stale.xml'/>",
                "<includeAll path='all'/>",
                "<property file='stale.properties'/>",
                "<changeSet id='2' author='a'><sqlFile path='stale.sql'/></changeSet>",
                "<changeSet id='2' author='a'><createView viewName='v' path='stale.sql'/></changeSet>",
                "<changeSet id='2' author='a'><createProcedure path='stale.sql'/></changeSet>",
                "<changeSet id='2' author='a'><loadData tableName='made' file='stale.csv'/></changeSet>",
                "<changeSet id='2' author='a'><insert tableName='made'>"
                        + "<column name='a' valueClobFile='stale.txt'/></insert></changeSet>"
            })
    void nothingIsDoneWhereACopyIsStale(String content) throws IOException {
        String made = "<changeSet id='1' author='a'><createTable tableName='made'><column name='a' type='text'/>"
                + "</createTable></changeSet>";
        write("root/root.xml", Xml.of(content.startsWith("<prop") ? content + made : made + content));
        write("root/all/stale.sql", "SELECT 1");
        for (String file : List.of("stale.xml", "stale.properties", "stale.sql", "stale.csv", "stale.txt")) {
            write("root/" + file, "a\nb\n");
        }
        BuildFiles stale = new BuildFiles() {

            @Override
            public boolean has(Path file) {
                return true;
            }

            @Override
            public Path current(Path file) {
                if (file.toString().contains("stale")) {
                    throw new InvalidChangelogException("The copy is stale.", null);
                }
                return file;
            }
        };
        for (LiquibaseLine line : LiquibaseLine.values()) {
            Engines engines = engines(line, "root.xml", place("root", "", stale));

            assertThatThrownBy(() -> Fleet.migrateAll(engines, Fleet.options(1)))
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessage("The copy is stale.");
            assertThatThrownBy(() -> Fleet.status(engines))
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessage("The copy is stale.");
            assertThat(database.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'acme'::regnamespace"))
                    .containsExactly("0");
        }
    }
}
