package io.github.pgmt.postgres.embedded;

import static io.github.pgmt.postgres.embedded.EmbeddedHome.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data directories of earlier versions, which let everybody in, are closed, however far that had come before. */
class OpenDirectoryTest {

    private EmbeddedHome home;
    private PasswordFile file;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome();
        file = new PasswordFile(home.data());
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
        assertThat(Postmaster.of(home.data())).isEmpty();
    }

    @Test
    void aStoppedOneIsClosedBeforeItsNextStart() throws Exception {
        OpenDirectory.in(home);

        assertClosed(home.open());
    }

    @Test
    void aRunningOneIsClosedWithoutBeingStopped() throws Exception {
        int port = OpenDirectory.in(home).start("-c unix_socket_directories=");
        try (Connection connection = OpenDirectory.connect(port)) {
            EmbeddedServer server = home.open();

            assertThat(home.postmaster().port()).isEqualTo(port);
            assertThat(connection.isValid(10)).isTrue();
            assertClosed(server);
        }
    }

    @Test
    void theServerThatAKilledOneLeftIsClosedToo() throws Exception {
        OpenDirectory directory = OpenDirectory.in(home);
        directory.start("-c unix_socket_directories=");
        EmbeddedHome.kill(ProcessHandle.of(home.postmaster().pid()).orElseThrow());

        assertClosed(home.open());
    }

    @Test
    void whoWasKilledWithADraftBeginsAnew() throws Exception {
        OpenDirectory.in(home);
        file.writeDraft(Password.random());

        assertClosed(home.open());
    }

    @Test
    void whoWasKilledBeforeTheRulesWereWrittenBeginsAnewWhileTheServerIsStopped() throws Exception {
        withPasswordThatIsADraft();
        OpenDirectory.of(home).letInEverybody();

        assertClosed(home.open());
    }

    @Test
    void whoWasKilledBeforeTheRulesWereReadGoesOnWithTheRunningServer() throws Exception {
        OpenDirectory directory = OpenDirectory.in(home);
        int port = directory.start("-c unix_socket_directories=");
        file.writeDraft(Password.random());
        AccessRules.writeInto(home.data());

        EmbeddedServer server = home.open();

        assertThat(home.postmaster().port()).isEqualTo(port);
        assertClosed(server);
    }

    @Test
    void whoWasKilledBeforeTheDraftWasKeptBeginsAnewWhileTheServerIsStopped() throws Exception {
        withPasswordThatIsADraft();

        assertClosed(home.open());
    }

    @Test
    void whoWasKilledBeforeTheDraftWasKeptKeepsItWhileTheServerRuns() throws Exception {
        Password draft = withPasswordThatIsADraft();
        int port = OpenDirectory.of(home).start("-c unix_socket_directories=");

        EmbeddedServer server = home.open();

        assertThat(home.postmaster().port()).isEqualTo(port);
        assertThat(file.password()).contains(draft);
        assertClosed(server);
    }

    @Test
    void aBrokenPasswordFileIsAsGoodAsNone() throws Exception {
        OpenDirectory.in(home);
        Files.createFile(file.path());

        assertClosed(home.open());
    }

    @Test
    void oneThatCannotBeGivenAPasswordIsNotStarted() throws Exception {
        OpenDirectory.in(home);
        makeReadOnly();

        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("its superuser cannot be given a password:")
                .hasMessageContaining("cannot execute ALTER ROLE in a read-only transaction")
                .hasMessageContaining("Mend that, or delete " + home.data())
                .hasMessageNotContaining("SCRAM-SHA-256$");
    }

    @Test
    void aRunningOneThatCannotBeGivenAPasswordIsAnError() throws Exception {
        OpenDirectory directory = OpenDirectory.in(home);
        makeReadOnly();
        directory.start("-c unix_socket_directories=");

        assertThatThrownBy(home::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lets everybody in, and cannot be given a password")
                .hasMessageContaining("End process " + home.postmaster().pid());

        directory.stop();
    }

    private void makeReadOnly() throws IOException {
        Files.writeString(
                home.data().resolve("postgresql.auto.conf"),
                "default_transaction_read_only = on\n",
                StandardOpenOption.APPEND);
    }

    /** As somebody leaves it who is killed just before the end. */
    private Password withPasswordThatIsADraft() throws Exception {
        OpenDirectory.in(home);
        home.close(home.open());
        Password draft = file.password().orElseThrow();
        Files.move(file.path(), home.data().resolve("pgmt.pgpass.new"));
        return draft;
    }

    private void assertClosed(EmbeddedServer server) throws Exception {
        assertThat(query(server, "SELECT to_regclass('kept')")).isEqualTo("kept");
        int port = home.postmaster().port();
        assertThat(Knock.at("127.0.0.1", port, "database", "postgres")).isEqualTo(Knock.PASSWORD_BY_SCRAM);
        assertThat(Knock.at("127.0.0.1", port, "replication", "true")).isEqualTo(Knock.PASSWORD_BY_SCRAM);
        assertThat(query(server, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256'"))
                .isEqualTo("6");
        assertThat(query(server, "SELECT count(*) FROM pg_hba_file_rules")).isEqualTo("6");
        assertThat(Optional.of(home.postmaster()).flatMap(Postmaster::password)).isEqualTo(file.password());
        assertThat(home.data().resolve("pgmt.pgpass.new")).doesNotExist();
        assertThat(home.directory().resolve("postgres.in")).doesNotExist();
        assertPrivate(file.path());
        assertPrivate(home.data().resolve("pg_hba.conf"));
    }

    private static void assertPrivate(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
        }
    }
}
