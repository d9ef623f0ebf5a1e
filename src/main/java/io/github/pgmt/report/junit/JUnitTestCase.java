package io.github.pgmt.report.junit;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.outcome.TenantStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A tenant, or a finding of an examination, as JUnit XML sees it.
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
    static List<JUnitTestCase> of(RunReport report) {
        if (report.body() instanceof StatusReport status) {
            return Stream.concat(
                            status.shared().stream()
                                    .map(shared -> of(shared, status).ofShared()),
                            status.tenants().stream().map(tenant -> of(tenant, status)))
                    .toList();
        }
        if (report.body() instanceof ListReport list) {
            return list.tenants().stream().map(JUnitTestCase::of).toList();
        }
        if (report.body() instanceof DoctorReport doctor) {
            return doctor.findings().stream()
                    .map(finding -> of(finding, doctor))
                    .toList();
        }
        OperationReport operation = (OperationReport) report.body();
        return Stream.concat(
                        operation.shared().stream().map(shared -> of(shared).ofShared()),
                        operation.tenants().stream().map(JUnitTestCase::of))
                .toList();
    }

    private static JUnitTestCase of(Finding finding, DoctorReport report) {
        String name =
                finding.check() + ": " + finding.message().lines().findFirst().orElse("");
        String body = finding.message()
                + (finding.tenants().isEmpty() ? "" : "\nTenants: " + Finding.some(finding.tenants()))
                + "\nWhat to do: " + finding.advice();
        Optional<Failed> failed = report.failsTheBuild(finding)
                ? Optional.of(new Failed(finding.severity().name(), finding.message(), body))
                : Optional.empty();
        return new JUnitTestCase(name, Duration.ZERO, failed, false);
    }

    /** A tenant may have the same schema, if a registry says so. */
    private JUnitTestCase ofShared() {
        return new JUnitTestCase(name + " (shared)", time, failure, skipped, reason);
    }

    private static JUnitTestCase of(TenantEntry tenant) {
        Optional<Failed> failed =
                tenant.problem().map(problem -> new Failed(tenant.state().name(), problem, problem));
        return new JUnitTestCase(tenant.schema(), Duration.ZERO, failed, false);
    }

    private static JUnitTestCase of(TenantStatus tenant, StatusReport report) {
        Optional<Failed> failed =
                tenant.failsTheBuild(report.failOnPending()) ? Optional.of(failed(tenant)) : Optional.empty();
        return new JUnitTestCase(tenant.schema(), Duration.ZERO, failed, false);
    }

    private static Failed failed(TenantStatus tenant) {
        List<ChangeSetId> pending = tenant.changeSets().pending();
        String message = tenant.problem().orElse(pending.size() + " pending");
        String body = Stream.concat(Stream.of(message), pending.stream().map(changeSet -> "Pending: " + changeSet))
                .collect(Collectors.joining("\n"));
        return new Failed(tenant.state().name(), message, body);
    }

    private static JUnitTestCase of(TenantResult tenant) {
        Optional<Failed> failed =
                tenant.failure().map(failure -> new Failed(failure.kind().name(), failure.message(), body(failure)));
        boolean skipped = tenant.outcome() == Outcome.SKIPPED;
        return new JUnitTestCase(tenant.schema(), tenant.duration(), failed, skipped, tenant.reason());
    }

    private static String body(Failure failure) {
        StringBuilder body = new StringBuilder(failure.message());
        failure.changeSet().ifPresent(changeSet -> body.append("\nChangeset: ").append(changeSet));
        failure.sqlState().ifPresent(sqlState -> body.append("\nSQLSTATE: ").append(sqlState));
        return body.toString();
    }
}
