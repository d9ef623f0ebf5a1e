package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.tenant.TenantId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds a fleet as it is now against the plan that is to be carried out in it. */
public final class PlanComparison {

    private final PlanToKeep kept;
    private final Map<TenantId, PlannedCohort> planned;
    private final boolean counted;
    private final Set<ChangeSetId> changed = new LinkedHashSet<>();
    private final SortedMap<TenantId, String> stale = new TreeMap<>();
    private final SortedMap<TenantId, List<ChangeSetId>> limited = new TreeMap<>();
    private final SortedSet<TenantId> done = new TreeSet<>();
    private final SortedSet<TenantId> skipped = new TreeSet<>();

    /** @param counted whether the user limits how many changesets a run applies */
    public PlanComparison(PlanToKeep kept, boolean counted) {
        this.kept = kept;
        this.counted = counted;
        this.planned = kept.plan().byTenant();
    }

    /** Tenants as they are now, each once. */
    public void compare(Collection<PlannedTenant> tenants) {
        for (PlannedTenant tenant : tenants) {
            take(tenant, verdict(tenant));
        }
    }

    /**
     * The shared schemas likewise. Nothing may be done in a tenant where one of them is not as it was.
     *
     * @return why, if so
     */
    public Optional<String> compareShared(Collection<PlannedTenant> shared) {
        for (PlannedTenant place : shared) {
            // What is counted are the tenants' changesets.
            Verdict verdict = verdict(place, false);
            switch (verdict.kind()) {
                case STALE -> {
                    return Optional.of("The shared schema \"" + place.id() + "\" is not as it was planned for. "
                            + verdict.sentences());
                }
                case NOT_PLANNED -> {
                    return Optional.of("The plan has nothing of the shared schema \"" + place.id() + "\".");
                }
                case CHANGED -> changed.addAll(verdict.changed());
                case AS_PLANNED, DONE -> {}
            }
        }
        return Optional.empty();
    }

    /** What the plan says of one tenant as it is now; one that the plan does not have is judged as {@link NewTenants} says. */
    public Verdict of(PlannedTenant tenant) {
        Verdict verdict = verdict(tenant);
        if (verdict.kind() != Verdict.Kind.NOT_PLANNED) {
            return verdict;
        }
        return kept.newTenants() == NewTenants.INCLUDE && fits(tenant)
                ? Verdict.of(Verdict.Kind.AS_PLANNED)
                : Verdict.stale("It needs something else now than the tenants that the plan has.");
    }

    private Verdict verdict(PlannedTenant tenant) {
        return verdict(tenant, counted);
    }

    private Verdict verdict(PlannedTenant tenant, boolean isCounted) {
        PlannedCohort cohort = planned.get(tenant.id());
        if (cohort == null) {
            return Verdict.of(Verdict.Kind.NOT_PLANNED);
        }
        return cohort.tenants().get(tenant.id()).equals(tenant.parameters())
                ? new PlannedNeed(cohort, isCounted).of(tenant)
                : Verdict.stale(
                        "The values that the registry has for it, and that the changelog or an SQL file of yours reads, are other ones.");
    }

    private void take(PlannedTenant tenant, Verdict verdict) {
        switch (verdict.kind()) {
            case STALE -> stale.put(tenant.id(), verdict.sentences());
            case CHANGED -> changed.addAll(verdict.changed());
            case DONE -> done.add(tenant.id());
            case NOT_PLANNED -> takeNew(tenant);
            case AS_PLANNED -> {
                if (!verdict.left().isEmpty()) {
                    limited.put(tenant.id(), verdict.left());
                }
            }
        }
    }

    private void takeNew(PlannedTenant tenant) {
        switch (kept.newTenants()) {
            case SKIP -> skipped.add(tenant.id());
            case FAIL -> stale.put(tenant.id(), "The plan does not have it (-Dpgmt.newTenants=fail).");
            case INCLUDE -> {
                if (!fits(tenant)) {
                    stale.put(
                            tenant.id(),
                            "The plan does not have it, and it needs something else than the tenants that the plan has "
                                    + "(-Dpgmt.newTenants=include).");
                }
            }
        }
    }

    private boolean fits(PlannedTenant tenant) {
        return kept.plan().cohorts().stream()
                .map(cohort -> new PlannedNeed(cohort, counted).of(tenant))
                .anyMatch(verdict -> verdict.kind() == Verdict.Kind.AS_PLANNED);
    }

    /** Why nothing may be done at all: tenants that are as they were would get something else; empty where none. */
    public Optional<String> changedChangelog() {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Verdict.changed(List.copyOf(changed)).sentences());
    }

    /** Tenants in which nothing may be done, and why. */
    public SortedMap<TenantId, String> stale() {
        return stale;
    }

    /** Tenants that get less than is due in them, and what: the rest of the plan. */
    public SortedMap<TenantId, List<ChangeSetId>> limited() {
        return limited;
    }

    /** Tenants that have all of the plan. */
    public Set<TenantId> done() {
        return done;
    }

    /** Tenants that are left out, since the plan does not have them. */
    public Set<TenantId> skipped() {
        return skipped;
    }
}
