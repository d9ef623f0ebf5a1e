package io.github.pgmt.migration;

import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Migrates the selected tenants: discover, read the histories, sort, migrate in parallel, verify, report. */
public final class MigrationRun {

    /**
     * What a run works with.
     *
     * @param database the database's name in every tenant and report: its JDBC URL without secrets
     * @param sharedSchemas schemas that all tenants see; never tenants themselves
     * @param localHost this machine's name as Liquibase records it in {@code LOCKEDBY}
     */
    public record Environment(
            String database,
            TenantSource tenants,
            FleetDatabase fleet,
            MigrationEngine.Factory engines,
            HistoryTables tables,
            Collection<String> sharedSchemas,
            String localHost) {}

    /** What came out, to be made a {@link MigrationReport}. */
    public record Results(List<TenantResult> tenants, List<String> outside) {}

    private final Environment environment;
    private final RunOptions options;
    private final RunId runId;
    private final StopSignal stop;
    private final MigrationListener listener;

    public MigrationRun(
            Environment environment, RunOptions options, RunId runId, StopSignal stop, MigrationListener listener) {
        this.environment = environment;
        this.options = options;
        this.runId = runId;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Migrates, or with {@code dryRun} only says what would be applied. Nothing selected is an empty result.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws RunRefusedException when no tenant was made with this changelog; nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public Results migrate(TenantSelection selection, boolean dryRun) {
        Survey survey = Survey.of(environment, selection, runId, listener);
        Triage.Sorted sorted = new Triage(survey.refusals()).sort(survey.selected(), survey.histories());
        sorted.failed().forEach(listener::tenantFinished);
        Results worked = dryRun ? plan(sorted, survey.histories()) : migrate(sorted, survey.listed());
        return new Results(ordered(sorted.failed(), worked.tenants()), worked.outside());
    }

    private Results plan(Triage.Sorted sorted, Map<String, TenantHistory> histories) {
        List<TenantMigrator.Attempt> attempts = migrator()
                .forEach(
                        sorted.workable(),
                        sorted.failed().size(),
                        Outcome.PLANNED,
                        (engine, tenant) -> plan(engine, tenant, histories.get(tenant.schema())));
        return new Results(attempts.stream().map(TenantMigrator.Attempt::result).toList(), List.of());
    }

    /** A history that was busy when all were read is read again. */
    private EngineResult plan(MigrationEngine engine, Tenant tenant, TenantHistory seen) {
        TenantHistory history = seen.problem().isEmpty()
                ? seen
                : environment.fleet().histories(List.of(tenant.schema())).get(tenant.schema());
        return history.problem()
                .map(EngineResult::failed)
                .orElseGet(() -> engine.plan(tenant, history).result());
    }

    private Results migrate(Triage.Sorted sorted, List<ListedTenant> listed) {
        if (sorted.workable().isEmpty()) {
            return new Results(List.of(), List.of());
        }
        Set<String> tenantSchemas = schemas(listed);
        Set<FleetDatabase.OutsideObject> before = environment.fleet().objectsOutside(tenantSchemas);
        List<TenantMigrator.Attempt> attempts = migrator()
                .forEach(sorted.workable(), sorted.failed().size(), Outcome.MIGRATED, MigrationEngine::migrate);
        Set<FleetDatabase.OutsideObject> outside = appearedOutside(before, tenantSchemas);
        List<TenantResult> verified =
                new Verification(environment.fleet(), runId, environment.localHost()).verify(attempts, outside);
        tellNotConfirmed(attempts, verified);
        return new Results(
                verified,
                outside.stream()
                        .map(FleetDatabase.OutsideObject::toString)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Tenants that were born during the run are tenants too, so the source is asked again. */
    private Set<FleetDatabase.OutsideObject> appearedOutside(
            Set<FleetDatabase.OutsideObject> before, Set<String> tenantSchemas) {
        Set<String> tenantsNow = new HashSet<>(tenantSchemas);
        tenantsNow.addAll(schemas(environment.tenants().list()));
        Set<FleetDatabase.OutsideObject> outside =
                new HashSet<>(environment.fleet().objectsOutside(tenantsNow));
        outside.removeAll(before);
        return outside;
    }

    private void tellNotConfirmed(List<TenantMigrator.Attempt> attempts, List<TenantResult> verified) {
        for (int index = 0; index < verified.size(); index++) {
            if (verified.get(index) != attempts.get(index).result()) {
                listener.tenantNotConfirmed(verified.get(index));
            }
        }
    }

    private TenantMigrator migrator() {
        return new TenantMigrator(environment.engines(), options, stop, listener);
    }

    private static Set<String> schemas(List<ListedTenant> listed) {
        Set<String> schemas = new HashSet<>();
        listed.forEach(tenant -> schemas.add(tenant.schema()));
        return schemas;
    }

    private static List<TenantResult> ordered(List<TenantResult> some, List<TenantResult> others) {
        List<TenantResult> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparing(TenantResult::schema));
        return all;
    }
}
