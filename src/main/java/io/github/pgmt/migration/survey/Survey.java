package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.ChangelogEnd;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.UnsetParameterException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run looks at before it works on any tenant; nothing is written.
 *
 * @param listed all tenants, with those that the selection leaves out
 * @param missingTenants tells of names that are no tenant's
 * @param histories what each selected tenant has
 * @param changelog as it is for the first of them
 * @param refusals tells the tenants that are not this changelog's
 */
public record Survey(
        List<ListedTenant> listed,
        MissingTenants missingTenants,
        SelectedTenants selected,
        Map<Tenant, TenantHistory> histories,
        ChangelogContents changelog,
        Refusals refusals) {

    /** Each costs a parse, and only where the tenants before it lack a parameter. */
    private static final int OTHERS_TRIED = 20;

    /**
     * Discovers the tenants, and reads their histories and the changelog.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is
     */
    public static Survey of(RunContext context, TenantSelection selection) {
        return of(
                context, Discovery.of(context, selection), context.environment().fleet()::histories);
    }

    /**
     * The same of tenants that are discovered already.
     *
     * @param reading how histories are read
     */
    public static Survey of(
            RunContext context, Discovery found, Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        return after(context, found, selected -> look(context, selected, reading));
    }

    /** At once, since neither needs the other: one is the server's work, the other is Liquibase's. */
    private static Look look(
            RunContext context,
            SelectedTenants selected,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        List<Tenant> tenants = selected.tenants();
        if (tenants.isEmpty()) {
            return new Look(Map.of(), NO_CHANGELOG);
        }
        InBackground<Map<Tenant, TenantHistory>> histories =
                InBackground.begin("pgmt-histories", () -> TrustedHistories.read(context, tenants, reading));
        try {
            ChangelogContents changelog = read(context.environment(), tenants);
            return new Look(histories.get(), changelog);
        } catch (InvalidChangelogException e) {
            // A database that fails is told first.
            histories.get();
            throw e;
        }
    }

    /**
     * The same for a run that needs the changelog only to know whose a tenant is: where no history has rows it is not read.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws InvalidChangelogException when the changelog is needed, and is wrong
     */
    public static Survey ofOwnership(RunContext context, TenantSelection selection) {
        return after(context, Discovery.of(context, selection), selected -> {
            RunEnvironment environment = context.environment();
            Map<Tenant, TenantHistory> histories = environment.fleet().histories(selected.tenants());
            boolean owned = histories.values().stream()
                    .anyMatch(history ->
                            !history.rows().isEmpty() || history.problem().isPresent());
            return new Look(histories, owned ? read(environment, selected.tenants()) : NO_CHANGELOG);
        });
    }

    /** What is found out once the tenants are known. */
    private record Look(Map<Tenant, TenantHistory> histories, ChangelogContents changelog) {}

    private static Survey after(RunContext context, Discovery found, Function<SelectedTenants, Look> looking) {
        RunEnvironment environment = context.environment();
        found.starting(context.runId(), context.listener());
        context.comesTo(RunPhase.HISTORIES);
        Look look = looking.apply(found.selected());
        Refusals refusals =
                new Refusals(look.changelog(), environment.fleet(), environment.tables(), environment.sharedSchemas());
        return new Survey(
                found.listed(), found.missing(), found.selected(), look.histories(), look.changelog(), refusals);
    }

    /** By the first tenant, unless that is one whose row in the registry lacks what others have. */
    private static ChangelogContents read(RunEnvironment environment, List<Tenant> tenants) {
        try (MigrationEngine engine = environment.engines().open()) {
            try {
                return engine.read(tenants.get(0));
            } catch (UnsetParameterException e) {
                return readByAnother(engine, tenants, e);
            }
        }
    }

    /** What one lacks, another has; it may in turn lack what the first did not come to. */
    private static ChangelogContents readByAnother(
            MigrationEngine engine, List<Tenant> tenants, UnsetParameterException ofFirst) {
        Set<Map<String, String>> seen = new HashSet<>(Set.of(tenants.get(0).parameters()));
        List<Tenant> others = tenants.stream()
                .filter(tenant -> tenant.value(ofFirst.parameter()).isPresent())
                .filter(tenant -> seen.add(tenant.parameters()))
                .limit(OTHERS_TRIED)
                .toList();
        for (Tenant other : others) {
            try {
                return engine.read(other);
            } catch (UnsetParameterException e) {
                // The next one may have it.
            }
        }
        throw ofFirst;
    }

    private static final ChangelogContents NO_CHANGELOG = new ChangelogContents() {
        @Override
        public List<ChangeSetId> changeSets() {
            return List.of();
        }

        @Override
        public boolean contains(ChangeSetId recorded) {
            return false;
        }

        @Override
        public ChangelogFilter filter() {
            return ChangelogFilter.NONE;
        }

        @Override
        public ChangelogEnd end() {
            return ChangelogEnd.OPEN;
        }

        @Override
        public Set<String> parametersRead() {
            return Set.of();
        }
    };
}
