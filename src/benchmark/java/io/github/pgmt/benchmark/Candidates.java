package io.github.pgmt.benchmark;

/** The candidates by name: {@code spring}, {@code flyway}, {@code jdbc-<connections>}, {@code pgmt-<threads>}. */
final class Candidates {

    static final String SPRING = "spring";
    static final String FLYWAY = "flyway";
    static final String JDBC = "jdbc-";
    static final String PGMT = "pgmt-";

    private Candidates() {}

    static Candidate of(String name) {
        if (name.equals(SPRING)) {
            return new SpringCandidate();
        }
        if (name.equals(FLYWAY)) {
            return new FlywayCandidate();
        }
        if (name.matches(JDBC + "[1-9][0-9]?")) {
            return new JdbcCandidate(parallel(name));
        }
        if (name.matches(PGMT + "[1-9][0-9]?")) {
            return new PgmtCandidate(parallel(name));
        }
        throw new IllegalArgumentException(
                "There is no candidate " + name + ": spring, flyway, jdbc-<connections>, pgmt-<threads>.");
    }

    static boolean isPgmt(String name) {
        return name.startsWith(PGMT);
    }

    /** The raw JDBC on as many connections. */
    static String limitOf(String name) {
        return JDBC + of(name).parallel();
    }

    /** As a person reads it. */
    static String title(String name) {
        int parallel = of(name).parallel();
        return switch (name.replaceAll("-.*", "")) {
            case SPRING -> "MultiTenantSpringLiquibase";
            case FLYWAY -> "Flyway, in a loop";
            case "jdbc" -> "raw JDBC (the limit), " + parallel + (parallel == 1 ? " connection" : " connections");
            default -> "pgmt, " + parallel + (parallel == 1 ? " thread" : " threads");
        };
    }

    private static int parallel(String name) {
        return Integer.parseInt(name.replaceAll(".*-", ""));
    }
}
