package io.github.pgmt.migration.event;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import java.util.List;
import java.util.Objects;

/**
 * A finished examination of the fleet.
 *
 * @param tenantCount how many tenants were looked at
 * @param findings the worst first
 * @param failOnWarning warnings fail the build too
 */
public record DoctorReport(RunHead head, int tenantCount, List<Finding> findings, boolean failOnWarning)
        implements RunReport {

    public DoctorReport {
        Objects.requireNonNull(head, "head is null");
        findings = findings.stream().sorted(Finding.WORST_FIRST).toList();
    }

    @Override
    public List<String> failedSchemas() {
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
