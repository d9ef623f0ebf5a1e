package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the tenants are: tenant by tenant, or, of many, how many are how and which of them are not current. */
final class StatusText {

    private static final String INDENT = "  ";

    /** What a person is to make of some lines. */
    enum Weight {
        FINE,
        NOTABLE,
        FAILS_THE_BUILD
    }

    /** Lines that belong together. */
    record Paragraph(Weight weight, List<String> lines) {}

    private final StatusReport report;
    private final ConsoleSettings settings;

    private StatusText(StatusReport report, ConsoleSettings settings) {
        this.report = report;
        this.settings = settings;
    }

    /** The shared schema, then the tenants, in the report's order. */
    static List<Paragraph> paragraphs(StatusReport report, ConsoleSettings settings) {
        StatusText text = new StatusText(report, settings);
        List<Paragraph> tenants = report.tenantCount() > Progress.TENANTS_WITH_LINES ? text.counted() : text.byTenant();
        return Stream.concat(report.shared().stream().map(text::shared), tenants.stream())
                .toList();
    }

    private Paragraph shared(TenantStatus shared) {
        String headline = INDENT + "shared schema " + name(shared) + ": " + TenantStatusText.headline(shared);
        List<String> details = TenantStatusText.details(shared, settings);
        return new Paragraph(
                weight(shared), Wording.joined(List.of(headline), Wording.indented(INDENT + INDENT + INDENT, details)));
    }

    private List<Paragraph> byTenant() {
        int width = report.tenants().stream()
                .mapToInt(tenant -> length(name(tenant)))
                .max()
                .orElse(0);
        String indent = INDENT + " ".repeat(width + 3) + INDENT;
        return report.tenants().stream()
                .map(tenant -> {
                    String padding = " ".repeat(width - length(name(tenant)) + 3);
                    String headline = INDENT + name(tenant) + padding + TenantStatusText.headline(tenant);
                    return new Paragraph(
                            weight(tenant),
                            Wording.joined(
                                    List.of(headline),
                                    Wording.indented(indent, TenantStatusText.details(tenant, settings))));
                })
                .toList();
    }

    private List<Paragraph> counted() {
        List<TenantGroups.Entry<TenantStatus>> named = report.tenants().stream()
                .filter(tenant -> tenant.state() != State.UP_TO_DATE || settings.verbose())
                .map(this::entry)
                .toList();
        Paragraph counts = new Paragraph(Weight.FINE, List.of(INDENT + Words.countsByState(report)));
        return Stream.concat(Stream.of(counts), TenantGroups.of(named).stream().map(this::paragraph))
                .toList();
    }

    private TenantGroups.Entry<TenantStatus> entry(TenantStatus tenant) {
        List<Object> alike = List.of(
                weight(tenant), TenantStatusText.headline(tenant), TenantStatusText.details(tenant, "", settings));
        return TenantGroups.Entry.of(
                tenant,
                settings.shown(),
                tenant,
                alike,
                tenant.problem().map(settings.shown()::message).orElse(""));
    }

    private Paragraph paragraph(TenantGroups.Group<TenantStatus> group) {
        TenantStatus example = group.example();
        List<String> lines = new ArrayList<>(names(group.names()));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + ": " + TenantStatusText.headline(example));
        lines.addAll(Wording.indented(
                INDENT + INDENT + INDENT, TenantStatusText.details(example, group.message(), settings)));
        return new Paragraph(weight(example), lines);
    }

    private List<String> names(List<String> schemas) {
        if (settings.verbose()) {
            return Wording.wrapped(INDENT, INDENT, schemas);
        }
        Path all = settings.reportsDirectory().resolve(settings.goal() + ".json");
        return Wording.some(INDENT, INDENT, schemas, all);
    }

    private String name(TenantStatus tenant) {
        return settings.shown().name(tenant.displayName());
    }

    private Weight weight(TenantStatus tenant) {
        if (tenant.failsTheBuild(report.failOnPending())) {
            return Weight.FAILS_THE_BUILD;
        }
        return tenant.problem().isPresent() ? Weight.NOTABLE : Weight.FINE;
    }

    private static int length(String schema) {
        return schema.codePointCount(0, schema.length());
    }
}
