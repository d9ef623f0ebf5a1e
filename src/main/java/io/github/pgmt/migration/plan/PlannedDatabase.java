package io.github.pgmt.migration.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * A database that a plan was made in.
 *
 * @param name as it is listed; empty where the run has one alone
 * @param database the name that the server has for it
 * @param system PostgreSQL's identifier of the server's data; empty where the role may not ask for it
 * @param version the server's major version, such as 17
 */
public record PlannedDatabase(String name, String database, Optional<String> system, int version)
        implements Comparable<PlannedDatabase> {

    public PlannedDatabase {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(system, "system is null");
    }

    /** Whether it may be the other one; what is not known of one of them does not tell. */
    boolean isPerhaps(PlannedDatabase other) {
        boolean sameSystem = system.isEmpty() || other.system.isEmpty() || system.equals(other.system);
        return sameSystem && database.equals(other.database) && version == other.version;
    }

    /** How people know it: {@code eu1}, or {@code app} where it is the only one; with what tells it from others. */
    String text() {
        return (name.isEmpty() ? "" : name + ": ") + "database " + database + " of PostgreSQL " + version
                + system.map(identifier -> ", system " + identifier).orElse("");
    }

    @Override
    public int compareTo(PlannedDatabase other) {
        return name.compareTo(other.name);
    }
}
