package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands that pgmt has printed, as a person does who pastes them into a shell in the project of an integration test. */
public final class PrintedCommand {

    private static final Pattern PASSWORD = Pattern.compile("[?&]password=([^&]*)");

    private final Path project;
    private final Path localRepository;
    private final String password;

    private PrintedCommand(Path project, Path localRepository, String password) {
        this.project = project;
        this.localRepository = localRepository;
        this.password = password;
    }

    /**
     * A shell in which {@code mvn} is the Maven that called.
     *
     * @param localRepository where the invoked Mavens have their artifacts
     * @param database whose password, which is never printed, the environment has
     */
    public static PrintedCommand in(File basedir, File localRepository, TestDatabase database) throws IOException {
        Path configuration = basedir.toPath().resolve(".mvn");
        Files.createDirectories(configuration);
        Files.writeString(configuration.resolve("maven.config"), "-o\n-B\n", StandardCharsets.UTF_8);
        Matcher password = PASSWORD.matcher(database.url());
        return new PrintedCommand(basedir.toPath(), localRepository.toPath(), password.find() ? password.group(1) : "");
    }

    /** Runs the command in the project's directory and returns how it ended. */
    public int run(String command) throws IOException, InterruptedException {
        return run(command, ".");
    }

    /** Runs the command in a directory of the project and returns how it ended. */
    public int run(String command, String directory) throws IOException, InterruptedException {
        Path working = project.resolve(directory).normalize();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(working.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        Map<String, String> environment = builder.environment();
        Path maven = Path.of(System.getProperty("maven.home"), "bin");
        environment.merge("PATH", maven.toString(), (path, bin) -> bin + File.pathSeparator + path);
        environment.put(
                "MAVEN_OPTS",
                MavenProcess.JVM_OPTIONS + " -Xlog:cds=off,cds+dynamic=off -XX:SharedArchiveFile="
                        + working.relativize(classArchive()) + " -Dmaven.legacyLocalRepo=true -Dmaven.repo.local="
                        + localRepository);
        if (!password.isEmpty()) {
            environment.put("PGMT_PASSWORD", password);
        }
        Process shell = builder.start();
        shell.getOutputStream().close();
        return shell.waitFor();
    }

    /** What the last command said. */
    public List<String> lines() throws IOException {
        return Files.readAllLines(output(), StandardCharsets.UTF_8);
    }

    /** What the invoker's first Maven left to the others, see the POM. */
    private Path classArchive() {
        return project.resolveSibling("classes.jsa");
    }

    private Path output() {
        return project.resolve("printed-command.log");
    }
}
