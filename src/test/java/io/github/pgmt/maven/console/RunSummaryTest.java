package io.github.pgmt.maven.console;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.USERS;
import static io.github.pgmt.testing.Reports.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

    private static final Duration TOOK = Duration.ofSeconds(41);

    @Test
    void countsWhatBecameOfTheTenants() {
        List<TenantResult> tenants = new ArrayList<>(Collections.nCopies(117, Reports.migrated("a", FLAGS)));
        tenants.addAll(Collections.nCopies(2, Reports.upToDate("b")));
        tenants.add(Reports.failed("c", "No."));

        assertThat(RunSummary.line(operation(false, tenants, List.of()), TOOK))
                .isEqualTo("117 migrated, 2 up to date, 1 failed of 120 tenants in 41 s");
    }

    @Test
    void leavesOutWhatDidNotHappen() {
        assertThat(RunSummary.line(operation(Reports.upToDate("a")), TOOK))
                .isEqualTo("1 up to date of 1 tenant in 41 s");
        assertThat(RunSummary.line(operation(Reports.failed("a", "No."), TenantResult.skipped(TenantId.of("b"))), TOOK))
                .isEqualTo("1 failed, 1 skipped of 2 tenants in 41 s");
        assertThat(RunSummary.line(
                        operation(true, List.of(Reports.planned("a", FLAGS), Reports.upToDate("b")), List.of()), TOOK))
                .isEqualTo("1 up to date, 1 planned of 2 tenants in 41 s");
    }

    @Test
    void saysOnceWhyTheServerLetNoMoreTenantsStart() {
        Optional<String> reason = Optional.of("The disk is full.");

        assertThat(RunSummary.skipped(
                        operation(
                                TenantResult.skipped(TenantId.of("a"), reason),
                                TenantResult.skipped(TenantId.of("b"), reason)),
                        Settings.PLAIN))
                .containsExactly("2 tenants were not started; run the same command again", "  The disk is full.");
    }

    @Test
    void hasWordsForNoTenantsToo() {
        assertThat(RunSummary.line(operation(), TOOK)).isEqualTo("0 migrated of 0 tenants in 41 s");
        assertThat(RunSummary.line(operation(true, List.of(), List.of()), TOOK))
                .isEqualTo("0 planned of 0 tenants in 41 s");
    }

    @Test
    void saysHowToGoOnWithSkippedTenants() {
        TenantResult skipped = TenantResult.skipped(TenantId.of("a"));

        assertThat(RunSummary.skipped(operation(skipped, skipped), Settings.PLAIN))
                .containsExactly("2 tenants were not started; run the same command again");
        assertThat(RunSummary.skipped(operation(skipped), Settings.PLAIN))
                .containsExactly("1 tenant was not started; run the same command again");
        assertThat(RunSummary.skipped(operation(Reports.upToDate("a")), Settings.PLAIN))
                .isEmpty();
    }

    @Test
    void listsWhatWasNotRun() {
        OperationReport report = operation(
                Reports.migrated("acme", notRun(FLAGS, USERS)),
                Reports.upToDate("beta"),
                Reports.migrated("zeta", notRun(FLAGS)));
        String headline = "Not run and not recorded, as the changelog allows (CONTINUE, failOnError=false):";

        assertThat(RunSummary.notRun(report, Settings.PLAIN))
                .containsExactly(
                        headline,
                        "  db/changelog/005-flags.sql::add_flags::app in 2 tenants",
                        "  db/changelog/006-users.sql::update_users::app in 1 tenant");
        assertThat(RunSummary.notRun(report, Settings.VERBOSE))
                .containsExactly(
                        headline,
                        "  acme",
                        "    db/changelog/005-flags.sql::add_flags::app",
                        "    db/changelog/006-users.sql::update_users::app",
                        "  zeta",
                        "    db/changelog/005-flags.sql::add_flags::app");
        assertThat(RunSummary.notRun(operation(Reports.upToDate("acme")), Settings.PLAIN))
                .isEmpty();
    }

    @Test
    void warnsOfObjectsOutside() {
        assertThat(RunSummary.outside(outside(1), Reports.AS_IT_IS))
                .containsExactly(
                        "Outside the tenants' schemas there is 1 object that the run, or somebody meanwhile, made:",
                        "  table public.stray_0");
        assertThat(RunSummary.outside(outside(10), Reports.AS_IT_IS))
                .hasSize(11)
                .last()
                .isEqualTo("  table public.stray_9");
        assertThat(RunSummary.outside(outside(12), Reports.AS_IT_IS))
                .hasSize(12)
                .last()
                .isEqualTo("  and 2 more");
        assertThat(RunSummary.outside(outside(0), Reports.AS_IT_IS)).isEmpty();
    }

    private static OperationReport outside(int objects) {
        List<String> names = IntStream.range(0, objects)
                .mapToObj(number -> "table public.stray_" + number)
                .toList();
        return operation(false, List.of(), names);
    }

    private static ChangeSets notRun(ChangeSetId... changeSets) {
        return ChangeSets.applied(List.of(), List.of(changeSets), List.of());
    }
}
