package io.github.pgmt.postgres.embedded;

import static io.github.pgmt.postgres.embedded.EmbeddedHome.execute;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.kill;
import static io.github.pgmt.postgres.embedded.EmbeddedHome.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.testing.EmbeddedBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestEmbeddedServer {

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
    void startsTheWantedVersion() throws Exception {
        EmbeddedServer server = home.open();

        assertThat(server.url()).matches("jdbc:postgresql://localhost:\\d+/postgres\\?user=postgres&.*");
        assertThat(query(server, "SHOW server_version")).startsWith("18.");
        assertThat(query(server, "SHOW max_connections")).isEqualTo("300");
        assertThat(query(server, "SELECT upper('müller')")).isEqualTo("MÜLLER");
    }

    @Test
    void keepsItsDataBetweenStarts() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "CREATE TABLE kept (id int)");
        home.close(first);

        EmbeddedServer second = home.open();

        assertThat(query(second, "SELECT to_regclass('kept')")).isEqualTo("kept");
        assertThatThrownBy(() -> query(first, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void initScriptRunsOnce() throws Exception {
        Path script = home.script("CREATE DATABASE app; CREATE TABLE runs (id int); INSERT INTO runs VALUES (1);\n"
                + "DO $$ BEGIN PERFORM ';'; END $$;");
        EmbeddedServer first = home.open(Optional.of(script));
        home.close(first);

        EmbeddedServer second = home.open(Optional.of(script));

        assertThat(query(second, "SELECT count(*) FROM runs")).isEqualTo("1");
        assertThat(query(second, "SELECT datname FROM pg_database WHERE datname = 'app'"))
                .isEqualTo("app");
    }

    @Test
    void failingInitScriptLeavesNothing() throws Exception {
        Path script = home.script("CREATE TABLE runs (id int);\nSELECT wrong;");

        assertThatThrownBy(() -> home.open(Optional.of(script)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(script.toString())
                .hasMessageContaining("42703")
                .hasMessageContaining("column \"wrong\" does not exist");

        assertThat(home.data()).doesNotExist();
        Files.writeString(script, "CREATE TABLE runs (id int)");
        assertThat(query(home.open(Optional.of(script)), "SELECT to_regclass('runs')"))
                .isEqualTo("runs");
    }

    @Test
    void missingInitScriptIsAnError() {
        Path script = home.directory().resolve("missing.sql");

        assertThatThrownBy(() -> home.open(Optional.of(script)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(script.toString());
    }

    @Test
    void unfinishedDirectoryIsMadeAnew() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "CREATE TABLE half_done (id int)");
        home.close(first);
        Files.delete(home.data().resolve("pgmt.complete"));

        assertThat(query(home.open(), "SELECT to_regclass('half_done')")).isNull();
    }

    @Test
    void dataOfAnotherVersionAreAnError() throws Exception {
        home.withData();
        Files.writeString(home.data().resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(home::open)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("holds data of PostgreSQL 17")
                .hasMessageContaining("-Dpgmt.url=embedded:17");
    }

    @Test
    void recoversFromAKilledServer() throws Exception {
        EmbeddedServer first = home.withData().open();
        execute(first, "CREATE TABLE kept (id int)");
        kill(ProcessHandle.of(home.postmaster().pid()).orElseThrow());
        home.close(first);
        assertThat(home.data().resolve("postmaster.pid")).exists();

        EmbeddedServer second = home.open();

        assertThat(query(second, "SELECT to_regclass('kept')")).isEqualTo("kept");
    }

    @Test
    void pidFileThatNamesAnotherProgramIsStale() throws Exception {
        home.withData();
        Files.writeString(
                home.data().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.data() + "\n1700000000\n1\n");

        assertThat(query(home.open(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void whyItDoesNotStartIsSaid() throws Exception {
        home.withData();
        Files.writeString(home.data().resolve("postgresql.auto.conf"), "nonsense = 1\n");

        assertThatThrownBy(() -> EmbeddedServers.start(
                        home.options(Optional.empty()), EmbeddedBinaries.of(EmbeddedVersion.POSTGRESQL_18)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("unrecognized configuration parameter \"nonsense\"")
                .hasMessageContaining(home.directory().resolve("postgres.log").toString());
    }
}
