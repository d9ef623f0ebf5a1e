package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tells the tenants that are gone: there when the run began, and dropped or renamed by somebody since. A run over all tenants
 * has nothing to do there any more; one that was chosen by its name is missed.
 */
public final class GoneTenants {

    /** Of work that is no tenant's. */
    public static final GoneTenants NONE = new GoneTenants(Optional.empty(), TenantSelection.ALL);

    /** Why it was skipped. */
    public static final String SINCE = "The schema is gone: somebody dropped or renamed it while the run went on.";

    private record Place(FleetDatabase fleet, TenantSource tenants) {}

    private final Optional<Place> place;
    private final TenantSelection selection;

    /** Null until a tenant is gone, which in most runs none is. */
    private Predicate<TenantId> named;

    private GoneTenants(Optional<Place> place, TenantSelection selection) {
        this.place = place;
        this.selection = selection;
    }

    /** Of a run over these tenants. */
    public static GoneTenants of(FleetDatabase fleet, TenantSource tenants, TenantSelection selection) {
        return new GoneTenants(Optional.of(new Place(fleet, tenants)), selection);
    }

    /** Those of the tenants whose schemas are there no more; none where the database does not say. */
    public Set<Tenant> among(Collection<Tenant> tenants) {
        if (place.isEmpty() || tenants.isEmpty()) {
            return Set.of();
        }
        try {
            Set<Tenant> gone = new HashSet<>(tenants);
            gone.removeAll(place.get().fleet().existing(tenants));
            return gone;
        } catch (DatabaseUnavailableException e) {
            return Set.of();
        }
    }

    /** The result of work on a tenant; where that failed because the schema is gone, the failure says this and nothing else. */
    public EngineResult explain(Tenant tenant, EngineResult result) {
        Optional<Failure> other = result.failure()
                .filter(failure ->
                        failure.kind() != Failure.Kind.MISSING && !failure.mayPass() && !failure.isPerhapsTheServers());
        boolean gone = other.isPresent() && !among(Set.of(tenant)).isEmpty();
        return gone
                ? new EngineResult(
                        result.due(), result.changeSets(), Set.of(), Set.of(), Optional.of(missing(tenant.id())))
                : result;
    }

    /** Those of the listed tenants with these histories that went before they could be looked at. */
    public Set<Tenant> among(Map<Tenant, TenantHistory> histories) {
        Set<Tenant> gone = new HashSet<>(among(tenants(histories, TenantHistory.State.UNREADABLE)));
        Set<Tenant> missing = tenants(histories, TenantHistory.State.MISSING);
        if (place.isPresent() && !missing.isEmpty()) {
            // What only a registry lists may have had no schema before.
            Listing listing = isByRegistry() ? place.get().tenants().listing() : Listing.of(List.of());
            Set<TenantId> listed =
                    listing.tenants().stream().map(ListedTenant::id).collect(Collectors.toSet());
            missing.removeIf(
                    tenant -> listed.contains(tenant.id()) || listing.unlisted().containsKey(tenant.home()));
            gone.addAll(missing);
        }
        return gone;
    }

    private static Set<Tenant> tenants(Map<Tenant, TenantHistory> histories, TenantHistory.State state) {
        return histories.entrySet().stream()
                .filter(entry -> entry.getValue().state() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isByRegistry() {
        return place.filter(known -> known.tenants().origin() == TenantOrigin.REGISTRY)
                .isPresent();
    }

    /** Whether a failure is no more than that the tenant is gone, which nobody misses. */
    boolean isNoLoss(TenantId tenant, Failure failure) {
        return place.isPresent() && failure.kind() == Failure.Kind.MISSING && !isNamed(tenant);
    }

    private synchronized boolean isNamed(TenantId tenant) {
        if (named == null) {
            named = selection.askedFor();
        }
        return named.test(tenant);
    }

    /** What comes of a tenant that is gone now. */
    public TenantResult of(TenantResult before) {
        return isNamed(before.id())
                ? before.failing(missing(before.id()))
                : TenantResult.gone(before.id(), before.duration(), reason(before.changeSets()));
    }

    private String reason(TenantResult.ChangeSets changeSets) {
        int applied = changeSets.applied().size();
        return SINCE
                + (applied == 0
                        ? ""
                        : " It had got " + applied + (applied == 1 ? " changeset" : " changesets") + " by then.")
                + (isByRegistry() ? " If its row is still in the registry, the next run reports it as missing." : "");
    }

    private static Failure missing(TenantId tenant) {
        return Failure.of(
                Failure.Kind.MISSING,
                SINCE + " setup-tenant makes it anew: " + SuggestedCommand.of("setup-tenant", tenant.displayName()));
    }
}
