package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads many tenants at once. Nothing here writes, and no statement reads the tables of more than a hundred tenants, so that a
 * scan of the fleet neither fills the server's lock table nor deadlocks with a tenant's DDL.
 */
public interface FleetDatabase {

    /** The history of each of these schemas, by schema; one that cannot be read says so and spoils no other. */
    Map<String, TenantHistory> histories(Collection<String> schemas);

    /**
     * As {@link #histories}; rows that were executed after this time say when. The column {@code DATEEXECUTED} has no time
     * zone: it is the local time of the session that wrote it, which pgjdbc sets to the time zone of its JVM. The others
     * do not say it: nearly all tenants have the same ones, and they are kept once.
     */
    Map<String, TenantHistory> historiesSince(Collection<String> schemas, LocalDateTime time);

    /**
     * Operators, casts and functions in these schemas that a changelog's statements could take for PostgreSQL's own and that no
     * role made which is trusted, by schema; schemas without any are left out.
     */
    Map<String, UntrustedCode> untrustedCode(Collection<String> schemas);

    /**
     * What is in Liquibase's tables in these schemas that Liquibase does not make. No table is read or locked for longer than the
     * look, so it is no more than that.
     */
    TablesLook untrustedTables(Collection<String> schemas);

    /** Those of the schemas that there are. */
    Set<String> existing(Collection<String> schemas);

    /** Names of INVALID indexes that nobody is building, by schema; schemas without one are left out. */
    Map<String, Set<String>> invalidIndexes(Collection<String> schemas);

    /** Names of all relations, functions and types, by schema. */
    Map<String, Set<String>> objectNames(Collection<String> schemas);

    /**
     * Relations, functions and types outside these schemas and outside PostgreSQL's own, as {@code kind schema.name}.
     */
    Set<OutsideObject> objectsOutside(Collection<String> schemas);

    /** Those of the schemas that hold a history table, in their order; for finding histories that are kept elsewhere. */
    List<String> schemasWithHistory(Collection<String> candidates);

    /** Those of the schemas that hold an object of their own besides Liquibase's two tables, in any order. */
    List<String> schemasWithObjects(Collection<String> candidates);

    /** How much is in each of these schemas, by schema; one that does not exist is left out. No table of a tenant is read. */
    Map<String, SchemaSize> sizes(Collection<String> schemas);

    /**
     * Something that is not in a tenant's schema.
     *
     * @param kind {@code table}, {@code view}, {@code function} and so on
     */
    record OutsideObject(String kind, String schema, String name) {

        @Override
        public String toString() {
            return kind + " " + schema + "." + name;
        }
    }
}
