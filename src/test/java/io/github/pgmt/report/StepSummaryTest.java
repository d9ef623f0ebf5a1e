package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepSummaryTest {

    @TempDir
    private Path directory;

    @Test
    void aGoalsReportComesAfterWhatIsThere() throws IOException {
        ReportFiles files = new ReportFiles(
                directory,
                EnumSet.of(ReportFormat.MARKDOWN),
                OutgoingText.inFiles(text -> text.replace("hunter2", "***")));
        StepSummary page = new StepSummary(directory.resolve("page.md"));

        files.write(Reports.report(Reports.failed("acme", "password hunter2")));
        files.appendTo(page, "migrate-all");
        files.write(Statuses.report(false, Statuses.upToDate("acme")));
        files.appendTo(page, "status");

        String first = Files.readString(directory.resolve("migrate-all.md"));
        assertThat(first).contains("    password ***\n");
        assertThat(page.file()).hasContent(first + "\n\n" + Files.readString(directory.resolve("status.md")));
    }

    @Test
    void aLineThatAnotherProgramLeftOpenIsEnded() throws IOException {
        Path file = Files.writeString(directory.resolve("page.md"), "Built");

        new StepSummary(file).append("## Report\n");

        assertThat(file).hasContent("Built\n\n## Report\n");
    }

    @Test
    void nothingIsAddedWhenMarkdownIsNotAskedFor() throws IOException {
        ReportFiles files = new ReportFiles(directory, EnumSet.of(ReportFormat.JSON, ReportFormat.JUNIT));
        files.write(Reports.report());

        files.appendTo(new StepSummary(directory.resolve("page.md")), "migrate-all");

        assertThat(directory.resolve("page.md")).doesNotExist();
    }

    @Test
    void aPageIsNotMadeLargerThanGitHubShows() throws IOException {
        Path file = Files.writeString(directory.resolve("page.md"), "x".repeat(1024 * 1024 - 6));

        new StepSummary(file).append("1234");
        assertThat(file).hasSize(1024 * 1024);

        assertThatThrownBy(() -> new StepSummary(file).append("5"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1 MiB");
        assertThat(file).hasSize(1024 * 1024);
    }

    @Test
    void aPageThatCannotBeWrittenIsAnError() {
        assertThatThrownBy(() -> new StepSummary(directory.resolve("none/page.md")).append("x"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new StepSummary(directory).append("x")).isInstanceOf(IOException.class);
    }
}
