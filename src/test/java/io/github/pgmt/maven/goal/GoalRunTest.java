package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.maven.parameter.OutputParameters;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.SmallDisk;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.shared.utils.logging.MessageUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a goal ends, what it did is told, and nothing is done that could not be told. */
class GoalRunTest {

    private static final TenantResult FAILED = Reports.failed("beta", "Nobody can know that.");

    @TempDir
    Path directory;

    private final TestMaven maven = new TestMaven();
    private final RecordingLog log = new RecordingLog();
    private final List<String> worked = new ArrayList<>();
    private Path reports;
    private Optional<Path> answer = Optional.empty();

    @BeforeEach
    void nameReports() {
        reports = directory.resolve("target/pgmt");
    }

    @Test
    void nothingIsDoneWhereTheReportsDirectoryIsAFile() throws IOException {
        Files.createDirectories(reports.getParent());
        Files.writeString(reports, "somebody's");

        assertNothingDone();

        assertThat(reports).hasContent("somebody's");
    }

    @Test
    void nothingIsDoneWhereAReportsNameIsADirectorys() throws IOException {
        for (String name : List.of("migrate-all.json", "TEST-pgmt.migrate-all.xml", "migrate-all.failed.txt")) {
            reports = directory.resolve("target/of-" + name);
            Path taken = Files.createDirectories(reports.resolve(name));

            assertNothingDone();

            assertThat(taken).isDirectory();
        }
    }

    @Test
    void nothingIsDoneOnAFullDisk() throws IOException {
        reports = Files.createDirectory(directory.resolve("full"));
        try (SmallDisk disk = SmallDisk.mount(reports, 1)) {
            disk.fillUpTo(64 * 1024);

            assertNothingDone();
        }
    }

    @Test
    void whatCanBeWrittenLeavesNothingOfTheTrial() throws Exception {
        goal().execute(() -> {
            assertThat(reports).isEmptyDirectory();
            return Reports.operation();
        });

        assertThat(reports).isDirectoryContaining("glob:**migrate-all.json");
        assertThat(reports).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theSummaryIsToldThoughTheReportsCannotBeWritten() {
        assertThatThrownBy(() -> goal().execute(() -> {
                    putAFileInTheWay();
                    return Reports.operation(FAILED);
                }))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("1 of 1 tenants failed, see above");

        assertThat(log.lines())
                .anySatisfy(line -> assertThat(line).contains("1 failed of 1 tenant"))
                .anySatisfy(line -> assertThat(line).contains("Nobody can know that."))
                .anySatisfy(line -> assertThat(line).contains("-Dpgmt.tenantsFile="));
        assertThat(log.lines().get(log.lines().size() - 1))
                .contains("The reports cannot be written to " + reports, "What was done is told above");
    }

    @Test
    void aRunWithoutAFailureFailsWhenItsReportsCannotBeWritten() {
        assertThatThrownBy(() -> goal().execute(() -> {
                    putAFileInTheWay();
                    return Reports.operation(Reports.upToDate("acme"));
                }))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("The reports cannot be written to " + reports);
        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("1 up to date of 1 tenant"));
    }

    @Test
    void aFileThatCannotBeWrittenKeepsNoOtherFromIt() {
        assertThatThrownBy(() -> goal().execute(() -> {
                    directory(reports.resolve("migrate-all.failed.txt/in-the-way"));
                    return Reports.operation(FAILED);
                }))
                .isInstanceOf(MojoFailureException.class);

        assertThat(reports.resolve("migrate-all.json")).content().contains("Nobody can know that.");
    }

    @Test
    void whatEndsTheRunAsAWholeIsSaidOnce() {
        OperationResults ended = new OperationResults(
                List.of(Reports.upToDate("acme")), List.of(), Optional.empty(), Optional.of("The shared part failed."));

        assertThatThrownBy(() -> goal().execute(() -> new OperationReport(Operation.MIGRATE, false, ended)))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("The shared part failed.");

        assertThat(log.lines())
                .anySatisfy(line -> assertThat(line).contains("1 up to date of 1 tenant"))
                .noneSatisfy(line -> assertThat(line).contains("The shared part failed."));
        assertThat(reports.resolve("migrate-all.json")).content().contains("The shared part failed.");
    }

