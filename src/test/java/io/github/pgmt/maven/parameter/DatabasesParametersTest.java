package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.postgres.connection.Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases are meant, and who connects to them: read with no database at hand, so that nothing can be changed. */
class DatabasesParametersTest {

    private static final String EU1 = "jdbc:postgresql://eu1.example:5432/app";
    private static final String EU2 = "jdbc:postgresql://eu2.example:5433/app?sslmode=require";

    @TempDir
    Path directory;

    private final TestMaven maven = new TestMaven();

    @Test
    void thePomListsThem() {
        PlexusConfiguration list = new XmlPlexusConfiguration("databases");
        list.addChild(database("name", "eu1", "url", EU1, "serverId", "europe", "threads", " 4 "));
        list.addChild(database("name", "eu2", "url", EU2));

        assertThat(inPom(list).all())
                .containsExactly(
                        new ListedDatabase("eu1", EU1, Optional.of("europe"), OptionalInt.of(4)),
                        new ListedDatabase("eu2", EU2, Optional.empty(), OptionalInt.empty()));
    }

    @Test
    void anElementThatIsUnknownMissingOrThereTwiceIsRefused() {
        assertRefused(
                () -> inPom(with(database("name", "eu1", "url", EU1, "thread", "4"))),
                "<databases> in the POM, entry 1",
                "unknown element <thread>",
                "Did you mean \"threads\"?");
        PlexusConfiguration other = new XmlPlexusConfiguration("databases");
        other.addChild(new XmlPlexusConfiguration("db"));
        assertRefused(() -> inPom(other), "unknown element <db>");
        assertRefused(() -> inPom(with(database("url", EU1))), "entry 1", "has no name");
        assertRefused(() -> inPom(with(database("name", "eu1"))), "entry 1", "has no url");
        assertRefused(() -> inPom(with(database("name", "eu1", "name", "eu2", "url", EU1))), "<name> twice");
        assertRefused(() -> inPom(new XmlPlexusConfiguration("databases")), "lists no database");
    }

    @Test
    void aFileListsThem() throws IOException {
        ListedDatabases listed = inFile("""
                # our fleet

                eu1  %s\teurope 4   # the old one
                eu2 %s
                us-1 jdbc:postgresql://us/app#1 - 2
                """.formatted(EU1, EU2));

        assertThat(listed.all())
                .containsExactly(
                        new ListedDatabase("eu1", EU1, Optional.of("europe"), OptionalInt.of(4)),
                        new ListedDatabase("eu2", EU2, Optional.empty(), OptionalInt.empty()),
                        new ListedDatabase("us-1", "jdbc:postgresql://us/app#1", Optional.empty(), OptionalInt.of(2)));
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertRefused(() -> inFile("eu1 " + EU1 + "\n\neu2"), "databases.txt, line 3", "has no url");
        assertRefused(() -> inFile("eu1 " + EU1 + " a 4 more"), "line 1", "5 words");
        assertRefused(() -> inFile("# none\n"), "databases.txt lists no database");
        assertRefused(
                () -> parameters(null, new File("nowhere.txt"), null).list(maven.side(), this::noControl),
                "-Dpgmt.databasesFile=nowhere.txt cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu/1", "eu 1", "é", "eu1*", "eu1,eu2"})
    void anotherCharacterInANameIsRefused(String name) {
        assertRefused(
                () -> inPom(with(database("name", name, "url", EU1))), "\"" + name + "\"", "letters, digits, dots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1.5", "9999999"})
    void aNumberOfThreadsThatIsNoneIsRefused(String threads) {
        assertRefused(() -> inPom(with(database("name", "eu1", "url", EU1, "threads", threads))), "entry 1", "threads");
    }

