package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.maven.parameter.ConnectionParameters;
import io.github.pgmt.maven.parameter.DatabasesParameters;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** How a goal comes to the databases that are listed, on servers of two major versions. */
class DatabaseAccessTest {

    private static final EmbeddedVersion OLD = EmbeddedVersion.of("embedded:14");

    @TempDir
    Path directory;

    @RegisterExtension
    final TestDatabase first = new TestDatabase();

    @RegisterExtension
    final TestDatabase second = new TestDatabase();

    @RegisterExtension
    final TestDatabase old = new TestDatabase(TestServer.of(OLD));

    private final RecordingLog log = new RecordingLog();
    private final TestMaven maven = new TestMaven();

    @BeforeEach
    void logIn() {
        logIn("FIRST", first);
        logIn("SECOND", second);
        logIn("OLD", old);
        logIn("GONE", old);
    }

    private void logIn(String name, TestDatabase database) {
        Properties url = Driver.parseURL(database.url(), null);
        maven.system("env.PGMT_USERNAME_" + name, url.getProperty("user"))
                .system("env.PGMT_PASSWORD_" + name, url.getProperty("password"));
    }

    @Test
    void databasesOfOneServerHaveOnePlaceAndTheirOwnThreads() throws IOException {
        Connected connected =
                connect(file("first", plain(first), "second", sameServer(second) + " - 1", "old", plain(old)));

        List<DatabasePlace> places = List.copyOf(connected.servers().reached().keySet());
        assertThat(places).extracting(place -> place.database().name()).containsExactly("first", "second", "old");
        assertThat(places).extracting(DatabasePlace::threads).containsExactly(2, 1, 2);
        assertThat(places.get(0).server())
                .isEqualTo(places.get(1).server())
                .isNotEqualTo(places.get(2).server());
        assertThat(places.get(0).majorVersion()).isGreaterThan(14);
        assertThat(places.get(2).majorVersion()).isEqualTo(14);
        assertThat(connected.servers().unreached()).isEmpty();
    }

    @Test
    void oneThatDoesNotAnswerKeepsNobodyFromTheOthers() throws IOException {
        Connected connected = connect(file("gone", nowhere(), "first", plain(first)));

        assertThat(connected.servers().reached().keySet())
                .extracting(place -> place.database().name())
                .containsExactly("first");
        assertThat(connected.servers().unreached()).singleElement().satisfies(lost -> {
            assertThat(lost.database().name()).isEqualTo("gone");
            assertThat(lost.failure().kind()).isEqualTo(Failure.Kind.CONNECTION);
            assertThat(lost.failure().message())
                    .contains("the URL of the database gone")
                    .doesNotContain("-Dpgmt.url");
            assertThat(lost.listed()).isEmpty();
        });
    }

    @Test
    void aRunThatReachesNoneOfThemSaysSo() {
        assertThatThrownBy(() -> connect(file("gone", nowhere(), "away", nowhere())))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContainingAll("None of the listed databases", "\ngone: ", "\naway: ");
    }

    @Test
    void aWrongPasswordIsOfItsDatabaseAndNeverShown() throws IOException {
        maven.system("env.PGMT_PASSWORD_SECOND", "not-sesame-7");

        Connected connected = connect(file("first", plain(first), "second", plain(second)));

        assertThat(connected.servers().unreached())
                .singleElement()
                .satisfies(lost -> assertThat(lost.failure().message())
                        .contains("PGMT_PASSWORD_SECOND")
                        .doesNotContain("not-sesame-7"));
    }

