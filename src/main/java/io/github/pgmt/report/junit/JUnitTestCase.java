package io.github.pgmt.report.junit;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.LookedAt;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A tenant, or a finding of an examination, as JUnit XML sees it: its texts are as they are shown.
 *
 * @param reason why it was skipped, where that is known
 */
record JUnitTestCase(String name, Duration time, Optional<Failed> failure, boolean skipped, Optional<String> reason) {

    private JUnitTestCase(String name, Duration time, Optional<Failed> failure, boolean skipped) {
        this(name, time, failure, skipped, Optional.empty());
    }

    /**
     * Why a test case failed.
     *
     * @param message may have several lines
     * @param body all that is known, the message included
     */
    record Failed(String type, String message, String body) {}

    /**
     * One for the shared schema, where there is a shared changelog, and one for each tenant, in their order; of an
     * examination, one for each finding.
     */
    static List<JUnitTestCase> of(RunReport report, OutgoingText shown) {
        if (report.body() instanceof StatusReport status) {
            return Stream.concat(
                            status.shared().stream()
                                    .map(shared -> of(shared, status, shown).ofShared()),
                            status.tenants().stream().map(tenant -> of(tenant, status, shown)))
                    .toList();
        }
        if (report.body() instanceof LookReport look) {
            return look.tenants().stream().map(tenant -> of(tenant, shown)).toList();
        }
        if (report.body() instanceof DoctorReport doctor) {
            return doctor.findings().stream()
                    .map(finding -> of(finding, doctor, shown))
                    .toList();
        }
        if (report.body() instanceof DriftReport drift) {
            return drift.tenants().stream()
                    .map(tenant -> of(tenant, drift, shown))
                    .toList();
        }
        if (report.body() instanceof PlanReport plan) {
            return plan.plan().stream().flatMap(made -> of(made, shown)).toList();
        }
        OperationReport operation = (OperationReport) report.body();
        return Stream.concat(
                        operation.shared().stream()
                                .map(shared -> of(shared, shown).ofShared()),
                        operation.tenants().stream().map(tenant -> of(tenant, shown)))
                .toList();
    }

    /** What a plan refuses is part of it, and no failure. */
    private static Stream<JUnitTestCase> of(FleetPlan plan, OutgoingText shown) {
        Stream<JUnitTestCase> planned = plan.cohorts().stream()
                .flatMap(cohort -> cohort.tenants().keySet().stream())
                .sorted()
                .map(tenant ->
                        new JUnitTestCase(shown.name(tenant.displayName()), Duration.ZERO, Optional.empty(), false));
        Stream<JUnitTestCase> shared = plan.shared().stream()
                .flatMap(cohort -> cohort.tenants().keySet().stream())
                .map(place -> planned(place, shown).ofShared());
        return Stream.of(shared, planned, plan.refused().stream().map(tenant -> of(tenant, shown)))
                .flatMap(cases -> cases);
    }

    private static JUnitTestCase planned(TenantId tenant, OutgoingText shown) {
        return new JUnitTestCase(shown.name(tenant.displayName()), Duration.ZERO, Optional.empty(), false);
    }

    private static JUnitTestCase of(RefusedTenant tenant, OutgoingText shown) {
        String reason = shown.message(tenant.reason());
        Optional<Failed> failed =
                Optional.of(new Failed(tenant.kind().name(), reason, reason)).filter(any -> tenant.isNotFoundOut());
        return new JUnitTestCase(
                shown.name(tenant.displayName()),
                Duration.ZERO,
                failed,
                failed.isEmpty(),
                Optional.of(reason).filter(any -> failed.isEmpty()));
    }

    private static JUnitTestCase of(Finding finding, DoctorReport report, OutgoingText shown) {
        String message = shown.message(finding.message());
        List<String> tenants = finding.tenants().stream().map(shown::name).toList();
        String name =
                shown.name(finding.check()) + ": " + message.lines().findFirst().orElse("");
        String body = message
                + (tenants.isEmpty() ? "" : "\nTenants: " + Finding.some(tenants))
                + "\nWhat to do: " + shown.message(finding.advice());
        Optional<Failed> failed = report.failsTheBuild(finding)
                ? Optional.of(new Failed(finding.severity().name(), message, body))
                : Optional.empty();
        return new JUnitTestCase(name, Duration.ZERO, failed, false);
    }

    /** A tenant may have the same schema, if a registry says so. */
    private JUnitTestCase ofShared() {
        return new JUnitTestCase(name + " (shared)", time, failure, skipped, reason);
    }

    private static JUnitTestCase of(LookedAt tenant, OutgoingText shown) {
        Optional<Failed> failed = tenant.problem()
                .map(shown::message)
                .map(problem -> new Failed(tenant.state().name(), problem, problem));
        return new JUnitTestCase(shown.name(tenant.displayName()), Duration.ZERO, failed, false);
    }

    private static JUnitTestCase of(TenantStatus tenant, StatusReport report, OutgoingText shown) {
        Optional<Failed> failed =
                tenant.failsTheBuild(report.failOnPending()) ? Optional.of(failed(tenant, shown)) : Optional.empty();
        return new JUnitTestCase(shown.name(tenant.displayName()), Duration.ZERO, failed, false);
    }

    /** One that nothing can be said of counts as skipped. */
    private static JUnitTestCase of(TenantDrift tenant, DriftReport report, OutgoingText shown) {
        String name = shown.name(tenant.displayName());
        if (tenant.failsTheBuild(report.failOnDrift())) {
            String message = shown.message(tenant.reason().orElseGet(() -> differences(tenant, report)));
            Failed failed = new Failed(tenant.state().name(), message, message);
            return new JUnitTestCase(name, Duration.ZERO, Optional.of(failed), false);
        }
        return new JUnitTestCase(
                name,
                Duration.ZERO,
                Optional.empty(),
                tenant.reason().isPresent(),
                tenant.reason().map(shown::message));
    }

    private static String differences(TenantDrift tenant, DriftReport report) {
        return report.variants().stream()
                .filter(variant -> variant.tenants().contains(tenant.displayName()))
                .flatMap(variant -> variant.differences().stream())
                .map(CatalogDifference::sentence)
                .collect(Collectors.joining("\n"));
    }

    private static Failed failed(TenantStatus tenant, OutgoingText shown) {
        List<ChangeSetId> pending = tenant.changeSets().pending();
        String message = tenant.problem().map(shown::message).orElse(pending.size() + " pending");
        String body = Stream.concat(
                        Stream.of(message),
                        pending.stream().map(changeSet -> "Pending: " + shown.name(changeSet.toString())))
                .collect(Collectors.joining("\n"));
        return new Failed(tenant.state().name(), message, body);
    }

    private static JUnitTestCase of(TenantResult tenant, OutgoingText shown) {
        Optional<Failed> failed = tenant.failure().map(failure -> failed(failure, shown));
        boolean skipped = tenant.outcome() == Outcome.SKIPPED;
        return new JUnitTestCase(
                shown.name(tenant.displayName()),
                tenant.duration(),
                failed,
                skipped,
                tenant.reason().map(shown::message));
    }

    private static Failed failed(Failure failure, OutgoingText shown) {
        String message = shown.message(failure.message());
        StringBuilder body = new StringBuilder(message);
        failure.changeSet()
                .map(ChangeSetId::toString)
                .map(shown::name)
                .ifPresent(changeSet -> body.append("\nChangeset: ").append(changeSet));
        failure.sqlState()
                .map(shown::name)
                .ifPresent(sqlState -> body.append("\nSQLSTATE: ").append(sqlState));
        return new Failed(failure.kind().name(), message, body.toString());
    }
}
