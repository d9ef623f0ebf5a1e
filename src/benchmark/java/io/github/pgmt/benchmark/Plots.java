package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Draws what was measured. */
final class Plots {

    private Plots() {}

    /**
     * Draws a file of plots, which may have been put together of several benchmarks, as those of the page are.
     *
     * @param arguments the file, and the directory for the drawings
     */
    public static void main(String[] arguments) throws IOException {
        List<Plot> plots =
                new Gson().fromJson(Files.readString(Path.of(arguments[0])), new TypeToken<List<Plot>>() {}.getType());
        draw(plots, Path.of(arguments[1]));
    }

    /** Writes {@code plots.json} and the drawings of a benchmark. */
    static void write(BenchmarkResult result, Path directory) throws IOException {
        List<Plot> plots = of(result);
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        Files.writeString(directory.resolve("plots.json"), gson.toJson(plots) + "\n");
        draw(plots, directory);
    }

    private static void draw(List<Plot> plots, Path directory) throws IOException {
        for (Plot plot : plots) {
            Files.writeString(directory.resolve(plot.name() + ".svg"), plot.svg());
        }
    }

    private static List<Plot> of(BenchmarkResult result) {
        List<Plot> plots = new ArrayList<>();
        List<Work> published =
                result.plan().works().stream().filter(Work::isPublished).toList();
        List<Work> madeUp = result.plan().works().stream()
                .filter(work -> !work.isPublished())
                .toList();
        plots.add(bars("benchmark-systems", "Milliseconds a tenant, by system", madeUp, result));
        plots.add(bars("benchmark-published", "Published changelogs: milliseconds a tenant", published, result));
        plots.add(sizes(madeUp, result));
        plots.add(statuses(result));
        plots.removeIf(plot -> plot.lines().isEmpty()
                && plot.panels().stream().allMatch(panel -> panel.groups().isEmpty()));
        return plots;
    }

    private static Plot bars(String name, String title, List<Work> works, BenchmarkResult result) {
        List<Plot.Panel> panels = MigrationTables.ORDER.stream()
                .map(theCase -> new Plot.Panel(title(theCase), groups(theCase, works, result)))
                .toList();
        return Plot.ofBars(name, title, panels);
    }

    private static String title(Case theCase) {
        return switch (theCase) {
            case FRESH -> "Fresh: all is pending";
            case ONE_PENDING -> "One changeset is pending";
            case CURRENT -> "Nothing is pending";
        };
    }

    private static List<Plot.Group> groups(Case theCase, List<Work> works, BenchmarkResult result) {
        List<Plot.Group> groups = new ArrayList<>();
        for (Work work : works) {
            for (double delay : result.plan().delays()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (Series series : result.series(work, delay)) {
                    if (isDrawn(series.candidate())) {
                        values.put(system(series.candidate()), Figures.number(series.perTenant(theCase)));
                    }
                }
                if (!values.isEmpty()) {
                    groups.add(new Plot.Group(title(work, delay, result), values));
                }
            }
        }
        return groups;
    }

    /** Raw JDBC checks nothing, and other numbers of threads are in the tables. */
    private static boolean isDrawn(String candidate) {
        return candidate.equals(Candidates.SPRING)
                || candidate.equals(Candidates.FLYWAY)
                || candidate.equals(Candidates.PGMT + "4");
    }

    private static String system(String candidate) {
        return Candidates.isPgmt(candidate) ? "pgmt" : Candidates.title(candidate);
    }

    private static String title(Work work, double delay, BenchmarkResult result) {
        int changeSets = result.works().get(work).expected(Case.FRESH).changeSets();
        String named = work.isPublished()
                ? work.title()
                : "work " + work.title() + ", " + result.plan().tenantsOf(work) + " tenants";
        return named + ", " + changeSets + " changesets"
                + (delay == 0 ? "" : ", " + Figures.number(delay) + " ms of delay");
    }

    /** Of one changeset that is pending, which is what most runs are for, without delay: few tenants and all of them. */
    private static Plot sizes(List<Work> works, BenchmarkResult result) {
        List<Plot.Line> lines = works.stream()
                .limit(1)
                .flatMap(work -> result.series(work, 0).stream())
                .filter(series -> isDrawn(series.candidate()))
                .map(series -> new Plot.Line(system(series.candidate()), byTenants(series)))
                .toList();
        return Plot.ofLines("benchmark-tenants", "Milliseconds a tenant, one changeset pending", "ms", lines);
    }

    private static Map<Integer, String> byTenants(Series series) {
        Map<Integer, String> values = new TreeMap<>();
        values.put(series.few(), Figures.number(series.perTenantOfFew(Case.ONE_PENDING)));
        values.put(series.tenants(), Figures.number(series.perTenant(Case.ONE_PENDING)));
        return values;
    }

    /** Of the second look of a JVM; a tenant that Liquibase was not asked about took as long as those that it was. */
    private static Plot statuses(BenchmarkResult result) {
        Map<String, List<StatusJob.Result>> bySystem = result.statuses().stream()
                .filter(status -> !status.job().way().equals("jdbc"))
                .collect(Collectors.groupingBy(
                        status -> status.job().way().equals("pgmt") ? "pgmt" : "liquibase status, one by one",
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Plot.Line> lines = new ArrayList<>();
        bySystem.forEach((system, statuses) -> lines.add(new Plot.Line(
                system,
                statuses.stream()
                        .collect(Collectors.toMap(
                                status -> status.job().tenants(),
                                Plots::seconds,
                                (one, another) -> another,
                                LinkedHashMap::new)))));
        return Plot.ofLines("benchmark-status", "Status: seconds by the number of tenants", "s", lines);
    }

    private static String seconds(StatusJob.Result status) {
        double perTenant = status.again().wallMillis() / status.job().asked();
        double seconds = perTenant * status.job().tenants() / 1000;
        return seconds >= 10 ? String.valueOf(Math.round(seconds)) : String.format(Locale.ROOT, "%.1f", seconds);
    }
}
