package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;

/**
 * Puts together from the user's parameters what a goal works in.
 *
 * @param <P> what it is then
 */
public interface Wiring<P> {

    /** A goal's own work, once everything is in its place. */
    interface Work<P> {

        GoalReport on(P place, TenantSelection selection);
    }

    /** @throws RunRefusedException when the parameters or the selection are wrong, or no tenant is left by it */
    GoalReport run(GoalRun goal, SelectionParameters selection, Work<P> work);

    /** @throws RunRefusedException when nothing was selected and that is not allowed */
    static GoalReport requireTenants(GoalReport report, SelectionParameters selection, TenantSource source) {
        if (report.isEmpty() && selection.failIfNoTenants()) {
            throw new RunRefusedException("No tenants were found in " + source.description()
                    + " or none is left by the selection. If that is right, set -Dpgmt.failIfNoTenants=false.");
        }
        return report;
    }
}
