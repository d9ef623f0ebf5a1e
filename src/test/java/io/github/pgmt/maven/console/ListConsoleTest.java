package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.report.text.ByteSizes;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.testing.Lists;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListConsoleTest {

    private static final LeftOutTenant DEMO = new LeftOutTenant(TenantId.of("demo"), "excluded by \"d*\"");
    private static final LeftOutTenant ORPHAN = new LeftOutTenant(TenantId.of("an\u0007orphan"), "not in the registry");

    private final RecordingLog log = new RecordingLog();

    @Test
    void theTenantsAreATableWithATotal() {
        tell(
                Settings.PLAIN,
                Lists.report(
                        List.of(
                                Lists.managed("acme"),
                                Lists.unreadable("closed", "No right for hunter2."),
                                Lists.missing("gone_long_ago", TenantOrigin.REGISTRY),
                                Lists.missing("nowhere", TenantOrigin.LIST)),
                        DEMO,
                        ORPHAN));

        assertThat(log.lines())
                .containsExactly(
                        "info  Tenants in jdbc:postgresql://localhost:5432/app",
                        "info    tenant          state        tables   changesets     size",
                        "info    acme            managed          12          130   1.5 MB",
                        "error   closed          unreadable        1            ?   8.0 kB",
                        "error       No right for ***.",
                        "info    gone_long_ago   missing",
                        "info    nowhere         not found",
                        "info  4 tenants (2 missing), 13 tables, 1.5 MB; 2 left out (-Dpgmt.verbose=true says which and why)");
    }

    @Test
    void whereTenantsAreOnOtherServersEachIsToldWithItsOwn() {
        tell(
                Settings.PLAIN,
                Lists.report(List.of(Lists.onNode("acme", "worker-1:5432"), Lists.missing("gone", TenantOrigin.LIST))));

        assertThat(log.lines())
                .contains(
                        "info    tenant   state       tables   changesets     size   node",
                        "info    acme     managed         12          130   1.5 MB   worker-1:5432",
                        "info    gone     not found");
    }

    /** Not "not found", which is said of a name that no database has. */
    @Test
    void aListedDatabaseThatDoesNotAnswerIsUnreachable() {
        TenantEntry silent = new TenantEntry(
                new TenantId("us1", ""),
                "",
                TenantOrigin.LIST,
                State.UNREADABLE,
                0,
                0,
                0,
                Optional.of("Nothing listens there."));

        tell(Settings.PLAIN, Lists.report(List.of(silent)));

        assertThat(log.lines())
                .contains(
                        "error   us1      unreachable        0            ?   0 bytes",
                        "error       Nothing listens there.");
    }

    @Test
    void thoseLeftOutAreNamedWhenAskedFor() {
        tell(Settings.VERBOSE, Lists.report(List.of(Lists.managed("acme")), DEMO, ORPHAN));

        assertThat(log.lines())
                .contains(
                        "info  1 tenant, 12 tables, 1.5 MB; 2 left out:",
                        "info    demo        excluded by \"d*\"",
                        "info    an\u2407orphan   not in the registry");
    }

    @Test
    void manyTenantsHaveALineEachToo() {
        List<TenantEntry> tenants = IntStream.rangeClosed(1, 60)
                .mapToObj(number -> Lists.managed("t" + number))
                .toList();

        tell(Settings.PLAIN, Lists.report(tenants));

        assertThat(log.lines()).hasSize(63).last().isEqualTo("info  60 tenants, 720 tables, 90 MB");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1.0 kB",
        "10188, 9.9 kB",
        "10189, 10 kB",
        "1048063, 1023 kB",
        "1048064, 1.0 MB",
        "12582912, 12 MB",
        "9223372036854775807, 8388608 TB"
    })
    void sizesAreInTheLargestUnitThatFits(long bytes, String text) {
        assertThat(ByteSizes.text(bytes)).isEqualTo(text);
    }

    private void tell(ConsoleSettings settings, RunReport report) {
        new ListConsole(log, settings).hear(new RunEvent.Finished(report));
    }
}
