package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.Findings;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.report.text.Words;
import java.util.Optional;

/**
 * What an examination has found.
 *
 * @param failOnWarning warnings fail the build too
 */
record DoctorFindings(DoctorRun.Result result, boolean failOnWarning) implements Findings {

    @Override
    public boolean isEmpty() {
        return result.tenants() == 0;
    }

    /** Also where it is the server that has something wrong with it. */
    @Override
    public boolean hasFailedTenant() {
        return buildFailure().isPresent();
    }

    @Override
    public Optional<String> error() {
        return Optional.empty();
    }

    @Override
    public Optional<String> buildFailure() {
        int errors = count(Severity.ERROR);
        int warnings = count(Severity.WARNING);
        String found = Words.count(errors, "error");
        if (failOnWarning && warnings > 0) {
            return Optional.of(
                    found + " and " + Words.count(warnings, "warning") + " were found (pgmt.failOnWarning=true)");
        }
        return errors == 0 ? Optional.empty() : Optional.of(found + (errors == 1 ? " was" : " were") + " found");
    }

    @Override
    public RunReport report(RunHead head) {
        return new DoctorReport(head, result.tenants(), result.findings(), failOnWarning);
    }

    private int count(Severity severity) {
        return (int) result.findings().stream()
                .map(Finding::severity)
                .filter(severity::equals)
                .count();
    }
}
