package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ExpectedTenants;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the tenants that a run may make, or migrate, from those that it must not touch. */
final class SetUpTriage {

    /**
     * @param workable tenants to work on
     * @param missing those of them whose schemas were not there
     * @param failed results of the others
     */
    record Sorted(List<Tenant> workable, Set<Tenant> missing, List<TenantResult> failed) {}

    private final RunEnvironment environment;
    private final ExpectedTenants tenants;
    private final Survey survey;
    private final boolean caseClashAllowed;
    private final Map<Database, NewSchemaNames> names = new HashMap<>();
    private final GoneTenants gone;

    /**
     * @param environment with the tenants as their source lists them, without those that are expected
     * @param gone tells those that went when they had been listed
     */
    SetUpTriage(
            RunEnvironment environment,
            ExpectedTenants tenants,
            Survey survey,
            boolean caseClashAllowed,
            GoneTenants gone) {
        this.environment = environment;
        this.gone = gone;
        this.tenants = tenants;
        this.survey = survey;
        this.caseClashAllowed = caseClashAllowed;
    }

    private NewSchemaNames names(Database database) {
        Collection<String> taken = Stream.concat(
                        environment.within(database).newSchemas().existing().stream(),
                        survey.listed().stream()
                                .filter(tenant -> tenant.home().equals(database))
                                .map(ListedTenant::schema))
                .collect(Collectors.toSet());
        return new NewSchemaNames(taken, environment.sharedSchemas(), caseClashAllowed);
    }

    /** @throws RunRefusedException when all schemas that are there have another application's history */
    Sorted sort() {
        Set<Tenant> missing = new HashSet<>();
        List<Tenant> there = new ArrayList<>();
        List<TenantResult> failed = new ArrayList<>();
        Set<Tenant> strangers = strangers();
        for (Tenant tenant : survey.selected().tenants()) {
            String schema = tenant.schema();
            boolean isMissing = isMissing(tenant);
            Optional<Failure> refusal = isMissing
                    ? names.computeIfAbsent(tenant.home(), this::names).refusal(schema)
                    : Optional.of(tenant).filter(strangers::contains).map(SetUpTriage::noTenant);
            if (refusal.isPresent()) {
                failed.add(TenantResult.failed(tenant.id(), refusal.get()));
            } else if (isMissing) {
                missing.add(tenant);
            } else {
                there.add(tenant);
            }
        }
        failed.addAll(Refusals.ofNames(survey.selected(), this::notListed));
        // Without those that are missing, which are to be made: nobody need find out whether these went.
        Map<Tenant, TenantHistory> theirs =
                there.stream().collect(Collectors.toMap(Function.identity(), survey.histories()::get));
        Triage.Sorted triaged = new Triage(survey, gone).sort(SelectedTenants.of(there), theirs);
        failed.addAll(triaged.settled());
        Set<Tenant> existing = Set.copyOf(triaged.workable());
        List<Tenant> workable = survey.selected().tenants().stream()
                .filter(tenant -> missing.contains(tenant) || existing.contains(tenant))
                .toList();
        return new Sorted(workable, missing, failed);
    }

    private boolean isMissing(Tenant tenant) {
        return survey.histories().get(tenant).state() == TenantHistory.State.MISSING;
    }

    /** Those whose schemas are there although no tenant of that name is listed, now that it would have to be. */
    private Set<Tenant> strangers() {
        Set<TenantId> expected =
                tenants.expected().stream().map(ListedTenant::id).collect(Collectors.toSet());
        Set<Tenant> there = survey.selected().tenants().stream()
                .filter(tenant -> expected.contains(tenant.id()) && !isMissing(tenant))
                .collect(Collectors.toSet());
        if (!there.isEmpty()) {
            Listing now = environment.tenants().listing();
            Set<TenantId> listed = now.tenants().stream().map(ListedTenant::id).collect(Collectors.toSet());
            there.removeIf(
                    tenant -> listed.contains(tenant.id()) || now.unlisted().containsKey(tenant.home()));
        }
        return there;
    }

    private static Failure noTenant(Tenant tenant) {
        return Failure.of(
                Failure.Kind.MISSING,
                "The schema \"" + tenant.schema() + "\" exists, but not as a tenant's: it belongs to an extension. "
                        + "Take another name for the tenant. Nothing was changed.");
    }

    private Failure notListed(TenantId name) {
        return Failure.of(
                Failure.Kind.MISSING,
                "There is no tenant \"" + name + "\" in " + tenants.description() + " (names mind case)."
                        + survey.missingTenants().didYouMean(name) + " " + tenants.howToAdd(name));
    }
}
