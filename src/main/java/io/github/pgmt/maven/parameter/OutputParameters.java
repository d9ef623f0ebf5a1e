package io.github.pgmt.maven.parameter;

import io.github.pgmt.report.ReportFormat;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where and how a run reports, as the user gave it. */
public record OutputParameters(
        Path reportsDirectory,
        List<String> reportFormats,
        boolean failOnPending,
        boolean verbose,
        boolean showDetail,
        Optional<Path> outputFile) {

    public OutputParameters {
        reportFormats = List.copyOf(reportFormats);
    }

    /** Of a goal whose answer goes to the console alone. */
    public OutputParameters(
            Path reportsDirectory,
            List<String> reportFormats,
            boolean failOnPending,
            boolean verbose,
            boolean showDetail) {
        this(reportsDirectory, reportFormats, failOnPending, verbose, showDetail, Optional.empty());
    }

    /**
     * The same of a goal whose answer goes into a file too.
     *
     * @param file none when null
     */
    public OutputParameters answeringIn(File file) {
        return new OutputParameters(
                reportsDirectory,
                reportFormats,
                failOnPending,
                verbose,
                showDetail,
                Optional.ofNullable(file).map(File::toPath));
    }

    /** @throws io.github.pgmt.migration.failure.RunRefusedException when a format is unknown */
    public Set<ReportFormat> formats() {
        return ReportFormat.parseList(String.join(",", reportFormats));
    }
}
