package io.github.pgmt.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the goals beside the migration took for one work. */
record GoalTable(List<GoalJob.Result> results) {

    String text() {
        MarkdownTable table = new MarkdownTable(
                "ms a tenant", "set up", "speed", "replayed", "rollback of one changeset", "speed", "drift");
        results.stream().map(result -> result.job().candidate()).distinct().forEach(candidate -> {
            double setUp = median(candidate, GoalJob.Result::setUp).orElseThrow();
            double rollBack = median(candidate, GoalJob.Result::rollBack).orElseThrow();
            table.add(List.of(
                    title(candidate),
                    Figures.number(setUp),
                    speed(setUp, GoalJob.Result::setUp),
                    of(candidate).get(0).replayed().shown(),
                    Figures.number(rollBack),
                    speed(rollBack, GoalJob.Result::rollBack),
                    drift(candidate)));
        });
        return table.text();
    }

    private static String title(String candidate) {
        return Candidates.isPgmt(candidate)
                ? Candidates.title(candidate)
                : Candidates.title(candidate) + ", Liquibase's rollback in a loop";
    }

    private String speed(double own, Function<GoalJob.Result, Measurement> run) {
        return median(Candidates.SPRING, run)
                .map(spring -> Figures.times(spring / own))
                .orElse(Figures.NONE);
    }

    private String drift(String candidate) {
        List<Double> all = of(candidate).stream()
                .flatMap(result -> result.drift().stream()
                        .map(drift -> drift.wallMillis() / result.job().tenants()))
                .toList();
        return all.isEmpty() ? Figures.NONE : Figures.number(Figures.median(all));
    }

    private Optional<Double> median(String candidate, Function<GoalJob.Result, Measurement> run) {
        List<Double> all = of(candidate).stream()
                .map(result -> run.apply(result).wallMillis() / result.job().tenants())
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Figures.median(all));
    }

    private List<GoalJob.Result> of(String candidate) {
        return results.stream()
                .filter(result -> result.job().candidate().equals(candidate))
                .toList();
    }
}
