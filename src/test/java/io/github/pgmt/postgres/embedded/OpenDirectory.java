package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.EmbeddedBinaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A data directory as pgmt's earlier versions made it, which lets everybody in, and its server. */
final class OpenDirectory {

    private final Path data;
    private final Path log;
    private final PostgresPrograms programs;

    private OpenDirectory(EmbeddedOptions options) throws IOException {
        this.data = options.data();
        this.log = options.log();
        this.programs = new PostgresPrograms(
                PostgresBinaries.unpack(EmbeddedBinaries.of(options.version()), options.directory()),
                options.directory());
    }

    /** One that is complete, stopped and has a table {@code kept}. */
    static OpenDirectory in(EmbeddedHome home) throws Exception {
        KeptData.put("open directory", home, OpenDirectory::make);
        return of(home);
    }

    private static void make(EmbeddedHome home) throws Exception {
        EmbeddedOptions options = home.options(Optional.empty());
        OpenDirectory directory = new OpenDirectory(options);
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + options.data(), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"));
        arguments.addAll(options.version().localeArguments());
        directory.run("initdb", arguments.toArray(String[]::new));
        CompleteMark.putInto(options.data());
        int port = directory.start("-c unix_socket_directories=");
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (id int)");
        }
        directory.stop();
    }

    /** What is there, with another server than pgmt's. */
    static OpenDirectory of(EmbeddedHome home) throws IOException {
        return new OpenDirectory(home.options(Optional.empty()));
    }

    /** Its server's port. */
    int start(String settings) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        run("pg_ctl", "-D", data.toString(), "-l", log.toString(), "-o", "-p " + port + " " + settings, "-w", "start");
        return port;
    }

    void stop() throws IOException {
        run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
    }

    /** The rules that it was made with. */
    void letInEverybody() throws IOException {
        Files.writeString(
                data.resolve("pg_hba.conf"),
                "local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n");
    }

    /** Without a password. */
    static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
    }

    private void run(String program, String... arguments) throws IOException {
        PostgresPrograms.Result result = programs.run(program, arguments);
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }
}
