package io.github.pgmt.maven.console;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.RUN_ID;
import static io.github.pgmt.testing.Reports.USERS;
import static io.github.pgmt.testing.Reports.failed;
import static io.github.pgmt.testing.Reports.migrated;
import static io.github.pgmt.testing.Reports.operation;
import static io.github.pgmt.testing.Reports.planned;
import static io.github.pgmt.testing.Reports.refused;
import static io.github.pgmt.testing.Reports.report;
import static io.github.pgmt.testing.Reports.upToDate;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleListenerTest {

    private final RecordingLog log = new RecordingLog();

    @Test
    void tellsASmallRunFromItsStartToTheRetry() {
        TenantResult acme = migrated("acme", FLAGS, USERS);
        TenantResult beta = failed("beta", "Column \"flag\" exists.\nDetail: none.");
        TenantResult gone = refused("gone", Failure.Kind.MISSING, "There is no tenant \"gone\".");
        TenantResult same = upToDate("same");
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 12));
        Stream.of(gone, acme, beta, same).map(RunEvent.TenantFinished::new).forEach(console::hear);
        console.hear(new RunEvent.Finished(report(acme, beta, gone, same, TenantResult.skipped(TenantId.of("zeta")))));

        assertThat(log.lines())
                .containsExactly(
                        "info  Migrating 12 tenants in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "error [ 1/12] gone ... FAILED",
                        "error     no such tenant",
                        "error     There is no tenant \"gone\".",
                        "info  [ 2/12] acme ... 2 changesets (0.4 s)",
                        "error [ 3/12] beta ... FAILED (0.2 s)",
                        "error     db/changelog/005-flags.sql::add_flags::app (SQLSTATE 42701)",
                        "error     Column \"flag\" exists.",
                        "error     Detail: none.",
                        "info  [ 4/12] same ... up to date (0.1 s)",
                        "error 1 migrated, 1 up to date, 2 failed, 1 skipped of 5 tenants in 41 s",
                        "error Failed in 1 tenant: db/changelog/005-flags.sql::add_flags::app (SQLSTATE 42701)",
                        "error     Column \"flag\" exists.",
                        "error     Detail: none.",
                        "error   Tenants: beta",
                        "error   How to go on: what was applied before is kept; mend the changeset or the tenant's data, then retry: it goes on there.",
                        "error Failed in 1 tenant: no such tenant",
                        "error     There is no tenant \"gone\".",
                        "error   Tenants: gone",
                        "error   How to go on: nothing was touched; do as the message says (pgmt:list-tenants shows the tenants that there are).",
                        "error Retry the failed and skipped tenants alone, with the other options as before:",
                        "error   mvn pgmt:migrate-all -Dpgmt.tenantsFile=target/pgmt/migrate-all.failed.txt",
                        "warn  1 tenant was not started; run the same command again");
    }

    @Test
    void tellsOfTheSharedSchemaWithoutCountingIt() {
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 1));
        console.hear(new RunEvent.SharedFinished(migrated("public", FLAGS)));
        console.hear(new RunEvent.SharedFinished(failed("public", "No such table.")));
        console.hear(new RunEvent.SharedFinished(TenantResult.skipped(TenantId.of("public"))));
        console.hear(new RunEvent.TenantFinished(upToDate("acme")));

        assertThat(log.lines())
                .filteredOn(line -> !line.startsWith("debug"))
                .containsExactly(
                        "info  Migrating 1 tenant in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "info  Shared schema public ... 1 changeset (0.4 s)",
                        "error Shared schema public ... FAILED (0.2 s)",
                        "info  [1/1] acme ... up to date (0.1 s)");
    }

    @Test
    void tellsWhoWentAndWhoCameMeanwhile() {
        List<TenantResult> tenants = List.of(
                migrated("acme", FLAGS), TenantResult.gone(TenantId.of("beta"), Duration.ZERO, "The schema is gone."));
        ConsoleListener console = console(Settings.PLAIN);
        console.hear(new RunEvent.Started(RUN_ID, 2));
        console.hear(new RunEvent.TenantFinished(tenants.get(1)));
        console.hear(new RunEvent.Finished(
                report(operation(false, tenants, List.of(), Optional.empty(), List.of("new_one", "new_two")))));

        assertThat(log.lines())
                .contains(
                        "warn  1 tenant is gone, dropped or renamed while the run went on, which is no failure: beta",
                        "warn  2 tenants appeared while the run went on, and it did not work on them: new_one, new_two")
                .anyMatch(line -> line.contains("-Dpgmt.tenants=new_one,new_two"))
                .noneMatch(line -> line.contains("not started"));
    }

    @Test
    void tellsASuccessWithoutAlarm() {
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 1));
        console.hear(new RunEvent.TenantFinished(migrated("acme", FLAGS)));
        console.hear(new RunEvent.Finished(report(migrated("acme", FLAGS))));

        assertThat(log.lines())
                .containsExactly(
                        "info  Migrating 1 tenant in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "info  [1/1] acme ... 1 changeset (0.4 s)",
                        "info  1 migrated of 1 tenant in 41 s");
    }

    @Test
    void tellsNothingStrangeOfNoTenants() {
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 0));
        console.hear(new RunEvent.Finished(report()));

        assertThat(log.lines())
                .containsExactly(
                        "info  Migrating 0 tenants in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "info  0 migrated of 0 tenants in 41 s");
    }

    @Test
    void tellsProgressInsteadOfEverySuccessPastFiftyTenants() {
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 60));
        for (int tenant = 1; tenant <= 12; tenant++) {
            console.hear(new RunEvent.TenantFinished(tenant == 3 ? failed("bad", "No.") : migrated("good", FLAGS)));
        }

        assertThat(log.lines("info"))
                .containsExactly(
                        "Migrating 60 tenants in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "[ 6/60] 5 migrated, 1 failed, about 1 s left",
                        "[12/60] 11 migrated, 1 failed, about 1 s left");
        assertThat(log.lines("error")).first().isEqualTo("[ 3/60] bad ... FAILED (0.2 s)");
        assertThat(log.lines("debug")).hasSize(11).contains("[ 1/60] good ... 1 changeset (0.4 s)");
    }

    @Test
    void namesPastFiftyTenantsWhatIsSlow() {
        AtomicLong now = new AtomicLong();
        ConsoleListener console = new ConsoleListener(log, Settings.PLAIN, now::get);
        List<TenantResult> tenants = IntStream.rangeClosed(1, 60)
                .mapToObj(tenant -> migrated(
                        String.format("t%02d", tenant),
                        ChangeSets.applied(List.of(FLAGS, USERS), List.of(), List.of())
                                .took(Map.of(FLAGS, Duration.ofMillis(100L * tenant), USERS, Duration.ofMillis(10)))))
                .toList();

        console.hear(new RunEvent.Started(RUN_ID, 60));
        console.hear(new RunEvent.TenantBegun(TenantId.of("t60"), 1));
        now.addAndGet(Duration.ofSeconds(12).toNanos());
        console.hear(new RunEvent.TenantBegun(TenantId.of("t59"), 2));
        tenants.subList(0, 6).stream().map(RunEvent.TenantFinished::new).forEach(console::hear);
        console.hear(new RunEvent.TenantPutBack(TenantId.of("t60"), TenantCourse.Reason.LOCK));
        tenants.subList(6, 12).stream().map(RunEvent.TenantFinished::new).forEach(console::hear);
        console.hear(new RunEvent.Finished(report(tenants.toArray(TenantResult[]::new))));

        assertThat(log.lines("info"))
                .anyMatch(line -> line.startsWith("[ 6/60]") && line.endsWith(", slowest at work: t60 for 12 s"))
                .anyMatch(line -> line.startsWith("[12/60]") && !line.contains("slowest"))
                .contains(
                        "Slowest changesets:",
                        "  db/changelog/005-flags.sql::add_flags::app  3 min 3 s in 60 tenants, at most 6.0 s in t60",
                        "  db/changelog/006-users.sql::update_users::app  0.6 s in 60 tenants, at most 0.0 s in t01",
                        "Slowest tenants: t01 0.4 s, t02 0.4 s, t03 0.4 s");
    }

    @Test
    void namesEveryChangesetWhenVerbose() {
        ChangeSets changeSets = ChangeSets.applied(List.of(FLAGS), List.of(USERS), List.of(USERS));
        ConsoleListener console = console(Settings.VERBOSE);

        console.hear(new RunEvent.Started(RUN_ID, 60));
        console.hear(new RunEvent.TenantFinished(migrated("acme", changeSets)));

        assertThat(log.lines("info"))
                .contains(
                        "[ 1/60] acme ... 1 changeset, 1 not run (0.4 s)",
                        "    db/changelog/005-flags.sql::add_flags::app",
                        "    not run: db/changelog/006-users.sql::update_users::app",
                        "    runs always: db/changelog/006-users.sql::update_users::app");
    }

    @Test
    void tellsHowFarAFailedTenantCame() {
        Failure failure = new Failure(
                Failure.Kind.CHANGESET, Optional.of(USERS), Optional.empty(), "The check of the changeset failed.");
        ChangeSets changeSets = ChangeSets.applied(List.of(FLAGS), List.of(), List.of());
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 1));
        console.hear(new RunEvent.TenantFinished(
                TenantResult.failed(TenantId.of("acme"), Duration.ofMillis(200), changeSets, failure)));

        assertThat(log.lines("error"))
                .containsExactly(
                        "[1/1] acme ... FAILED after 1 changeset (0.2 s)",
                        "    db/changelog/006-users.sql::update_users::app",
                        "    The check of the changeset failed.");
    }

    @Test
    void tellsADryRun() {
        ConsoleListener console = console(Settings.DRY_RUN);

        console.hear(new RunEvent.Started(RUN_ID, 2));
        console.hear(new RunEvent.TenantFinished(planned("acme", FLAGS)));
        console.hear(new RunEvent.TenantFinished(upToDate("beta")));
        console.hear(new RunEvent.Finished(report(true, List.of(planned("acme", FLAGS), upToDate("beta")), List.of())));

        assertThat(log.lines())
                .containsExactly(
                        "info  Planning (dry run) 2 tenants in jdbc:postgresql://localhost:5432/app (run r00abcdefg)",
                        "info  [1/2] acme ... 1 pending (0.1 s)",
                        "info  [2/2] beta ... up to date (0.1 s)",
                        "info    acme   1 pending",
                        "info             db/changelog/005-flags.sql::add_flags::app",
                        "info    beta   up to date",
                        "info  1 up to date, 1 planned of 2 tenants in 41 s");
    }

    @Test
    void tellsWhatCameOfARunThatEndedEarlyAndLeavesTheReasonToMaven() {
        console(Settings.PLAIN)
                .hear(new RunEvent.Finished(Reports.broken(
                        "The server is down.\nStart it.",
                        upToDate("acme"),
                        TenantResult.skipped(TenantId.of("beta")))));

        assertThat(log.lines())
                .containsExactly(
                        "error 1 up to date, 1 skipped of 2 tenants in 0.8 s",
                        "warn  1 tenant was not started; run the same command again");
    }

    @Test
    void leavesAnErrorBeforeTheFirstTenantToMaven() {
        console(Settings.PLAIN).hear(new RunEvent.Finished(Reports.broken("The server is down.")));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void takesBackASuccessThatTheDatabaseDoesNotConfirm() {
        console(Settings.PLAIN)
                .hear(new RunEvent.TenantNotConfirmed(refused("acme", Failure.Kind.VERIFY, "The history lacks x.")));

        assertThat(log.lines())
                .containsExactly(
                        "error acme ... FAILED when the database was asked",
                        "error     not confirmed by the database",
                        "error     The history lacks x.");
    }

    @Test
    void tellsWhyNothingSeemsToHappen() {
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(
                new RunEvent.TenantWaits(TenantId.of("acme"), "Locked by app-1\nsince 10:00.", Duration.ofMinutes(5)));
        console.hear(new RunEvent.BatchPaused(Duration.ofSeconds(30)));

        assertThat(log.lines())
                .containsExactly(
                        "info  acme waits, at most 5 min:",
                        "info      Locked by app-1",
                        "info      since 10:00.",
                        "info  The batch is done; the run pauses for 30 s");
    }

    @Test
    void tellsWhichTenantComesAgainAndWhoWasInItsWay() {
        ConsoleListener console = console(Settings.PLAIN);
        Blocker blocker = new Blocker(
                4711,
                Optional.of("app"),
                Optional.of("billing"),
                Optional.of("idle in transaction"),
                Optional.of(Duration.ofMinutes(12)),
                Optional.of("UPDATE invoice SET x"));
        Failure failure = new Failure(
                Failure.Kind.CHANGESET,
                Optional.of(Reports.FLAGS),
                Optional.of("55P03"),
                "canceling statement due to lock timeout.",
                Optional.of(new Obstacle(Obstacle.Kind.BUSY, List.of(blocker))));

        console.hear(new RunEvent.TenantIsTriedAgain(TenantId.of("acme"), failure, Duration.ofMillis(1500)));
        console.hear(new RunEvent.StillRunning(List.of(
                new RunEvent.AtWork(TenantId.of("acme"), Duration.ofSeconds(41)),
                new RunEvent.AtWork(TenantId.of("beta"), Duration.ofSeconds(38), List.of(blocker)))));

        assertThat(log.lines())
                .contains("info  acme is tried again in 1.5 s:")
                .contains("info      canceling statement due to lock timeout.")
                .contains(
                        "info      In its way: server process 4711, user app, application billing, idle in transaction, transaction open for 720 s: UPDATE invoice SET x")
                .endsWith(
                        "info  Still at work on acme (41 s), beta (38 s)",
                        "info      beta waits for server process 4711, user app, application billing, idle in transaction, transaction open for 720 s: UPDATE invoice SET x");
    }

    @Test
    void tellsOnlySoManyTriesOfALargeFleet() {
        ConsoleListener console = console(Settings.PLAIN);
        Failure failure = Failure.of(Failure.Kind.CHANGESET, "deadlock detected");

        for (int tenant = 1; tenant <= 25; tenant++) {
            console.hear(new RunEvent.TenantIsTriedAgain(TenantId.of("t" + tenant), failure, Duration.ofSeconds(1)));
        }

        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("info") && line.contains("is tried again"))
                .hasSize(20);
    }

    @Test
    void warnsAndDebugsLineByLine() {
        ConsoleListener console = console(Settings.PLAIN);

        console.warned("one\n\ntwo");
        console.debugged("three\r\nfour");
        log.disableDebug();
        console.debugged("five");

        assertThat(log.lines()).containsExactly("warn  one", "warn  two", "debug three", "debug four");
    }

    @Test
    void tellsWhatIsDroppedAndHowFarItIs() {
        AtomicLong nanoTime = new AtomicLong();
        ConsoleListener console = new ConsoleListener(log, Settings.PLAIN, nanoTime::get);
        SchemaSize size = new SchemaSize(3000, 12_582_912, Optional.empty());
        console.hear(new RunEvent.DropStarted(TenantId.of("acme"), size, true));
        console.hear(new RunEvent.DropGoesOn(TenantId.of("acme"), 400, 2600));
        nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
        console.hear(new RunEvent.DropGoesOn(TenantId.of("acme"), 800, 2200));
        console.hear(new RunEvent.DropStarted(TenantId.of("acme"), size, true));
        console(Settings.DRY_RUN).hear(new RunEvent.DropStarted(TenantId.of("gone\n"), SchemaSize.NONE, true));

        assertThat(log.lines())
                .containsExactly(
                        "info  acme: 3000 tables, 12 MB, and the registry's row",
                        "info  acme: 800 objects gone, 2200 left",
                        "info  gone\u240a would be dropped: nothing in the schema, and the registry's row");
    }

    /** The compiler does not ask for it. */
    @Test
    void hasWordsForEveryKindOfEvent() {
        assertThat(console(Settings.PLAIN).kinds()).isEqualTo(Set.of(RunEvent.class.getPermittedSubclasses()));
    }

    @Test
    void showsNeitherSecretsNorControlCharacters() {
        TenantResult hostile = failed("a\u001B[31m\nb", "password hunter2\u001B[0m");
        ConsoleListener console = console(Settings.PLAIN);

        console.hear(new RunEvent.Started(RUN_ID, 1));
        console.hear(new RunEvent.TenantFinished(hostile));
        console.hear(new RunEvent.TenantNotConfirmed(hostile));
        console.hear(new RunEvent.TenantWaits(TenantId.of("x\ny"), "hunter2", Duration.ofSeconds(1)));
        console.warned("hunter2");
        console.debugged("hunter2");
        console.hear(new RunEvent.Finished(Reports.broken("hunter2", hostile)));

        assertThat(log.lines())
                .contains("error [1/1] a\u241B[31m\u240Ab ... FAILED (0.2 s)", "error     password ***\u241B[0m")
                .contains("error Not in that list, since a line end in a name does not fit in it: a\u241B[31m\u240Ab")
                .noneMatch(line -> line.contains("mvn pgmt:"))
                .noneMatch(line -> line.contains("hunter2") || line.contains("\u001B") || line.contains("\n"));
    }

    private ConsoleListener console(ConsoleSettings settings) {
        return new ConsoleListener(log, settings, () -> 0);
    }
}
