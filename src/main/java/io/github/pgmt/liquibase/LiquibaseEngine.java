package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.AdoptionResult;
import io.github.pgmt.migration.engine.DueContents;
import io.github.pgmt.migration.engine.EngineFacts;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.Previews;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.engine.SegmentResult;
import io.github.pgmt.migration.engine.Spoken;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import liquibase.util.LiquibaseUtil;

/** Liquibase in a class loader of its own; made by {@link IsolatedEngines}. */
public final class LiquibaseEngine implements MigrationEngine {

    private final EngineSettings settings;
    private final URLClassLoader liquibase;
    private final URLClassLoader project;
    private final KeptChangelog changelog;
    private final SegmentChangelog segments;
    private final Soundness soundness = new Soundness();
    private final EngineScope scope;
    private final Briefings briefings = new Briefings();
    private final EngineHooks hooks;

    /** Called by name, see {@link LoadedLiquibase#engine}. */
    public LiquibaseEngine(EngineSettings settings, URLClassLoader liquibase, URLClassLoader project) {
        this.settings = settings;
        this.liquibase = liquibase;
        this.project = project;
        this.changelog = new KeptChangelog(settings.changelog());
        this.segments = new SegmentChangelog(settings.changelog());
        this.scope = new EngineScope(settings, project, soundness);
        this.hooks = new EngineHooks(settings, project);
    }

    @Override
    public ChangelogContents read(Tenant sample) {
        return scope.run(() -> ParsedContents.checked(changelog.of(sample), sample, settings.changelog()));
    }

    @Override
    public MigrationPlan plan(Tenant tenant, TenantHistory history) {
        return scope.run(() -> {
            PlanDatabase database = new PlanDatabase(tenant, tables(), history);
            return changelog.ask(tenant, new TenantPlan(tenant, database, limited(tenant, settings))::plan);
        });
    }

    @Override
    public OpenValues openValues(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(
                () -> new OpenParameters(settings.reaching(plan), tenant, history, plan, changelog.of(tenant)).find());
    }

    @Override
    public DueContents contents(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(
                () -> new DueTexts(settings.reaching(plan), tenant, history, plan, changelog.of(tenant)).make());
    }

    @Override
    public EngineFacts facts() {
        return new EngineFacts(
                LiquibaseUtil.getBuildVersion(),
                ExtensionJars.names(settings),
                hooks.all().stream().map(hook -> hook.getClass().getName()).toList());
    }

    @Override
    public PlannedScript script(
            Tenant tenant, TenantHistory history, Optional<OpenValues> open, List<ChangeSetId> due, PilotNotes notes) {
        return scope.run(
                () -> new CohortScript(limited(tenant, settings), tenant, history, changelog, open, notes).make(due));
    }

    @Override
    public Previews previews() {
        return new LiquibasePreviews(settings, scope, hooks.all());
    }

    @Override
    public SegmentResult migrateSegment(Tenant tenant, Segment.OfLiquibase segment, List<HistoryRow> before) {
        try (TenantSession session = settings.sessions().open(tenant)) {
            return scope.run(session, () -> {
                TenantUpdate update = update(tenant, session, settings, List.of(), OptionalInt.empty());
                return new SegmentUpdate(tenant, session, reader(), segments, update, segment, before).run();
            });
        } catch (TenantUnavailableException e) {
            return new SegmentResult(EngineResult.failed(e.failure()), Optional.empty());
        }
    }

    @Override
    public void say(Tenant tenant, List<Spoken> spoken) {
        scope.run(() -> Outputs.say(TenantDatabase.detached(tenant, tables()), tenant, spoken));
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
        return scope.in(
                opening,
                session -> update(tenant, session, settings, hooks.all(), wholeAtOnce)
                        .run());
    }

    private TenantUpdate update(
            Tenant tenant,
            TenantSession session,
            EngineSettings used,
            List<TenantHook> around,
            OptionalInt wholeAtOnce) {
        return new TenantUpdate(
                tenant, session, limited(tenant, used), reader(), around, wholeAtOnce, briefings.of(tenant));
    }

