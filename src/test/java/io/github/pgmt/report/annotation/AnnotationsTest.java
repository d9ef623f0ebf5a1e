package io.github.pgmt.report.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Lists;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotationsTest {

    private static final OutgoingText SHOWN = OutgoingText.onConsole(text -> text.replace("secret", "***"));

    @Test
    void tenantsThatFailedOfTheSameCauseAreOneErrorOnTheChangeset() {
        RunReport report = Reports.report(
                Reports.failed("acme", "relation \"acme.flags\" already exists, says secret"),
                Reports.failed("beta", "relation \"beta.flags\" already exists, says secret"),
                Reports.migrated("demo", Reports.FLAGS));

        assertThat(Annotations.of(report, SHOWN)).singleElement().satisfies(annotation -> {
            assertThat(annotation.level()).isEqualTo(Annotation.Level.ERROR);
            assertThat(annotation.title()).isEqualTo("Failed in 2 tenants: " + Reports.FLAGS + " (SQLSTATE 42701)");
            assertThat(annotation.message()).startsWith("""
                            relation "<schema>.flags" already exists, says ***
                            Tenants: acme, beta
                            How to go on: what was applied before is kept""");
            assertThat(annotation.changeSet()).contains(Reports.FLAGS);
        });
    }

    @Test
    void whatDoesNotFailTheBuildIsAWarningAndComesLast() {
        RunReport report = Statuses.report(
                false,
                Statuses.troubled("acme", State.UNMANAGED, "It has tables and no history."),
                Statuses.pending("beta", Reports.FLAGS),
                Statuses.troubled("demo", State.UNREADABLE, "permission denied"));

        assertThat(told(report)).containsExactly("ERROR 1 tenant: unreadable", "WARNING 1 tenant: unmanaged");
    }

    @Test
    void pendingChangesetsAreToldWhereTheyFailTheBuild() {
        RunReport report = Statuses.withShared(
                Statuses.report(
                        true, Statuses.pending("acme", Reports.FLAGS, Reports.USERS), Statuses.upToDate("beta")),
                Statuses.pending("public", Reports.NOTES));

        assertThat(told(report)).containsExactly("ERROR The shared schema public: pending", "ERROR 1 tenant: pending");
        assertThat(Annotations.of(report, SHOWN).get(1)).satisfies(annotation -> {
            assertThat(annotation.message())
                    .isEqualTo("Tenant: acme\nPending: " + Reports.FLAGS + ", " + Reports.USERS);
            assertThat(annotation.changeSet()).contains(Reports.FLAGS);
        });
    }

    @Test
    void driftIsToldWithWhatDiffers() {
        assertThat(told(Drifts.report()))
                .containsExactly("ERROR Drift in 1 tenant: 1 difference", "ERROR 1 tenant: unreadable");
        assertThat(Annotations.of(Drifts.report(), SHOWN).get(0).message())
                .contains("column public_log.at")
                .endsWith("\nTenant: gamma");
    }

    @Test
    void theDoctorsNotesAreNotTold() {
        assertThat(told(Examinations.report(false, Examinations.NOTE, Examinations.WARNING, Examinations.ERROR)))
                .containsExactly("ERROR pgmt:doctor: unmanaged", "WARNING pgmt:doctor: idle-in-transaction");
    }

    @Test
    void aLookThatFailedIsToldAndARunThatBroke() {
        assertThat(told(Lists.report(List.of(Lists.managed("acme"), Lists.unreadable("beta", "No.")))))
                .containsExactly("ERROR Could not look at 1 tenant");
        assertThat(told(Reports.broken("The database is down."))).containsExactly("ERROR pgmt:migrate-all ERROR");
    }

    @Test
    void theSharedSchemasFailureAndWhatWasNotStartedAreToldOnce() {
        TenantResult shared = Reports.failed("public", "No.");
        RunReport broken = Reports.broken("The shared changelog failed.", TenantResult.skipped(TenantId.of("acme")));

        assertThat(told(Reports.withShared(broken, shared)))
                .containsExactly(
                        "ERROR Failed in the shared schema public: " + Reports.FLAGS + " (SQLSTATE 42701)",
                        "WARNING Not started: 1 tenant");
    }

    @Test
    void withFailNeverFailuresAreWarnings() {
        OperationReport failed = Reports.operation(Reports.failed("acme", "No."));
        OperationReport never = new OperationReport(failed.operation(), false, true, false, true, failed.results());

        assertThat(told(Reports.report(never))).allMatch(line -> line.startsWith("WARNING Failed in 1 tenant"));
    }

    @Test
    void thereAreTenAtMostAndTheLastOneSaysHowManyMore() {
        List<TenantResult> tenants = new ArrayList<>();
        for (int cause = 0; cause < 12; cause++) {
            for (int number = 0; number <= cause; number++) {
                tenants.add(
                        Reports.refused("t" + cause + "_" + number, Failure.Kind.HOOK, "Cause " + "x".repeat(cause)));
            }
        }

        List<Annotation> annotations = Annotations.of(Reports.report(tenants.toArray(TenantResult[]::new)), SHOWN);

        assertThat(annotations).hasSize(10);
        assertThat(annotations.get(0).title()).startsWith("Failed in 12 tenants");
        assertThat(annotations.get(9).title()).isEqualTo("pgmt:migrate-all: 3 more");
    }

    /** As the description of workflow commands has it. */
    @Test
    void aCommandIsOneLineWhateverIsInTheTexts() {
        Annotation annotation = new Annotation(
                Annotation.Level.ERROR,
                "Failed in 2 tenants: db/a.sql::1,2::shop (100 %)",
                "first, 100 %\r\n::error::second\n##[error]third",
                Optional.empty());

        assertThat(WorkflowCommand.of(annotation, Optional.of(new SourcePlace("a b,c:d%.sql", OptionalInt.of(3)))))
                .isEqualTo("::error file=a b%2Cc%3Ad%25.sql,line=3,"
                        + "title=Failed in 2 tenants%3A db/a.sql%3A%3A1%2C2%3A%3Ashop (100 %25)"
                        + "::first, 100 %25%0D%0A::error::second%0A##[error]third");
        assertThat(WorkflowCommand.of(annotation, Optional.of(new SourcePlace("a.sql", OptionalInt.empty()))))
                .startsWith("::error file=a.sql,title=Failed");
        assertThat(WorkflowCommand.of(annotation, Optional.empty())).startsWith("::error title=Failed");
    }

    @Test
    void aLongMessageIsCut() {
        Annotation annotation =
                new Annotation(Annotation.Level.WARNING, "%".repeat(400), "\u20ac".repeat(5000), Optional.empty());

        assertThat(WorkflowCommand.of(annotation, Optional.empty()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(4096);
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.report.EveryReportTest#examples")
    void everyKindOfReportHasSome(RunReport report) {
        assertThat(Annotations.of(report, SHOWN))
                .isNotEmpty()
                .allSatisfy(annotation -> assertThat(WorkflowCommand.of(annotation, Optional.empty()))
                        .matches("::(error|warning) title=[^\\n\\r:,]+::[^\\n\\r]*"));
    }

    private static List<String> told(RunReport report) {
        return Annotations.of(report, SHOWN).stream()
                .map(annotation -> annotation.level() + " " + annotation.title())
                .toList();
    }
}
