package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes back, of tenants that failed, the schemas that the run created. Each is tried once, and none of a tenant that is
 * done: that the database did not say so is no reason to drop it.
 */
final class CreatedSchemas {

    private final NewSchemas schemas;
    private final Map<Tenant, String> fates = new ConcurrentHashMap<>();

    CreatedSchemas(NewSchemas schemas) {
        this.schemas = schemas;
    }

    /** Whether the run created the schema and has not tried to take it back. */
    boolean isOpen(Tenant tenant) {
        return schemas.isCreated(tenant) && !fates.containsKey(tenant);
    }

    /** Removes the schema of a tenant that failed; the failure then says what became of it. */
    Failure takeBack(Tenant tenant, Failure failure) {
        String fate = schemas.remove(tenant)
                .map(reason -> stays(tenant, reason))
                .orElse("The schema, which this run had created, was removed again.");
        fates.put(tenant, fate);
        return failure.and(fate);
    }

    /** Lets the schema of a tenant that is done and not confirmed stay for good; the failure then says so. */
    TenantResult leave(Attempt attempt) {
        Tenant tenant = attempt.tenant();
        TenantResult unconfirmed = attempt.result();
        if (!isOpen(tenant)) {
            return unconfirmed;
        }
        String fate = "The schema, which this run had created, stays with all that is in it.";
        fates.put(tenant, fate);
        return unconfirmed.failing(unconfirmed.failure().orElseThrow().and(fate));
    }

    /** What became of a schema that was tried, or left. */
    String fate(Tenant tenant) {
        return fates.get(tenant);
    }

    private static String stays(Tenant tenant, String reason) {
        return "The schema, which this run had created, stays: " + reason
                + " drop-tenant removes it. Once the cause is " + "mended, setup-tenant goes on in it: "
                + SuggestedCommand.of("setup-tenant", tenant.displayName());
    }
}
