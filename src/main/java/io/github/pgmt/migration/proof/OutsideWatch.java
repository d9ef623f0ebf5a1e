package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.fleet.FleetDatabase.OutsideObject;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Watches what appears and vanishes outside the tenants' schemas while a run works in them. */
public final class OutsideWatch {

    private final RunEnvironment environment;
    private final Set<String> tenantSchemas = new HashSet<>();
    private final Set<OutsideObject> before;

    private OutsideWatch(RunEnvironment environment, Collection<ListedTenant> listed, Collection<Tenant> tenants) {
        this.environment = environment;
        listed.forEach(tenant -> tenantSchemas.add(tenant.schema()));
        tenants.forEach(tenant -> tenantSchemas.add(tenant.schema()));
        this.before = environment.fleet().objectsOutside(tenantSchemas);
    }

    /**
     * Begins to watch.
     *
     * @param listed all tenants there are, which are not outside
     * @param tenants those that are worked on
     */
    public static OutsideWatch begin(
            RunEnvironment environment, Collection<ListedTenant> listed, Collection<Tenant> tenants) {
        return new OutsideWatch(environment, listed, tenants);
    }

    /**
     * What came and went.
     *
     * @param appeared is there now and was not; tenants that were born meanwhile are tenants too
     * @param vanished was there and is not now
     */
    public record Changes(Set<OutsideObject> appeared, Set<OutsideObject> vanished) {}

    /** Looks again, and tells what changed since it began. */
    public Changes changes() {
        Set<OutsideObject> now = environment.fleet().objectsOutside(tenantSchemas);
        Set<OutsideObject> vanished = new HashSet<>(before);
        vanished.removeAll(now);
        Set<OutsideObject> appeared = new HashSet<>(now);
        appeared.removeAll(before);
        if (!appeared.isEmpty()) {
            Set<String> born = new HashSet<>();
            environment.tenants().list().forEach(tenant -> born.add(tenant.schema()));
            appeared.removeIf(object -> born.contains(object.schema()));
        }
        return new Changes(appeared, vanished);
    }

    /** The objects as a report has them. */
    public static List<String> texts(Collection<OutsideObject> objects) {
        return objects.stream().map(OutsideObject::toString).distinct().sorted().toList();
    }
}
