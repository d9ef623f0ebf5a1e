package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.testing.Reports;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureGroupsTest {

    @Test
    void putsTheCommonestCauseFirst() {
        List<TenantGroups.Group<Failure>> groups = groups(
                Reports.failed("acme", "Column exists."),
                Reports.upToDate("beta"),
                Reports.failed("gamma", "Disk is full."),
                Reports.failed("omega", "Disk is full."));

        assertThat(groups).extracting(TenantGroups.Group::message).containsExactly("Disk is full.", "Column exists.");
        assertThat(groups.get(0).schemas()).containsExactly("gamma", "omega");
    }

    @Test
    void putsMessagesTogetherThatDifferByTheTenantsOwnName() {
        List<TenantGroups.Group<Failure>> groups = groups(
                Reports.failed("a", "Relation \"a.users\" has no access; see -Dpgmt.excludes=a"),
                Reports.failed("x$1", "Relation \"x$1.users\" has no access; see -Dpgmt.excludes=x$1"));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).message())
                .isEqualTo("Relation \"<schema>.users\" has no access; see -Dpgmt.excludes=<schema>");
    }

    @Test
    void keepsAMessageThatIsTheSameThoughATenantIsNamedLikeAWordInIt() {
        List<TenantGroups.Group<Failure>> groups = groups(
                Reports.failed("acme", "Table users exists."),
                Reports.failed("users", "Table users exists."),
                Reports.failed("zeta", "Table users exists."));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).message()).isEqualTo("Table users exists.");
        assertThat(groups.get(0).schemas()).containsExactly("acme", "users", "zeta");
    }

    @Test
    void doesNotMixCausesThatOnlyLookAlike() {
        Failure other =
                new Failure(Failure.Kind.CHANGESET, Optional.of(Reports.USERS), Optional.of("42701"), "Column exists.");
        Failure otherState =
                new Failure(Failure.Kind.CHANGESET, Optional.of(Reports.FLAGS), Optional.of("42P07"), "Column exists.");

        assertThat(groups(
                        Reports.failed("acme", "Column exists."),
                        TenantResult.failed("beta", other),
                        TenantResult.failed("gamma", otherState),
                        Reports.refused("omega", Failure.Kind.VERIFY, "Column exists.")))
                .hasSize(4);
    }

    @Test
    void hasNoGroupsWhenNothingFailed() {
        assertThat(groups(Reports.upToDate("acme"), TenantResult.skipped("beta")))
                .isEmpty();
    }

    private static List<TenantGroups.Group<Failure>> groups(TenantResult... tenants) {
        return FailureGroups.of(List.of(tenants));
    }
}
