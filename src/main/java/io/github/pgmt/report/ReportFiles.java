package io.github.pgmt.report;

import io.github.pgmt.migration.OperationReport;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The files that a goal leaves behind. Whoever reads one while it is written sees the earlier file or none, never half a
 * one.
 */
public final class ReportFiles {

    private final Path directory;
    private final Set<ReportFormat> formats;
    private final TextRewriting redaction;

    /** Writes messages as they are; see {@link #ReportFiles(Path, Set, UnaryOperator)}. */
    public ReportFiles(Path directory, Set<ReportFormat> formats) {
        this(directory, formats, UnaryOperator.identity());
    }

    /**
     * @param directory made when the first file is written
     * @param formats may be empty; the list of failed tenants is written all the same
     * @param redact takes secrets out of messages
     */
    public ReportFiles(Path directory, Set<ReportFormat> formats, UnaryOperator<String> redact) {
        this.directory = Objects.requireNonNull(directory, "directory is null");
        this.formats = Set.copyOf(formats);
        this.redaction = TextRewriting.ofMessages(redact);
    }

    /**
     * Deletes what an earlier run of the goal left, in every format: to be called when the goal starts, so that a build
     * that dies does not leave a report of yesterday. The list of failed tenants stays until {@link #write}: this very run
     * may be the retry that reads it.
     */
    public void removeStale(String goal) throws IOException {
        for (ReportFormat format : ReportFormat.values()) {
            Files.deleteIfExists(file(format, goal));
        }
    }

    /**
     * Writes the report in every format, and the failed tenants' names where there are any. A run that came to no tenant
     * leaves an earlier list of them alone, so that the same retry can be tried again.
     *
     * @return the files that were written
     */
    public List<Path> write(RunReport report) throws IOException {
        Files.createDirectories(directory);
        RunReport shown = redaction.rewrite(report);
        List<Path> written = new ArrayList<>();
        Path failed = FailedTenantsFile.in(directory, shown.goal());
        if (!FailedTenantsFile.names(shown).isEmpty()) {
            written.add(replace(failed, shown, FailedTenantsFile::write));
        } else if (cameToATenant(shown)) {
            Files.deleteIfExists(failed);
        }
        for (ReportFormat format : ReportFormat.values()) {
            if (formats.contains(format)) {
                written.add(replace(file(format, shown.goal()), shown, content(format)));
            }
        }
        return List.copyOf(written);
    }

    /** Adds the Markdown report that was written, if it is asked for, to a page that others write to as well. */
    public void appendTo(StepSummary page, String goal) throws IOException {
        if (formats.contains(ReportFormat.MARKDOWN)) {
            page.append(Files.readString(file(ReportFormat.MARKDOWN, goal)));
        }
    }

    private static boolean cameToATenant(RunReport report) {
        int skipped = report instanceof OperationReport operation ? operation.count(Outcome.SKIPPED) : 0;
        return report.tenantCount() > skipped;
    }

    private Path file(ReportFormat format, String goal) {
        return switch (format) {
            case JSON -> directory.resolve(goal + ".json");
            case JUNIT -> directory.resolve("TEST-pgmt." + goal + ".xml");
            case MARKDOWN -> directory.resolve(goal + ".md");
        };
    }

    private Content content(ReportFormat format) {
        return switch (format) {
            case JSON -> JsonReport::write;
            case JUNIT -> JUnitXmlReport::write;
            case MARKDOWN ->
                (report, writer) -> MarkdownReport.write(report, formats.contains(ReportFormat.JSON), writer);
        };
    }

    private Path replace(Path file, RunReport report, Content content) throws IOException {
        // Not createTempFile: what that makes only its owner can read, and a build server is often somebody else.
        Path unfinished = directory.resolve("." + file.getFileName() + "." + report.runId() + ".tmp");
        try {
            try (Writer writer = writer(unfinished)) {
                content.write(report, writer);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return file;
    }

    /** Not Files.newBufferedWriter: that throws at half a surrogate pair, which a message may have when it was cut. */
    private static Writer writer(Path file) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    /** Writes a report into a writer that somebody else closes. */
    @FunctionalInterface
    private interface Content {

        void write(RunReport report, Writer writer) throws IOException;
    }
}
