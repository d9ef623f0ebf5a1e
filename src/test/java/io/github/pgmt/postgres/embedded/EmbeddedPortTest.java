package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded server on a port that the user names. */
class EmbeddedPortTest {

    private EmbeddedHome home;

    @BeforeEach
    void prepare() throws Exception {
        home = new EmbeddedHome().withData();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
    }

    @Test
    void listensOnThatPortAndIsReachedByWhatLaterGoalsAreTold() throws Exception {
        int port = freePort();

        EmbeddedLogin login = home.open(port).login();

        assertThat(login.address()).isEqualTo("jdbc:postgresql://localhost:" + port + "/postgres");
        assertThat(login.toString()).doesNotContain(login.password());
        Properties properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        DriverManager.getConnection(login.address(), properties).close();
    }

    @Test
    void aPortThatIsInUseIsSaid() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> home.open(other.getLocalPort()))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageStartingWith("-Dpgmt.embeddedPort=" + other.getLocalPort()
                            + ": the embedded PostgreSQL cannot have this port (");
        }
        assertThat(EmbeddedHome.query(home.open(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void aServerThatNobodyUsesIsStartedAgainOnThatPort() throws Exception {
        Process killed = home.startOther("start");
        EmbeddedHome.firstLine(killed);
        EmbeddedHome.kill(killed.toHandle());
        int port = freePort();

        assertThat(home.open(port).login().port()).isEqualTo(port);
        assertThat(home.open(EmbeddedOptions.FREE_PORT).login().port()).isEqualTo(port);
    }

    @Test
    void oneThatAnotherMavenUsesIsLeftAlone() throws Exception {
        Process other = home.startOther("start");
        String url = EmbeddedHome.firstLine(other);

        assertThatThrownBy(() -> home.open(freePort()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("already, and another Maven uses it. Wait for that one, say -Dpgmt.embeddedPort="
                        + home.postmaster().port() + ", or leave it out.");

        assertThat(home.open(home.postmaster().port()).url()).isEqualTo(url);
    }

    @Test
    void aLaterGoalOfTheSameMavenMayNameAnotherPort() throws Exception {
        int port = freePort();
        BufferedReader output =
                home.startOther("start", "start-on:" + port, "start").inputReader();

        assertThat(output.readLine()).doesNotContain(":" + port + "/");
        assertThat(output.readLine()).contains(":" + port + "/");
        assertThat(output.readLine()).contains(":" + port + "/");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
    void thereAreNoOtherPorts(int port) {
        assertThatThrownBy(() -> EmbeddedOptions.requirePort(port))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("-Dpgmt.embeddedPort=" + port
                        + ": a port is 1 to 65535, and 0 is any that is free. Nothing was started.");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
