package io.github.pgmt.benchmark;

import java.util.List;

/** What as many tenants took in one database and in several. */
record DatabasesTable(List<DatabasesJob.Result> results) {

    String text() {
        MarkdownTable table = new MarkdownTable("databases × tenants", "ms a tenant", "against one", "live heap, MiB");
        double one = median(1);
        results.stream()
                .map(result -> result.job().databases())
                .distinct()
                .sorted()
                .forEach(databases -> {
                    DatabasesJob job = of(databases).get(0).job();
                    table.add(List.of(
                            databases + " × " + job.tenants() / databases,
                            Figures.number(median(databases)),
                            Figures.times(median(databases) / one),
                            Figures.mebibytes(of(databases).stream()
                                    .mapToDouble(result -> result.run().liveHeap())
                                    .max()
                                    .orElseThrow())));
                });
        return table.text();
    }

    private double median(int databases) {
        return Figures.median(of(databases).stream()
                .map(result -> result.run().wallMillis() / result.job().tenants())
                .toList());
    }

    private List<DatabasesJob.Result> of(int databases) {
        return results.stream()
                .filter(result -> result.job().databases() == databases)
                .toList();
    }
}
