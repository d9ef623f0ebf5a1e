package io.github.pgmt.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All that was measured; written as JSON as it is.
 *
 * @param startedAt UTC
 */
record BenchmarkResult(
        String startedAt,
        double minutes,
        BenchmarkPlan plan,
        Machine machine,
        Versions versions,
        Map<Work, PreparedWork> works,
        List<ColdJob.Result> coldRuns,
        List<GoalJob.Result> goalRuns,
        List<MigrationJob.Result> migrations,
        List<StatusJob.Result> statuses,
        List<DatabasesJob.Result> databases) {

    /** Of what was compared. */
    record Versions(String liquibase, String spring, String flyway, String pgjdbc) {

        static Versions onTheClassPath() {
            return new Versions(
                    version("liquibase-core"),
                    version("spring-context"),
                    version("flyway-core"),
                    version("postgresql"));
        }

        private static String version(String artifact) {
            return System.getProperty("java.class.path")
                    .replaceAll("(?s).*[/\\\\]" + artifact + "-([0-9][^/\\\\]*)\\.jar.*", "$1");
        }
    }

    /** What was measured of a work in JVMs that were started for it. */
    List<ColdJob.Result> coldRuns(Work work) {
        return coldRuns.stream().filter(result -> result.job().work() == work).toList();
    }

    /** What was measured of the goals beside the migration. */
    List<GoalJob.Result> goalRuns(Work work) {
        return goalRuns.stream().filter(result -> result.job().work() == work).toList();
    }

    /** What was measured of a work on a wire, in the plan's order of candidates. */
    List<Series> series(Work work, double delay) {
        List<String> order = plan.candidates();
        return migrations.stream()
                .filter(result -> result.job().work() == work && result.job().delay() == delay)
                .map(result -> result.job().candidate())
                .distinct()
                .sorted(Comparator.comparingInt(order::indexOf))
                .map(candidate -> new Series(
                        candidate,
                        migrations.stream()
                                .filter(result -> result.job().work() == work
                                        && result.job().delay() == delay
                                        && result.job().candidate().equals(candidate))
                                .toList()))
                .toList();
    }
}
