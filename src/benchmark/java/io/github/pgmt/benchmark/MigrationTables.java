package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the candidates took for one work on one wire. */
record MigrationTables(List<Series> series) {

    /** From most to do to nothing to do. */
    static final List<Case> ORDER = List.of(Case.FRESH, Case.ONE_PENDING, Case.CURRENT);

    String text() {
        return comparison() + "\n" + costs();
    }

    /** Times and ratios. */
    private String comparison() {
        MarkdownTable table = new MarkdownTable(
                "ms a tenant",
                "a: fresh",
                "speed",
                "time",
                "b: one pending",
                "speed",
                "time",
                "c: nothing pending",
                "speed",
                "time",
                "replayed, a / b");
        for (Series one : series) {
            List<String> row = new ArrayList<>(List.of(Candidates.title(one.candidate())));
            for (Case theCase : ORDER) {
                double own = one.perTenant(theCase);
                row.add(Figures.number(own) + (one.rounds().size() > 1 ? " (" + one.range(theCase) + ")" : ""));
                row.add(ratio(Candidates.SPRING, spring -> spring.perTenant(theCase) / own));
                row.add(ratio(Candidates.limitOf(one.candidate()), limit -> own / limit.perTenant(theCase)));
            }
            row.add(one.replayed(Case.FRESH) + " / " + one.replayed(Case.ONE_PENDING));
            table.add(row);
        }
        return table.text();
    }

    private String ratio(String candidate, ToDoubleFunction<Series> ratio) {
        Optional<Series> other =
                series.stream().filter(one -> one.candidate().equals(candidate)).findFirst();
        return other.map(found -> Figures.times(ratio.applyAsDouble(found))).orElse(Figures.NONE);
    }

    /** What a run costs beside its tenants. */
    private String costs() {
        MarkdownTable table = new MarkdownTable(
                "ms, cases a / b / c",
                "JVM start",
                "first run, one tenant a thread",
                "warm-up, in all",
                "one tenant a thread, warm, each",
                "fixed, warm",
                "a further tenant",
                "own CPU a tenant",
                "live heap, MiB",
                "peak, MiB");
        for (Series one : series) {
            table.add(List.of(
                    Candidates.title(one.candidate()),
                    Figures.number(one.jvmStart()),
                    cases(theCase -> one.median(MigrationJob.Result::first, theCase, Measurement::wallMillis)),
                    cases(theCase -> one.median(MigrationJob.Result::warmUp, theCase, Measurement::wallMillis)),
                    cases(one::perTenantOfFew),
                    cases(one::fixed),
                    cases(one::marginal),
                    cases(theCase ->
                            one.median(MigrationJob.Result::full, theCase, Measurement::cpuMillis) / one.tenants()),
                    Figures.mebibytes(one.most(Measurement::liveHeap)),
                    Figures.mebibytes(one.most(Measurement::peakHeap))));
        }
        return table.text();
    }

    private static String cases(ToDoubleFunction<Case> figure) {
        return String.join(
                " / ",
                ORDER.stream()
                        .map(theCase -> Figures.number(figure.applyAsDouble(theCase)))
                        .toList());
    }
}
