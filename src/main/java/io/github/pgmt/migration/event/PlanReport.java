package io.github.pgmt.migration.event;

import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.migration.preview.RunPreview;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a migration would do.
 *
 * @param plan empty where the run ended before it was made
 * @param hash of the bytes of the plan's file, SHA-256 in hexadecimal
 * @param preview what carrying it out would send; empty where there is no plan
 */
public record PlanReport(Optional<FleetPlan> plan, String hash, Optional<RunPreview> preview) implements GoalReport {

    /** Of a run without one. */
    public static final PlanReport NONE = new PlanReport(Optional.empty(), "", Optional.empty());

    public PlanReport {
        Objects.requireNonNull(plan, "plan is null");
        Objects.requireNonNull(hash, "hash is null");
        Objects.requireNonNull(preview, "preview is null");
    }

    @Override
    public int tenantCount() {
        return plan.map(FleetPlan::tenantCount).orElse(0);
    }

    @Override
    public List<String> failedTenants() {
        return toRetry().map(RefusedTenant::displayName).toList();
    }

    /** Those of which nobody knows what is due in them; what a plan refuses is part of it. */
    @Override
    public Stream<RefusedTenant> toRetry() {
        return plan.stream().flatMap(made -> made.refused().stream()).filter(RefusedTenant::isNotFoundOut);
    }

    @Override
    public Optional<String> buildFailure() {
        int failing = failedTenants().size();
        return failing == 0
                ? Optional.empty()
                : Optional.of("What is due in " + failing + " of " + tenantCount() + " tenants could not be found out");
    }
}
