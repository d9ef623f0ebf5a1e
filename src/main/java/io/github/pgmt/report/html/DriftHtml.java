package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.report.text.DriftWords;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page of a comparison of tenants. */
record DriftHtml(DriftReport report) implements HtmlBody {

    @Override
    public String summary() {
        return DriftWords.overall(report);
    }

    @Override
    public List<HtmlSections.Count> counts() {
        return Arrays.stream(State.values())
                .map(state -> new HtmlSections.Count(report.count(state), DriftWords.of(state), Tone.of(state)))
                .toList();
    }

    @Override
    public boolean isNotable() {
        return !report.tenantsToRetry().isEmpty()
                || report.groups().stream().anyMatch(group -> group.doubt().isPresent());
    }

    @Override
    public void write(HtmlSections sections) {
        if (!report.groups().isEmpty()) {
            sections.section(
                    "groups",
                    "Tenants with the same changesets",
                    () -> report.groups()
                            .forEach(group -> sections.card(
                                    group.alike() == group.tenants() ? Tone.GOOD : Tone.BAD,
                                    DriftWords.headline(group),
                                    () -> {
                                        group.doubt().ifPresent(sections::message);
                                        group.reference()
                                                .ifPresent(tenant -> sections.paragraph("Compared with "
                                                        + DriftWords.measure(group, sections::oneLine) + "."));
                                    })));
        }
        if (!report.variants().isEmpty()) {
            sections.section(
                    "variants", "Differences", () -> report.variants().forEach(variant -> write(variant, sections)));
        }
        for (State state : List.of(State.UNREADABLE, State.BUSY, State.NOT_COMPARED)) {
            write(state, sections);
        }
        if (!report.tenantsToRetry().isEmpty() || !report.databasesToRetry().isEmpty()) {
            sections.section("retry", "What is left to do", () -> sections.retry(report, List.of()));
        }
    }

    private void write(DriftVariant variant, HtmlSections sections) {
        sections.card(
                variant.isKnown() ? Tone.CALM : Tone.BAD,
                Words.count(variant.tenants().size(), "tenant") + ": "
                        + Words.count(variant.differences().size(), "difference")
                        + (variant.known().isEmpty()
                                ? ""
                                : ", " + variant.known().size() + " known"),
                () -> {
                    report.group(variant)
                            .ifPresent(group -> sections.paragraph(
                                    "Compared with " + DriftWords.measure(group, sections::oneLine) + ":"));
                    sections.sentences(sentences(variant.differences()));
                    if (!variant.known().isEmpty()) {
                        sections.folded("Accepted", () -> sections.sentences(sentences(variant.known())));
                    }
                    sections.tenants(variant.tenants());
                });
    }

    private static List<String> sentences(List<CatalogDifference> differences) {
        return differences.stream().map(CatalogDifference::sentence).toList();
    }

    private void write(State state, HtmlSections sections) {
        List<TenantGroups.Group<TenantDrift>> groups = DriftWords.groups(report, state, sections.shown());
        if (!groups.isEmpty()) {
            sections.section(
                    state.name().toLowerCase(Locale.ROOT),
                    DriftWords.capital(state),
                    () -> groups.forEach(
                            group -> new TenantCards(sections).group(Tone.of(state), "", group, List.of())));
        }
    }
}
