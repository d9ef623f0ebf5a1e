package io.github.pgmt.report.annotation;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.report.text.DriftWords;
import io.github.pgmt.report.text.FailureGroups;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.LookGroups;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.WayOn;
import io.github.pgmt.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Annotations by the kind of a goal, in the groups that the console and the Markdown report have. */
record AnnotatedTenants(OutgoingText shown) {

    private static final int LINES_SHOWN = 5;

    List<Annotation> of(OperationReport report) {
        List<Annotation> annotations = new ArrayList<>();
        report.shared()
                .forEach(shared -> shared.failure()
                        .ifPresent(failure -> annotations.add(failed(
                                Annotation.Level.ERROR,
                                "Failed in the shared schema " + shown.name(shared.displayName()),
                                failure,
                                shown.message(failure.message()),
                                report))));
        Annotation.Level level = Annotation.level(report.buildFailure().isPresent());
        for (TenantGroups.Group<Failure> group : FailureGroups.of(report.tenants(), shown)) {
            annotations.add(failed(
                    level,
                    "Failed in " + count(group.names()),
                    group.example(),
                    lines(group.message(), tenants(group.names())),
                    report));
        }
        notStarted(report).ifPresent(annotations::add);
        outside(report).ifPresent(annotations::add);
        return annotations;
    }

    private Annotation failed(
            Annotation.Level level, String where, Failure failure, String message, OperationReport report) {
        return new Annotation(
                level,
                where + ": " + FailureText.cause(failure, shown::name),
                lines(message, "How to go on: " + shown.message(WayOn.from(failure, report))),
                failure.changeSet());
    }

    private Optional<Annotation> notStarted(OperationReport report) {
        List<String> skipped = names(report.notStarted());
        if (skipped.isEmpty()) {
            return Optional.empty();
        }
        String reasons = report.reasonsToSkip().stream()
                .map(shown::message)
                .limit(LINES_SHOWN)
                .reduce("", AnnotatedTenants::lines);
        return Optional.of(new Annotation(
                Annotation.Level.WARNING,
                "Not started: " + count(skipped),
                lines(reasons, tenants(skipped)),
                Optional.empty()));
    }

    private Optional<Annotation> outside(OperationReport report) {
        return report.outside().isEmpty()
                ? Optional.empty()
                : Optional.of(new Annotation(
                        Annotation.Level.WARNING,
                        "Outside the tenants' schemas",
                        "The run, or somebody meanwhile, made: " + Finding.some(names(report.outside())),
                        Optional.empty()));
    }

    /** What is merely pending is what a migration is for, unless the build fails by it. */
    List<Annotation> of(StatusReport report) {
        Stream<Annotation> shared = report.shared().stream()
                .filter(status -> isTold(status, report))
                .map(status -> status(
                        report,
                        status,
                        "The shared schema " + shown.name(status.displayName()),
                        shown.message(status.problem().orElse(""))));
        Stream<Annotation> tenants = LookGroups.notCurrent(report, shown).stream()
                .filter(group -> isTold(group.example(), report))
                .map(group -> status(
                        report, group.example(), count(group.names()), lines(group.message(), tenants(group.names()))));
        return Stream.concat(shared, tenants).toList();
    }

    private static boolean isTold(TenantStatus status, StatusReport report) {
        return report.failOnPending()
                ? status.state() != State.UP_TO_DATE
                : status.problem().isPresent();
    }

    private Annotation status(StatusReport report, TenantStatus status, String who, String message) {
        List<String> pending =
                Words.pending(status.changeSets()).stream().map(shown::name).toList();
        return new Annotation(
                Annotation.level(status.failsTheBuild(report.failOnPending())),
                who + ": " + Words.of(status.state()),
                pending.isEmpty() ? message : lines(message, "Pending: " + Finding.some(pending)),
                status.changeSets().pending().stream().findFirst());
    }

    List<Annotation> of(DriftReport report) {
        List<Annotation> annotations = new ArrayList<>();
        for (DriftVariant variant : report.variants()) {
            if (!variant.isKnown()) {
                annotations.add(differing(variant, report));
            }
        }
        for (TenantDrift.State state : List.of(TenantDrift.State.UNREADABLE, TenantDrift.State.BUSY)) {
            DriftWords.groups(report, state, shown)
                    .forEach(group -> annotations.add(new Annotation(
                            Annotation.level(group.example().failsTheBuild(report.failOnDrift())),
                            count(group.names()) + ": " + DriftWords.of(state),
                            lines(group.message(), tenants(group.names())),
                            Optional.empty())));
        }
        return annotations;
    }

    private Annotation differing(DriftVariant variant, DriftReport report) {
        List<String> names = names(variant.tenants());
        String differences = some(variant.differences().stream()
                .map(CatalogDifference::sentence)
                .map(shown::message)
                .toList());
        return new Annotation(
                Annotation.level(report.failOnDrift()),
                "Drift in " + count(names) + ": "
                        + Words.count(variant.differences().size(), "difference"),
                lines(differences, tenants(names)),
                Optional.empty());
    }

    List<Annotation> of(DoctorReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> new Annotation(
                        Annotation.level(report.failsTheBuild(finding)),
                        "pgmt:doctor: " + shown.name(finding.check()),
                        lines(
                                shown.message(finding.message()),
                                finding.tenants().isEmpty() ? "" : tenants(names(finding.tenants())),
                                "What to do: " + shown.message(finding.advice())),
                        Optional.empty()))
                .toList();
    }

    List<Annotation> of(LookReport report) {
        return LookGroups.unread(report, shown).stream()
                .map(group -> new Annotation(
                        Annotation.Level.ERROR,
                        "Could not look at " + count(group.names()),
                        lines(group.message(), tenants(group.names())),
                        Optional.empty()))
                .toList();
    }

    /** Those that a plan refuses; the build fails by those of which nobody knows what is due in them. */
    List<Annotation> of(FleetPlan plan) {
        return TenantGroups.of(plan.refused().stream()
                        .map(tenant -> TenantGroups.Entry.of(
                                tenant, shown, tenant, tenant.kind(), shown.message(tenant.reason())))
                        .toList())
                .stream()
                .map(group -> new Annotation(
                        Annotation.level(group.example().isNotFoundOut()),
                        "Nothing is planned for " + count(group.names()) + ": "
                                + FailureText.cause(Failure.of(group.example().kind(), "")),
                        lines(group.message(), tenants(group.names())),
                        Optional.empty()))
                .toList();
    }

    private List<String> names(List<String> names) {
        return names.stream().map(shown::name).toList();
    }

    private static String count(List<String> tenants) {
        return Words.count(tenants.size(), "tenant");
    }

    private static String tenants(List<String> shownNames) {
        return (shownNames.size() == 1 ? "Tenant: " : "Tenants: ") + Finding.some(shownNames);
    }

    private static String some(List<String> sentences) {
        List<String> first = sentences.stream().limit(LINES_SHOWN).toList();
        int more = sentences.size() - first.size();
        return String.join("\n", first) + (more > 0 ? "\nand " + more + " more" : "");
    }

    /** One after the other, those that say something. */
    private static String lines(String... parts) {
        return String.join(
                "\n", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }
}