    @Test
    void whatOnlyLooksTellsWhatItSeesWithoutReports() throws IOException {
        Files.createDirectories(reports.getParent());
        Files.writeString(reports, "somebody's");

        assertThatThrownBy(() -> goal(GoalKind.STATUS).execute(() -> status("acme")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("The reports cannot be written to");
        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("1 of 1 tenant current"));
    }

    @Test
    void theAnswerIsInTheUsersFileWithoutColoursAndAlsoWhereTheBuildFails() throws Exception {
        answer = Optional.of(directory.resolve("new/directories/answer.txt"));
        MessageUtils.setColorEnabled(true);
        try {
            assertThatThrownBy(() -> goal(GoalKind.STATUS).execute(() -> status("acme", "be\u001B[31mta", "ü中")))
                    .isInstanceOf(MojoFailureException.class);
        } finally {
            MessageUtils.setColorEnabled(false);
        }

        assertThat(Files.readString(answer.get())).isEqualTo("""
                        Status of 3 tenants in jdbc:postgresql://db/app
                          acme        up to date (5 changesets)
                          be␛[31mta   unreadable
                                        Nobody can know that.
                          ü中          up to date (5 changesets)
                        2 of 3 tenants current, 0 changesets pending
                        """);
        assertThat(answer.get().getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aRunThatEndsWithoutAnAnswerLeavesNoFileAndNoneOfYesterday() throws Exception {
        answer = Optional.of(Files.writeString(directory.resolve("answer.txt"), "yesterday's"));

        assertThatThrownBy(() -> goal(GoalKind.STATUS).execute(() -> {
                    throw new RunRefusedException("There is none.");
                }))
                .hasMessage("There is none.");

        assertThat(answer.get()).doesNotExist();
    }

    @Test
    void nothingIsLookedAtWhereTheAnswerCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "somebody's");
        for (Path taken : List.of(directory, file.resolve("answer.txt"))) {
            answer = Optional.of(taken);

            assertThatThrownBy(() -> goal(GoalKind.STATUS).execute(() -> {
                        worked.add("looked");
                        return status("acme");
                    }))
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageStartingWith("-Dpgmt.outputFile: the file " + taken + " cannot be written: ")
                    .hasMessageContaining("Nothing was done.");
        }
        assertThat(worked).isEmpty();
        assertThat(file).hasContent("somebody's");
    }

    @Test
    void aLinkIsWrittenThrough() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "yesterday's");
        answer = Optional.of(Files.createSymbolicLink(directory.resolve("link"), file));

        goal(GoalKind.STATUS).execute(() -> status());

        assertThat(answer.get()).isSymbolicLink();
        assertThat(file).content().startsWith("Status of 0 tenants").endsWith("0 changesets pending\n");
    }

    private static StatusReport status(String... schemas) {
        List<TenantStatus> tenants = Stream.of(schemas)
                .map(schema -> schema.startsWith("be")
                        ? Statuses.troubled(schema, TenantStatus.State.UNREADABLE, "Nobody can know that.")
                        : Statuses.upToDate(schema))
                .toList();
        return new StatusReport(false, tenants);
    }

    @Test
    void anErrorOfTheJvmEndsInAReport() {
        Throwable thrown = catchThrowable(() -> goal().execute(() -> {
            throw new OutOfMemoryError("Java heap space");
        }));

        assertThat(thrown)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("java.lang.OutOfMemoryError: Java heap space")
                .hasMessageContaining("MAVEN_OPTS=-Xmx");
        assertThat(reports.resolve("migrate-all.json")).content().contains("\"result\": \"ERROR\"", "Java heap space");
    }

    @Test
    void nothingIsDoneForAPropertyThatTheGoalDoesNotKnow() {
        maven.typed("pgmt.dryrun", "true");

        assertThatThrownBy(() -> goal().execute(() -> {
                    worked.add("changed something");
                    return Reports.operation();
                }))
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("-Dpgmt.dryrun is no parameter of migrate-all. Did you mean -Dpgmt.dryRun?");

        assertThat(worked).isEmpty();
        assertThat(reports.resolve("migrate-all.json"))
                .content()
                .contains("\"result\": \"FAILED\"", "Did you mean -Dpgmt.dryRun?");
    }

    private void assertNothingDone() {
        assertThatThrownBy(() -> goal().execute(() -> {
                    worked.add("changed something");
                    return Reports.operation();
                }))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("The reports cannot be written to " + reports)
                .hasMessageContaining("Nothing was done.")
                .hasMessageContaining("-Dpgmt.reportsDirectory");
        assertThat(worked).isEmpty();
    }

    private void putAFileInTheWay() {
        try {
            Files.delete(reports);
            Files.writeString(reports, "in the way");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void directory(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GoalRun goal() {
        return goal(GoalKind.of(Operation.MIGRATE, false, true));
    }

    private GoalRun goal(GoalKind kind) {
        OutputParameters output = new OutputParameters(reports, List.of("json", "junit"), false, false, true, answer);
        GoalRun goal = new GoalRun(maven.side(), log, output, kind);
        goal.tellOf(
                List.of(new DatabaseAddress("jdbc:postgresql://db/app", Optional.empty(), Optional.empty())), false);
        return goal;
    }
}
