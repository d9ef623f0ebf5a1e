package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.EmbeddedBinaries;
import io.github.pgmt.testing.TestFork;
import io.github.pgmt.testing.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A place for an embedded server without data, and those who use it. */
final class EmbeddedHome {

    private final Path directory;

    private final List<EmbeddedServer> opened = new ArrayList<>();
    private final List<Process> others = new ArrayList<>();

    /** One for all tests; with a space, as users have them. */
    EmbeddedHome() throws IOException {
        this("embedded server");
    }

    /** Another one, for a second server at the same time. */
    EmbeddedHome(String name) throws IOException {
        this.directory = EmbeddedBinaries.home(TestFork.directory(name), EmbeddedVersion.POSTGRESQL_18);
        FileTrees.delete(data());
    }

    /** This one with data as an earlier build has left them. */
    EmbeddedHome withData() throws Exception {
        KeptData.put("embedded data", this, home -> home.close(home.open()));
        return this;
    }

    Path directory() {
        return directory;
    }

    Path data() {
        return directory.resolve("postgres");
    }

    void endAll() throws Exception {
        for (Process other : others) {
            end(other);
        }
        for (EmbeddedServer server : opened) {
            server.close();
        }
    }

    EmbeddedServer open() throws IOException {
        return open(Optional.empty());
    }

    EmbeddedServer open(Optional<Path> initScript) throws IOException {
        EmbeddedServer server =
                EmbeddedServer.open(options(initScript), EmbeddedBinaries.of(EmbeddedVersion.POSTGRESQL_18));
        opened.add(server);
        return server;
    }

    EmbeddedServer open(int port) throws IOException {
        EmbeddedServer server = EmbeddedServer.open(
                new EmbeddedOptions(directory, EmbeddedVersion.POSTGRESQL_18, Optional.empty(), port),
                EmbeddedBinaries.of(EmbeddedVersion.POSTGRESQL_18));
        opened.add(server);
        return server;
    }

    void close(EmbeddedServer server) throws IOException {
        opened.remove(server);
        server.close();
    }

    EmbeddedOptions options(Optional<Path> initScript) {
        return new EmbeddedOptions(directory, EmbeddedVersion.POSTGRESQL_18, initScript);
    }

    Path script(String sql) throws IOException {
        return Files.writeString(directory.resolve("init.sql"), sql);
    }

    Postmaster postmaster() throws IOException {
        return Postmaster.of(data()).orElseThrow();
    }

    Process startOther(String... goals) throws IOException {
        List<String> command = TestJvm.command(OtherMaven.class.getName(), directory.toString());
        command.addAll(List.of(goals));
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        others.add(other);
        return other;
    }

    static String firstLine(Process process) throws IOException {
        return process.inputReader().readLine();
    }

    static void end(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }

    static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(2, TimeUnit.MINUTES);
    }

    static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
