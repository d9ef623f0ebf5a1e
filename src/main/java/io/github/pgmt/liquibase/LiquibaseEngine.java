package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.engine.SegmentResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import liquibase.Scope;
import liquibase.exception.LiquibaseException;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Liquibase in a class loader of its own; made by {@link IsolatedEngines}. */
public final class LiquibaseEngine implements MigrationEngine {

    private final EngineSettings settings;
    private final URLClassLoader liquibase;
    private final URLClassLoader project;
    private final KeptChangelog changelog;
    private final SegmentChangelog segments;
    private final Soundness soundness = new Soundness();
    private List<TenantHook> hooks;

    /** Called by name, see {@link LoadedLiquibase#engine}. */
    public LiquibaseEngine(EngineSettings settings, URLClassLoader liquibase, URLClassLoader project) {
        this.settings = settings;
        this.liquibase = liquibase;
        this.project = project;
        this.changelog = new KeptChangelog(settings.changelog());
        this.segments = new SegmentChangelog(settings.changelog());
    }

    @Override
    public ChangelogContents read(Tenant sample) {
        return inScope(Map.of(), () -> checked(changelog.of(sample), sample));
    }

    private ChangelogContents checked(ParsedChangelog parsed, Tenant sample) {
        try {
            new FilesOfChanges().requireCurrent(parsed.roots());
            // Liquibase's filters take parts out of changesets that have contexts of their own.
            ParsedContents contents = new ParsedContents(parsed, sample);
            DuplicateIds.requireNone(
                    parsed.roots(), TenantDatabase.detached(sample, tables()), new DueChangeSets(settings.changelog()));
            return contents;
        } catch (LiquibaseException | UnexpectedLiquibaseException e) {
            // A context or label that is none, which would end each tenant.
            throw new InvalidChangelogException("The changelog cannot be read: " + Causes.summary(e), e);
        }
    }

    @Override
    public MigrationPlan plan(Tenant tenant, TenantHistory history) {
        return inScope(Map.of(), () -> {
            PlanDatabase database = new PlanDatabase(tenant, tables(), history);
            return new TenantPlan(tenant, database, settings).plan(changelog.of(tenant));
        });
    }

    @Override
    public OpenValues openValues(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return inScope(
                Map.of(), () -> new OpenParameters(settings, tenant, history, plan, changelog.of(tenant)).find());
    }

    @Override
    public PlannedScript script(
            Tenant tenant,
            TenantHistory history,
            Optional<OpenValues> open,
            List<ChangeSetId> due,
            Set<ChangeSetId> withoutRow) {
        return inScope(
                Map.of(), () -> new CohortScript(settings, tenant, history, changelog, open, withoutRow).make(due));
    }

    @Override
    public SegmentResult migrateSegment(Tenant tenant, Segment.OfLiquibase segment, List<HistoryRow> before) {
        try (TenantSession session = settings.sessions().open(tenant)) {
            return inScope(session, () -> {
                TenantUpdate update =
                        new TenantUpdate(tenant, session, settings, reader(), List.of(), OptionalInt.empty());
                return new SegmentUpdate(tenant, session, reader(), segments, update, segment, before).run();
            });
        } catch (TenantUnavailableException e) {
            return new SegmentResult(EngineResult.failed(e.failure()), Optional.empty());
        }
    }

    @Override
    public EngineResult migrate(Tenant tenant) {
        return migrate(tenant, () -> settings.sessions().open(tenant), OptionalInt.empty());
    }

    @Override
    public EngineResult migrateWhole(Tenant tenant, int atOnce) {
        return migrate(tenant, () -> settings.sessions().open(tenant), OptionalInt.of(atOnce));
    }

    @Override
    public EngineResult setUp(Tenant tenant, NewSchema newSchema) {
        return migrate(tenant, () -> settings.sessions().openNew(tenant, newSchema), OptionalInt.empty());
    }

    private EngineResult migrate(Tenant tenant, Supplier<TenantSession> opening, OptionalInt wholeAtOnce) {
        try {
            loadHooks();
        } catch (RunRefusedException e) {
            soundness.after(e);
            return EngineResult.failed(Failure.of(Failure.Kind.HOOK, e.getMessage()));
        }
        return on(
                opening,
                session -> inScope(
                        session,
                        () -> new TenantUpdate(tenant, session, settings, reader(), hooks(), wholeAtOnce).run()));
    }

    private EngineResult onSession(Tenant tenant, Function<TenantSession, EngineResult> work) {
        return on(() -> settings.sessions().open(tenant), work);
    }

    private static EngineResult on(Supplier<TenantSession> opening, Function<TenantSession, EngineResult> work) {
        try (TenantSession session = opening.get()) {
            return work.apply(session);
        } catch (TenantUnavailableException e) {
            return EngineResult.failed(e.failure());
        }
    }

