package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.pgmt.postgres.embedded.DurableServer;
import io.github.pgmt.postgres.embedded.EmbeddedOptions;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.testing.EmbeddedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code mvn -Pbenchmark verify}: measures what the {@link BenchmarkPlan} says, prints the tables, writes them to a directory. */
final class Benchmark {

    private static final Path DIRECTORY = Path.of("target", "benchmark");

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Fork.endWithParent();
        BenchmarkPlan plan = BenchmarkPlan.fromSystemProperties();
        Instant start = Instant.now();
        if (!plan.isEmbedded()) {
            measure(plan, ServerUrl.of(plan.url()), start);
            return;
        }
        EmbeddedVersion newest = EmbeddedVersion.of("embedded");
        EmbeddedOptions options = new EmbeddedOptions(DIRECTORY.resolve("server"), newest, Optional.empty());
        try (DurableServer server = DurableServer.start(options, EmbeddedBinaries.of(newest))) {
            measure(plan, ServerUrl.of(server.url()), start);
        }
    }

    private static void measure(BenchmarkPlan plan, ServerUrl server, Instant start) throws Exception {
        Files.createDirectories(DIRECTORY);
        try (Measurements measurements = new Measurements(plan, server, DIRECTORY)) {
            Machine machine = measurements.machine();
            measurements.run(() -> write(result(plan, machine, measurements, start)));
            String page = write(result(plan, machine, measurements, start));
            System.out.println("\n" + page + "\nWritten to " + DIRECTORY.resolve("benchmark.md") + " and .json");
        }
    }

    private static BenchmarkResult result(
            BenchmarkPlan plan, Machine machine, Measurements measurements, Instant start) {
        return new BenchmarkResult(
                start.truncatedTo(ChronoUnit.SECONDS).toString(),
                Duration.between(start, Instant.now()).toSeconds() / 60.0,
                plan.withoutSecrets(),
                machine,
                BenchmarkResult.Versions.onTheClassPath(),
                measurements.works(),
                measurements.coldRuns(),
                measurements.goalRuns(),
                measurements.migrations(),
                measurements.statuses(),
                measurements.databases());
    }

    /** Returns the page. */
    private static String write(BenchmarkResult result) throws IOException {
        Gson gson = new GsonBuilder().setPrettyPrinting().create();
        Files.writeString(DIRECTORY.resolve("benchmark.json"), gson.toJson(result));
        Plots.write(result, DIRECTORY);
        String page = new MarkdownResult(result).text();
        Files.writeString(DIRECTORY.resolve("benchmark.md"), page);
        return page;
    }
}
