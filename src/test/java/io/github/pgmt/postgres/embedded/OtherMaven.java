package io.github.pgmt.postgres.embedded;

import io.github.pgmt.testing.EmbeddedBinaries;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The main class of a second JVM that uses embedded servers: runs its "goals", then lives until its input ends. */
final class OtherMaven {

    private static final PrintStream OUTPUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private static final String START_ON = "start-on:";

    private final Path home;

    private OtherMaven(Path home) {
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        OtherMaven maven = new OtherMaven(Path.of(arguments[0]));
        for (String goal : Arrays.asList(arguments).subList(1, arguments.length)) {
            if (goal.startsWith(START_ON)) {
                OUTPUT.println(maven.start(Integer.parseInt(goal.substring(START_ON.length()))));
                continue;
            }
            switch (goal) {
                case "start" -> OUTPUT.println(maven.start());
                case "work-while-ending" -> maven.workWhileEnding();
                default -> throw new IllegalArgumentException(goal);
            }
        }
        while (System.in.read() >= 0) {
            continue;
        }
    }

    private String start() {
        return start(EmbeddedOptions.FREE_PORT);
    }

    private String start(int port) {
        EmbeddedOptions options = new EmbeddedOptions(home, EmbeddedVersion.POSTGRESQL_18, Optional.empty(), port);
        return EmbeddedServers.start(options, EmbeddedBinaries.of(EmbeddedVersion.POSTGRESQL_18))
                .url();
    }

    /** As a run that is interrupted and still has work to do. */
    private void workWhileEnding() {
        String url = start();
        EmbeddedServers.Hold hold = EmbeddedServers.hold(Duration.ofSeconds(30));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(url, hold)));
        OUTPUT.println("ready");
    }

    private static void finish(String url, EmbeddedServers.Hold hold) {
        try (hold;
                Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(2)");
            statement.execute("CREATE TABLE made_while_ending (id int)");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
