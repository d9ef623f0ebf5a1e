package io.github.pgmt.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What one candidate took for one work on one wire, in all rounds. */
record Series(String candidate, List<MigrationJob.Result> rounds) {

    /** The runs of a JVM that are alike, one for each case. */
    interface Runs extends Function<MigrationJob.Result, Map<Case, Measurement>> {}

    int tenants() {
        return rounds.get(0).job().tenants();
    }

    int few() {
        return rounds.get(0).few();
    }

    /** The median of the rounds. */
    double median(Runs runs, Case theCase, ToDoubleFunction<Measurement> figure) {
        return Figures.median(each(runs, theCase, figure));
    }

    private List<Double> each(Runs runs, Case theCase, ToDoubleFunction<Measurement> figure) {
        return rounds.stream()
                .map(round -> figure.applyAsDouble(runs.apply(round).get(theCase)))
                .toList();
    }

    /** Milliseconds for each tenant, everything included. */
    double perTenant(Case theCase) {
        return median(MigrationJob.Result::full, theCase, Measurement::wallMillis) / tenants();
    }

    /** The same of a run over a tenant for each thread alone, in a JVM that has done it before. */
    double perTenantOfFew(Case theCase) {
        return median(MigrationJob.Result::again, theCase, Measurement::wallMillis) / few();
    }

    /** The least and the most of the rounds. */
    String range(Case theCase) {
        List<Double> all = each(MigrationJob.Result::full, theCase, Measurement::wallMillis).stream()
                .map(millis -> millis / tenants())
                .sorted()
                .toList();
        return Figures.number(all.get(0)) + "–" + Figures.number(all.get(all.size() - 1));
    }

    /** Milliseconds for each further tenant; none where noise says less than that. */
    double marginal(Case theCase) {
        double full = median(MigrationJob.Result::full, theCase, Measurement::wallMillis);
        double again = median(MigrationJob.Result::again, theCase, Measurement::wallMillis);
        return tenants() == few() ? Double.NaN : Math.max(0, full - again) / (tenants() - few());
    }

    /** Milliseconds of a run in a warm JVM that do not depend on the number of tenants. */
    double fixed(Case theCase) {
        double again = median(MigrationJob.Result::again, theCase, Measurement::wallMillis);
        return Math.max(0, again - few() * marginal(theCase));
    }

    /** The most of the cases and rounds, in bytes. */
    double most(ToDoubleFunction<Measurement> heap) {
        return rounds.stream()
                .flatMap(round -> round.full().values().stream())
                .mapToDouble(heap)
                .max()
                .orElseThrow();
    }

    /** The least of the rounds. */
    String replayed(Case theCase) {
        return rounds.stream()
                .map(round -> round.replayed().get(theCase))
                .min(Comparator.comparingDouble(Replayed::share))
                .orElseThrow()
                .shown();
    }

    double jvmStart() {
        return Figures.median(
                rounds.stream().map(MigrationJob.Result::jvmStartMillis).toList());
    }
}
