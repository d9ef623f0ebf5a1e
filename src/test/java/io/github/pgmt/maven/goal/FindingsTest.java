package io.github.pgmt.maven.goal;

import static io.github.pgmt.testing.Reports.FLAGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fails a build although no tenant has failed. */
class FindingsTest {

    @Test
    void aSharedChangelogThatIsPendingCounts() {
        assertThat(status(Statuses.pending("public", FLAGS), true).buildFailure())
                .contains("The shared schema public is not current (pgmt.failOnPending=true)");
        assertThat(status(Statuses.pending("public", FLAGS), false).buildFailure())
                .isEmpty();
        assertThat(status(Statuses.upToDate("public"), true).buildFailure()).isEmpty();
        assertThat(status(Statuses.troubled("public", State.UNREADABLE, "No right."), false)
                        .hasFailedTenant())
                .isTrue();
        assertThat(dryRun(true).error())
                .contains("The shared changelog has changesets to apply (pgmt.failOnPending=true).");
        assertThat(dryRun(false).error()).isEmpty();
    }

    @Test
    void anErrorOfTheRunFailsItAlsoUnderFailNever() {
        OperationResults results = new OperationResults(
                List.of(Reports.upToDate("acme")), List.of(), Optional.empty(), Optional.of("afterAllSql failed."));

        assertThat(new OperationFindings(results, Operation.MIGRATE, false, true, false).error())
                .contains("afterAllSql failed.");
    }

    private static StatusFindings status(TenantStatus shared, boolean failOnPending) {
        return new StatusFindings(List.of(Statuses.upToDate("acme")), Optional.of(shared), failOnPending);
    }

    private static OperationFindings dryRun(boolean failOnPending) {
        OperationResults results = new OperationResults(
                List.of(Reports.upToDate("acme")),
                List.of(),
                Optional.of(Reports.planned("public", FLAGS)),
                Optional.empty());
        return new OperationFindings(results, Operation.MIGRATE, true, false, failOnPending);
    }
}
