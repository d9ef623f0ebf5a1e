package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Histories;
import io.github.pgmt.testing.Lists;
import io.github.pgmt.testing.Plans;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of report in every format, whatever the goal does to tenants. */
class EveryReportTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("examples")
    void everyFormatTellsOfTenantsAndTheSharedSchema(RunReport report) throws IOException {
        ReportFiles files = new ReportFiles(directory, EnumSet.allOf(ReportFormat.class));

        List<Path> written = new ArrayList<>(files.write(report));

        written.remove(FailedTenantsFile.in(directory, report.goal()));
        assertThat(written).hasSameSizeAs(ReportFormat.values());
        written.removeIf(file -> file.toString().endsWith(".prom"));
        for (Path file : written) {
            assertThat(file).content().contains("beta");
            if (!(report.body() instanceof ListReport) && !(report.body() instanceof HistoryReport)) {
                assertThat(file).content().contains("public");
            }
            if (report.failedTenants().contains("beta")) {
                assertThat(file).content().contains("It is broken.");
            }
        }
        files.removeStale(report.goal());
        assertThat(directory)
                .isDirectoryNotContaining(file -> !file.toString().matches(".*\\.(failed\\.txt|prom|css)"));
    }

    @Test
    void aRollbackTellsWhichRunsItTookBack() throws IOException {
        new ReportFiles(directory, EnumSet.allOf(ReportFormat.class)).write(operation(Operation.ROLL_BACK, false));

        assertThat(directory.resolve("migrate-all.json")).content().contains("""
                  "runs": [
                    "r000000001",
                    "r000000002"
                  ],
                """);
        assertThat(directory.resolve("migrate-all.md")).content().contains("of the runs `r000000001`, `r000000002`");
    }

    @Test
    void thereIsAnExampleOfEveryKind() {
        assertThat(examples().map(RunReport::body).map(GoalReport::getClass).collect(Collectors.toSet()))
                .isEqualTo(kinds(GoalReport.class).collect(Collectors.toSet()));
    }

    private static Stream<Class<?>> kinds(Class<?> report) {
        return report.isSealed()
                ? Stream.of(report.getPermittedSubclasses()).flatMap(EveryReportTest::kinds)
                : Stream.of(report);
    }

    /** One of each kind, with the tenants acme and beta. */
    static Stream<RunReport> examples() {
        List<RunReport> examples = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            examples.add(operation(operation, false));
            examples.add(operation(operation, true));
        }
        examples.add(Statuses.withShared(
                Statuses.report(
                        false, Statuses.upToDate("acme"), Statuses.troubled("beta", State.UNREADABLE, "It is broken.")),
                Statuses.pending("public", Reports.FLAGS)));
        examples.add(Lists.report(List.of(
                Lists.managed("acme"),
                Lists.unreadable("beta", "It is broken."),
                Lists.missing("gamma", TenantOrigin.REGISTRY))));
        examples.add(Histories.report(HistoryReport.ordered(
                List.of(Histories.run("r000000001", 20, Histories.tag("v1", 2, 20)), Histories.others(19)),
                List.of(Histories.tenant("acme", true), Histories.unreadable("beta", "It is broken.")),
                Optional.of("v1"),
                false)));
        examples.add(Drifts.report());
        examples.add(Plans.report());
        examples.add(Examinations.report(true, Examinations.NOTE, Examinations.WARNING, Examinations.ERROR));
        return examples.stream();
    }

    private static RunReport operation(Operation operation, boolean dryRun) {
        TenantResult.ChangeSets changeSets = new TenantResult.ChangeSets(
                List.of(Reports.FLAGS),
                List.of(Reports.FLAGS),
                List.of(Reports.FLAGS),
                List.of(Reports.FLAGS),
                List.of(Reports.FLAGS),
                List.of("DROP TABLE flags;"));
        OperationResults results = new OperationResults(
                List.of(
                        TenantResult.succeeded(
                                TenantId.of("acme"), operation.success(dryRun), Duration.ofMillis(1), changeSets),
                        TenantResult.failed(TenantId.of("beta"), Failure.of(Failure.Kind.CONNECTION, "It is broken.")),
                        TenantResult.skipped(TenantId.of("not_begun")),
                        TenantResult.gone(TenantId.of("gone"), Duration.ZERO, "The schema is gone.")),
                List.of("table public.stray"),
                List.of(Reports.migrated("public", changeSets)),
                Optional.empty(),
                List.of("appeared"),
                List.of("r000000001", "r000000002"));
        return Reports.report(new OperationReport(operation, dryRun, results));
    }
}