    @Override
    public boolean loadHooks() {
        return !hooks().isEmpty() || !settings.hooks().isEmpty();
    }

    /** Once for all tenants of this engine; the shared schema is no tenant. */
    private List<TenantHook> hooks() {
        if (hooks == null) {
            hooks = settings.changelog().shared() ? List.of() : HookProviders.load(project, settings.listener());
        }
        return hooks;
    }

    @Override
    public EngineResult run(Tenant place, List<SqlFile> files) {
        return onSession(
                place,
                session -> inScope(Map.of(), () -> {
                    TenantDatabase database = TenantDatabase.on(session.connection(), place, tables());
                    return new SqlFileRun(session, reader().parameters(database, place))
                            .run(files)
                            .map(EngineResult::failed)
                            .orElseGet(EngineResult::nothing);
                }));
    }

    @Override
    public EngineResult adopt(Tenant tenant, Adoption adoption) {
        return onSession(
                tenant,
                session -> refusal(tenant, adoption)
                        .map(EngineResult::failed)
                        .orElseGet(() -> inScope(
                                session, () -> new TenantAdoption(tenant, settings, adoption).record(session))));
    }

    @Override
    public EngineResult planAdoption(Tenant tenant, TenantHistory history, Adoption adoption) {
        try {
            return refusal(tenant, adoption)
                    .map(EngineResult::failed)
                    .orElseGet(() ->
                            inScope(Map.of(), () -> new TenantAdoption(tenant, settings, adoption).plan(history)));
        } catch (TenantUnavailableException e) {
            return EngineResult.failed(e.failure());
        }
    }

    @Override
    public EngineResult tag(Tenant tenant, String tag) {
        return onSession(
                tenant, session -> inScope(session, () -> new TenantTag(tenant, session, tables(), reader()).put(tag)));
    }

    @Override
    public MigrationPlan planRollback(Tenant tenant, TenantHistory history, Rollback rollback) {
        return inScope(
                Map.of(), () -> new TenantRollbackPlan(tenant, settings.changelog(), reader()).plan(history, rollback));
    }

    @Override
    public PlannedScript scriptOfRollback(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return inScope(Map.of(), () -> new RollbackScript(settings, tenant, history, changelog).make(plan));
    }

    @Override
    public EngineResult rollBack(Tenant tenant, TenantHistory history, List<ChangeSetId> toUndo) {
        return onSession(
                tenant,
                session -> inScope(
                        session, () -> new TenantRollback(tenant, session, tables(), reader()).run(history, toUndo)));
    }

    private Optional<Failure> refusal(Tenant tenant, Adoption adoption) {
        if (adoption.unchecked()) {
            return Optional.empty();
        }
        try (TenantTrial trial = settings.sessions().openTrial(tenant)) {
            return inScope(trial.session(), () -> new TenantAdoption(tenant, settings, adoption).refusal(trial));
        }
    }

    private ChangelogReader reader() {
        return new ChangelogReader(settings.changelog());
    }

    private HistoryTables tables() {
        return settings.changelog().tables();
    }

    /** Work that may throw what Liquibase throws. */
    private interface Work<T> {
        T run() throws Exception;
    }

    private <T> T inScope(TenantSession session, Work<T> work) {
        return inScope(Map.of(HeldLockService.SESSION, session), work);
    }

    private <T> T inScope(Map<String, Object> values, Work<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(project);
        try (ResourceAccessor resources = new FirstRootResources(settings.places(), project)) {
            Map<String, Object> scope = new HashMap<>(values);
            scope.put(Soundness.KEY, soundness);
            scope.put(Scope.Attr.resourceAccessor.name(), resources);
            scope.put(Scope.Attr.classLoader.name(), project);
            scope.put(Scope.Attr.logService.name(), new DebugLog(settings.listener()));
            scope.put(Scope.Attr.ui.name(), new LoggerUIService());
            scope.put(Scope.Attr.deploymentId.name(), settings.runId().value());
            scope.put("liquibase.preserveSchemaCase", true);
            scope.put("liquibase.analytics.enabled", false);
            return Scope.child(scope, work::run);
        } catch (RuntimeException | Error e) {
            soundness.after(e);
            throw e;
        } catch (Exception e) {
            soundness.after(e);
            throw new IllegalStateException(e.toString(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public boolean isSound() {
        return !soundness.isLost();
    }

    @Override
    public void close() {
        try (liquibase;
                project) {
            settings.listener().debugged("Class loader of an engine closed");
        } catch (IOException e) {
            settings.listener().debugged("A class loader cannot be closed: " + e);
        }
    }
}
