package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private long now = 1_000_000;

    @Test
    void padsTheCounterToTheWidthOfTheTotal() {
        Progress progress = progress(120);
        finish(progress, 37);

        assertThat(progress.counter()).isEqualTo("[ 37/120]");
    }

    @Test
    void saysEveryTenthHowFarItIsAndHowLongItWillTake() {
        Progress progress = progress(1000);
        List<String> lines = new ArrayList<>();
        for (int tenant = 1; tenant <= 1000; tenant++) {
            now += Duration.ofMillis(100).toNanos();
            progress.finished(tenant % 300 == 0 ? Reports.failed("t", "No.") : Reports.migrated("t"), "worker");
            progress.lineIfDue().ifPresent(lines::add);
        }

        assertThat(lines).hasSize(10).contains("[ 600/1000] 598 migrated, 2 failed, about 40 s left");
        assertThat(lines.get(9)).isEqualTo("[1000/1000] 997 migrated, 3 failed");
    }

    @Test
    void isNeverSilentForMoreThanTenSecondsWhileTenantsFinish() {
        Progress progress = progress(1000);
        finish(progress, 1);
        now += Duration.ofMillis(9_999).toNanos();
        assertThat(progress.lineIfDue()).isEmpty();

        now += Duration.ofMillis(1).toNanos();
        assertThat(progress.lineIfDue()).isPresent();
        assertThat(progress.lineIfDue()).isEmpty();
    }

    @Test
    void estimatesFromTenantsThatTookTime() {
        Progress progress = progress(100);
        for (int tenant = 0; tenant < 40; tenant++) {
            progress.finished(Reports.refused("gone", Failure.Kind.MISSING, "No."), "worker");
        }
        assertThat(progress.lineIfDue()).contains("[ 40/100] 40 failed");

        for (int tenant = 0; tenant < 20; tenant++) {
            now += Duration.ofSeconds(1).toNanos();
            finish(progress, 1);
        }
        assertThat(progress.lineIfDue()).contains("[ 60/100] 20 migrated, 40 failed, about 40 s left");
    }

    @Test
    void saysNothingWhereEveryTenantHasItsLine() {
        Progress progress = progress(50);
        finish(progress, 50);

        assertThat(progress.lineIfDue()).isEmpty();
        assertThat(progress(51).hasLineForEach()).isFalse();
    }

    private Progress progress(int tenants) {
        return new Progress(tenants, Outcome.MIGRATED, () -> now);
    }

    private static void finish(Progress progress, int tenants) {
        for (int tenant = 0; tenant < tenants; tenant++) {
            progress.finished(Reports.migrated("t"), "worker");
        }
    }
}
