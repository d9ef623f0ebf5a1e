package io.github.pgmt.testing;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunCohort;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import io.github.pgmt.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;

/** A run over as many tenants as one likes, with all that can be in it; the same each time. */
public final class ExampleFleet {

    private static final List<ChangeSetId> CHANGE_SETS = List.of(
            changeSet("041-invoices.sql", "invoice-number"),
            changeSet("041-invoices.sql", "invoice-number-index"),
            changeSet("042-email.sql", "email-required"),
            changeSet("043-audit.xml", "audit-table"),
            changeSet("043-audit.xml", "audit-trigger"));

    private static final List<String> WORDS = List.of(
            "acme",
            "beta",
            "borealis",
            "cedar",
            "delta",
            "ember",
            "fjord",
            "granite",
            "harbor",
            "iris",
            "juniper",
            "kestrel",
            "lumen",
            "maple",
            "nimbus",
            "orchid",
            "pine",
            "quartz",
            "raven",
            "sierra");

    private final Random random = new Random(42);
    private final int count;
    private final long[] workers;
    private final IntFunction<String> names;
    private final Map<TenantId, TenantCourse> courses = new HashMap<>();
    private final List<TenantResult> results = new ArrayList<>();

    private ExampleFleet(int count, IntFunction<String> names) {
        this.count = count;
        this.names = names;
        this.workers = new long[Math.max(1, Math.min(8, count / 2))];
        Arrays.fill(workers, 940);
    }

    /** With names as of customers. */
    public static RunReport of(int tenants) {
        return of(
                tenants,
                tenant ->
                        WORDS.get(tenant % WORDS.size()) + (tenant < WORDS.size() ? "" : "_" + tenant / WORDS.size()));
    }

    /** @param names of the tenants, from 0 on */
    public static RunReport of(int tenants, IntFunction<String> names) {
        return new ExampleFleet(tenants, names).report();
    }

    private static ChangeSetId changeSet(String file, String id) {
        return new ChangeSetId("db/changelog/" + file, id, "shop");
    }

