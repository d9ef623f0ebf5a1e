package io.github.pgmt.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.tenant.TenantId;
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
        assertThat(groups.get(0).names()).containsExactly("gamma", "omega");
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
    void aLockWhoseHolderIsUnknownIsOneCause() {
        String message =
                "Liquibase's lock is held since 2026-11-23T21:0%d:05, for %d min, by whom its row does not say.";

        assertThat(groups(
                        Reports.failed("acme", message.formatted(1, 3)),
                        Reports.failed("beta", message.formatted(2, 2))))
                .hasSize(1);
    }

    @Test
    void keepsAMessageThatIsTheSameThoughATenantIsNamedLikeAWordInIt() {
        List<TenantGroups.Group<Failure>> groups = groups(
                Reports.failed("acme", "Table users exists."),
                Reports.failed("users", "Table users exists."),
                Reports.failed("zeta", "Table users exists."));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).message()).isEqualTo("Table users exists.");
        assertThat(groups.get(0).names()).containsExactly("acme", "users", "zeta");
    }

    @Test
    void putsMessagesTogetherThatDifferByNumbersOfTheServer() {
        List<TenantGroups.Group<Failure>> groups = groups(
                Reports.failed(
                        "acme",
                        "deadlock detected. Detail: Process 12345 waits for ShareLock on transaction 678; blocked by process 99."
                                + " Hint: See server log for query details. It was tried 4 times in 5.3 s. In its way: server"
                                + " process 99, user app, idle in transaction: SELECT 1."),
                Reports.failed(
                        "beta",
                        "deadlock detected. Detail: Process 5 waits for ShareLock on transaction 6; blocked by process 7."
                                + " Hint: See server log for query details. It was tried 4 times in 2 min 3 s."));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).message())
                .startsWith("deadlock detected. Detail: Process 12345")
                .endsWith("\n(Numbers, times, rows and sessions are those of the first of the tenants.)");
        assertThat(groups(
                        Reports.failed("acme", "could not open file \"base/16384/2601\": No such file or directory."),
                        Reports.failed("beta", "could not open file \"base/16385/12\": No such file or directory.")))
                .hasSize(1);
        assertThat(groups(
                        Reports.failed("acme", "relation \"t1\" already exists."),
                        Reports.failed("beta", "relation \"t2\" already exists.")))
                .hasSize(2);
    }

    @Test
    void keepsNumbersInWhatIsNotTheServers() {
        assertThat(groups(
                        Reports.refused("acme", Failure.Kind.VERIFY, "2 changesets are not in the history."),
                        Reports.refused("beta", Failure.Kind.VERIFY, "3 changesets are not in the history.")))
                .hasSize(2);
        assertThat(groups(
                        Reports.refused(
                                "acme",
                                Failure.Kind.LOCKED,
                                "Another run of pgmt works on the tenant: pgmt/r1/a (server process 4, user a, for 00:00:03). To"
                                        + " wait longer, set -Dpgmt.lockWait. It was tried 3 times in 1.5 s."),
                        Reports.refused(
                                "beta",
                                Failure.Kind.LOCKED,
                                "Another run of pgmt works on the tenant: a session that has just ended. To wait longer, set"
                                        + " -Dpgmt.lockWait.")))
                .hasSize(1);
    }

    @Test
    void doesNotMixCausesThatOnlyLookAlike() {
        Failure other =
                new Failure(Failure.Kind.CHANGESET, Optional.of(Reports.USERS), Optional.of("42701"), "Column exists.");
        Failure otherState =
                new Failure(Failure.Kind.CHANGESET, Optional.of(Reports.FLAGS), Optional.of("42P07"), "Column exists.");

        assertThat(groups(
                        Reports.failed("acme", "Column exists."),
                        TenantResult.failed(TenantId.of("beta"), other),
                        TenantResult.failed(TenantId.of("gamma"), otherState),
                        Reports.refused("omega", Failure.Kind.VERIFY, "Column exists.")))
                .hasSize(4);
    }

    @Test
    void hasNoGroupsWhenNothingFailed() {
        assertThat(groups(Reports.upToDate("acme"), TenantResult.skipped(TenantId.of("beta"))))
                .isEmpty();
    }

    @Test
    void theDatabaseBeforeATenantsNameIsPartOfItsName() {
        List<TenantGroups.Group<Failure>> groups = groups(
                gone(new TenantId("eu1", "acme"), "There is no tenant \"eu1/acme\"; make acme anew."),
                gone(new TenantId("us", "beta"), "There is no tenant \"us/beta\"; make beta anew."));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).names()).containsExactly("eu1/acme", "us/beta");
        assertThat(groups.get(0).message()).isEqualTo("There is no tenant \"<schema>\"; make <schema> anew.");
    }

    private static TenantResult gone(TenantId id, String message) {
        return TenantResult.failed(id, Failure.of(Failure.Kind.MISSING, message));
    }

    private static List<TenantGroups.Group<Failure>> groups(TenantResult... tenants) {
        return FailureGroups.of(List.of(tenants), Reports.AS_IT_IS);
    }
}
