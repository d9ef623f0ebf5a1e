package io.github.pgmt.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Goes through all that a plan says, in the order that is fair. */
final class Measurements implements AutoCloseable {

    /** Liquibase's own status takes so long that only some tenants are asked. */
    private static final int ASKED_OF_LIQUIBASE = 100;

    private final BenchmarkPlan plan;
    private final ServerUrl server;
    private final Path directory;
    private final Fork fork;
    private final ColdRuns coldRuns;
    private final GoalRuns goalRuns;
    private final List<DelayProxy> proxies = new ArrayList<>();
    private final Map<Double, ServerUrl> wires = new TreeMap<>();
    private final Map<Work, WorkFiles> works = new EnumMap<>(Work.class);
    private final List<MigrationJob.Result> migrations = new ArrayList<>();
    private final List<StatusJob.Result> statuses = new ArrayList<>();
    private final List<DatabasesJob.Result> databases = new ArrayList<>();

    /** @param directory where everything is written to */
    Measurements(BenchmarkPlan plan, ServerUrl server, Path directory) throws IOException {
        this.plan = plan;
        this.server = server;
        this.directory = directory.toAbsolutePath();
        this.fork = new Fork(this.directory, plan.heap());
        this.coldRuns = new ColdRuns(plan, server, fork);
        this.goalRuns = new GoalRuns(plan, server, fork);
        for (double delay : plan.delays()) {
            wires.put(delay, delay == 0 ? server : delayed(delay));
        }
    }

    private ServerUrl delayed(double delay) throws IOException {
        DelayProxy proxy = DelayProxy.before(server, delay);
        proxies.add(proxy);
        return proxy.url();
    }

    Machine machine() throws IOException, SQLException {
        return Machine.look(server, wires);
    }

    /** @param partly runs after every round, so that one who stops a benchmark has what was measured till then */
    void run(Measurement.Work partly) throws Exception {
        for (Work work : Work.values()) {
            if (plan.works().contains(work)
                    || plan.coldWorks().contains(work)
                    || plan.goalWorks().contains(work)
                    || (work == Work.A && (!plan.statusTenants().isEmpty() || plan.databases() > 0))) {
                works.put(work, prepare(work));
            }
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Work work : plan.coldWorks()) {
                coldRuns.round(round, works.get(work));
                partly.run();
            }
            for (Work work : plan.goalWorks()) {
                goalRuns.round(round, works.get(work));
                partly.run();
            }
            if (plan.databases() > 0) {
                databases(round);
                partly.run();
            }
            for (Work work : plan.works()) {
                for (double delay : wires.keySet()) {
                    round(round, work, delay);
                    partly.run();
                }
            }
        }
        for (int tenants : plan.statusTenants()) {
            status(tenants);
            partly.run();
        }
    }

    private WorkFiles prepare(Work work) throws Exception {
        WorkFiles files = new WorkFiles(work, directory.resolve("work-" + work.title()));
        work.write(files.directory());
        try (TenantDatabase database = TenantDatabase.create(server, "benchmark_preparation", 0)) {
            fork.run(
                    "preparation-" + work.title(),
                    WorkPreparation.class,
                    false,
                    database.url().text(),
                    work.name(),
                    files.directory().toString());
        }
        return files;
    }

    /** Every candidate once, each round another first. */
    private void round(int round, Work work, double delay) throws Exception {
        List<String> candidates = new ArrayList<>(plan.candidatesOf(works.get(work)));
        Collections.rotate(candidates, -round);
        for (String candidate : candidates) {
            MigrationJob job = new MigrationJob(
                    candidate,
                    work,
                    delay,
                    round,
                    server.text(),
                    wires.get(delay).text(),
                    works.get(work).directory().toString(),
                    plan.tenantsOf(work),
                    plan.warmUpTenants());
            String name = "%s-%s-%s-%d".formatted(work.title(), Figures.number(delay), candidate, round + 1);
            boolean withPgmt = Candidates.isPgmt(candidate);
            MigrationJob.Result result =
                    fork.measure(name, MigrationProcess.class, withPgmt, job, MigrationJob.Result.class);
            migrations.add(result.withoutSecrets());
            say("round " + (round + 1) + ", work " + work.title() + ", " + Figures.number(delay) + " ms of delay, "
                    + candidate + ": " + told(result));
        }
    }

    private static String told(MigrationJob.Result result) {
        List<String> cases = new ArrayList<>();
        result.full()
                .forEach((theCase, measured) -> cases.add(theCase.letter() + " "
                        + Figures.number(measured.wallMillis() / result.job().tenants())));
        return String.join(", ", cases) + " ms a tenant";
    }

    private void status(int tenants) throws Exception {
        WorkFiles files = works.get(Work.A);
        try (TenantDatabase database = StatusTenants.create(server, files, tenants)) {
            for (String way : List.of("liquibase", "jdbc", "pgmt")) {
                int asked = way.equals("liquibase") ? Math.min(tenants, ASKED_OF_LIQUIBASE) : tenants;
                StatusJob job = new StatusJob(
                        way, database.url().text(), files.directory().toString(), tenants, asked);
                String name = "status-" + tenants + "-" + way;
                StatusJob.Result result =
                        fork.measure(name, StatusProcess.class, way.equals("pgmt"), job, StatusJob.Result.class);
                statuses.add(result.withoutSecrets());
                say("status of " + asked + " of " + tenants + " tenants, " + way + ": "
                        + Figures.number(result.first().wallMillis()) + " ms at first");
            }
        }
    }

    private void databases(int round) throws Exception {
        List<Integer> counts = new ArrayList<>(List.of(1, plan.databases()));
        Collections.rotate(counts, round);
        for (int count : counts) {
            DatabasesJob job = new DatabasesJob(
                    count,
                    Work.A,
                    round,
                    server.text(),
                    works.get(Work.A).directory().toString(),
                    plan.databasesTenants(),
                    plan.warmUpTenants());
            String name = "databases-" + count + "-" + (round + 1);
            DatabasesJob.Result result =
                    fork.measure(name, DatabasesProcess.class, true, job, DatabasesJob.Result.class);
            databases.add(result.withoutSecrets());
            say("round " + (round + 1) + ", " + count + " databases: "
                    + Figures.number(result.run().wallMillis() / job.tenants()) + " ms a tenant");
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** What Liquibase made of each work. */
    Map<Work, PreparedWork> works() {
        Map<Work, PreparedWork> prepared = new EnumMap<>(Work.class);
        works.forEach((work, files) -> prepared.put(work, files.prepared()));
        return prepared;
    }

    List<MigrationJob.Result> migrations() {
        return List.copyOf(migrations);
    }

    List<ColdJob.Result> coldRuns() {
        return coldRuns.results();
    }

    List<GoalJob.Result> goalRuns() {
        return goalRuns.results();
    }

    List<DatabasesJob.Result> databases() {
        return List.copyOf(databases);
    }

    List<StatusJob.Result> statuses() {
        return List.copyOf(statuses);
    }

    @Override
    public void close() {
        proxies.forEach(DelayProxy::close);
    }
}
