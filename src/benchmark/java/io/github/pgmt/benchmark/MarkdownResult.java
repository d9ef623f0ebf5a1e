package io.github.pgmt.benchmark;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The result as a page. */
record MarkdownResult(BenchmarkResult result) {

    String text() {
        StringBuilder text = new StringBuilder("# Benchmark\n\n");
        text.append(machine()).append(parameters());
        for (Work work : result.plan().coldWorks()) {
            List<ColdJob.Result> runs = result.coldRuns(work);
            if (!runs.isEmpty()) {
                text.append("\n## Cold: ").append(sizes(work, result.plan().coldTenants()));
                text.append("\n\n").append(new ColdTable(runs).text());
            }
        }
        for (Work work : result.plan().works()) {
            for (double delay : result.plan().delays()) {
                List<Series> series = result.series(work, delay);
                if (!series.isEmpty()) {
                    text.append("\n## ").append(title(work, delay)).append("\n\n");
                    text.append(noScript(work)).append(new MigrationTables(series).text());
                }
            }
        }
        for (Work work : result.plan().goalWorks()) {
            List<GoalJob.Result> runs = result.goalRuns(work);
            if (!runs.isEmpty()) {
                text.append("\n## Set-up and rollback: ")
                        .append(sizes(work, result.plan().goalTenants()));
                text.append("\n\n").append(new GoalTable(runs).text());
            }
        }
        if (!result.databases().isEmpty()) {
            text.append("\n## Several databases of one server: ")
                    .append(sizes(Work.A, result.plan().databasesTenants()))
                    .append("\n\n")
                    .append(new DatabasesTable(result.databases()).text());
        }
        if (!result.statuses().isEmpty()) {
            text.append("\n## Status of many tenants, nothing pending\n\n").append(statuses());
        }
        return text.append("\n## How it was got\n\n").append(METHOD).toString();
    }

    private static final String METHOD = """
            - Each candidate ran in a JVM of its own for each work, wire and round; all candidates ran once before one ran again,
              each round beginning with another. Figures are medians of the rounds.
            - In a JVM, four times on a new database: one tenant for each connection or thread ("first"), the warm-up, one tenant
              each again, and all tenants. On each database the cases ran in the order a, c, b.
            - What is timed is a run in a JVM that is there: not the JVM's start, which is shown apart, and not Maven.
            - Cold: each run had a JVM of its own that was started for it, and did nothing else; its start, which is not in the
              figures, is shown apart. Neither Maven nor a build is in them.
            - Set-up: tenants of which nothing is there, on one thread with CREATE SCHEMA and MultiTenantSpringLiquibase, or by
              pgmt's setup-all-tenants. Rollback: the last changeset of each. Drift: all compared with each other. All after a warm-up in the same JVM, with the
              same look at every tenant.
            - "Fixed" is what a run takes in a warm JVM however many tenants there are: with T(k) for one tenant on each of k
              threads and T(N) for all N, "a further tenant" is (T(N) − T(k)) / (N − k), and fixed is T(k) less k of these.
            - After each case every tenant had the history rows and objects that Liquibase's own update leaves, and as many
              rows in each table (Flyway: as many history rows of its own), and no lock row was set; otherwise the benchmark would have failed.
            - "Replayed" is the share of the changesets that pgmt sent as planned statements, in all tenants but one, the pilot.
            - Raw JDBC sends the statements and history rows of Liquibase's own update-sql: a transaction and a round trip for
              each changeset, no lock, no check. It reads what tenants have a hundred in a statement, as it would have to.
            - Candidates open connections without a pool. pgmt finds its tenants in the catalog and verifies them afterwards;
              the others are told their names.
            - Delay is made by a proxy in the benchmark, half of it in each direction.
            - Heap: "live" is the most that a garbage collection left during or right after a run (garbage not yet collected
              included), "peak" the sum of the pools' peaks; the most of all cases and rounds.
            - Status: tenants with their history of work A and no other tables. Liquibase was asked about some, one by one; its
              time for all is a multiple of that.
            """;