    @Test
    void twoNamesThatMeetAreRefused() {
        assertRefused(() -> inFile("eu1 " + EU1 + "\neu1 " + EU2), "two databases named eu1");
        assertRefused(
                () -> inFile("eu-1 " + EU1 + "\nEU.1 " + EU2),
                "the databases eu-1 and EU.1 would both have the password of PGMT_PASSWORD_EU_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://eu1/app?password=sesame7",
                "jdbc:postgresql://eu1/app?user=a&password=sesame7",
                "jdbc:postgresql://a:sesame7@eu1/app"
            })
    void aPasswordInAListIsRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> inFile("eu1 " + url))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("line 1: The URL of the database eu1")
                .hasMessageContaining("PGMT_PASSWORD_EU1")
                .hasMessageNotContaining("sesame7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://eu1/app?password=sesame7 eu1",
                "postgresql://a:sesame7@eu1/app jdbc:postgresql://eu1/app",
                "eu1 jdbc:postgresql://eu1/app migrator sesame7"
            })
    void aPasswordInAPlaceOfAnotherWordIsNotShown(String line) {
        assertThatThrownBy(() -> inFile(line))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("databases.txt, line 1: ")
                .hasMessageNotContaining("sesame7");
    }

    @Test
    void aUrlThatNoRunCouldWorkWithIsRefusedByItsName() {
        assertRefused(
                () -> inFile("eu1 postgres://eu1/app"), "The URL of the database eu1, postgres://eu1/app, is not");
        assertRefused(
                () -> inFile("eu1 " + EU1 + "?replication=database"), "The URL of the database eu1 has replication");
        assertRefused(() -> inFile("eu1 embedded:17"), "The database eu1 cannot have the URL embedded:17");
    }

    @Test
    void databasesAreListedInOnePlace() {
        DatabasesParameters both = parameters(with(database("name", "eu1", "url", EU1)), new File("f"), null);

        assertRefused(
                () -> both.check(maven.side(), to(null), false), "<databases> in the POM and -Dpgmt.databasesFile");
    }

    @Test
    void aUrlBesideAListIsRefusedUnlessItIsTheControlDatabases() {
        DatabasesParameters file = parameters(null, new File("f"), null);
        DatabasesParameters query = parameters(null, null, "SELECT 1");

        assertRefused(() -> file.check(maven.side(), to(EU1), false), "Which databases?", "-Dpgmt.url (or PGMT_URL)");
        file.check(maven.side(), to(EU1), true);
        query.check(maven.side(), to(EU1), false);
        file.check(maven.side(), to(null), false);
        maven.system("env.PGMT_URL", EU1);
        assertRefused(() -> file.check(maven.side(), to(null), false), "Which databases?");
    }

    @Test
    void tenantsInControlNeedAList() {
        assertRefused(
                () -> parameters(null, null, null).check(maven.side(), to(EU1), true), "-Dpgmt.tenantsIn=control");
    }

    @Test
    void anEmptyListInThePomIsNoRunOnTheUrl() {
        maven.pom("""
                <build><plugins><plugin><groupId>io.github.pgmt</groupId><artifactId>pgmt-maven-plugin</artifactId>
                <configuration><databasesFile></databasesFile></configuration></plugin></plugins></build>""");

        assertRefused(
                () -> parameters(null, null, null).check(maven.side(), to(EU1), false),
                "<databasesFile> in the POM is set but empty");
    }

    @ParameterizedTest
    @CsvSource({
        "true,true,own-role,own-word",
        "true,false,own-role,word",
        "false,true,role,own-word",
        "false,false,role,word"
    })
    void whatIsADatabasesOwnGoesBeforeWhatIsForAll(boolean ownRole, boolean ownWord, String role, String word) {
        maven.system("env.PGMT_USERNAME", "role").system("env.PGMT_PASSWORD", "word");
        if (ownRole) {
            maven.system("env.PGMT_USERNAME_EU_1", "own-role");
        }
        if (ownWord) {
            maven.system("env.PGMT_PASSWORD_EU_1", "own-word");
        }

        DatabaseAddress address =
                to(null).resolve(new ListedDatabase("eu-1", EU1, Optional.empty(), OptionalInt.empty()), maven.side());

        assertThat(address).isEqualTo(new DatabaseAddress("eu-1", EU1, Optional.of(role), Optional.of(word)));
    }

    @Test
    void aPasswordOfADatabaseThatIsNotListedIsTold() throws IOException {
        maven.system("env.PGMT_PASSWORD_EU1", "word").system("env.PGMT_PASSWORD_EU2", "word");

        assertThat(ConnectionParameters.unusedVariables(inFile("eu1 " + EU1), maven.side()))
                .singleElement()
                .asString()
                .contains("PGMT_PASSWORD_EU2 is passed over", "databases.txt");
    }

    @Test
    void aDatabaseHasItsOwnThreadsAndNeverMoreThanThereAre() {
        ThreadLimits limits = new ThreadLimits(8, 2);

        assertThat(limits.of(new ListedDatabase("a", EU1, Optional.empty(), OptionalInt.empty())))
                .isEqualTo(2);
        assertThat(limits.of(new ListedDatabase("a", EU1, Optional.empty(), OptionalInt.of(5))))
                .isEqualTo(5);
        assertThat(limits.of(new ListedDatabase("a", EU1, Optional.empty(), OptionalInt.of(50))))
                .isEqualTo(8);
        assertThat(new ThreadLimits(8, 0).of(new ListedDatabase("a", EU1, Optional.empty(), OptionalInt.empty())))
                .isEqualTo(8);
        assertRefused(() -> new ThreadLimits(8, -1).check(), "-Dpgmt.threadsPerDatabase=-1");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String... parts) {
        assertThatThrownBy(work).isInstanceOf(RunRefusedException.class).hasMessageContainingAll(parts);
    }

    private static PlexusConfiguration with(PlexusConfiguration database) {
        PlexusConfiguration list = new XmlPlexusConfiguration("databases");
        list.addChild(database);
        return list;
    }

    private static PlexusConfiguration database(String... elements) {
        PlexusConfiguration database = new XmlPlexusConfiguration("database");
        for (int index = 0; index < elements.length; index += 2) {
            database.addChild(elements[index], elements[index + 1]);
        }
        return database;
    }

    private ListedDatabases inPom(PlexusConfiguration list) {
        return parameters(list, null, null).list(maven.side(), this::noControl);
    }

    private ListedDatabases inFile(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("databases.txt"), text);
        return parameters(null, file.toFile(), null).list(maven.side(), this::noControl);
    }

    private Server noControl() {
        throw new IllegalStateException("Nobody needs the control database.");
    }

    private static DatabasesParameters parameters(PlexusConfiguration pom, File file, String query) {
        return new DatabasesParameters(pom, file, query, "1m");
    }

    private static ConnectionParameters to(String url) {
        PlexusConfiguration element = url == null ? null : new XmlPlexusConfiguration("url");
        if (element != null) {
            element.setValue(url);
        }
        return new ConnectionParameters(element, null, null, null, null, 0);
    }
}
