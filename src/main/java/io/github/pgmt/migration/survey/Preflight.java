package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;

/**
 * What a run looks for before it changes anything: what would make many tenants fail one after the other is said once, and
 * before the first. A dry run changes nothing, so it may go on anywhere.
 */
public final class Preflight {

    private final RunContext context;
    private final ServerConditions conditions;
    private final boolean dryRun;
    private List<ConnectionLimit> limits = List.of();

    private Preflight(RunContext context, boolean dryRun) {
        this.context = context;
        this.conditions = context.environment().conditions();
        this.dryRun = dryRun;
    }

    /**
     * To be called before anything else that a run does.
     *
     * @throws RunRefusedException when the run could change nothing here
     */
    public static Preflight begin(RunContext context, boolean dryRun) {
        Preflight preflight = new Preflight(context, dryRun);
        if (!dryRun) {
            preflight.conditions.requireWritable();
        }
        return preflight;
    }

    /**
     * To be called before the first change.
     *
     * @param tenants how many the run may open
     * @throws RunRefusedException when there can never be as many connections as they need
     */
    public void requireRoom(int tenants) {
        if (dryRun || tenants == 0) {
            return;
        }
        limits = conditions.connectionLimits();
        ConnectionNeed.of(context.options(), tenants).requireRoom(limits);
    }

    /** Tells what may make tenants fail or wait. To be called when it is known which are opened, and none has been. */
    public void warn(Collection<Tenant> tenants) {
        if (dryRun || tenants.isEmpty()) {
            return;
        }
        ConnectionNeed.of(context.options(), tenants.size()).tightness(limits).ifPresent(context.listener()::warned);
        conditions.warnings(tenants).forEach(context.listener()::warned);
    }
}