    private String title(Work work, double delay) {
        return sizes(work, result.plan().tenantsOf(work)) + ", "
                + (delay == 0 ? "no delay on the wire" : Figures.number(delay) + " ms delay on the wire");
    }

    private String sizes(Work work, int tenants) {
        PreparedWork.Expected fresh = result.works().get(work).expected(Case.FRESH);
        return "work " + work.title() + ": " + fresh.changeSets() + " changesets, " + fresh.tables() + " tables, "
                + tenants + " tenants";
    }

    private String noScript(Work work) {
        PreparedWork prepared = result.works().get(work);
        return prepared.hasScript()
                ? ""
                : "No raw JDBC, as there is no script for it: " + prepared.noScript() + ".\n\n";
    }

    private String machine() {
        Machine machine = result.machine();
        String wires = machine.roundTripMillis().entrySet().stream()
                .map(wire -> Figures.number(wire.getValue()) + " ms with a delay of " + wire.getKey() + " ms")
                .collect(Collectors.joining(", "));
        return """
                - Machine: %s, %d cores, %d MiB, %s; load of the last minute before it began: %s
                - JDK: %s, its defaults but -Xmx%s
                - PostgreSQL: %s%s fsync=%s, synchronous_commit=%s; a commit takes %s ms
                - Wire: a round trip takes %s
                """.formatted(
                machine.cpu(),
                machine.cores(),
                machine.memoryMebibytes(),
                machine.os(),
                Figures.number(machine.loadAtStart()),
                machine.jdk(),
                result.plan().heap(),
                machine.postgres(),
                result.plan().isEmbedded() ? ", embedded on the same machine, settings as they come but for" : ",",
                machine.fsync(),
                machine.synchronousCommit(),
                Figures.number(machine.commitMillis()),
                wires);
    }

    private String parameters() {
        BenchmarkPlan plan = result.plan();
        BenchmarkResult.Versions versions = result.versions();
        return """
                - Compared: Liquibase %s (in pgmt and in MultiTenantSpringLiquibase), Spring %s, Flyway %s, pgjdbc %s
                - Rounds: %d, after a warm-up of %d tenants in every JVM; begun %s, %d minutes

                "ms a tenant" is a whole run, divided by its tenants: the median of the rounds, and the least and the most.
                "Speed" is how many times as fast that is as MultiTenantSpringLiquibase, "time" how many times what raw JDBC takes
                on as many connections.
                """.formatted(
                        versions.liquibase(),
                        versions.spring(),
                        versions.flyway(),
                        versions.pgjdbc(),
                        plan.rounds(),
                        plan.warmUpTenants(),
                        result.startedAt(),
                        Math.round(result.minutes()));
    }

    private String statuses() {
        MarkdownTable table = new MarkdownTable(
                "status", "tenants", "first look, ms", "second look, ms", "ms a tenant", "live heap, MiB", "peak, MiB");
        for (StatusJob.Result status : result.statuses()) {
            double perTenant = status.again().wallMillis() / status.job().asked();
            int notAsked = status.job().tenants() - status.job().asked();
            double first = status.first().wallMillis() + notAsked * perTenant;
            double again = status.again().wallMillis() + notAsked * perTenant;
            String estimated = notAsked > 0 ? "≈ " : "";
            table.add(List.of(
                    statusTitle(status.job()),
                    String.valueOf(status.job().tenants()),
                    estimated + Figures.number(first),
                    estimated + Figures.number(again),
                    Figures.number(perTenant),
                    Figures.mebibytes(most(status, Measurement::liveHeap)),
                    Figures.mebibytes(most(status, Measurement::peakHeap))));
        }
        return table.text();
    }

    private static long most(StatusJob.Result status, ToLongFunction<Measurement> heap) {
        return Math.max(heap.applyAsLong(status.first()), heap.applyAsLong(status.again()));
    }

    private static String statusTitle(StatusJob job) {
        return switch (job.way()) {
            case "pgmt" -> "pgmt, " + PgmtStatus.THREADS + " threads";
            case "liquibase" -> "Liquibase, one by one (" + job.asked() + " asked)";
            default -> "raw JDBC (the limit)";
        };
    }
}
