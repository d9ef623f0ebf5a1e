package io.github.pgmt.testing;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.examination.ExaminedFleet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Examinations of a fleet as they might have come out. */
public final class Examinations {

    public static final Finding NOTE =
            Finding.of(Severity.INFO, "create-schemas", "The role may not create schemas beside public.", "Grant it.");
    public static final Finding WARNING = new Finding(
            Severity.WARNING,
            "idle-in-transaction",
            List.of("acme"),
            "1 does nothing, hunter2:\npid 4711",
            "End it.\nOr wait.");
    public static final Finding ERROR =
            new Finding(Severity.ERROR, "unmanaged", List.of("beta", "ga\u0007mma"), "It is broken.", "Adopt it.");

    /** Without a registry, and with the shared schema that there is by default. */
    public static final ExaminedFleet FLEET =
            new ExaminedFleet(HistoryTables.DEFAULT, List.of("public"), Optional.empty());

    private Examinations() {}

    /** Of four tenants, in two seconds. */
    public static RunReport report(boolean failOnWarning, Finding... findings) {
        RunHead head = new RunHead(
                "doctor",
                Reports.RUN_ID,
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(2),
                Optional.of(Reports.DATABASE));
        return new RunReport(head, new DoctorReport(4, List.of(findings), failOnWarning));
    }
}
