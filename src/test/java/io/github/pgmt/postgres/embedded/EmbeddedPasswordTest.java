package io.github.pgmt.postgres.embedded;

import static io.github.pgmt.postgres.embedded.EmbeddedHome.execute;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.DatabaseAddress;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets into an embedded server, and by what. */
class EmbeddedPasswordTest {

    private EmbeddedHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
        assertThat(Postmaster.of(home.data())).isEmpty();
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        EmbeddedServer server = home.open();
        int port = home.postmaster().port();

        assertThat(Knock.at("127.0.0.1", port, "database", "postgres")).isEqualTo(Knock.PASSWORD_BY_SCRAM);
        assertThat(Knock.at("127.0.0.1", port, "replication", "true")).isEqualTo(Knock.PASSWORD_BY_SCRAM);
        assertThatThrownBy(() -> DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres"))
                .hasMessageContaining("password authentication failed");
        assertEveryRuleWantsScram(server);
    }

    @Test
    void nobodyGetsInByASocketFileWithoutThePassword(@TempDir Path sockets) throws Exception {
        assumeTrue(hasPermissions(), "No POSIX permissions");
        home.close(home.withData().open());
        OpenDirectory directory = OpenDirectory.of(home);
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = directory.start("-c unix_socket_directories=" + sockets);

        assertThat(Knock.locally(sockets, port)).isEqualTo(Knock.PASSWORD_BY_SCRAM);

        directory.stop();
    }

