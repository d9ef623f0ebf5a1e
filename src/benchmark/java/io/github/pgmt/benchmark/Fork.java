package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts JVMs, one at a time, and waits for them. */
final class Fork {

    /** Without the jars of {@link PublishedChangelog}s, whose classes and services are no candidate's. */
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Work.isSource(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator));

    private final Path directory;
    private final Path logs;
    private final String heap;
    private final Gson gson = new Gson();

    /** @param directory for what the JVMs are told and say */
    Fork(Path directory, String heap) {
        this.directory = directory;
        this.logs = directory.resolve("logs");
        this.heap = heap;
    }

    /** A build that is killed leaves its children running; these end with it, and the server with them. */
    static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    }

    /** Has a JVM do a job, and returns what it says of it. */
    <R> R measure(String name, Class<?> main, boolean withPgmt, Object job, Class<R> resultType)
            throws IOException, InterruptedException {
        Path jobFile = directory.resolve("job.json");
        Path resultFile = directory.resolve("result.json");
        Files.deleteIfExists(resultFile);
        Files.writeString(jobFile, gson.toJson(job));
        try {
            run(name, main, withPgmt, jobFile.toString(), resultFile.toString());
        } finally {
            Files.delete(jobFile);
        }
        return gson.fromJson(Files.readString(resultFile), resultType);
    }

    /** @param withPgmt whether pgmt is on the class path; others must not have it, see {@link WorkPreparation} */
    void run(String name, Class<?> main, boolean withPgmt, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dliquibase.analytics.enabled=false",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                withPgmt ? CLASS_PATH : withoutPgmt(),
                main.getName()));
        command.addAll(List.of(arguments));
        Path log = Files.createDirectories(logs).resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IOException(name + " failed with exit code " + exitCode + ", see " + log + ": " + cause(log));
            }
        } finally {
            process.destroy();
        }
    }

    private static String cause(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("Exception in") || line.startsWith("Caused by"))
                .collect(Collectors.joining("; "));
    }

    private static String withoutPgmt() {
        Path classes = Path.of("target", "classes").toAbsolutePath();
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(classes))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
