package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import io.github.pgmt.report.StepSummary;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.logging.Log;

/** The files that a goal reports in: tried before it begins, and written once it has told its end. */
final class GoalReports {

    /** Nothing was done, since nobody would have a report of it. */
    static final class UnwritableException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private UnwritableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Where GitHub Actions takes the page of a step from. */
    private static final String STEP_SUMMARY = "GITHUB_STEP_SUMMARY";

    private final MavenSide maven;
    private final Log log;
    private final OutputParameters output;
    private final AnswerFile answer;
    /** Until the user's own are known to be right. */
    private Set<ReportFormat> formats = EnumSet.allOf(ReportFormat.class);

    GoalReports(MavenSide maven, Log log, OutputParameters output) {
        this.maven = maven;
        this.log = log;
        this.output = output;
        this.answer = new AnswerFile(output.outputFile());
    }

    /** What the goal was asked for, line by line; see {@link OutputParameters#outputFile}. */
    AnswerFile answer() {
        return answer;
    }

    /**
     * Removes an earlier run's reports, and tries whether this one's can be written.
     *
     * @param changing whether the goal changes something; one that only looks tells on the console what it sees, in any case
     * @throws RunRefusedException when a format is unknown
     * @throws UnwritableException when the goal changes something, and its reports could not be written, or the user wants its
     *     answer in a file, and that could not be
     */
    void prepare(RunId runId, boolean changing) {
        prepareAnswer(changing);
        ReportFiles files = files(UnaryOperator.identity());
        try {
            removeStale(files);
            if (changing) {
                files.requireWritable(maven.goal(), runId);
            }
        } catch (IOException e) {
            if (changing) {
                throw new UnwritableException(
                        unwritable(e)
                                + " Nothing was done. Make room, or the directory writable, or name another one with "
                                + "-Dpgmt.reportsDirectory.",
                        e);
            }
        }
    }

    private void prepareAnswer(boolean changing) {
        boolean isEmpty = maven.commandLineProperty("pgmt.outputFile")
                .filter(String::isBlank)
                .isPresent();
        if (isEmpty && !changing) {
            throw new RunRefusedException(
                    "-Dpgmt.outputFile= is set but empty. Name a file, or leave the property out.");
        }
        try {
            answer.prepare(maven.session().getRequest().getData());
        } catch (IOException e) {
            throw new UnwritableException(
                    unwritableAnswer(e)
                            + " Nothing was done. Make room, or the directory writable, or name another file.",
                    e);
        }
    }

    private String unwritableAnswer(IOException e) {
        return "-Dpgmt.outputFile: the file " + answer + " cannot be written: " + e + ".";
    }

    /** An earlier report goes even where a format is unknown, and a format is known even where an earlier report stays. */
    private void removeStale(ReportFiles files) throws IOException {
        try {
            files.removeStale(maven.goal());
        } finally {
            formats = output.formats();
        }
    }

    /**
     * Writes them; what the run did is done, so it never throws.
     *
     * @param redact takes secrets out of messages
     * @return why they could not all be written, as sentences
     */
    Optional<String> write(RunReport report, UnaryOperator<String> redact) {
        Optional<String> reports = writeReports(report, redact);
        try {
            answer.write();
            return reports;
        } catch (IOException e) {
            String unwritten = unwritableAnswer(e) + " What it was to hold is told above.";
            return Optional.of(reports.map(text -> text + " " + unwritten).orElse(unwritten));
        }
    }

    private Optional<String> writeReports(RunReport report, UnaryOperator<String> redact) {
        try {
            files(redact).write(report);
            maven.environment(STEP_SUMMARY).ifPresent(page -> appendToStepSummary(page, redact));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e) + " What was done is told above, and stays.");
        } catch (RuntimeException | Error e) {
            return Optional.of("The reports cannot be written to " + output.reportsDirectory() + ". "
                    + UnexpectedError.describe(e) + " What was done is told above, and stays.");
        }
    }

    private String unwritable(IOException e) {
        return "The reports cannot be written to " + output.reportsDirectory() + ": " + e + ".";
    }

    /** What the run did is done, so a page that cannot be written does not change how it ended. */
    private void appendToStepSummary(String page, UnaryOperator<String> redact) {
        try {
            files(redact).appendTo(new StepSummary(Path.of(page)), maven.goal());
        } catch (IOException | InvalidPathException e) {
            log.warn(Printable.text("The report could not be added to the step's summary, " + STEP_SUMMARY + "=" + page
                    + ": " + e + ". It is in " + output.reportsDirectory().resolve(maven.goal() + ".md") + "."));
        }
    }

    private ReportFiles files(UnaryOperator<String> redact) {
        return new ReportFiles(output.reportsDirectory(), formats, OutgoingText.inFiles(redact));
    }
}
