package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where databases are listed, reports say of each tenant in which it is. */
class SeveralDatabasesReportTest {

    private static final String DOWN = "Cannot connect to jdbc:postgresql://eu2/app.";
    private static final TenantId EU1_ACME = new TenantId("eu1", "acme");
    private static final TenantId US_ACME = new TenantId("us", "acme");
    private static final TenantId US_SLASH = new TenantId("us", "eu1/acme");
    private static final TenantId EU2 = new TenantId("eu2", "");

    @TempDir
    private Path directory;

    private final OperationReport operation = new OperationReport(
            Operation.MIGRATE,
            false,
            new OperationResults(
                            List.of(
                                    TenantResult.failed(US_SLASH, broken("Table acme is locked by \"eu1/acme\".")),
                                    migrated(US_ACME),
                                    TenantResult.failed(EU2, Failure.of(Failure.Kind.CONNECTION, DOWN)),
                                    migrated(EU1_ACME)),
                            List.of())
                    .appeared(List.of("us/new")));

    @Test
    void theJsonSaysItBesideTheSchemaAndWhatCameOfEachDatabase() throws IOException {
        String json = write(operation).read("migrate-all.json");

        assertThat(json)
                .contains("""
                          "durationMs": 41000,
                          "databases": [
                            {
                              "name": "eu1",
                              "url": "jdbc:postgresql://eu1/app",
                              "result": "SUCCESS"
                            },
                            {
                              "name": "eu2",
                              "url": "jdbc:postgresql://eu2/app",
                              "result": "ERROR",
                              "error": "Cannot connect to jdbc:postgresql://eu2/app."
                            },
                            {
                              "name": "us",
                              "url": "jdbc:postgresql://us/app",
                              "result": "FAILED"
                            }
                          ],
                          "summary": {
                            "tenants": 4,
                        """)
                .contains("""
                          "appeared": [
                            "us/new"
                          ],
                          "tenants": [
                            {
                              "database": "eu1",
                              "schema": "acme",
                              "outcome": "MIGRATED",
                        """)
                .contains("      \"database\": \"eu2\",\n      \"schema\": \"\",\n      \"outcome\": \"FAILED\",\n")
                .contains("      \"database\": \"us\",\n      \"schema\": \"eu1/acme\",\n");
        assertThat(json.indexOf("\"eu1/acme\"")).isGreaterThan(json.indexOf("\"outcome\": \"MIGRATED\""));
    }

    @Test
    void sharedSchemasAreOfEachDatabase() throws IOException {
        OperationResults results = new OperationResults(
                List.of(migrated(EU1_ACME)),
                List.of(),
                List.of(migrated(new TenantId("eu1", "public")), migrated(new TenantId("us", "public"))),
                Optional.empty(),
                List.of(),
                List.of());

        Written files = write(new OperationReport(Operation.MIGRATE, false, results));

        assertThat(files.read("migrate-all.json"))
                .contains("  \"sharedSchemas\": [\n    {\n      \"database\": \"eu1\",\n      \"schema\": \"public\",")
                .contains("    {\n      \"database\": \"us\",\n      \"schema\": \"public\",")
                .doesNotContain("\"shared\":");
        assertThat(files.read("migrate-all.md"))
                .contains("Shared schema `eu1/public` migrated", "Shared schema `us/public` migrated");
        assertThat(files.read("TEST-pgmt.migrate-all.xml"))
                .contains("name=\"eu1/public (shared)\"", "name=\"us/public (shared)\"");
    }

    @Test
    void aDatabaseWhoseSharedSchemaFailedHasThatAsItsError() throws IOException {
        OperationResults results = new OperationResults(
                List.of(TenantResult.skipped(US_ACME), migrated(EU1_ACME)),
                List.of(),
                List.of(TenantResult.failed(new TenantId("us", "public"), broken("It is broken."))),
                Optional.empty(),
                List.of(),
                List.of());

        String json =
                write(new OperationReport(Operation.MIGRATE, false, results)).read("migrate-all.json");

        assertThat(json)
                .contains("\"url\": \"jdbc:postgresql://eu1/app\",\n      \"result\": \"SUCCESS\"\n")
                .contains(
                        "\"url\": \"jdbc:postgresql://us/app\",\n      \"result\": \"ERROR\",\n      \"error\": \"It is broken.\"\n");
    }

    @Test
    void peopleReadTheDatabaseBeforeTheSchema() throws IOException {
        Written files = write(operation);

        assertThat(files.read("TEST-pgmt.migrate-all.xml"))
                .contains("name=\"eu1/acme\"", "name=\"us/acme\"", "name=\"us/eu1/acme\"", "name=\"eu2\"");
        assertThat(files.read("migrate-all.md"))
                .contains("FAILED in 3 databases", "Tenant: `us/eu1/acme`", "Tenant: `eu2`")
                .contains("The tenants of eu2 are in no list, since nobody could tell them: when the database answers, "
                        + "run the same command again.");
    }

