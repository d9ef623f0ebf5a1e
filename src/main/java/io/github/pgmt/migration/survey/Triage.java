package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tells the tenants that a run may touch from those that it must not: missing, with a name that cannot be worked with,
 * unmanaged, with another application's history, or unreadable.
 */
public final class Triage {

    /**
     * @param workable tenants that may be migrated
     * @param settled results of the others: failed, or gone meanwhile
     */
    public record Sorted(List<Tenant> workable, List<TenantResult> settled) {

        /** How many have failed. */
        public int failures() {
            return (int) settled.stream()
                    .filter(result -> result.outcome() == Outcome.FAILED)
                    .count();
        }
    }

    private final Refusals refusals;
    private final MissingTenants missing;
    private final GoneTenants gone;

    /** @param gone tells those that went when they had been listed */
    public Triage(Survey survey, GoneTenants gone) {
        this(survey.refusals(), survey.missingTenants(), gone);
    }

    Triage(Refusals refusals, MissingTenants missing, GoneTenants gone) {
        this.refusals = refusals;
        this.missing = missing;
        this.gone = gone;
    }

    /**
     * Sorts the tenants by what their histories say.
     *
     * @throws RunRefusedException when every one of several tenants has another application's history: then it is the changelog, not
     *     the tenants, that is wrong
     */
    public Sorted sort(SelectedTenants selected, Map<Tenant, TenantHistory> histories) {
        List<Tenant> tenants = selected.tenants();
        boolean allForeign = tenants.stream().map(histories::get).allMatch(refusals::isForeign);
        if (tenants.size() > 1 && allForeign) {
            throw allForeign(tenants.get(0), histories.get(tenants.get(0)));
        }
        return sort(selected, histories, this::check);
    }

    /**
     * The same by another measure.
     *
     * @param refusal why a tenant with such a history must not be touched, if so
     */
    public Sorted sort(
            SelectedTenants selected,
            Map<Tenant, TenantHistory> histories,
            BiFunction<Tenant, TenantHistory, Optional<Failure>> refusal) {
        List<Tenant> workable = new ArrayList<>();
        List<TenantResult> settled = new ArrayList<>();
        Set<Tenant> vanished = gone.among(histories);
        for (Tenant tenant : selected.tenants()) {
            refusal.apply(tenant, histories.get(tenant))
                    .map(found -> vanished.contains(tenant)
                            ? gone.of(TenantResult.upToDate(tenant.id()))
                            : TenantResult.failed(tenant.id(), found))
                    .ifPresentOrElse(settled::add, () -> workable.add(tenant));
        }
        settled.addAll(Refusals.ofNames(selected, missing::orNew));
        return new Sorted(workable, settled);
    }

    /** A tenant whose history is only busy is tried again. */
    private Optional<Failure> check(Tenant tenant, TenantHistory history) {
        return history.problem()
                .filter(problem -> problem.kind() != Failure.Kind.LOCKED)
                .or(() -> refusals.of(tenant, history));
    }

    private RunRefusedException allForeign(Tenant tenant, TenantHistory example) {
        return new RunRefusedException("No tenant has a changeset of this changelog in its history, so it is not the "
                + "changelog that they were made with. In schema " + tenant.displayName() + ": "
                + refusals.pathsSideBySide(example)
                + "If the paths differ only in how they begin, set -Dpgmt.changeLogFile and -Dpgmt.searchPath so that the "
                + "file is named as it is recorded.");
    }
}
