package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.ChangelogPlaces.Directory;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file is read for a changelog's, by what the build makes of its resources. */
class ChangelogFilesTest {

    /** As spring-boot-starter-parent declares them. */
    private static final String SPRING_BOOT = resource("""
            <filtering>true</filtering>
            <includes><include>**/application*.yml</include><include>**/application*.properties</include></includes>""")
            + resource(
                    "<excludes><exclude>**/application*.yml</exclude><exclude>**/application*.properties</exclude></excludes>");

    private static final String FILTERED = resource("<filtering>true</filtering>");

    @TempDir
    private Path project;

    private Path resources;
    private Path classes;

    @BeforeEach
    void directories() {
        resources = project.resolve("src/main/resources");
        classes = project.resolve("target/classes");
    }

    private static String resource(String more) {
        return "<resource><directory>src/main/resources</directory>" + more + "</resource>";
    }

    private ChangelogPlaces places(String declared) {
        return places(declared, "", "src/main/resources");
    }

    private ChangelogPlaces places(String declared, String plugins, String searchPath) {
        TestMaven maven = new TestMaven()
                .pom(
                        project,
                        "<artifactId>app</artifactId><build><outputDirectory>target/classes</outputDirectory><resources>"
                                + declared + "</resources><plugins>" + plugins + "</plugins></build>");
        return new ChangelogFiles(maven.side(), searchPath).places();
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** What is read for a file of the first directory. */
    private Path read(ChangelogPlaces places, String name) {
        Directory directory = places.directories().get(0);
        return directory.files().current(directory.path().resolve(name));
    }

    private boolean has(ChangelogPlaces places, String name) {
        Directory directory = places.directories().get(0);
        return directory.files().has(directory.path().resolve(name));
    }

    @Test
    void whatIsOnlyCopiedIsReadWhereItComesFrom() throws IOException {
        Path changelog = write(resources.resolve("db/changelog.sql"), "new");
        write(classes.resolve("db/changelog.sql"), "old");

        assertThat(read(places(SPRING_BOOT), "db/changelog.sql")).isEqualTo(changelog);
        assertThat(read(places(resource("")), "db/changelog.sql")).isEqualTo(changelog);
    }

    @Test
    void whatIsFilteredIsReadFromItsCopy() throws IOException {
        write(resources.resolve("db/changelog.sql"), "version ${project.version}");
        Path copy = write(classes.resolve("db/changelog.sql"), "version 1.0");

        assertThat(read(places(FILTERED), "db/changelog.sql")).isEqualTo(copy);
    }

    @Test
    void onlyWhatAResourceThatFiltersIncludesIsFiltered() throws IOException {
        write(resources.resolve("application.yml"), "a: @b@");
        Path copy = write(classes.resolve("application.yml"), "a: 1");

        assertThat(read(places(SPRING_BOOT), "application.yml")).isEqualTo(copy);
    }

    @Test
    void aCopyIsOfTheSourcesTextWhateverItsAge() throws IOException {
        Path source = write(resources.resolve("db/changelog.sql"), "version ${project.version}");
        Path copy = write(classes.resolve("db/changelog.sql"), "version 1.0");
        Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH));

        assertThat(read(places(FILTERED), "db/changelog.sql")).isEqualTo(copy);

        Files.writeString(source, "release ${project.version}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
        assertThatThrownBy(() -> read(places(FILTERED), "db/changelog.sql"))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessage(
                        "The build filters src/main/resources/db/changelog.sql, and its copy target/classes/db/changelog.sql"
                                + " was made of another text. Run\n  mvn process-resources pgmt:migrate-all\n");
    }

    @Test
    void aCopyThatIsNotThereIsToBeMadeFirst() throws IOException {
        write(resources.resolve("db/changelog.sql"), "version ${project.version}");

        assertThatThrownBy(() -> read(places(FILTERED), "db/changelog.sql"))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessageContaining("its copy target/classes/db/changelog.sql is not there. Run\n"
                        + "  mvn process-resources pgmt:migrate-all\n");
    }

