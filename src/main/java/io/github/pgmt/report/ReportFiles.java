package io.github.pgmt.report;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.report.html.HtmlReport;
import io.github.pgmt.report.json.JsonReport;
import io.github.pgmt.report.junit.JUnitXmlReport;
import io.github.pgmt.report.markdown.MarkdownReport;
import io.github.pgmt.report.prometheus.PrometheusReport;
import io.github.pgmt.report.psql.PsqlScript;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.report.text.OutgoingText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The files that a goal leaves behind. Whoever reads one while it is written sees the earlier file or none, never half a
 * one.
 */
public final class ReportFiles {

    /** More than most reports of a few hundred tenants have. */
    private static final int TRIAL_BYTES = 256 * 1024;

    private final Path directory;
    private final Set<ReportFormat> formats;
    private final OutgoingText shown;

    /** Writes texts as they are; see {@link #ReportFiles(Path, Set, OutgoingText)}. */
    public ReportFiles(Path directory, Set<ReportFormat> formats) {
        this(directory, formats, OutgoingText.inFiles(UnaryOperator.identity()));
    }

    /**
     * @param directory made when the first file is written
     * @param formats may be empty; the list of failed tenants is written all the same
     * @param shown how texts look in the files
     */
    public ReportFiles(Path directory, Set<ReportFormat> formats, OutgoingText shown) {
        this.directory = Objects.requireNonNull(directory, "directory is null");
        this.formats = Set.copyOf(formats);
        this.shown = Objects.requireNonNull(shown, "shown is null");
    }

    /**
     * Deletes what an earlier run of the goal left, in every format but Prometheus': to be called when the goal starts, so that
     * a build that dies does not leave a report of yesterday. The numbers say when they were taken, and an alarm that waits for
     * a day would begin anew if they were gone for a minute. The list of failed tenants stays until {@link #write}: this very
     * run may be the retry that reads it.
     */
    public void removeStale(String goal) throws IOException {
        for (ReportFormat format : ReportFormat.values()) {
            Path file = file(format, goal);
            requireNoDirectory(file);
            if (format != ReportFormat.PROMETHEUS) {
                Files.deleteIfExists(file);
            }
        }
        for (Path script : List.of(script(goal), rollbackScript(goal))) {
            requireNoDirectory(script);
            Files.deleteIfExists(script);
        }
    }

