package io.github.pgmt.report.markdown;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.HostileNames;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    @Test
    void tellsTheResultThenWhatFailedAndHowToGoOn() {
        ChangeSets changeSets = ChangeSets.applied(List.of(FLAGS), List.of(USERS), List.of());
        RunReport report = Reports.report(
                false,
                List.of(
                        Reports.migrated("acme", changeSets),
                        Reports.failed("beta", "Column \"a\" exists.\nDetail: none."),
                        Reports.failed("delta", "Column \"a\" exists.\nDetail: none."),
                        Reports.refused("gone", Failure.Kind.MISSING, "There is no tenant \"gone\"."),
                        TenantResult.skipped(TenantId.of("zeta"))),
                List.of("table public.stray"));

        assertThat(ParsedMarkdown.text(report)).isEqualTo("""
                ## \u274C `pgmt:migrate-all` FAILED in `jdbc:postgresql://localhost:5432/app`

                **1 migrated, 3 failed, 1 skipped of 5 tenants in 41 s**

                1 changeset applied

                Run `r00abcdefg`, started 2026-11-22 10:15:30 UTC, took 41 s

                ### Failed

                #### 2 tenants: `db/changelog/005-flags.sql::add_flags::app` (SQLSTATE `42701`)

                    Column "a" exists.
                    Detail: none.

                Tenants: `beta`, `delta`

                How to go on: what was applied before is kept; mend the changeset or the tenant's data, then retry: it goes on there.

                #### 1 tenant: no such tenant

                    There is no tenant "gone".

                Tenant: `gone`

                How to go on: nothing was touched; do as the message says (pgmt:list-tenants shows the tenants that there are).

                The names of the failed and skipped tenants are in `migrate-all.failed.txt`; a run of just those takes it as `-Dpgmt.tenantsFile`.

                ### Not started: 1 tenant

                Tenant: `zeta`

                How to go on: run the same command again.

                ### Not run and not recorded, as the changelog allows (CONTINUE, failOnError=false)

                | Changeset | Tenants |
                | --- | ---: |
                | `db/changelog/006-users.sql::update_users::app` | 1 |

                ### Outside the tenants' schemas

                The run, or somebody meanwhile, made:

                    table public.stray
                """);
    }

    @Test
    void tellsTheStateOfTenantsThatAreNotCurrent() {
        RunReport report = Statuses.withShared(
                Statuses.report(
                        false,
                        Statuses.pending("acme", FLAGS, USERS),
                        Statuses.pending("beta", FLAGS, USERS),
                        Statuses.locked("held", USERS),
                        Statuses.troubled("old", State.UNMANAGED, "Exclude it: -Dpgmt.excludes=old"),
                        Statuses.troubled("older", State.UNMANAGED, "Exclude it: -Dpgmt.excludes=older"),
                        Statuses.upToDate("same")),
                Statuses.sound("public", State.PENDING, 3, conditional(FLAGS)));

        assertThat(ParsedMarkdown.text(report)).isEqualTo("""
                ## \u26A0\uFE0F `pgmt:status` SUCCESS in `jdbc:postgresql://localhost:5432/app`

                **1 of 6 tenants current, 5 changesets pending; the shared schema is not current**

                2 unmanaged, 1 locked, 2 pending, 1 up to date \u00B7 Shared schema `public` pending

                Run `r00abcdefg`, started 2026-11-22 10:15:30 UTC, took 2.0 s

                ### Shared schema: pending

                1 changeset pending:

                    db/changelog/005-flags.sql::add_flags::app (if its preconditions hold)

                ### Not current

                #### 2 tenants: unmanaged

                    Exclude it: -Dpgmt.excludes=<schema>

                Tenants: `old`, `older`

                #### 1 tenant: locked

                    Held by app-1.

                1 changeset pending:

                    db/changelog/006-users.sql::update_users::app

                Tenant: `held`

                #### 2 tenants: pending

                2 changesets pending:

                    db/changelog/005-flags.sql::add_flags::app
                    db/changelog/006-users.sql::update_users::app

                Tenants: `acme`, `beta`
                """);
    }

    @Test
    void tellsWhatADryRunFoundPending() {
        RunReport report = Reports.report(
                true,
                List.of(
                        Reports.planned("acme", USERS),
                        Reports.planned("beta", FLAGS, USERS),
                        Reports.planned("delta", FLAGS, USERS),
                        Reports.upToDate("same")),
                List.of());

        assertThat(ParsedMarkdown.text(Reports.withShared(report, Reports.planned("public", FLAGS))))
                .startsWith("## \u2705 `pgmt:migrate-all` (dry run) SUCCESS in ")
                .endsWith("""
                ### Pending

                Shared schema, 1 changeset:

                    db/changelog/005-flags.sql::add_flags::app

                **2 tenants**, 2 changesets:

                    db/changelog/005-flags.sql::add_flags::app
                    db/changelog/006-users.sql::update_users::app

                Tenants: `beta`, `delta`

                **1 tenant**, 1 changeset:

                    db/changelog/006-users.sql::update_users::app

                Tenant: `acme`
                """);
    }

    @Test
    void tellsWhyARunEndedBeforeItsFirstTenant() {
        assertThat(ParsedMarkdown.text(Reports.broken("The server is down.\nStart it.")))
                .isEqualTo("""
                ## \u274C `pgmt:migrate-all` ERROR

                **Ended before the first tenant**

                Run `r00abcdefg`, started 2026-11-22 10:15:30 UTC, took 0.8 s

                ### Error

                    The server is down.
                    Start it.
                """);
    }

    @Test
    void tellsOfTheSharedSchemaThatStoppedTheRun() {
        RunReport report = Reports.withShared(
                Reports.report(TenantResult.skipped(TenantId.of("acme"))), Reports.failed("public", "No such table."));

        assertThat(ParsedMarkdown.text(report))
                .contains("\nShared schema `public` failed\n")
                .contains("""
                ### Shared schema: `db/changelog/005-flags.sql::add_flags::app` (SQLSTATE `42701`)

                    No such table.

                How to go on: what""");
    }

    @Test
    void saysThatAPersonShouldLookOnlyWhereThereIsSomethingToSee() {
        assertThat(ParsedMarkdown.text(Reports.report(Reports.migrated("acme", FLAGS))))
                .startsWith("## \u2705 ");
        assertThat(ParsedMarkdown.text(Reports.report(
                        Reports.migrated("acme", ChangeSets.applied(List.of(), List.of(USERS), List.of())))))
                .startsWith("## \u26A0\uFE0F ");
        assertThat(ParsedMarkdown.text(
                        Reports.report(false, List.of(Reports.upToDate("acme")), List.of("table public.stray"))))
                .startsWith("## \u26A0\uFE0F ");
        assertThat(ParsedMarkdown.text(Statuses.report(false, Statuses.upToDate("acme"))))
                .startsWith("## \u2705 ");
    }

    @Test
    void noNameOrMessageIsReadAsMarkdown() {
        for (boolean dryRun : List.of(false, true)) {
            ParsedMarkdown plain = ParsedMarkdown.of(everywhere("plain", dryRun));
            assertThat(plain.codes()).contains("plain", "plain::plain::plain");
            for (String name : HostileNames.ALL) {
                ParsedMarkdown parsed = ParsedMarkdown.of(everywhere(name, dryRun));
                String shown = Printable.name(name);

                assertThat(parsed.shape()).as(name).isEqualTo(plain.shape());
                assertThat(parsed.codes()).isEqualTo(replaced(plain.codes(), shown));
            }
        }
    }

    @Test
    void noNameOrMessageInAStatusIsReadAsMarkdown() {
        ParsedMarkdown plain = ParsedMarkdown.of(statusEverywhere("plain"));
        for (String name : HostileNames.ALL) {
            ParsedMarkdown parsed = ParsedMarkdown.of(statusEverywhere(name));

            assertThat(parsed.shape()).as(name).isEqualTo(plain.shape());
            assertThat(parsed.codes()).isEqualTo(replaced(plain.codes(), Printable.name(name)));
        }
    }

    @Test
    void showsLinesOfMessagesAsTheyAre() {
        String message = String.join(
                "\n",
                "# no heading",
                "```",
                "    four blanks",
                "",
                "- no item",
                "<script>",
                "~~~",
                "| a | b |",
                "|---|---|");

        List<String> blocks = ParsedMarkdown.of(Reports.report(Reports.failed("acme", message)))
                .blocks();

        assertThat(blocks).singleElement().isEqualTo(message.replace("\n\n", "\n") + "\n");
    }

    @Test
    void showsNoCharacterThatTurnsOrHidesOthers() {
        String hostile = "a\u202Eb\u2066c\u0007d\u001B[31me\u0085f\u2028g\rh";

        assertThat(ParsedMarkdown.text(everywhere(hostile, false)) + ParsedMarkdown.text(statusEverywhere(hostile)))
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]|[\u0080-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]");
    }

    @Test
    void namesTwentyTenantsOfAGroupAndSaysWhereTheOthersAre() {
        String text = ParsedMarkdown.text(Reports.report(results(55, number -> "Disk is full.")));

        assertThat(text).contains("`tenant_18`, `tenant_19` and 35 more (all in `migrate-all.json`)");
        assertThat(text).doesNotContain("tenant_20");
    }

    @Test
    void tellsOfTwentyCausesAndSaysWhereTheOthersAre() {
        String text = ParsedMarkdown.text(Reports.report(results(55, number -> "Cause n" + number)));

        assertThat(text).contains("\n... and 35 more (all in `migrate-all.json`).\n");
        assertThat(text).contains("    Cause n19\n").doesNotContain("Cause n20");
    }

    @Test
    void saysWhereTheWholeOfALongMessageIs() {
        String text = ParsedMarkdown.text(Reports.report(Reports.failed("acme", "x".repeat(1001))));

        assertThat(text)
                .contains("    " + "x".repeat(1000)
                        + "\u2026\n\nThe message goes on; it is whole in `migrate-all.json`.");
        assertThat(ParsedMarkdown.text(Reports.report(Reports.failed("acme", "x".repeat(1000)))))
                .doesNotContain("goes on; it");
        assertThat(ParsedMarkdown.text(Reports.report(Reports.failed("acme", "x\n".repeat(21)))))
                .contains("goes on; it");
    }

    @Test
    void doesNotPointToAFileThatIsNotThere() throws IOException {
        StringWriter writer = new StringWriter();

        MarkdownReport.write(Reports.report(results(21, number -> "No.")), Reports.AS_IT_IS, false, writer);

        assertThat(writer.toString())
                .contains("and 1 more (all in `migrate-all.json`, with `json` among the report formats)");
    }

    @Test
    @Tag(Faults.TAG)
    void staysFarBelowWhatAPageMayHaveHoweverManyTenantsFail() {
        String longName = "\u0001".repeat(63 - 5);
        ChangeSetId longest = new ChangeSetId("\u0001".repeat(255), "\u0001".repeat(255), "\u0001".repeat(255));
        List<ChangeSetId> pending = Collections.nCopies(300, longest);
        int tenants = Faults.rounds(1_000, 10_000);
        TenantResult[] failed = IntStream.range(0, tenants)
                .mapToObj(number -> TenantResult.failed(
                        TenantId.of(longName + number),
                        new Failure(
                                Failure.Kind.CHANGESET,
                                Optional.of(longest),
                                Optional.of("42701"),
                                number % (tenants / 2) + "\uD83D\uDE00".repeat(100_000 / (number + 1) + 1_000))))
                .toArray(TenantResult[]::new);
        TenantStatus[] states = IntStream.range(0, tenants)
                .mapToObj(number -> Statuses.pending(
                        longName + number,
                        pending.subList(0, 100 + number % 200).toArray(ChangeSetId[]::new)))
                .toArray(TenantStatus[]::new);

        for (RunReport report : List.of(Reports.report(failed), Statuses.report(false, states))) {
            String text = ParsedMarkdown.text(report);
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(10_000, 512 * 1024);
            assertThat(text).contains("more (all in `" + report.goal() + ".json`)");
        }
    }

    private static TenantResult[] results(int tenants, IntFunction<String> message) {
        return IntStream.range(0, tenants)
                .mapToObj(number -> Reports.failed("tenant_" + number, message.apply(number)))
                .toArray(TenantResult[]::new);
    }

    private static TenantStatus.ChangeSets conditional(ChangeSetId changeSet) {
        return new TenantStatus.ChangeSets(List.of(changeSet), Set.of(changeSet), List.of(), List.of(), List.of());
    }

    private static List<String> replaced(List<String> codes, String name) {
        return codes.stream().map(code -> code.replace("plain", name)).toList();
    }

    /** A run in which this is the name of everything that has one. */
    private static RunReport everywhere(String name, boolean dryRun) {
        ChangeSetId changeSet = new ChangeSetId(name, name, name);
        Failure failure =
                new Failure(Failure.Kind.CHANGESET, Optional.of(changeSet), Optional.of("42701"), "In " + name);
        ChangeSets changeSets = ChangeSets.applied(List.of(changeSet), List.of(changeSet), List.of(changeSet));
        RunReport report = Reports.report(
                dryRun,
                List.of(
                        TenantResult.failed(TenantId.of(name), failure),
                        Reports.planned(name, changeSet),
                        Reports.migrated(name, changeSets),
                        Reports.failed("other", "In other"),
                        TenantResult.skipped(TenantId.of(name))),
                List.of(name));
        RunHead head = new RunHead(
                report.goal(),
                report.runId(),
                report.result(),
                report.error(),
                report.startedAt(),
                report.duration(),
                Optional.of(name));
        return Reports.withShared(new RunReport(head, report.body()), TenantResult.failed(TenantId.of(name), failure));
    }

    /** A status in which this is the name of everything that has one. */
    private static RunReport statusEverywhere(String name) {
        ChangeSetId changeSet = new ChangeSetId(name, name, name);
        return Statuses.withShared(
                Statuses.report(
                        false,
                        Statuses.sound(name, State.PENDING, 1, conditional(changeSet)),
                        Statuses.troubled(name, State.INVALID, "In " + name)),
                Statuses.troubled(name, State.FOREIGN, "In " + name));
    }
}
