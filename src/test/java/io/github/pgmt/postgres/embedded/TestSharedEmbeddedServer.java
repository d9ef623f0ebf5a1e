package io.github.pgmt.postgres.embedded;

import static io.github.pgmt.postgres.embedded.EmbeddedHome.end;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.firstLine;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.kill;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestSharedEmbeddedServer {

    private EmbeddedHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome().withData();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
        assertThat(Postmaster.of(home.data())).isEmpty();
    }

    @Test
    void takesOverWhatAKilledMavenLeft() throws Exception {
        Process killed = home.startOther("start");
        String url = firstLine(killed);
        kill(killed.toHandle());

        EmbeddedServer server = home.open();

        assertThat(server.url()).isEqualTo(url);
        assertThat(query(server, "SELECT 1")).isEqualTo("1");
        home.close(server);
        assertThatThrownBy(() -> query(server, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void serverLivesUntilItsLastUserEnds() throws Exception {
        EmbeddedServer server = home.open();
        Process other = home.startOther("start");
        assertThat(firstLine(other)).isEqualTo(server.url());

        home.close(server);
        assertThat(query(server, "SELECT 1")).isEqualTo("1");

        end(other);
        assertThatThrownBy(() -> query(server, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void goalsOfOneMavenShareAServer() throws Exception {
        BufferedReader output = home.startOther("start", "start").inputReader();

        assertThat(output.readLine()).startsWith("jdbc:").isEqualTo(output.readLine());
    }

    @Test
    void serverOutlivesAnInterruptedRun() throws Exception {
        Process other = home.startOther("start", "work-while-ending");
        firstLine(other);
        assertThat(other.inputReader().readLine()).isEqualTo("ready");

        other.destroy();
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();

        assertThat(Postmaster.of(home.data())).isEmpty();
        assertThat(query(home.open(), "SELECT to_regclass('made_while_ending')"))
                .isEqualTo("made_while_ending");
    }
}
