package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user wants of reports holds also where an earlier one cannot be removed. */
class GoalReportsTest {

    private static final RunId RUN = RunId.startingAt(Instant.EPOCH);

    @TempDir
    private Path directory;

    @BeforeEach
    void putADirectoryInTheWay() throws IOException {
        Files.createDirectories(directory.resolve("migrate-all.json/in-the-way"));
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> reports("jsn").prepare(RUN, false)).isInstanceOf(RunRefusedException.class);
    }

    @Test
    void anEmptyNameOfTheAnswersFileIsRefused() {
        assertThatThrownBy(() -> reports("json", new TestMaven().typed("pgmt.outputFile", " "))
                        .prepare(RUN, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("-Dpgmt.outputFile= is set but empty. Name a file, or leave the property out.");
    }

    @Test
    void whatIsNotWantedIsNotWritten() {
        GoalReports reports = reports("junit");
        reports.prepare(RUN, false);

        RunHead head = new RunHead(
                "migrate-all",
                RUN,
                RunReport.Result.SUCCESS,
                Optional.empty(),
                Instant.EPOCH,
                Duration.ZERO,
                Optional.empty());
        RunReport report = new RunReport(head, GoalKind.STATUS.nothing());

        assertThat(reports.write(report, text -> text)).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**.md");
        assertThat(directory).isDirectoryContaining("glob:**TEST-pgmt.migrate-all.xml");
    }

    @Test
    void anEarlierReportGoesAlsoWhereAFormatIsUnknown() throws IOException {
        Files.delete(directory.resolve("migrate-all.json/in-the-way"));
        Files.delete(directory.resolve("migrate-all.json"));
        Path stale = Files.writeString(directory.resolve("migrate-all.json"), "{}");

        assertThatThrownBy(() -> reports("jsn").prepare(RUN, true)).isInstanceOf(RunRefusedException.class);

        assertThat(stale).doesNotExist();
    }

    private GoalReports reports(String format) {
        return reports(format, new TestMaven());
    }

    private GoalReports reports(String format, TestMaven maven) {
        return new GoalReports(
                maven.side(), new RecordingLog(), new OutputParameters(directory, List.of(format), false, false, true));
    }
}
