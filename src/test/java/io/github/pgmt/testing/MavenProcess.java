package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Maven in the project of an integration test, for killing. It is the Maven that called, without the network. */
public final class MavenProcess {

    /** As the invoker's Mavens have them, see the POM. */
    static final String JVM_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MetaspaceSize=128m";

    private static final String UNVERIFIED = " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

    private MavenProcess() {}

    /**
     * Starts it.
     *
     * @param localRepository where the invoked Mavens have their artifacts
     * @param arguments goals and switches
     */
    public static KillableProcess start(File basedir, File localRepository, List<String> arguments) {
        Path maven = Path.of(System.getProperty("maven.home"), "bin", "mvn");
        List<String> command = new ArrayList<>(List.of(
                maven.toString(),
                "-B",
                "-o",
                "-s",
                settings(basedir).toString(),
                "-Dmaven.repo.local=" + localRepository,
                // Whatever repository an artifact once came from, it is here.
                "-Dmaven.legacyLocalRepo=true"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(basedir);
        builder.environment().put("MAVEN_OPTS", JVM_OPTIONS + UNVERIFIED);
        return KillableProcess.start(builder, new File(basedir, "killed.log"));
    }

    /** Without the repositories of whoever runs the build. */
    private static Path settings(File basedir) {
        Path file = basedir.toPath().resolve("empty-settings.xml");
        try {
            return Files.writeString(file, "<settings/>", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
