package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which runs the histories of many tenants have, without holding their rows. Nothing here writes. */
public interface FleetRuns {

    /**
     * The runs of these tenants.
     *
     * @param tag of which each tenant is to say whether it bears it, without regard to case, as rollbacks look for it
     */
    Look runs(Collection<Tenant> tenants, Optional<String> tag);

    /**
     * What there is.
     *
     * @param runs each once, in no order
     * @param tenants each of those that were asked for; one that cannot be read says so and spoils no other
     */
    record Look(List<RecordedRun> runs, Map<Tenant, RecordedTenant> tenants) {

        public Look {
            runs = List.copyOf(runs);
        }
    }
}
