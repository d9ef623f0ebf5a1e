package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures the goals beside the migration. */
final class GoalRuns {

    private final BenchmarkPlan plan;
    private final ServerUrl server;
    private final Fork fork;
    private final List<GoalJob.Result> results = new ArrayList<>();

    GoalRuns(BenchmarkPlan plan, ServerUrl server, Fork fork) {
        this.plan = plan;
        this.server = server;
        this.fork = fork;
    }

    /** Every candidate once, each round another first. */
    void round(int round, WorkFiles files) throws Exception {
        List<String> candidates = new ArrayList<>(plan.coldCandidates());
        Collections.rotate(candidates, -round);
        for (String candidate : candidates) {
            String work = files.work().title();
            GoalJob job = new GoalJob(
                    candidate,
                    files.work(),
                    round,
                    server.text(),
                    files.directory().toString(),
                    plan.goalTenants(),
                    plan.warmUpTenants());
            String name = "goals-%s-%s-%d".formatted(work, candidate, round + 1);
            GoalJob.Result result =
                    fork.measure(name, GoalProcess.class, Candidates.isPgmt(candidate), job, GoalJob.Result.class);
            results.add(result.withoutSecrets());
            System.out.println("round " + (round + 1) + ", work " + work + ", " + candidate + ": set up "
                    + Figures.number(result.setUp().wallMillis()) + ", rollback "
                    + Figures.number(result.rollBack().wallMillis()) + " ms"
                    + (result.drift().isEmpty()
                            ? ""
                            : ", drift " + Figures.number(result.drift().get(0).wallMillis()) + " ms"));
        }
    }

    List<GoalJob.Result> results() {
        return List.copyOf(results);
    }
}
