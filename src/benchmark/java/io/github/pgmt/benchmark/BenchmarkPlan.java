package io.github.pgmt.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be measured. Every component is a property of Maven, {@code -Dbenchmark.<name>}; the POM has the defaults.
 *
 * @param tenants how many tenants work A is measured on
 * @param tenantsB how many tenants work B is measured on; it takes four times as long as A for each
 * @param tenantsPublished how many tenants the works of other projects are measured on
 * @param rounds how often every candidate is measured; all are measured once before one is again
 * @param warmUpTenants how many tenants a JVM migrates before it is measured
 * @param works of {@link Work}
 * @param delays milliseconds that the wire adds to a round trip
 * @param candidates of {@link Candidates}
 * @param coldTenants how many tenants runs in new JVMs are measured on
 * @param coldWorks of which works; may be empty
 * @param coldCandidates of {@link Candidates}
 * @param goalTenants how many tenants the goals beside the migration are measured on, by the candidates of the cold runs
 * @param goalWorks of which works; may be empty
 * @param statusTenants of how many tenants the status is measured; may be empty
 * @param databases in how many databases as many tenants are migrated, beside one; 0 leaves it out
 * @param databasesTenants how many tenants that are in all
 * @param heap the {@code -Xmx} of every measured JVM
 * @param url {@code embedded}, or the JDBC URL of a server of one's own whose role may create databases
 */
record BenchmarkPlan(
        int tenants,
        int tenantsB,
        int tenantsPublished,
        int rounds,
        int warmUpTenants,
        List<Work> works,
        List<Double> delays,
        List<String> candidates,
        int coldTenants,
        List<Work> coldWorks,
        List<String> coldCandidates,
        int goalTenants,
        List<Work> goalWorks,
        List<Integer> statusTenants,
        int databases,
        int databasesTenants,
        String heap,
        String url) {

    BenchmarkPlan {
        requirePositive("tenants", tenants);
        requirePositive("tenantsB", tenantsB);
        requirePositive("tenantsPublished", tenantsPublished);
        requirePositive("rounds", rounds);
        requirePositive("warmUpTenants", warmUpTenants);
        requirePositive("coldTenants", coldTenants);
        requirePositive("goalTenants", goalTenants);
        candidates.forEach(Candidates::of);
        coldCandidates.forEach(BenchmarkPlan::requireForEveryWork);
        statusTenants.forEach(count -> requirePositive("statusTenants", count));
        if (delays.stream().anyMatch(delay -> delay < 0)) {
            throw new IllegalArgumentException("-Dbenchmark.delays must not be negative.");
        }
    }

    private static void requireForEveryWork(String candidate) {
        if (!candidate.equals(Candidates.SPRING) && !Candidates.isPgmt(candidate)) {
            throw new IllegalArgumentException(
                    "-Dbenchmark.coldCandidates are spring and pgmt-<threads>, not " + candidate + ".");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("-Dbenchmark." + name + " must be at least 1, not " + value + ".");
        }
    }

    static BenchmarkPlan fromSystemProperties() {
        return new BenchmarkPlan(
                number("tenants"),
                number("tenantsB"),
                number("tenantsPublished"),
                number("rounds"),
                number("warmUpTenants"),
                works("works"),
                list("delays").map(Double::valueOf).toList(),
                list("candidates").toList(),
                number("coldTenants"),
                works("coldWorks"),
                list("coldCandidates").toList(),
                number("goalTenants"),
                works("goalWorks"),
                list("statusTenants").map(Integer::valueOf).toList(),
                number("databases"),
                number("databasesTenants"),
                text("heap"),
                text("url"));
    }

    int tenantsOf(Work work) {
        if (work.isPublished()) {
            return tenantsPublished;
        }
        return work == Work.A ? tenants : tenantsB;
    }

    /** Those that there is something for in a work. */
    List<String> candidatesOf(WorkFiles files) {
        return candidates.stream()
                .filter(candidate -> !files.work().isPublished() || !candidate.equals(Candidates.FLYWAY))
                .filter(candidate -> files.prepared().hasScript() || !candidate.startsWith(Candidates.JDBC))
                .toList();
    }

    /** For the result. */
    BenchmarkPlan withoutSecrets() {
        return new BenchmarkPlan(
                tenants,
                tenantsB,
                tenantsPublished,
                rounds,
                warmUpTenants,
                works,
                delays,
                candidates,
                coldTenants,
                coldWorks,
                coldCandidates,
                goalTenants,
                goalWorks,
                statusTenants,
                databases,
                databasesTenants,
                heap,
                ServerUrl.shown(url));
    }

    boolean isEmbedded() {
        return url.equals("embedded");
    }

    private static String text(String name) {
        String value = System.getProperty("benchmark." + name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("-Dbenchmark." + name + " is missing.");
        }
        return value.strip();
    }

    private static int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-Dbenchmark." + name + " is no number: " + text(name), e);
        }
    }

    private static List<Work> works(String name) {
        return list(name).map(Work::named).sorted().toList();
    }

    private static Stream<String> list(String name) {
        String value = System.getProperty("benchmark." + name, "");
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty() && !part.equals("none"));
    }
}
