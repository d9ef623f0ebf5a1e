package io.github.pgmt.migration.work;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was done in tenants that are tried again: it belongs to their results. For several threads. */
public final class EarlierTries {

    private final Map<Tenant, EngineResult> results = new ConcurrentHashMap<>();
    private final Set<Tenant> uncertain = ConcurrentHashMap.newKeySet();

    /** What the tenant's earlier tries have done; empty when nothing was done. */
    public Optional<EngineResult> of(Tenant tenant) {
        return Optional.ofNullable(results.get(tenant));
    }

    /** The changesets that the tenant's earlier tries have come past. */
    public Set<ChangeSetId> doneIn(Tenant tenant) {
        return of(tenant).map(EarlierTries::passedIn).orElse(Set.of());
    }

    /**
     * Those, and what the present try has come past.
     *
     * @param soFar what the present try has done
     */
    public Set<ChangeSetId> doneIn(Tenant tenant, EngineResult soFar) {
        Set<ChangeSetId> all = new HashSet<>(doneIn(tenant));
        all.addAll(passedIn(soFar));
        return all;
    }

    private static Set<ChangeSetId> passedIn(EngineResult result) {
        TenantResult.ChangeSets all = result.changeSets();
        return Stream.of(all.applied(), all.always(), all.notRun())
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    /** The tenant's connection was lost, so that more may be done than is known. */
    public void lost(Tenant tenant) {
        uncertain.add(tenant);
    }

    /**
     * The tenant's history as it was before the run, where more may be done in it than is known.
     *
     * @param before the run
     */
    public Optional<List<HistoryRow>> unlessCertain(Tenant tenant, TenantHistory before) {
        return Optional.of(before.rows()).filter(rows -> uncertain.contains(tenant));
    }

    /** The result of a try with what was done before it. */
    public EngineResult and(Tenant tenant, EngineResult result) {
        result.failure()
                .filter(failure -> failure.kind() == Failure.Kind.CONNECTION)
                .ifPresent(failure -> lost(tenant));
        EngineResult earlier = results.remove(tenant);
        EngineResult all = earlier == null ? result : result.after(earlier);
        boolean nothing = all.changeSets().isEmpty() && passedIn(all).isEmpty();
        if (all.failure().filter(Failure::mayPass).isPresent() && !nothing) {
            results.put(tenant, all);
        }
        return all;
    }
}