    @Test
    void whatIsToBeRetriedIsNamedWithItsDatabaseButNoWholeDatabase() throws IOException {
        assertThat(write(operation).read("migrate-all.failed.txt")).isEqualTo("us/eu1/acme\n");
        assertThat(operation.databasesToRetry()).containsExactly("eu2");
    }

    @Test
    void looksSayItToo() throws IOException {
        TenantStatus unreachable = new TenantStatus(
                EU2,
                TenantStatus.State.UNREACHABLE,
                0,
                TenantStatus.ChangeSets.NONE,
                Optional.empty(),
                Optional.of(DOWN));
        assertIsInJson(
                new StatusReport(false, List.of(unreachable)), "\"schema\": \"\",\n      \"state\": \"UNREACHABLE\"");
        TenantEntry entry =
                new TenantEntry(EU2, "", TenantOrigin.LIST, TenantHistory.State.UNREADABLE, 0, 0, 0, Optional.of(DOWN));
        assertIsInJson(
                new ListReport(List.of(entry), List.of(new LeftOutTenant(EU2, "not named"))),
                "\"schema\": \"\",\n      \"reason\": \"not named\"");
        RecordedTenant recorded = new RecordedTenant(EU2, TenantHistory.State.UNREADABLE, 0, false, Optional.of(DOWN));
        assertIsInJson(new HistoryReport(List.of(), List.of(recorded), Optional.empty(), true), "\"schema\": \"\",");
        assertIsInJson(
                new DriftReport(
                        false,
                        List.of(),
                        List.of(),
                        List.of(TenantDrift.without(EU2, TenantDrift.State.UNREADABLE, DOWN))),
                "\"schema\": \"\",");
    }

    private void assertIsInJson(GoalReport report, String field) throws IOException {
        assertThat(write(report).read("migrate-all.json")).contains("      \"database\": \"eu2\",\n      " + field);
        assertThat(report.databasesToRetry()).containsExactly("eu2");
        assertThat(report.tenantsToRetry()).isEmpty();
        assertThat(report.failedTenants()).containsExactly("eu2");
    }

    @Test
    void driftIsAcceptedOfTheTenantOfOneDatabase() throws IOException {
        CatalogDifference difference = CatalogDifference.of("index i", CatalogDifference.Change.MISSING);
        DriftReport report = new DriftReport(
                true,
                List.of(),
                List.of(new DriftVariant(0, List.of("eu1/acme", "us/acme"), false, List.of(difference), List.of())),
                List.of(
                        TenantDrift.compared(EU1_ACME, TenantDrift.State.DRIFTED),
                        TenantDrift.compared(US_ACME, TenantDrift.State.DRIFTED)));
        Path file = directory.resolve("accepted.json");
        AcceptedDriftFile.write(
                file,
                AcceptedDrift.NONE.with(
                        List.of("eu1/acme"),
                        List.of(new DriftVariant(0, List.of("eu1/acme"), false, List.of(difference), List.of()))));

        DriftReport known = report.accepting(AcceptedDriftFile.read(file));

        assertThat(known.tenants())
                .containsExactly(
                        TenantDrift.compared(EU1_ACME, TenantDrift.State.KNOWN),
                        TenantDrift.compared(US_ACME, TenantDrift.State.DRIFTED));
        assertThat(known.tenantsToRetry()).containsExactly("us/acme");
    }

    /** The files of a run. */
    private record Written(Path directory) {

        String read(String name) throws IOException {
            return Files.readString(directory.resolve(name));
        }
    }

    private Written write(GoalReport body) throws IOException {
        RunHead head = new RunHead(
                "migrate-all",
                Reports.RUN_ID,
                RunReport.Result.FAILED,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(41),
                Optional.empty(),
                List.of(
                        new RunDatabase("eu1", "jdbc:postgresql://eu1/app", Optional.empty()),
                        new RunDatabase("eu2", "jdbc:postgresql://eu2/app", Optional.of(DOWN)),
                        new RunDatabase("us", "jdbc:postgresql://us/app", Optional.empty())));
        new ReportFiles(directory, EnumSet.allOf(ReportFormat.class)).write(new RunReport(head, body));
        return new Written(directory);
    }

    private static Failure broken(String message) {
        return Failure.of(Failure.Kind.CHANGESET, message);
    }

    private static TenantResult migrated(TenantId id) {
        return TenantResult.succeeded(id, Outcome.MIGRATED, Duration.ofMillis(400), ChangeSets.NONE);
    }
}
