package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.CatalogDifference.Change;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.testing.Drifts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftReportFilesTest {

    @TempDir
    private Path directory;

    @Test
    void everyFileSaysWhoDiffersAndHow() throws IOException {
        new ReportFiles(directory, EnumSet.allOf(ReportFormat.class)).write(Drifts.report());

        assertThat(directory.resolve("drift.failed.txt")).hasContent("beta\ngamma\n");
        assertThat(directory.resolve("drift.json"))
                .content()
                .contains("\"drifted\": 1", "\"unreadable\": 1", "\"reference\": \"majority 1/2\"")
                .contains("\"change\": \"DIFFERENT\"", "\"expected\": \"timestamp\"", "\"found\": \"date\"")
                .contains("\"state\": \"UNREADABLE\"", "\"problem\": \"It is broken.\"");
        assertThat(directory.resolve("TEST-pgmt.drift.xml"))
                .content()
                .contains("failures=\"2\"", "type=\"DRIFTED\" message=\"column public_log.at is date, not timestamp\"");
        assertThat(directory.resolve("drift.md"))
                .content()
                .contains("Compared with the majority, as `acme`:", "column public_log.at is date, not timestamp")
                .contains("1 of 3 tenants differs, 1 unreadable");
    }

    @Test
    void whatIsAcceptedComesBackFromItsFile() throws IOException {
        AcceptedDrift accepted = AcceptedDrift.NONE.with(
                List.of("acme"),
                List.of(new DriftVariant(
                        0,
                        List.of("acme", "be,ta\n"),
                        false,
                        List.of(
                                CatalogDifference.of("index \"i\"", Change.EXTRA),
                                CatalogDifference.of("view v", "definition", "a", "b")),
                        List.of())));
        Path file = directory.resolve("new").resolve("accepted.json");

        AcceptedDriftFile.write(file, accepted);

        assertThat(AcceptedDriftFile.read(file)).isEqualTo(accepted);
        assertThat(Files.readString(file)).doesNotContain("definition");
    }
}