    private RunReport report() {
        int small = count / 6;
        List<TenantId> first = new ArrayList<>();
        List<TenantId> second = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            TenantId tenant = TenantId.of(names.apply(index));
            boolean current = index % 20 == 19;
            boolean skipped = count > 20 && index > count - count / 25;
            boolean inSecond = index % 6 == 4 && second.size() < small;
            if (!current) {
                (inSecond ? second : first).add(tenant);
            }
            results.add(
                    current
                            ? TenantResult.upToDate(tenant)
                            : skipped
                                    ? TenantResult.skipped(
                                            tenant, Optional.of("Too many tenants failed (maxFailures)."))
                                    : worked(tenant, index, inSecond ? CHANGE_SETS.subList(2, 5) : CHANGE_SETS));
        }
        List<RunCohort> cohorts = new ArrayList<>(List.of(new RunCohort(first, CHANGE_SETS)));
        if (!second.isEmpty()) {
            cohorts.add(new RunCohort(second, CHANGE_SETS.subList(2, 5)));
        }
        long end = Arrays.stream(workers).max().orElseThrow();
        RunCourse course = new RunCourse(phases(end), List.of(), cohorts, List.of(first.get(0)), courses);
        OperationReport body = new OperationReport(Operation.MIGRATE, false, new OperationResults(results, List.of()))
                .goingOnAs(new RunId("r0toxeplhw"));
        RunHead head = new RunHead(
                "migrate-all",
                new RunId("r0toxeplhw"),
                body.isFailed() ? RunReport.Result.FAILED : RunReport.Result.SUCCESS,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofMillis(end + 410),
                Optional.of("jdbc:postgresql://db.example.com:5432/shop"));
        return new RunReport(head, body, course);
    }

    private static List<RunCourse.Phase> phases(long end) {
        return List.of(
                phase(RunPhase.DISCOVER, 40, 90),
                phase(RunPhase.HISTORIES, 130, 520),
                phase(RunPhase.PLAN, 650, 290),
                phase(RunPhase.PILOTS, 940, 1400),
                phase(RunPhase.MIGRATE, 940, end - 940),
                phase(RunPhase.VERIFY, end, 400));
    }

    private static RunCourse.Phase phase(RunPhase phase, long from, long length) {
        return new RunCourse.Phase(phase, new RunCourse.Span(Duration.ofMillis(from), Duration.ofMillis(length)));
    }

    private TenantResult worked(TenantId tenant, int index, List<ChangeSetId> due) {
        int worker = nextWorker();
        boolean pilot = index == 0;
        if (index == 1) {
            Arrays.setAll(workers, other -> Math.max(workers[other], 2340));
            worker = 0;
        }
        long start = workers[worker];
        boolean fails = index % 40 == 23 || index == 2;
        boolean waits = index % 30 == 7;
        Map<ChangeSetId, Duration> times = new HashMap<>();
        List<ChangeSetId> applied = due.subList(0, fails ? due.indexOf(CHANGE_SETS.get(2)) : due.size());
        long took = pilot ? 600 : 12;
        for (ChangeSetId changeSet : applied) {
            long each = (pilot ? 60 : 15)
                    + random.nextInt(changeSet.id().contains("index") ? 260 : 50)
                    + (index % 77 == 12 ? 900 : 0);
            times.put(changeSet, Duration.ofMillis(each));
            took += each;
        }
        List<TenantCourse.Wait> waited = new ArrayList<>();
        if (waits) {
            waited.add(new TenantCourse.Wait(
                    TenantCourse.Reason.BUSY,
                    Duration.ofMillis(start + 30),
                    Duration.ofMillis(700),
                    OptionalInt.of(worker + 1)));
            took += 730;
        }
        workers[worker] = start + took + 4;
        courses.put(tenant, new TenantCourse(Duration.ofMillis(start), worker + 1, waited));
        ChangeSets changeSets =
                ChangeSets.applied(applied, List.of(), List.of()).took(times);
        Way way = way(pilot, due.size()).after(waiting(waits));
        if (fails) {
            Failure failure = new Failure(
                    Failure.Kind.CHANGESET,
                    Optional.of(CHANGE_SETS.get(2)),
                    Optional.of("23502"),
                    "column \"email\" of relation \"customer\" contains null values.");
            return TenantResult.failed(tenant, Duration.ofMillis(took), changeSets, failure)
                    .by(way.unconfirmed());
        }
        return TenantResult.succeeded(tenant, Outcome.MIGRATED, Duration.ofMillis(took), changeSets)
                .by(way);
    }

    private int nextWorker() {
        int next = 0;
        for (int worker = 1; worker < workers.length; worker++) {
            next = workers[worker] < workers[next] ? worker : next;
        }
        return next;
    }

    private static Way way(boolean pilot, int changeSets) {
        return pilot
                ? Way.liquibase(List.of(
                                new NotReplayed(CHANGE_SETS.get(4), "has preconditions that read the database")))
                        .confirmed(Way.Verified.HISTORY)
                : Way.replayed(changeSets).confirmed(Way.Verified.CATALOG);
    }

    private static Waiting waiting(boolean waits) {
        return waits
                ? new Waiting(
                        2,
                        Duration.ofMillis(700),
                        List.of(new Blocker(
                                4711,
                                Optional.of("app"),
                                Optional.of("nightly-export"),
                                Optional.of("idle in transaction"),
                                Optional.of(Duration.ofSeconds(312)),
                                Optional.of("COPY customer TO STDOUT"))))
                : Waiting.NONE;
    }

    /** Writes the pages of runs over so many tenants each, to be looked at: a directory, and the numbers. */
    public static void main(String[] arguments) throws IOException {
        for (int index = 1; index < arguments.length; index++) {
            Path directory = Path.of(arguments[0], arguments[index]);
            new ReportFiles(directory, EnumSet.of(ReportFormat.JSON, ReportFormat.HTML))
                    .write(of(Integer.parseInt(arguments[index])));
        }
    }
}
