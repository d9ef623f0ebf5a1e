package io.github.pgmt.migration.changelog;

import java.util.Locale;
import java.util.Objects;

/**
 * The names of Liquibase's two tables in a tenant's schema.
 *
 * @param history the relation's name as PostgreSQL stores it
 * @param lock likewise
 */
public record HistoryTables(String history, String lock) {

    /** Liquibase's own names. */
    public static final HistoryTables DEFAULT = named("DATABASECHANGELOG", "DATABASECHANGELOGLOCK");

    public HistoryTables {
        Objects.requireNonNull(history, "history is null");
        Objects.requireNonNull(lock, "lock is null");
    }

    /** The tables of these names; Liquibase's {@code PostgresDatabase} always makes them lower case. */
    public static HistoryTables named(String history, String lock) {
        return new HistoryTables(history.toLowerCase(Locale.US), lock.toLowerCase(Locale.US));
    }
}