    @Test
    void aRoleWithAPasswordGetsInHoweverPasswordsWereKeptBefore() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "ALTER SYSTEM SET password_encryption = 'md5'");
        home.close(first);

        EmbeddedServer second = home.open();
        execute(second, "CREATE ROLE app LOGIN PASSWORD 'correct'");

        try (Connection connection = DriverManager.getConnection(second.url() + "&user=app&password=correct")) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void onlyTheOwnerCanReadThePassword() throws Exception {
        assumeTrue(hasPermissions(), "No POSIX permissions");
        home.open();

        Path file = new PasswordFile(home.data()).path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().matches("\\*:\\*:\\*:postgres:[0-9a-f]{48}\n");
        assertThat(home.directory().resolve("postgres.in")).doesNotExist();
    }

    @Test
    void everyDirectoryHasAPasswordOfItsOwnAndKeepsIt() throws Exception {
        home.withData();
        Optional<Password> first = new PasswordFile(home.data()).password();
        home.close(home.open());
        assertThat(new PasswordFile(home.data()).password()).isEqualTo(first).isPresent();

        FileTrees.delete(home.data());
        home.open();

        assertThat(new PasswordFile(home.data()).password()).isPresent().isNotEqualTo(first);
    }

    @Test
    void whatIsShownOfTheServerHasNoPassword() throws Exception {
        EmbeddedServer server = home.withData().open();
        String password = new PasswordFile(home.data()).password().orElseThrow().value();
        DatabaseAddress address = new DatabaseAddress(server.url(), Optional.empty(), Optional.empty());

        assertThat(address.secrets()).containsExactly(password);
        assertThat(address.display())
                .isEqualTo("jdbc:postgresql://localhost:" + home.postmaster().port() + "/postgres");
        assertThat(home.postmaster().toString()).doesNotContain(password);
        ProcessHandle process = ProcessHandle.of(home.postmaster().pid()).orElseThrow();
        assertThat(process.info().commandLine().orElse("")).doesNotContain(password);
    }

    @Test
    void aLostPasswordIsSetAnewWhileTheServerIsStopped() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "CREATE TABLE kept (id int)");
        home.close(first);
        Files.delete(new PasswordFile(home.data()).path());

        EmbeddedServer second = home.open();

        assertThat(query(second, "SELECT to_regclass('kept')")).isEqualTo("kept");
        assertThatThrownBy(() -> query(first, "SELECT 1")).isNotNull();
        assertEveryRuleWantsScram(second);
    }

    @Test
    void aPasswordThatIsLostWhileTheServerRunsIsSaid() throws Exception {
        home.withData().open();
        Path file = new PasswordFile(home.data()).path();
        Files.delete(file);

        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessage("process " + home.postmaster().pid() + " is its server and asks for a password, and " + file
                        + " is gone. End that process, and try again: a new password is set then");
    }

    @Test
    void aPasswordThatSomebodyChangedIsSaidAndLeavesNoServer() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "ALTER ROLE postgres PASSWORD 'another'");
        Path file = new PasswordFile(home.data()).path();
        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "process " + home.postmaster().pid() + " is its server and does not ask for the password in "
                                + file
                                + ", or does not accept it. Delete that file, end that process, and try again: a new password is set then");
        home.close(first);

        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "its superuser postgres has not the password in " + file
                                + ", or pg_hba.conf does not ask it for one. Delete that file and try again: a new password is set then");

        assertThat(Postmaster.of(home.data())).isEmpty();
        Files.delete(file);
        assertThat(query(home.open(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void anInitScriptThatTakesThePasswordAwayIsRefused() throws Exception {
        Path script = home.script("ALTER ROLE postgres PASSWORD 'postgres'");

        assertThatThrownBy(() -> home.open(Optional.of(script)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.embeddedInitScript=" + script + " changes the role postgres");

        assertThat(home.data()).doesNotExist();
    }

    @Test
    void aServerThatGotThePortOfADeadOneAndRefusesIsNotTakenForIt() throws Exception {
        home.close(home.withData().open());
        EmbeddedHome other = new EmbeddedHome("embedded standby");
        other.open();
        try {
            Files.writeString(
                    home.data().resolve("postmaster.pid"),
                    ProcessHandle.current().pid() + "\n" + home.data() + "\n1700000000\n"
                            + other.postmaster().port() + "\n");

            assertThat(query(home.open(), "SELECT 1")).isEqualTo("1");
        } finally {
            other.endAll();
        }
    }

    /** Its answer would be right, if it were who it says. */
    @Test
    void aProgramThatGotThePortOfADeadServerIsNotTakenForItWhateverItClaims() throws Exception {
        home.close(home.withData().open());
        try (LyingServer liar = new LyingServer(home.data())) {
            Files.writeString(
                    home.data().resolve("postmaster.pid"),
                    "999999999\n" + home.data() + "\n1700000000\n" + liar.port() + "\n");

            assertThat(home.postmaster().answer()).isEqualTo(Postmaster.Answer.NONE);
            EmbeddedServer server = home.open();
            assertThat(home.postmaster().port()).isNotEqualTo(liar.port());
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    /** The server may have died since it was looked for, and its port be another's when a run connects again. */
    @Test
    void aProgramThatLetsInEverybodyIsNotTalkedToWhereThereIsAPassword() throws Exception {
        home.withData().open();
        Postmaster ours = home.postmaster();
        try (LyingServer liar = new LyingServer(home.data())) {
            Postmaster claimed = new Postmaster(ours.data(), ours.pid(), liar.port(), ours.password());

            assertThat(claimed.answers()).isFalse();
            assertThatThrownBy(() -> DriverManager.getConnection(claimed.login().url() + "&loginTimeout=10"))
                    .isInstanceOf(SQLException.class);
            assertThat(liar.wasAsked()).isFalse();
        }
    }

    @Test
    void ownRulesThatAskForNoPasswordAreSaidAndLeaveNoServer() throws Exception {
        home.close(home.withData().open());
        Path file = new PasswordFile(home.data()).path();
        OpenDirectory.of(home).letInEverybody();

        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pg_hba.conf does not ask it for one. Delete that file");

        Files.delete(file);
        assertEveryRuleWantsScram(home.open());
    }

    @Test
    void aProgramThatAsksForThePasswordAsItIsDoesNotGetIt() throws Exception {
        home.withData().open();
        try (CuriousServer curious = new CuriousServer()) {
            Postmaster postmaster = new Postmaster(
                    home.data(), home.postmaster().pid(), curious.port(), Optional.of(Password.random()));

            assertThat(postmaster.answers()).isFalse();
            assertThat(curious.heard()).isEmpty();
        }
    }

    private static boolean hasPermissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void assertEveryRuleWantsScram(EmbeddedServer server) throws Exception {
        assertThat(query(
                        server,
                        "SELECT string_agg(DISTINCT type || ' ' || array_to_string(database, ',') || ' ' || auth_method, "
                                + "', ' ORDER BY type || ' ' || array_to_string(database, ',') || ' ' || auth_method) "
                                + "FROM pg_hba_file_rules"))
                .isEqualTo("host all scram-sha-256, host replication scram-sha-256, local all scram-sha-256, "
                        + "local replication scram-sha-256");
    }
}
