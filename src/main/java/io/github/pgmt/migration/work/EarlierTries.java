package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was done in tenants that are tried again: it belongs to their results. For several threads. */
public final class EarlierTries {

    private final Map<Tenant, EngineResult> results = new ConcurrentHashMap<>();

    /** What the tenant's earlier tries have done; empty when nothing was done. */
    public Optional<EngineResult> of(Tenant tenant) {
        return Optional.ofNullable(results.get(tenant));
    }

    /** The result of a try with what was done before it. */
    public EngineResult and(Tenant tenant, EngineResult result) {
        EngineResult earlier = results.remove(tenant);
        EngineResult all = earlier == null ? result : result.after(earlier);
        if (all.failure().filter(Failure::mayPass).isPresent()
                && !all.changeSets().isEmpty()) {
            results.put(tenant, all);
        }
        return all;
    }
}
