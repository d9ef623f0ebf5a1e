package io.github.pgmt.benchmark;

/** How tenants are when a run meets them. The constants are in the order in which they are measured on the same tenants. */
enum Case {
    /** Empty schemas: every changeset is pending. */
    FRESH("a"),
    /** Nothing is pending. */
    CURRENT("c"),
    /** One changeset is pending: a column, or a table, and an index on it. */
    ONE_PENDING("b");

    private final String letter;

    Case(String letter) {
        this.letter = letter;
    }

    String letter() {
        return letter;
    }

    /**
     * The root changelog, as Liquibase records it. Each case has one of its own, although two are alike: Liquibase
     * remembers within a JVM what it found out about a file.
     */
    String changelog() {
        return "db/changelog/master-" + letter + ".yaml";
    }
}