    @Test
    void ageTellsWhereTheProjectFiltersInAWayOfItsOwn() throws IOException {
        String plugin = """
                <plugin><artifactId>maven-resources-plugin</artifactId><configuration><mavenFilteringHints>
                <hint>own</hint></mavenFilteringHints></configuration></plugin>""";
        Path source = write(resources.resolve("db/changelog.sql"), "a");
        Path copy = write(classes.resolve("db/changelog.sql"), "something else");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));

        assertThat(read(places(FILTERED, plugin, "src/main/resources"), "db/changelog.sql"))
                .isEqualTo(copy);

        Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH.minusSeconds(1)));
        assertThatThrownBy(() -> read(places(FILTERED, plugin, "src/main/resources"), "db/changelog.sql"))
                .isInstanceOf(InvalidChangelogException.class);
    }

    @Test
    void thePluginsOwnParametersSayWhatAnExpressionIs() throws IOException {
        String plugin = """
                <plugin><artifactId>maven-resources-plugin</artifactId><configuration>
                <delimiters><delimiter>#</delimiter></delimiters><useDefaultDelimiters>false</useDefaultDelimiters>
                <nonFilteredFileExtensions><nonFilteredFileExtension>csv</nonFilteredFileExtension></nonFilteredFileExtensions>
                </configuration></plugin>""";
        ChangelogPlaces places = places(FILTERED, plugin, "src/main/resources");
        write(resources.resolve("a.sql"), "#v#");
        write(classes.resolve("a.sql"), "1");
        write(resources.resolve("b.sql"), "${v}");
        write(classes.resolve("b.sql"), "1");
        Path data = write(resources.resolve("data.csv"), "#v#");

        assertThat(read(places, "a.sql")).isEqualTo(classes.resolve("a.sql"));
        assertThat(read(places, "data.csv")).isEqualTo(data);
        assertThatThrownBy(() -> read(places, "b.sql")).isInstanceOf(InvalidChangelogException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<excludes><exclude>db/dev/**</exclude></excludes>",
                "<includes><include>db/*.sql</include></includes>"
            })
    void whatTheBuildLeavesOutIsNotThere(String patterns) throws IOException {
        write(resources.resolve("db/changelog.sql"), "a");
        write(resources.resolve("db/dev/changelog.sql"), "a");
        ChangelogPlaces places = places(resource(patterns));

        assertThat(has(places, "db/changelog.sql")).isTrue();
        assertThat(has(places, "db/dev/changelog.sql")).isFalse();
    }

    @Test
    void aDirectoryOfNoResourceIsReadAsItIs() throws IOException {
        Path changelog = write(project.resolve("db/changelog.sql"), "${a}");
        ChangelogPlaces places = places(FILTERED, "", "db");

        assertThat(has(places, "changelog.sql")).isTrue();
        assertThat(read(places, "changelog.sql")).isEqualTo(changelog);
    }

    @Test
    void aPartOfAResourcesDirectoryIsReadAsTheWhole() throws IOException {
        write(resources.resolve("db/changelog.sql"), "${a}");
        Path copy = write(classes.resolve("db/changelog.sql"), "1");

        assertThat(read(places(FILTERED, "", "src/main/resources/db"), "changelog.sql"))
                .isEqualTo(copy);
    }

    @Test
    void resourcesAreAlsoFoundUnderTheNamesThatTheirCopiesHave() throws IOException {
        Path source = write(project.resolve("src/main/db/changelog.sql"), "a");
        ChangelogPlaces places =
                places("<resource><directory>src/main/db</directory><targetPath>db/changelog</targetPath></resource>");

        Directory second = places.directories().get(1);
        assertThat(second.path()).isEqualTo(project.resolve("src/main/db"));
        assertThat(second.prefix()).isEqualTo("db/changelog/");
        assertThat(second.files().current(source)).isEqualTo(source);
    }

    @Test
    void aFilteredCopyIsInTheTargetPath() throws IOException {
        Path source = write(project.resolve("src/main/db/changelog.sql"), "${a}");
        Path copy = write(classes.resolve("db/changelog/changelog.sql"), "1");
        ChangelogPlaces places = places("<resource><directory>src/main/db</directory><filtering>true</filtering>"
                + "<targetPath>db/changelog</targetPath></resource>");

        assertThat(places.directories().get(1).files().current(source)).isEqualTo(copy);
    }

    @Test
    void aCopyOfNoResourceIsLeftOver() throws IOException {
        Path copy = write(classes.resolve("db/old.sql"), "a");

        assertThatThrownBy(() -> places(resource("")).classPath().current(copy))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessage(
                        "The changelog reads target/classes/db/old.sql, which is a copy of none of the build's resources: it "
                                + "may be left from an earlier build. Then remove it. If a plugin of your build adds the "
                                + "resource, run\n  mvn process-resources pgmt:migrate-all\n"
                                + "If your build makes it in another way, name its directory:"
                                + " -Dpgmt.searchPath=src/main/resources,target/classes.");
        Path elsewhere = write(project.resolve("elsewhere/old.sql"), "a");
        assertThat(places(resource("")).classPath().current(elsewhere)).isEqualTo(elsewhere);
    }

    @Test
    void copiesAreReadWhereTheUserNamesTheirDirectoryButNotStaleOnes() throws IOException {
        Path made = write(classes.resolve("db/made.sql"), "a");
        Path stale = write(classes.resolve("db/changelog.sql"), "old");
        Path source = write(resources.resolve("db/changelog.sql"), "new");
        ChangelogPlaces places = places(resource(""), "", "target/classes");

        assertThat(read(places, "db/made.sql")).isEqualTo(made);
        assertThat(places.classPath().current(made)).isEqualTo(made);
        assertThat(List.of(read(places, "db/changelog.sql")))
                .containsExactly(source)
                .doesNotContain(stale);
    }

    @Test
    void withoutAProjectTheSearchPathIsReadAsItIs() throws IOException {
        Path changelog = write(project.resolve("db/changelog.sql"), "${a}");
        ChangelogPlaces places =
                new ChangelogFiles(new TestMaven().side(), project.resolve("db").toString()).places();

        assertThat(read(places, "changelog.sql")).isEqualTo(changelog);
    }

    @Test
    void anAbsoluteTargetPathIsTakenAsItIs() throws IOException {
        Path source = write(project.resolve("src/main/db/changelog.sql"), "${a}");
        Path copy = write(classes.resolve("db/changelog.sql"), "1");
        String resource =
                "<resource><directory>src/main/db</directory><filtering>true</filtering><targetPath>%s</targetPath></resource>";
        ChangelogPlaces places = places(resource.formatted(classes.resolve("db")));

        assertThat(places.directories().get(1).prefix()).isEqualTo("db/");
        assertThat(places.directories().get(1).files().current(source)).isEqualTo(copy);
        assertThat(places(resource.formatted(project.resolve("target/elsewhere")))
                        .directories())
                .hasSize(1);
    }

    @Test
    void thePluginSaysWhereItCopiesTo() throws IOException {
        write(resources.resolve("changelog.sql"), "${a}");
        Path copy = write(classes.resolve("web/changelog.sql"), "1");
        String plugin = "<plugin><artifactId>maven-resources-plugin</artifactId><configuration>"
                + "<outputDirectory>target/classes/web</outputDirectory></configuration></plugin>";
        ChangelogPlaces places = places(FILTERED, plugin, "src/main/resources");

        assertThat(read(places, "changelog.sql")).isEqualTo(copy);
        assertThat(places.directories().get(1).prefix()).isEqualTo("web/");
    }

    @Test
    void anExpressionKeepsItsBackslashes() throws IOException {
        write(resources.resolve("v1.sql"), "a");
        ChangelogPlaces places = places(resource("<excludes><exclude>%regex[v\\d+\\.sql]</exclude></excludes>"));

        assertThat(has(places, "v1.sql")).isFalse();
        assertThat(has(places, "va.sql")).isTrue();
    }

    @Test
    void aResourceAroundAPlaceHidesNothingInIt() throws IOException {
        Path changelog = write(project.resolve("src/main/liquibase/changelog.sql"), "${a}");
        ChangelogPlaces places = places(
                "<resource><directory>" + project
                        + "</directory><includes><include>LICENSE</include></includes></resource>",
                "",
                "src/main/liquibase");

        assertThat(has(places, "changelog.sql")).isTrue();
        assertThat(read(places, "changelog.sql")).isEqualTo(changelog);
    }

    @Test
    void theProjectsOwnResourcesGoBeforeThoseOfTestsAndOtherModules() throws IOException {
        Path shared = write(project.resolve("shared/changelog.sql"), "${a}");
        String plain = "<resource><directory>" + project.resolve("shared") + "</directory></resource>";
        String filtered = "<directory>" + project.resolve("shared") + "</directory><filtering>true</filtering>";
        TestMaven maven = new TestMaven()
                .pom(
                        project.resolve("web"),
                        "<artifactId>web</artifactId><build><outputDirectory>target/classes</outputDirectory>"
                                + "<testOutputDirectory>target/test-classes</testOutputDirectory><resources>" + plain
                                + "</resources><testResources><testResource>" + filtered
                                + "</testResource></testResources></build>")
                .dependency(
                        project.resolve("core"),
                        "<artifactId>core</artifactId><build><outputDirectory>target/classes</outputDirectory><resources>"
                                + "<resource>" + filtered + "</resource></resources></build>");

        ChangelogPlaces places = new ChangelogFiles(maven.side(), "../shared").places();

        assertThat(read(places, "changelog.sql")).isEqualTo(shared);
    }

    @Test
    void aModuleThatTheCommandLineLeavesOutMayHaveTheFile() throws IOException {
        write(project.resolve("core/src/main/resources/db/changelog.sql"), "a");
        TestMaven maven = new TestMaven()
                .pom(
                        project.resolve("web"),
                        "<artifactId>web</artifactId><build><outputDirectory>target/classes</outputDirectory></build>")
                .dependency(
                        project.resolve("core"),
                        "<artifactId>core</artifactId><build><outputDirectory>target/classes</outputDirectory></build>");

        assertThat(new ChangelogFiles(maven.side(), "src/main/resources").modulesWith("db/changelog.sql"))
                .containsExactly("core");
    }

    @Test
    void resourcesOfAModuleThatComesAsAJarAreReadBeforeIt() throws IOException {
        Path other = project.resolve("core");
        TestMaven maven = new TestMaven()
                .pom(
                        project.resolve("web"),
                        "<artifactId>web</artifactId><build><outputDirectory>target/classes</outputDirectory></build>")
                .installedDependency(
                        other,
                        "<groupId>com.example</groupId><artifactId>core</artifactId><version>1</version><build>"
                                + "<outputDirectory>target/classes</outputDirectory><resources>" + resource("")
                                + "</resources></build>",
                        project.resolve("repository/core-1.jar"));

        assertThat(new ChangelogFiles(maven.side(), "src/main/resources")
                        .places()
                        .directories())
                .extracting(Directory::path)
                .contains(other.resolve("src/main/resources"));
    }

    @Test
    void resourcesOfAnotherModuleOnTheClassPathAreReadLikeTheProjectsOwn() throws IOException {
        Path other = project.resolve("core");
        TestMaven maven = new TestMaven()
                .pom(
                        project.resolve("web"),
                        "<artifactId>web</artifactId><build><outputDirectory>target/classes</outputDirectory></build>")
                .dependency(
                        other,
                        "<artifactId>core</artifactId><build><outputDirectory>target/classes</outputDirectory><resources>"
                                + FILTERED + "</resources></build>");
        Path source = write(other.resolve("src/main/resources/db/changelog.sql"), "${a}");
        Path leftOver = write(other.resolve("target/classes/db/old.sql"), "a");
        ChangelogPlaces places = new ChangelogFiles(maven.side(), "src/main/resources").places();

        Directory ofOther = places.directories().get(1);
        assertThat(ofOther.path()).isEqualTo(other.resolve("src/main/resources"));
        assertThatThrownBy(() -> ofOther.files().current(source))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessageEndingWith(
                        "is not there. Run this, and then the goal again:\n  mvn -pl :core process-resources\n");
        assertThatThrownBy(() -> places.classPath().current(leftOver)).isInstanceOf(InvalidChangelogException.class);
    }
}
