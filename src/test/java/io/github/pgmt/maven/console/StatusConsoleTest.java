package io.github.pgmt.maven.console;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.RUN_ID;
import static io.github.pgmt.testing.Reports.USERS;
import static io.github.pgmt.testing.Statuses.pending;
import static io.github.pgmt.testing.Statuses.report;
import static io.github.pgmt.testing.Statuses.troubled;
import static io.github.pgmt.testing.Statuses.upToDate;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.testing.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusConsoleTest {

    private static final TenantStatus.ChangeSets EVERY_KIND = new TenantStatus.ChangeSets(
            List.of(FLAGS, USERS), Set.of(USERS), List.of(), List.of(FLAGS), List.of(USERS, FLAGS));

    private final RecordingLog log = new RecordingLog();

    @Test
    void aFewTenantsHaveALineEach() {
        tell(
                Settings.PLAIN,
                report(false, upToDate("acme_corp"), pending("beta_corp", FLAGS, USERS), upToDate("demo")));

        assertThat(log.lines())
                .containsExactly(
                        "info  Status of 3 tenants in jdbc:postgresql://localhost:5432/app",
                        "info    acme_corp   up to date (5 changesets)",
                        "info    beta_corp   2 pending",
                        "info                  db/changelog/005-flags.sql::add_flags::app",
                        "info                  db/changelog/006-users.sql::update_users::app",
                        "info    demo        up to date (5 changesets)",
                        "info  2 of 3 tenants current, 2 changesets pending");
    }

    @Test
    void theSharedSchemaHasTheFirstLine() {
        tell(Settings.PLAIN, Statuses.withShared(report(true, upToDate("acme")), pending("public", FLAGS)));

        assertThat(log.lines())
                .containsExactly(
                        "info  Status of 1 tenant in jdbc:postgresql://localhost:5432/app",
                        "error   shared schema public: 1 pending",
                        "error       db/changelog/005-flags.sql::add_flags::app",
                        "info    acme   up to date (5 changesets)",
                        "error 1 of 1 tenant current, 0 changesets pending; the shared schema is not current");
    }

    @Test
    void aProblemIsToldWithWhatToDo() {
        tell(
                Settings.PLAIN,
                report(
                        false,
                        Statuses.locked("a", FLAGS),
                        troubled("b", State.INVALID, "Validation failed:\n   hunter2 was 9:1, is 9:2"),
                        troubled("c", State.UNREADABLE, "No right to it.")));

        assertThat(log.lines())
                .containsExactly(
                        "info  Status of 3 tenants in jdbc:postgresql://localhost:5432/app",
                        "warn    a   locked, 1 pending",
                        "warn          Held by app-1.",
                        "warn          db/changelog/005-flags.sql::add_flags::app",
                        "warn    b   invalid",
                        "warn          Validation failed:",
                        "warn             *** was 9:1, is 9:2",
                        "error   c   unreadable",
                        "error         No right to it.",
                        "error 0 of 3 tenants current, 1 changeset pending");
    }

    @Test
    void whatIsNotPendingIsCountedAndNamedWhenAskedFor() {
        TenantStatus tenant = Statuses.sound("a", State.PENDING, 0, EVERY_KIND);

        tell(Settings.PLAIN, report(true, tenant));
        assertThat(log.lines())
                .contains(
                        "error   a   2 pending, 1 runs always, 2 not in the changelog",
                        "error         db/changelog/005-flags.sql::add_flags::app",
                        "error         db/changelog/006-users.sql::update_users::app (if its preconditions hold)")
                .hasSize(5);

        tell(Settings.VERBOSE, report(true, tenant));
        assertThat(log.lines())
                .contains(
                        "error         runs always: db/changelog/005-flags.sql::add_flags::app",
                        "error         not in the changelog: db/changelog/006-users.sql::update_users::app");
    }

    @Test
    void ofManyTenantsOnlyThoseThatAreNotCurrentAreNamed() {
        List<TenantStatus> tenants = new ArrayList<>(IntStream.rangeClosed(1, 49)
                .mapToObj(number -> upToDate("t" + number))
                .toList());
        tenants.add(pending("u1", FLAGS));
        tenants.add(pending("u2", FLAGS));
        tenants.add(troubled("v", State.UNMANAGED, "By hand."));

        tell(Settings.PLAIN, report(false, tenants));

        assertThat(log.lines())
                .containsExactly(
                        "info  Status of 52 tenants in jdbc:postgresql://localhost:5432/app",
                        "info    1 unmanaged, 2 pending, 49 up to date",
                        "info    u1, u2: 1 pending",
                        "info        db/changelog/005-flags.sql::add_flags::app",
                        "warn    v: unmanaged",
                        "warn        By hand.",
                        "info  49 of 52 tenants current, 2 changesets pending");
    }

    @Test
    void ofManyTenantsInOneStateTwentyAreNamedAndWhereTheOthersAre() {
        List<TenantStatus> tenants = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(number -> pending("t" + number, FLAGS))
                .toList());
        IntStream.range(0, 21)
                .mapToObj(number -> troubled("u" + number, State.UNMANAGED, "See -Dpgmt.excludes=u" + number))
                .forEach(tenants::add);

        tell(Settings.PLAIN, report(false, tenants));

        assertThat(log.lines())
                .containsExactly(
                        "info  Status of 81 tenants in jdbc:postgresql://localhost:5432/app",
                        "info    21 unmanaged, 60 pending",
                        "info    t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19",
                        "info    and 40 more (all in target/pgmt/migrate-all.json): 1 pending",
                        "info        db/changelog/005-flags.sql::add_flags::app",
                        "warn    u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11, u12, u13, u14, u15, u16, u17, u18, u19",
                        "warn    and 1 more (all in target/pgmt/migrate-all.json): unmanaged",
                        "warn        See -Dpgmt.excludes=<schema>",
                        "info  0 of 81 tenants current, 60 changesets pending");
    }

    @Test
    void allTenantsAreNamedWhenThatIsAskedFor() {
        tell(
                Settings.VERBOSE,
                report(
                        false,
                        IntStream.range(0, 60)
                                .mapToObj(number -> pending("t" + number, FLAGS))
                                .toList()));

        assertThat(log.lines()).anyMatch(line -> line.endsWith("t58, t59: 1 pending"));
    }

    private void tell(ConsoleSettings settings, RunReport report) {
        StatusConsole console = new StatusConsole(log, settings);
        console.hear(new RunEvent.Started(RUN_ID, report.tenantCount()));
        console.hear(new RunEvent.Finished(report));
    }
}
