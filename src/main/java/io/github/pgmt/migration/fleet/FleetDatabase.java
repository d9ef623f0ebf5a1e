package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
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

    /** The history of each of these tenants; one that cannot be read says so and spoils no other. */
    Map<Tenant, TenantHistory> histories(Collection<Tenant> tenants);

    /**
     * As {@link #histories}; rows that were executed after this time say when. The column {@code DATEEXECUTED} has no time
     * zone: it is the local time of the session that wrote it, which pgjdbc sets to the time zone of its JVM. The others
     * do not say it: nearly all tenants have the same ones, and they are kept once.
     */
    Map<Tenant, TenantHistory> historiesSince(Collection<Tenant> tenants, LocalDateTime time);

    /**
     * As {@link #histories}, with the rows in the order in which Liquibase reads them: by {@code DATEEXECUTED}, and by
     * {@code ORDEREXECUTED} only where that is the same.
     */
    Map<Tenant, TenantHistory> historiesByTime(Collection<Tenant> tenants);

    /**
     * Operators, casts and functions that a changelog's statements could take for PostgreSQL's own and that no role made which
     * is trusted, in these tenants' schemas and in those that they share; one look finds both.
     */
    CodeLook untrustedCode(Collection<Tenant> tenants, Collection<String> shared);

    /**
     * What is in Liquibase's tables of these tenants that Liquibase does not make. No table is read or locked for longer than the
     * look, so it is no more than that.
     */
    TablesLook untrustedTables(Collection<Tenant> tenants);

    /** Those of the tenants whose schemas there are. */
    Set<Tenant> existing(Collection<Tenant> tenants);

    /** Names of INVALID indexes that nobody is building; tenants without one are left out. */
    Map<Tenant, Set<String>> invalidIndexes(Collection<Tenant> tenants);

    /** Names of all relations, functions and types. */
    Map<Tenant, Set<String>> objectNames(Collection<Tenant> tenants);

    /**
     * Relations, functions and types outside these schemas and outside PostgreSQL's own, as {@code kind schema.name}.
     */
    Set<OutsideObject> objectsOutside(Collection<String> schemas);

    /** Those of the schemas, whosever they are, that hold a history table, in their order. */
    List<String> schemasWithHistory(Collection<String> candidates);

    /** The histories in those of the schemas, which are no tenant's, that hold one; for finding histories that are kept elsewhere. */
    List<TenantHistory> historiesElsewhere(Collection<String> candidates);

    /** Those of the tenants that have a history table. */
    Set<Tenant> withHistory(Collection<Tenant> tenants);

    /** Those of the tenants that have an object of their own besides Liquibase's two tables. */
    Set<Tenant> withObjects(Collection<Tenant> tenants);

    /** How much is in each of these tenants; one without a schema is left out. No table of a tenant is read. */
    Map<Tenant, SchemaSize> sizes(Collection<Tenant> tenants);

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
