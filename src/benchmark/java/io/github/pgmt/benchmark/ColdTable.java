package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the candidates took for one work in JVMs that were started for it. */
record ColdTable(List<ColdJob.Result> results) {

    String text() {
        MarkdownTable table = new MarkdownTable(
                "ms a run",
                "JVM start",
                "a: fresh",
                "speed",
                "b: one pending",
                "speed",
                "c: nothing pending",
                "speed",
                "live heap, MiB",
                "peak, MiB");
        results.stream().map(result -> result.job().candidate()).distinct().forEach(candidate -> {
            List<String> row = new ArrayList<>(List.of(
                    Candidates.title(candidate),
                    Figures.number(Figures.median(each(
                            results.stream()
                                    .filter(result -> isOf(result, candidate))
                                    .toList(),
                            ColdJob.Result::jvmStartMillis)))));
            for (Case theCase : MigrationTables.ORDER) {
                Optional<Double> own = median(candidate, theCase);
                row.add(own.map(Figures::number).orElse(Figures.NONE));
                row.add(own.flatMap(millis -> median(Candidates.SPRING, theCase).map(spring -> spring / millis))
                        .map(Figures::times)
                        .orElse(Figures.NONE));
            }
            row.add(most(candidate, result -> result.run().liveHeap()));
            row.add(most(candidate, result -> result.run().peakHeap()));
            table.add(row);
        });
        return table.text();
    }

    /** A benchmark that is going on has not measured every case yet. */
    private Optional<Double> median(String candidate, Case theCase) {
        List<ColdJob.Result> found = results.stream()
                .filter(result -> isOf(result, candidate) && result.job().theCase() == theCase)
                .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Figures.median(each(found, result -> result.run().wallMillis())));
    }

    private String most(String candidate, ToDoubleFunction<ColdJob.Result> heap) {
        return Figures.mebibytes(results.stream()
                .filter(result -> isOf(result, candidate))
                .mapToDouble(heap)
                .max()
                .orElseThrow());
    }

    private static List<Double> each(List<ColdJob.Result> results, ToDoubleFunction<ColdJob.Result> figure) {
        return results.stream().map(figure::applyAsDouble).toList();
    }

    private static boolean isOf(ColdJob.Result result, String candidate) {
        return result.job().candidate().equals(candidate);
    }
}