    private EngineSettings limited(Tenant tenant, EngineSettings used) {
        OptionalInt count = briefings.of(tenant).count();
        return count.isPresent() ? used.applying(count.getAsInt()) : used;
    }

    @Override
    public void hold(Tenant tenant, HeldTo held) {
        briefings.hold(tenant, held);
    }

    @Override
    public void note(Tenant tenant) {
        briefings.note(tenant);
    }

    @Override
    public PilotAnswers noted(Tenant tenant) {
        return briefings.noted(tenant);
    }

    @Override
    public void goOn(Tenant tenant, Set<ChangeSetId> done, Optional<List<HistoryRow>> before) {
        briefings.goOn(tenant, done, before);
    }

    @Override
    public boolean loadHooks() {
        return !hooks.all().isEmpty() || !settings.hooks().isEmpty();
    }

    @Override
    public boolean hooksLeaveNothing() {
        return hooks.all().isEmpty() && !settings.hooks().mayLeaveLocks();
    }

    @Override
    public Optional<Failure> runFiles(Tenant tenant, HookPlace place) {
        return unhooked(tenant, settings, update -> update.runFiles(place)).failure();
    }

    @Override
    public EngineResult migrateWithoutHooks(Tenant tenant) {
        return unhooked(tenant, settings.withoutHooks(), TenantUpdate::run);
    }

    private EngineResult unhooked(Tenant tenant, EngineSettings used, Function<TenantUpdate, EngineResult> work) {
        return scope.in(tenant, session -> work.apply(update(tenant, session, used, List.of(), OptionalInt.empty())));
    }

    @Override
    public EngineResult run(Tenant place, List<SqlFile> files) {
        return scope.in(place, session -> {
            TenantDatabase database = TenantDatabase.on(session.connection(), place, tables());
            return new SqlFileRun(session, reader().parameters(database, place))
                    .run(files)
                    .map(EngineResult::failed)
                    .orElseGet(EngineResult::nothing);
        });
    }

    @Override
    public AdoptionResult adopt(Tenant tenant, Adoption adoption) {
        return new AdoptionWork(settings, scope, adoption).adopt(briefings.of(tenant));
    }

    @Override
    public AdoptionResult tryAdoption(Tenant tenant, Adoption adoption) {
        return new AdoptionWork(settings, scope, adoption).tryOut(tenant);
    }

    @Override
    public MigrationPlan planAdoption(Tenant tenant, TenantHistory history, Adoption adoption) {
        return scope.run(() -> new TenantAdoption(tenant, settings, adoption).plan(history));
    }

    @Override
    public PlannedScript scriptOfAdoption(Tenant tenant, TenantHistory history, MigrationPlan plan, Adoption adoption) {
        return scope.run(() -> new AdoptionScript(settings, tenant, history, adoption).make(plan));
    }

    @Override
    public EngineResult tag(Tenant tenant, String tag) {
        return scope.in(tenant, session -> new TenantTag(briefings.of(tenant), session, settings.changelog()).put(tag));
    }

    @Override
    public MigrationPlan planTag(Tenant tenant, TenantHistory history, String tag) {
        return scope.run(() -> TenantTag.plan(history, changelog.of(tenant), tag));
    }

    @Override
    public MigrationPlan planRollback(Tenant tenant, TenantHistory history, Rollback rollback) {
        return scope.run(() -> new TenantRollbackPlan(tenant, settings.changelog(), reader()).plan(history, rollback));
    }

    @Override
    public PlannedScript scriptOfRollback(Tenant tenant, TenantHistory history, MigrationPlan plan) {
        return scope.run(() -> new RollbackScript(settings, tenant, history, changelog).make(plan));
    }

    @Override
    public EngineResult rollBack(Tenant tenant, TenantHistory history, List<ChangeSetId> toUndo) {
        return scope.in(
                tenant, session -> new TenantRollback(tenant, session, tables(), reader()).run(history, toUndo));
    }

    private ChangelogReader reader() {
        return new ChangelogReader(settings.changelog());
    }

    private HistoryTables tables() {
        return settings.changelog().tables();
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
