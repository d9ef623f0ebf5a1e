package io.github.pgmt.report.html;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All tenants of a run, a row each; those that failed first. */
record TenantTable(HtmlSections sections, RunCourse course) {

    void write(OperationReport report) {
        List<HtmlDocument.Content> rows = report.tenants().stream()
                .sorted((one, other) -> Tone.of(other.outcome()).compareTo(Tone.of(one.outcome())))
                .map(tenant -> (HtmlDocument.Content) () -> row(tenant))
                .toList();
        sections.table(
                "Tenants",
                List.of("Tenant", "Outcome", "By", "Confirmed by", "Changesets", "Started", "Took"),
                3,
                rows);
    }

    private void row(TenantResult tenant) {
        sections.cell(() -> sections.name(tenant.displayName()));
        sections.cell(Tone.of(tenant.outcome()), Words.of(tenant.outcome()));
        sections.cell(tenant.way().engine().map(TenantTable::word).orElse(""));
        sections.cell(tenant.way().verified().map(TenantTable::word).orElse(""));
        int changeSets = changeSets(tenant);
        sections.number(changeSets == 0 ? "" : String.valueOf(changeSets), changeSets);
        Optional<TenantCourse> own = course.of(tenant.id());
        sections.number(
                own.map(when -> Durations.exact(when.startedAfter())).orElse(""),
                own.map(when -> when.startedAfter().toMillis()).orElse(-1L));
        sections.number(
                tenant.duration().isZero() ? "" : Durations.exact(tenant.duration()),
                tenant.duration().toMillis());
    }

    private static String word(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT);
    }

    private static int changeSets(TenantResult tenant) {
        TenantResult.ChangeSets own = tenant.changeSets();
        return tenant.outcome() == Outcome.PLANNED
                ? own.pending().size()
                : own.applied().size() + own.undone().size();
    }
}
