package io.github.pgmt.migration.event;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.tenant.OfTenant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an examination of the fleet found.
 *
 * @param tenantCount how many tenants were looked at
 * @param findings the worst first
 * @param failOnWarning warnings fail the build too
 */
public record DoctorReport(int tenantCount, List<Finding> findings, boolean failOnWarning) implements GoalReport {

    public DoctorReport {
        findings = findings.stream().sorted(Finding.WORST_FIRST).toList();
    }

    /** Of which only errors fail the build. */
    public DoctorReport(int tenantCount, List<Finding> findings) {
        this(tenantCount, findings, false);
    }

    /** The same, of which warnings fail the build too, or do not. */
    public DoctorReport failingOnWarning(boolean fails) {
        return new DoctorReport(tenantCount, findings, fails);
    }

    /** An examination says itself that there is no tenant. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Optional<String> buildFailure() {
        int errors = count(Severity.ERROR);
        int warnings = count(Severity.WARNING);
        String found = errors + (errors == 1 ? " error" : " errors");
        if (failOnWarning && warnings > 0) {
            return Optional.of(found + " and " + warnings + (warnings == 1 ? " warning" : " warnings")
                    + " were found (pgmt.failOnWarning=true)");
        }
        return errors == 0 ? Optional.empty() : Optional.of(found + (errors == 1 ? " was" : " were") + " found");
    }

    /** A finding has tenants' names alone, see {@link #tenantsToRetry}. */
    @Override
    public Stream<OfTenant> toRetry() {
        return Stream.empty();
    }

    @Override
    public List<String> tenantsToRetry() {
        return failedTenants();
    }

    @Override
    public List<String> failedTenants() {
        return findings.stream()
                .filter(this::failsTheBuild)
                .flatMap(finding -> finding.tenants().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** How many findings are so bad. */
    public int count(Severity severity) {
        return (int) findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** Whether the build fails because of this. */
    public boolean failsTheBuild(Finding finding) {
        return finding.severity() == Severity.ERROR || failOnWarning && finding.severity() == Severity.WARNING;
    }
}
