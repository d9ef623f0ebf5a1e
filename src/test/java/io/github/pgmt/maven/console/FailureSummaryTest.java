package io.github.pgmt.maven.console;

import static io.github.pgmt.testing.Reports.failed;
import static io.github.pgmt.testing.Reports.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureSummaryTest {

    @Test
    void namesCauseMessageTenantsAndTheWayOn() {
        OperationReport report = operation(
                failed("acme", "Column \"flag\" exists.\nDetail: none."),
                Reports.refused("gone", Failure.Kind.MISSING, "There is no tenant \"gone\"."),
                failed("zeta", "Column \"flag\" exists.\nDetail: none."));

        assertThat(FailureSummary.causes(report, Settings.PLAIN))
                .containsExactly(
                        "Failed in 2 tenants: db/changelog/005-flags.sql::add_flags::app (SQLSTATE 42701)",
                        "    Column \"flag\" exists.",
                        "    Detail: none.",
                        "  Tenants: acme, zeta",
                        "  How to go on: what was applied before is kept; mend the changeset or the tenant's data, then retry: it goes on there.",
                        "Failed in 1 tenant: no such tenant",
                        "    There is no tenant \"gone\".",
                        "  Tenants: gone",
                        "  How to go on: nothing was touched; do as the message says (pgmt:list-tenants shows the tenants that there are).");
    }

    @Test
    void saysHowToGoOnWithADatabaseThatDidNotSayItsTenants() {
        Failure down = Failure.of(Failure.Kind.CONNECTION, "It is down.");
        TenantResult whole = TenantResult.failed(new TenantId("eu2", ""), down);

        assertThat(FailureSummary.retry(operation(whole), Settings.PLAIN))
                .containsExactly(
                        "The tenants of eu2 are in no list, since nobody could tell them: when the database answers, "
                                + "run the same command again.");
        assertThat(FailureSummary.retry(
                        operation(whole, TenantResult.failed(new TenantId("eu1", "acme"), down)), Settings.PLAIN))
                .hasSize(3)
                .element(1)
                .asString()
                .contains("-Dpgmt.tenantsFile=");
    }

    @Test
    void aDatabaseThatDidNotSayItsTenantsIsNotCountedAsOne() {
        Failure down = Failure.of(Failure.Kind.CONNECTION, "It is down.");
        TenantResult whole = TenantResult.failed(new TenantId("eu2", ""), down);
        TenantResult tenant = TenantResult.failed(new TenantId("eu1", "acme"), down);

        assertThat(FailureSummary.causes(operation(whole), Settings.PLAIN))
                .element(0)
                .asString()
                .startsWith("Failed in 1 database: ");
        assertThat(FailureSummary.causes(operation(whole), Settings.PLAIN)).contains("  Databases: eu2");
        assertThat(FailureSummary.causes(operation(tenant, whole), Settings.PLAIN))
                .contains("  Tenants: eu1/acme, eu2")
                .element(0)
                .asString()
                .startsWith("Failed in 1 tenant and 1 database: ");
        assertThat(RunSummary.line(operation(tenant, whole), Duration.ofSeconds(41)))
                .isEqualTo("2 failed of 1 tenant and 1 database in 41 s");
        assertThat(operation(tenant, whole).buildFailure()).contains("2 of 1 tenant and 1 database failed");
        assertThat(operation(whole).buildFailure()).contains("1 of 1 database failed");
    }

    /** A rollbackCount again would take more back where it has been done; in a silent database it was not even begun. */
    @Test
    void aDatabaseThatDidNotSayItsTenantsIsWorkedOnAloneWhereTheSameAgainWouldDoMore() {
        TenantResult whole =
                TenantResult.failed(new TenantId("eu2", ""), Failure.of(Failure.Kind.CONNECTION, "It is down."));
        OperationReport report = new OperationReport(
                Operation.ROLL_BACK,
                false,
                false,
                false,
                false,
                new OperationResults(List.of(whole), List.of(), List.of(), Optional.empty(), List.of(), List.of()));

        assertThat(FailureSummary.retry(report, Settings.PLAIN))
                .containsExactly(
                        "The tenants of eu2 are in no list, since nobody could tell them: when the database answers, "
                                + "run it for them alone, with -Dpgmt.tenants='eu2/*' as its selection: the same command again "
                                + "would do more in the others.");
    }

    @Test
    void namesTwentyTenantsAndWhereTheOthersAre() {
        List<String> lines = FailureSummary.causes(operation(many(55, "Disk is full.")), Settings.PLAIN);

        assertThat(lines.get(0)).startsWith("Failed in 55 tenants: ");
        assertThat(lines)
                .containsSequence(
                        "           tenant_17, tenant_18, tenant_19",
                        "           and 35 more (all in target/pgmt/migrate-all.failed.txt)");
        assertThat(String.join("\n", lines)).doesNotContain("tenant_20");
    }

    @Test
    void doesNotPrintEndlesslyManyCauses() {
        TenantResult[] tenants = IntStream.range(0, 25)
                .mapToObj(number -> failed("tenant_" + number, "Cause " + (char) ('a' + number)))
                .toArray(TenantResult[]::new);

        List<String> lines = FailureSummary.causes(operation(tenants), Settings.PLAIN);

        assertThat(lines).filteredOn(line -> line.startsWith("Failed in")).hasSize(20);
        assertThat(lines).last().isEqualTo("... and 5 more causes (all tenants in target/pgmt/migrate-all.failed.txt)");
    }

    @Test
    void givesTheCommandThatRetriesTheFailedTenants() {
        OperationReport report = operation(failed("acme", "No."));

        assertThat(FailureSummary.retry(report, Settings.PLAIN))
                .containsExactly(
                        "Retry the failed tenants alone, with the other options as before:",
                        "  mvn pgmt:migrate-all -Dpgmt.tenantsFile=target/pgmt/migrate-all.failed.txt");
        assertThat(FailureSummary.retry(report, Settings.in("my target")))
                .contains("  mvn pgmt:migrate-all \"-Dpgmt.tenantsFile=my target/migrate-all.failed.txt\"");
    }

    @Test
    void doesNotTurnADryRunIntoARealOne() {
        assertThat(FailureSummary.retry(operation(failed("acme", "No.")), Settings.DRY_RUN))
                .contains(
                        "  mvn pgmt:migrate-all -Dpgmt.tenantsFile=target/pgmt/migrate-all.failed.txt -Dpgmt.dryRun=true");
    }

    @Test
    void repeatsTheCommandOfAGoalForOneTenant() {
        assertThat(FailureSummary.retry(operation(failed("acme", "No.")), Settings.ONE_TENANT))
                .containsExactly("To retry, run the same command again.");
    }

    @Test
    void aRetryGoesOnWithTheRun() {
        OperationReport report = operation(failed("acme", "No.")).goingOnAs(new RunId("r0toxeplhw"));

        assertThat(FailureSummary.retry(report, Settings.PLAIN))
                .last()
                .isEqualTo("  mvn pgmt:migrate-all -Dpgmt.tenantsFile=target/pgmt/migrate-all.failed.txt "
                        + "-Dpgmt.continueRun=r0toxeplhw");
        assertThat(FailureSummary.retry(report, Settings.ONE_TENANT))
                .containsExactly(
                        "To retry, run the same command again, with -Dpgmt.continueRun=r0toxeplhw, so that one "
                                + "rollbackRun takes all of it back.");
    }

    @Test
    void saysWhichTenantsTheRetryLeavesOut() {
        assertThat(FailureSummary.retry(operation(failed("acme", "No."), failed("new\nline", "No.")), Settings.PLAIN))
                .last()
                .isEqualTo("Not in that list, since a line end in a name does not fit in it: new\u240Aline");
        assertThat(FailureSummary.retry(operation(failed("new\nline", "No.")), Settings.PLAIN))
                .singleElement()
                .asString()
                .startsWith("Not in that list");
    }

    @Test
    void saysNothingWhenNothingFailed() {
        OperationReport report = operation(Reports.upToDate("acme"), TenantResult.skipped(TenantId.of("beta")));

        assertThat(FailureSummary.causes(report, Settings.PLAIN)).isEmpty();
        assertThat(FailureSummary.retry(report, Settings.PLAIN)).isEmpty();
    }

    private static TenantResult[] many(int tenants, String message) {
        return IntStream.range(0, tenants)
                .mapToObj(number -> failed("tenant_" + number, message))
                .toArray(TenantResult[]::new);
    }

    @Test
    void doesNotSayToRepeatACountWhereItWasDoneHalfWay() {
        TenantResult refused = failed("acme", "It cannot be rolled back.");
        TenantResult halfWay = TenantResult.failed(
                TenantId.of("beta"),
                refused.duration(),
                TenantResult.ChangeSets.undone(List.of(Reports.USERS)),
                refused.failure().orElseThrow());

        assertThat(FailureSummary.retry(counting(refused), Settings.COUNTING))
                .last()
                .isEqualTo("  mvn pgmt:rollback -Dpgmt.tenantsFile=target/pgmt/rollback.failed.txt");
        assertThat(FailureSummary.retry(counting(halfWay), Settings.COUNTING))
                .singleElement()
                .asString()
                .startsWith("Do not repeat the command for tenants that failed half way");
        assertThat(FailureSummary.retry(
                        counting(halfWay, TenantResult.skipped(TenantId.of("zeta"))), Settings.COUNTING))
                .hasSize(3)
                .element(1)
                .isEqualTo("Retry the skipped tenants alone, with the other options as before:");
        assertThat(FailedTenantsFile.names(counting(refused, halfWay, TenantResult.skipped(TenantId.of("zeta")))))
                .containsExactly("acme", "zeta");
        assertThat(RunSummary.skipped(counting(TenantResult.skipped(TenantId.of("zeta"))), Settings.COUNTING))
                .singleElement()
                .asString()
                .contains("the same command would take further changesets back");
    }

    private static OperationReport counting(TenantResult... tenants) {
        return new OperationReport(
                Operation.ROLL_BACK, false, false, false, false, new OperationResults(List.of(tenants), List.of()));
    }
}
