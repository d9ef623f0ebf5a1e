package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.message.MessageText;
import io.github.pgmt.testing.Histories;
import io.github.pgmt.testing.Reports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryConsoleTest {

    private static final RecordedTenant ACME = Histories.tenant("acme", true);

    private final RecordingLog log = new RecordingLog();
    private final List<String> answer = new ArrayList<>();

    @Test
    void theRunsAreATableTheNewestFirstWithTheCommandThatTakesTheNewestBack() {
        tell(Histories.of(
                List.of(
                        Histories.others(18),
                        Histories.run("r0tosuo00a", 20, Histories.tag("v1", 3, 20)),
                        Histories.run("s0toupc00b", 21),
                        Histories.run("r0tor0000c", 19)),
                ACME,
                Histories.tenant("beta", false),
                Histories.tenant("gamma", false)));

        assertThat(log.lines())
                .containsExactly(
                        "info  Runs in jdbc:postgresql://localhost:5432/app",
                        "info    run                   first                 last                  tenants   changesets   notes",
                        "info    s0toupc00b (sync)     2026-11-21 12:00:00   2026-11-21 12:00:01         3            6",
                        "info    r0tosuo00a            2026-11-20 12:00:00   2026-11-20 12:00:01         3            6   tag v1 (3)",
                        "info    r0tor0000c            2026-11-19 12:00:00   2026-11-19 12:00:01         3            6",
                        "info    2026-11-18 (others)   2026-11-18 12:00:00   2026-11-18 12:00:01         2          200   2 ran again, 1 only marked",
                        "info  3 tenants, 2 runs, 1 sync, 1 day of others', 218 changesets",
                        "info  To take the newest run back (-Dpgmt.dryRun=true shows first what that does):",
                        "info    mvn pgmt:rollback -Dpgmt.rollbackRun=r0tosuo00a -Dpgmt.allTenants=true");
        assertThat(answer).hasSize(9).contains("Runs in jdbc:postgresql://localhost:5432/app");
    }

    @Test
    void ofManyRunsTheLastTwentyAreShown() {
        tell(Histories.of(
                IntStream.rangeClosed(1, 23)
                        .mapToObj(day -> Histories.run("r0000000" + (day + 10), day))
                        .toList(),
                ACME));

        assertThat(log.lines()).filteredOn(line -> line.contains("  r0000000")).hasSize(20);
        assertThat(log.lines())
                .anyMatch(line -> line.contains("r000000033"))
                .noneMatch(line -> line.contains("r000000013"))
                .contains("info    and 3 older (all in target/pgmt/history.json)");
    }

    @Test
    void theCommandReachesTheTenantsThatWereLookedAt() {
        tell(report(Optional.empty(), List.of("o'neil", "eu*"), List.of()));
        assertThat(log.lines().get(log.lines().size() - 1))
                .isEqualTo("info    mvn pgmt:rollback -Dpgmt.rollbackRun=r0tosuo00a '-Dpgmt.tenants=eu\\*,o'\\''neil'");

        log.lines().clear();
        List<String> many =
                IntStream.range(0, 21).mapToObj(number -> "t" + number).toList();
        tell(report(Optional.empty(), many, List.of()));
        assertThat(log.lines())
                .endsWith(
                        "info  To take the newest run back, with the options that choose its tenants:",
                        "info    mvn pgmt:rollback -Dpgmt.rollbackRun=r0tosuo00a");
    }

    @Test
    void ofATagItIsSaidWhoBearsItAndWhoDoesNot() {
        tell(report(Optional.of("v1"), List.of("acme"), List.of("beta", "gamma")));

        assertThat(log.lines())
                .contains(
                        "info  1 of 3 tenants bears the tag v1, on changesets of 2026-11-20 12:00:00 to 2026-11-20 12:00:01.",
                        "info  Without it: beta, gamma");
    }

    @Test
    void ofThoseWithoutTheTagTenAreNamed() {
        tell(report(
                Optional.of("v1"),
                List.of("acme"),
                IntStream.range(10, 22).mapToObj(number -> "t" + number).toList()));

        assertThat(log.lines())
                .contains(
                        "info  Without it: t10, t11, t12, t13, t14, t15, t16, t17, t18, t19",
                        "info    and 2 more (all in target/pgmt/history.json)");
    }

    @Test
    void ofATagThatNobodyBearsTheOthersAreNamed() {
        tell(HistoryReport.ordered(
                List.of(Histories.run("r0tosuo00a", 20, Histories.tag("v1.0", 1, 20))),
                List.of(Histories.tenant("acme", false)),
                Optional.of("v1.9"),
                true));

        assertThat(log.lines())
                .contains(
                        "info  No tenant bears the tag v1.9.",
                        "info  The tags there are: v1.0",
                        "info  Did you mean \"v1.0\"?");
    }

    @Test
    void tenantsThatAreMissingOrCannotBeReadAreTold() {
        tell(Histories.of(
                List.of(),
                ACME,
                RecordedTenant.without(TenantId.of("nowhere"), State.MISSING),
                Histories.unreadable("closed", "No right for hunter2.")));

        assertThat(log.lines())
                .containsExactly(
                        "info  Runs in jdbc:postgresql://localhost:5432/app",
                        "info  3 tenants, 0 runs, 0 changesets",
                        "warn  Not found: nowhere",
                        "error   closed: could not be looked at",
                        "error       No right for ***.");
    }

    @Test
    void aTagOfATenantsIsOnOneLine() {
        tell(Histories.of(List.of(Histories.run("r0tosuo00a", 20, Histories.tag("v\u001b[2J\n1", 3, 20))), ACME));

        assertThat(log.lines()).noneMatch(line -> line.contains("\u001b") || line.contains("\n"));
    }

    private static HistoryReport report(Optional<String> tag, List<String> tagged, List<String> others) {
        return HistoryReport.ordered(
                List.of(Histories.run("r0tosuo00a", 20, Histories.tag("v1", 1, 20))),
                Stream.concat(
                                tagged.stream().map(schema -> Histories.tenant(schema, true)),
                                others.stream().map(schema -> Histories.tenant(schema, false)))
                        .toList(),
                tag,
                false);
    }

    private void tell(HistoryReport report) {
        ConsoleSettings settings = new ConsoleSettings(
                "history",
                "pgmt:history",
                false,
                Operation.MIGRATE,
                false,
                Reports.DATABASE,
                Path.of("target/pgmt"),
                false,
                OutgoingText.onConsole(message -> MessageText.plain(message.replace("hunter2", "***"))),
                options -> "",
                false,
                answer::add);
        new HistoryConsole(log, settings).hear(new RunEvent.Finished(Histories.report(report)));
    }
}
