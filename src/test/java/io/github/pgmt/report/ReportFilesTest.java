package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    private static final Set<ReportFormat> ALL = EnumSet.allOf(ReportFormat.class);

    @TempDir
    private Path directory;

    @Test
    void writesEveryFormatAndTheFailedNamesIntoADirectoryThatItMakes() throws IOException {
        Path reports = directory.resolve("target/pgmt");

        List<Path> written = new ReportFiles(reports, ALL).write(Reports.report(Reports.failed("acme", "No.")));

        assertThat(written)
                .containsExactly(
                        reports.resolve("migrate-all.failed.txt"),
                        reports.resolve("migrate-all.json"),
                        reports.resolve("TEST-pgmt.migrate-all.xml"),
                        reports.resolve("migrate-all.md"),
                        reports.resolve("migrate-all.prom"),
                        reports.resolve("migrate-all.html"));
        assertThat(names(reports))
                .containsExactlyInAnyOrder(
                        "migrate-all.failed.txt",
                        "migrate-all.json",
                        "TEST-pgmt.migrate-all.xml",
                        "migrate-all.md",
                        "migrate-all.prom",
                        "migrate-all.html",
                        "pgmt.css");
    }

    @Test
    void writesOnlyWhatIsAskedForAndNoListWhenNothingFailed() throws IOException {
        RunReport report = Reports.report(
                Reports.upToDate("acme"), TenantResult.gone(TenantId.of("beta"), Duration.ZERO, "The schema is gone."));

        new ReportFiles(directory, EnumSet.of(ReportFormat.JSON)).write(report);

        assertThat(names(directory)).containsExactly("migrate-all.json");
    }

    @Test
    void listsFailedAndSkippedNamesOneALineWithoutThoseThatHaveLineEndsOrAreGone() throws IOException {
        RunReport report = Reports.report(
                Reports.failed(" acme ", "No."),
                Reports.failed("b\u00E9ta \uD83D\uDE00", "No."),
                Reports.failed("new\nline", "No."),
                Reports.failed("carriage\rreturn", "No."),
                Reports.upToDate("fine"),
                TenantResult.skipped(TenantId.of("later")),
                TenantResult.gone(TenantId.of("left"), Duration.ZERO, "The schema is gone."));

        new ReportFiles(directory, Set.of()).write(report);

        assertThat(Files.readString(directory.resolve("migrate-all.failed.txt")))
                .isEqualTo(" acme \nb\u00E9ta \uD83D\uDE00\nlater\n");
        assertThat(FailedTenantsFile.leftOut(report.body())).containsExactly("new\nline", "carriage\rreturn");
    }

    @Test
    void writesNoListWhenNoFailedNameFitsOnALine() throws IOException {
        List<Path> written =
                new ReportFiles(directory, Set.of()).write(Reports.report(Reports.failed("new\nline", "No.")));

        assertThat(written).isEmpty();
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void forgetsWhoFailedOnlyOnceARunHasReachedTenants() throws IOException {
        ReportFiles files = new ReportFiles(directory, Set.of());
        files.write(Reports.report(Reports.failed("acme", "No.")));

        files.write(Reports.report());
        assertThat(names(directory)).containsExactly("migrate-all.failed.txt");

        files.write(Reports.report(TenantResult.skipped(TenantId.of("acme"))));
        assertThat(names(directory))
                .as("the shared changelog failed, and the same retry is to be tried again")
                .containsExactly("migrate-all.failed.txt");

        files.write(Reports.report(Reports.upToDate("acme")));
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void removesWhatTheGoalLeftEarlierAndNothingElse() throws IOException {
        new ReportFiles(directory, ALL).write(Reports.report(Reports.failed("acme", "No.")));
        Files.writeString(directory.resolve("status.json"), "{}");

        new ReportFiles(directory, Set.of()).removeStale("migrate-all");

        assertThat(names(directory))
                .as("Prometheus' file says when it was written, and an alarm that waits needs it there all the time; "
                        + "the style is that of other goals' pages, too")
                .containsExactlyInAnyOrder("status.json", "migrate-all.failed.txt", "migrate-all.prom", "pgmt.css");
    }

    @Test
    void removesNothingWhereThereIsNoDirectory() throws IOException {
        Path reports = directory.resolve("none");

        new ReportFiles(reports, ALL).removeStale("migrate-all");

        assertThat(reports).doesNotExist();
    }

    @Test
    void showsAReaderWholeFilesOnly() throws Exception {
        ReportFiles files = new ReportFiles(directory, EnumSet.of(ReportFormat.JSON));
        RunReport report = Reports.report(manyFailed(2_000));
        files.write(report);
        Path json = directory.resolve("migrate-all.json");
        String whole = Files.readString(json);
        Thread writer = new Thread(() -> writeRepeatedly(files, report));

        writer.start();
        while (writer.isAlive()) {
            assertThat(Files.readString(json)).hasSameSizeAs(whole);
        }
    }

    @Test
    void leavesNothingUnfinishedWhenAFileCannotBeReplaced() throws IOException {
        Files.createDirectories(directory.resolve("migrate-all.json/in the way"));

        ReportFiles files = new ReportFiles(directory, EnumSet.of(ReportFormat.JSON));

        assertThatThrownBy(() -> files.write(Reports.report())).isInstanceOf(IOException.class);
        assertThat(names(directory)).containsExactly("migrate-all.json");
    }

    @Test
    void letsOthersReadWhatItWrites() throws IOException {
        Files.writeString(directory.resolve("ordinary"), "");
        Object ordinary = permissions(directory.resolve("ordinary"));

        new ReportFiles(directory, EnumSet.of(ReportFormat.JSON)).write(Reports.report());

        assertThat(permissions(directory.resolve("migrate-all.json"))).isEqualTo(ordinary);
    }

    @Test
    void takesSecretsOutOfMessages() throws IOException {
        ReportFiles files =
                new ReportFiles(directory, ALL, OutgoingText.inFiles(message -> message.replace("hunter2", "***")));

        files.write(Reports.broken("hunter2 again", Reports.failed("acme", "password hunter2")));

        assertThat(directory.resolve("migrate-all.json")).content().contains("password ***", "*** again");
        for (String name : names(directory)) {
            assertThat(directory.resolve(name)).content().doesNotContain("hunter2");
        }
    }

    @Test
    void writesThroughALinkToADirectory() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        new ReportFiles(link, EnumSet.of(ReportFormat.JSON)).write(Reports.report());

        assertThat(real.resolve("migrate-all.json")).exists();
    }

    @Test
    void staysReadableWithManyTenantsAndCutEmoji() throws Exception {
        new ReportFiles(directory, ALL).write(Reports.report(manyFailed(10_000)));

        String json = Files.readString(directory.resolve("migrate-all.json"));
        assertThat(JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("tenants"))
                .hasSize(10_000);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(directory.resolve("TEST-pgmt.migrate-all.xml").toFile())
                        .getElementsByTagName("failure")
                        .getLength())
                .isEqualTo(10_000);
    }

    private static TenantResult[] manyFailed(int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(number -> Reports.failed("tenant_" + number, "cut \uD83D"))
                .toArray(TenantResult[]::new);
    }

    private static void writeRepeatedly(ReportFiles files, RunReport report) {
        try {
            for (int time = 0; time < 30; time++) {
                files.write(report);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object permissions(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix") ? Files.getPosixFilePermissions(file) : "";
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
