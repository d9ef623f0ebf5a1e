package io.github.pgmt.maven;

import io.github.pgmt.report.ReportFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where and how a run reports, as the user gave it. */
record OutputParameters(
        Path reportsDirectory, List<String> reportFormats, boolean failOnPending, boolean verbose, boolean showDetail) {

    OutputParameters {
        reportFormats = List.copyOf(reportFormats);
    }

    /** @throws io.github.pgmt.migration.RunRefusedException when a format is unknown */
    Set<ReportFormat> formats() {
        return ReportFormat.parseList(String.join(",", reportFormats));
    }
}