    /**
     * Tries whether files can be written, by one that goes again: to be called before anything is done that nobody would
     * know of without a report.
     *
     * @throws IOException when not: no such directory can be made, it is not writable, or the disk is full
     */
    public void requireWritable(String goal, RunId runId) throws IOException {
        Files.createDirectories(directory);
        requireNoDirectory(FailedTenantsFile.in(directory, goal));
        Path trial = directory.resolve("." + goal + ".trial." + runId + ".tmp");
        try {
            Files.write(trial, new byte[TRIAL_BYTES]);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    private static void requireNoDirectory(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
    }

    /**
     * Writes the report in every format, and the names of the tenants to retry where there are any. A run that came to no tenant
     * leaves an earlier list of them alone, so that the same retry can be tried again. A file that cannot be written keeps no
     * other from being written.
     *
     * @return the files that were written
     * @throws IOException for the first file that was not, with those for others as suppressed exceptions
     */
    public List<Path> write(RunReport report) throws IOException {
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        Path failed = FailedTenantsFile.in(directory, report.goal());
        if (!FailedTenantsFile.names(report.body()).isEmpty()) {
            attempt(failures, () -> written.add(replace(failed, report, FailedTenantsFile::write)));
        } else if (cameToATenant(report)) {
            attempt(failures, () -> Files.deleteIfExists(failed));
        }
        if (formats.contains(ReportFormat.HTML)) {
            attempt(
                    failures,
                    () -> replace(
                            directory.resolve(HtmlReport.STYLE),
                            report,
                            (any, texts, writer) -> writer.write(HtmlReport.style())));
        }
        for (ReportFormat format : ReportFormat.values()) {
            if (formats.contains(format) || isAskedFor(format, report)) {
                attempt(failures, () -> written.add(replace(file(format, report.goal()), report, content(format))));
            }
        }
        for (Map.Entry<Path, Content> script : scripts(report).entrySet()) {
            attempt(failures, () -> written.add(replace(script.getKey(), report, script.getValue())));
        }
        throwFirst(failures);
        return List.copyOf(written);
    }

    /** A plan's files are what its goal is for. */
    private static boolean isAskedFor(ReportFormat format, RunReport report) {
        return (format == ReportFormat.JSON || format == ReportFormat.MARKDOWN)
                && report.body() instanceof PlanReport made
                && made.plan().isPresent();
    }

    /** Something that may fail while the rest goes on. */
    private interface Writing {

        void run() throws IOException;
    }

    private static void attempt(List<IOException> failures, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private static void throwFirst(List<IOException> failures) throws IOException {
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Adds the Markdown report that was written, if it is asked for, to a page that others write to as well. */
    public void appendTo(StepSummary page, String goal) throws IOException {
        if (formats.contains(ReportFormat.MARKDOWN)) {
            page.append(Files.readString(file(ReportFormat.MARKDOWN, goal)));
        }
    }

    private Map<Path, Content> scripts(RunReport report) {
        Map<Path, Content> scripts = new LinkedHashMap<>();
        String goal = report.goal();
        Path script = script(goal);
        if (report.body() instanceof OperationReport operation) {
            operation
                    .results()
                    .preview()
                    .ifPresent(preview -> scripts.put(script, script(preview, PsqlScript.Title.of(goal))));
        }
        if (report.body() instanceof PlanReport plan) {
            plan.preview().ifPresent(preview -> {
                scripts.put(script, script(preview, PsqlScript.Title.OF_PLAN));
                scripts.put(rollbackScript(goal), script(preview.takenBack(), PsqlScript.Title.OF_PLANS_ROLLBACK));
            });
        }
        return scripts;
    }

    private static Content script(RunPreview preview, PsqlScript.Title title) {
        return (report, texts, writer) -> PsqlScript.write(title, preview, texts, writer);
    }

    private Path rollbackScript(String goal) {
        return directory.resolve(goal + ".rollback.sql");
    }

    private Path script(String goal) {
        return directory.resolve(goal + ".sql");
    }

    private static boolean cameToATenant(RunReport report) {
        int skipped = report.body() instanceof OperationReport operation
                ? operation.notStarted().size()
                : 0;
        return report.tenantCount() > skipped;
    }

    private Path file(ReportFormat format, String goal) {
        return switch (format) {
            case JSON -> directory.resolve(goal + ".json");
            case JUNIT -> directory.resolve("TEST-pgmt." + goal + ".xml");
            case MARKDOWN -> directory.resolve(goal + ".md");
            case PROMETHEUS -> directory.resolve(goal + ".prom");
            case HTML -> directory.resolve(goal + ".html");
        };
    }

    private Content content(ReportFormat format) {
        return switch (format) {
            case JSON -> JsonReport::write;
            case JUNIT -> JUnitXmlReport::write;
            case MARKDOWN ->
                (report, texts, writer) ->
                        MarkdownReport.write(report, texts, formats.contains(ReportFormat.JSON), writer);
            case PROMETHEUS -> PrometheusReport::write;
            case HTML -> (report, texts, writer) -> HtmlReport.write(report, texts, directory, writer);
        };
    }

    private Path replace(Path file, RunReport report, Content content) throws IOException {
        // Not createTempFile: what that makes only its owner can read, and a build server is often somebody else.
        Path unfinished = directory.resolve("." + file.getFileName() + "." + report.runId() + ".tmp");
        try {
            try (Writer writer = writer(unfinished)) {
                content.write(report, shown, writer);
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

        void write(RunReport report, OutgoingText shown, Writer writer) throws IOException;
    }
}
