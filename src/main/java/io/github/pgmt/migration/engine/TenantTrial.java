package io.github.pgmt.migration.engine;

import io.github.pgmt.tenant.Tenant;
import java.util.List;

/**
 * A place to try changesets out for a tenant: a new and empty schema in a transaction that is never committed, so that
 * nobody sees it and nothing is left of it, however the run ends. What changesets lock in schemas that tenants share stays
 * locked until the trial is closed.
 */
public interface TenantTrial extends AutoCloseable {

    /** The tenant as it is in the trial: with its own parameters and another schema. */
    Tenant tenant();

    /** The trial's session. Its commits only set a point to which a rollback goes back. */
    TenantSession session();

    /**
     * How the tables of a schema differ from those in the trial, a sentence each; Liquibase's own tables aside.
     *
     * @return empty when both have the same tables, with the same columns of the same types
     */
    List<String> differencesOf(String schema);

    /**
     * The tables in the trial, Liquibase's own aside, in one value: that of a schema of which {@link #differencesOf} says nothing
     * is the same.
     */
    String tables();

    /** Rolls everything back. Never throws. */
    @Override
    void close();
}
