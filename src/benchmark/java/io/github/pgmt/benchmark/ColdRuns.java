package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures runs as users have them: each in a JVM of its own that was started for it, one case after the other. */
final class ColdRuns {

    private final BenchmarkPlan plan;
    private final ServerUrl server;
    private final Fork fork;
    private final List<ColdJob.Result> results = new ArrayList<>();

    ColdRuns(BenchmarkPlan plan, ServerUrl server, Fork fork) {
        this.plan = plan;
        this.server = server;
        this.fork = fork;
    }

    /** Every candidate once, each round another first. */
    void round(int round, WorkFiles files) throws Exception {
        List<String> candidates = new ArrayList<>(plan.coldCandidates());
        Collections.rotate(candidates, -round);
        for (String candidate : candidates) {
            measure(candidate, round, files);
        }
    }

    private void measure(String candidate, int round, WorkFiles files) throws Exception {
        Work work = files.work();
        try (TenantDatabase database = TenantDatabase.create(server, "benchmark_cold", plan.coldTenants())) {
            for (Case theCase : Case.values()) {
                ColdJob job = new ColdJob(
                        candidate,
                        work,
                        theCase,
                        round,
                        database.url().text(),
                        files.directory().toString(),
                        plan.coldTenants());
                String name = "cold-%s-%s-%s-%d".formatted(work.title(), candidate, theCase.letter(), round + 1);
                ColdJob.Result result =
                        fork.measure(name, ColdProcess.class, Candidates.isPgmt(candidate), job, ColdJob.Result.class);
                TenantCheck.require(database, Candidates.of(candidate), files, theCase);
                results.add(result.withoutSecrets());
                System.out.println("round " + (round + 1) + ", work " + work.title() + ", cold, " + candidate + ": "
                        + theCase.letter() + " " + Figures.number(result.run().wallMillis()) + " ms");
            }
        }
    }

    List<ColdJob.Result> results() {
        return List.copyOf(results);
    }
}