    @Test
    void oneDatabaseUnderTwoNamesIsRefused() {
        assertThatThrownBy(() -> connect(file("first", plain(first), "old", plain(old), "second", sameServer(first))))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The databases first (")
                .hasMessageContaining(") and second (")
                .hasMessageEndingWith("are one and the same. List it once. Nothing was changed.");
    }

    /** Who may call the function is a matter of each database and role. */
    @Test
    void itIsRefusedAlsoWhereOneOfTheRolesIsNotToldTheServersIdentifier() {
        first.execute("REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM PUBLIC");
        try (TestRole role = new TestRole(first)) {
            maven.system("env.PGMT_USERNAME_SECOND", role.name()).system("env.PGMT_PASSWORD_SECOND", role.name());

            assertThatThrownBy(() -> connect(file("first", plain(first), "second", plain(first))))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageContaining("are one and the same");
        }
    }

    @Test
    void theControlDatabaseListsDatabasesAndTheTenantsOfThoseThatDoNotAnswerToo() throws IOException {
        first.execute(
                "CREATE TABLE place (name text, url text)",
                "INSERT INTO place VALUES ('second', '" + plain(second) + "'), ('gone', '" + nowhere() + "')",
                "CREATE TABLE customer (schema text, database text)",
                "INSERT INTO customer VALUES ('acme', 'gone'), ('acme', 'second'), ('beta', 'second')");
        SourceParameters source =
                new SourceParameters("SELECT * FROM customer", null, "subdomain", "1m", null, "public", "control");
        DatabasesParameters listed = new DatabasesParameters(null, null, "SELECT * FROM place", "1m");

        Connected connected = connect(first.url(), listed, source);

        Server server = connected.servers().reached().values().iterator().next();
        TenantSource tenants = connected.tenants(server, own -> source.source(own, List.of()));
        assertThat(tenants.list()).extracting(ListedTenant::displayName).containsExactly("second/acme", "second/beta");
        assertThat(connected.servers().unreached())
                .singleElement()
                .satisfies(lost -> assertThat(lost.listed())
                        .extracting(ListedTenant::displayName)
                        .containsExactly("gone/acme"));
    }

    @Test
    void theOnlyDatabaseHasNoName() throws IOException {
        Connected connected = connect(first.url(), new DatabasesParameters(null, null, null, "1m"), ofEachDatabase());

        assertThat(connected.servers().reached().keySet())
                .containsExactly(DatabasePlace.only(Database.only(plain(first))));
    }

    private Connected connect(Path file) {
        return connect(null, new DatabasesParameters(null, file.toFile(), null, "1m"), ofEachDatabase());
    }

    private Connected connect(String url, DatabasesParameters databases, SourceParameters source) {
        XmlPlexusConfiguration element = new XmlPlexusConfiguration("url");
        element.setValue(url);
        DatabaseAccess access = new DatabaseAccess(
                maven.side(),
                new ConnectionParameters(url == null ? null : element, null, null, null, null, 0),
                databases,
                source,
                new ThreadLimits(4, 2));
        GoalRun goal = new GoalRun(
                maven.side(),
                log,
                new OutputParameters(directory.resolve("pgmt"), List.of("json"), false, false, true),
                GoalKind.of(Operation.MIGRATE, false, true));
        return access.connect(goal, false, new Server.Timeouts(Duration.ZERO, Duration.ZERO));
    }

    private static SourceParameters ofEachDatabase() {
        return new SourceParameters(null, null, "subdomain", "1m", null, "public", "database");
    }

    private Path file(String... namesAndUrls) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int index = 0; index < namesAndUrls.length; index += 2) {
            lines.append(namesAndUrls[index])
                    .append(' ')
                    .append(namesAndUrls[index + 1])
                    .append('\n');
        }
        return Files.writeString(directory.resolve("databases.txt"), lines);
    }

    private static String plain(TestDatabase database) {
        return new DatabaseAddress(database.url(), java.util.Optional.empty(), java.util.Optional.empty()).display();
    }

    /** The same by another of the server's names. */
    private static String sameServer(TestDatabase database) {
        String url = plain(database);
        return url.contains("localhost")
                ? url.replace("localhost", "127.0.0.1")
                : url.replace("127.0.0.1", "localhost");
    }

    private static String nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return "jdbc:postgresql://127.0.0.1:" + free.getLocalPort() + "/app";
        }
    }
}
