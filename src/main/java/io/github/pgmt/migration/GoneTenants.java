package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the tenants that are gone: there when the run began, and dropped or renamed by somebody since. A run over all tenants
 * has nothing to do there any more; one that was chosen by its name is missed.
 */
final class GoneTenants {

    /** Of work that is no tenant's. */
    static final GoneTenants NONE = new GoneTenants(Optional.empty(), TenantSelection.ALL);

    /** Why it was skipped. */
    static final String SINCE = "The schema is gone: somebody dropped or renamed it while the run went on.";

    private final Optional<RunEnvironment> environment;
    private final TenantSelection selection;
    private Set<String> stillListed;

    private GoneTenants(Optional<RunEnvironment> environment, TenantSelection selection) {
        this.environment = environment;
        this.selection = selection;
    }

    /** Of a run over these tenants. */
    static GoneTenants of(RunEnvironment environment, TenantSelection selection) {
        return new GoneTenants(Optional.of(environment), selection);
    }

    /** Those of the schemas that are there no more; none where the database does not say. */
    Set<String> among(Collection<String> schemas) {
        if (environment.isEmpty() || schemas.isEmpty()) {
            return Set.of();
        }
        try {
            Set<String> gone = new HashSet<>(schemas);
            gone.removeAll(environment.get().fleet().existing(schemas));
            return gone;
        } catch (DatabaseUnavailableException e) {
            return Set.of();
        }
    }

    /** The result of work on a tenant; where that failed because the schema is gone, the failure says this and nothing else. */
    EngineResult explain(Tenant tenant, EngineResult result) {
        Optional<Failure> other = result.failure()
                .filter(failure -> failure.kind() != Failure.Kind.MISSING
                        && failure.kind() != Failure.Kind.LOCKED
                        && !failure.isPerhapsTheServers());
        boolean gone = other.isPresent() && isGone(tenant.schema());
        return gone
                ? new EngineResult(
                        result.due(), result.changeSets(), Set.of(), Set.of(), Optional.of(missing(tenant.schema())))
                : result;
    }

    private boolean isGone(String schema) {
        return !among(Set.of(schema)).isEmpty();
    }

    /** What a tenant comes to that was listed and, as its history says, cannot be worked on; empty unless it is gone. */
    Optional<TenantResult> unlessThere(TenantHistory history) {
        boolean gone = history.state() == TenantHistory.State.MISSING
                ? environment.isPresent() && !isStillListed(history.schema())
                : history.state() == TenantHistory.State.UNREADABLE && isGone(history.schema());
        return gone ? Optional.of(of(TenantResult.upToDate(history.schema()))) : Optional.empty();
    }

    /** What only a registry lists may have had no schema before; to be asked once, of many. */
    private boolean isStillListed(String schema) {
        if (!isByRegistry()) {
            return false;
        }
        if (stillListed == null) {
            stillListed = environment.orElseThrow().tenants().list().stream()
                    .map(ListedTenant::schema)
                    .collect(Collectors.toSet());
        }
        return stillListed.contains(schema);
    }

    private boolean isByRegistry() {
        return environment
                .filter(place -> place.tenants().origin() == TenantOrigin.REGISTRY)
                .isPresent();
    }

    /** Whether a failure is no more than that the tenant is gone, which nobody misses. */
    boolean isNoLoss(String schema, Failure failure) {
        return environment.isPresent() && failure.kind() == Failure.Kind.MISSING && !selection.isByName(schema);
    }

    /** What comes of a tenant that is gone now. */
    TenantResult of(TenantResult before) {
        return selection.isByName(before.schema())
                ? before.failing(missing(before.schema()))
                : TenantResult.gone(before.schema(), before.duration(), reason(before.changeSets()));
    }

    private String reason(TenantResult.ChangeSets changeSets) {
        int applied = changeSets.applied().size();
        return SINCE
                + (applied == 0
                        ? ""
                        : " It had got " + applied + (applied == 1 ? " changeset" : " changesets") + " by then.")
                + (isByRegistry() ? " If its row is still in the registry, the next run reports it as missing." : "");
    }

    private static Failure missing(String schema) {
        return Failure.of(
                Failure.Kind.MISSING,
                SINCE + " setup-tenant makes it anew: " + SuggestedCommand.of("setup-tenant", schema));
    }
}
