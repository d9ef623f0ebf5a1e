package io.github.pgmt.migration.event;

import static io.github.pgmt.testing.Reports.FLAGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Lists;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fails a build, of each kind of report. */
class GoalReportTest {

    private static final OperationResults ONE_FAILED =
            new OperationResults(List.of(Reports.upToDate("acme"), Reports.failed("beta", "No.")), List.of());

    @Test
    void aFailedTenantFailsTheRunAndUnlessTheUserHasItOtherwiseTheBuild() {
        GoalReport report = new OperationReport(Operation.MIGRATE, false, ONE_FAILED);
        GoalReport never = new OperationReport(Operation.MIGRATE, false, true, false, true, ONE_FAILED);

        assertThat(report.buildFailure()).contains("1 of 2 tenants failed");
        assertThat(never.buildFailure()).isEmpty();
        assertThat(List.of(report, never)).allSatisfy(each -> {
            assertThat(each.isFailed()).isTrue();
            assertThat(each.error()).isEmpty();
            assertThat(each.failedTenants()).containsExactly("beta");
        });
    }

    @Test
    void anErrorOfTheRunFailsItAlsoUnderFailNever() {
        OperationResults results = new OperationResults(
                List.of(Reports.upToDate("acme")), List.of(), Optional.empty(), Optional.of("afterAllSql failed."));

        assertThat(new OperationReport(Operation.MIGRATE, false, true, false, true, results).error())
                .contains("afterAllSql failed.");
    }

    @Test
    void whatIsLeftToApplyCountsWhereTheUserWantsIt() {
        Optional<TenantResult> shared = Optional.of(Reports.planned("public", FLAGS));

        assertThat(dryRun(Operation.MIGRATE, true, Optional.empty()).error())
                .contains("1 of 2 tenants have changesets to apply (pgmt.failOnPending=true).");
        assertThat(dryRun(Operation.MIGRATE, true, shared).error())
                .contains("The shared changelog has changesets to apply (pgmt.failOnPending=true).");
        assertThat(dryRun(Operation.MIGRATE, false, shared).error()).isEmpty();
        assertThat(dryRun(Operation.ROLL_BACK, true, shared).error()).isEmpty();
        assertThat(dryRun(Operation.DROP, true, shared).error()).isEmpty();
    }

    @Test
    void aTenantThatIsNotCurrentCountsWhereTheUserWantsIt() {
        assertThat(status(false, Statuses.pending("acme", FLAGS)).buildFailure())
                .isEmpty();
        assertThat(status(true, Statuses.pending("acme", FLAGS)).buildFailure())
                .contains("1 of 1 tenants are not current (pgmt.failOnPending=true)");
        assertThat(status(false, Statuses.troubled("acme", State.UNREADABLE, "No right."))
                        .buildFailure())
                .contains("The status of 1 of 1 tenants could not be found out");
    }

    @Test
    void aSharedChangelogThatIsPendingCounts() {
        assertThat(shared(true, Statuses.pending("public", FLAGS)).buildFailure())
                .contains("The shared schema public is not current (pgmt.failOnPending=true)");
        assertThat(shared(false, Statuses.pending("public", FLAGS)).buildFailure())
                .isEmpty();
        assertThat(shared(true, Statuses.upToDate("public")).buildFailure()).isEmpty();
        assertThat(shared(false, Statuses.troubled("public", State.UNREADABLE, "No right."))
                        .buildFailure())
                .contains("The shared schema public could not be read");
    }

    @Test
    void aListFailsWhereATenantCouldNotBeLookedAt() {
        ListReport list = new ListReport(List.of(Lists.managed("acme"), Lists.unreadable("beta", "No.")), List.of());

        assertThat(list.buildFailure()).contains("1 of 2 tenants could not be looked at");
        assertThat(new ListReport(List.of(Lists.managed("acme")), List.of()).buildFailure())
                .isEmpty();
    }

    @Test
    void anExaminationFailsByItsErrorsAndByWarningsWhereTheUserWantsIt() {
        assertThat(found(Examinations.NOTE, Examinations.WARNING).buildFailure())
                .isEmpty();
        assertThat(found(Examinations.ERROR).buildFailure()).contains("1 error was found");
        assertThat(found(Examinations.ERROR, Examinations.ERROR).buildFailure()).contains("2 errors were found");
        assertThat(found(Examinations.WARNING).failingOnWarning(true).buildFailure())
                .contains("0 errors and 1 warning were found (pgmt.failOnWarning=true)");
    }

    @Test
    void onlyAnExaminationSaysItselfThatThereIsNoTenant() {
        assertThat(new OperationReport(Operation.MIGRATE, false, OperationResults.NONE).isEmpty())
                .isTrue();
        assertThat(status(true).isEmpty()).isTrue();
        assertThat(new ListReport(List.of(), List.of()).isEmpty()).isTrue();
        assertThat(new DoctorReport(0, List.of(Examinations.ERROR)).isEmpty()).isFalse();
    }

    @Test
    void tenantsComeInTheOrderOfTheirSchemas() {
        OperationResults results =
                new OperationResults(List.of(Reports.upToDate("beta"), Reports.upToDate("delta")), List.of());
        ListReport list = ListReport.ordered(
                List.of(Lists.managed("beta"), Lists.managed("acme")),
                List.of(
                        new LeftOutTenant(TenantId.of("d"), "excluded"),
                        new LeftOutTenant(TenantId.of("c"), "excluded")));

        assertThat(results.and(List.of(Reports.upToDate("acme"))).tenants())
                .extracting(TenantResult::schema)
                .containsExactly("acme", "beta", "delta");
        assertThat(list.tenants()).extracting(tenant -> tenant.schema()).containsExactly("acme", "beta");
        assertThat(list.leftOut()).extracting(LeftOutTenant::schema).containsExactly("c", "d");
    }

    private static OperationReport dryRun(Operation operation, boolean failOnPending, Optional<TenantResult> shared) {
        OperationResults results = new OperationResults(
                List.of(Reports.upToDate("acme"), Reports.planned("beta", FLAGS)), List.of(), shared, Optional.empty());
        return new OperationReport(operation, true, false, failOnPending, true, results);
    }

    private static StatusReport status(boolean failOnPending, TenantStatus... tenants) {
        return new StatusReport(failOnPending, List.of(tenants));
    }

    private static StatusReport shared(boolean failOnPending, TenantStatus shared) {
        return new StatusReport(failOnPending, List.of(Statuses.upToDate("acme")), List.of(shared));
    }

    private static DoctorReport found(Finding... findings) {
        return new DoctorReport(3, List.of(findings));
    }
}
