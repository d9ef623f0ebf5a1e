package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import liquibase.Scope;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;

/** What Liquibase finds around it in an engine: files, class loader, log, settings. */
final class EngineScope {

    private final EngineSettings settings;
    private final ClassLoader project;
    private final Soundness soundness;
    private boolean isQuick;

    EngineScope(EngineSettings settings, ClassLoader project, Soundness soundness) {
        this.settings = settings;
        this.project = project;
        this.soundness = soundness;
    }

    /** Work that may throw what Liquibase throws. */
    interface Work<T> {
        T run() throws Exception;
    }

    /** Work in a tenant's session. */
    interface SessionWork {
        EngineResult in(TenantSession session) throws Exception;
    }

    /** Work in a tenant, in a session that is opened for it; that there is none is the result. */
    EngineResult in(Tenant tenant, SessionWork work) {
        return in(() -> settings.sessions().open(tenant), work);
    }

    /** The same in a session that is opened in this way. */
    EngineResult in(Supplier<TenantSession> opening, SessionWork work) {
        try (TenantSession session = opening.get()) {
            return run(session, () -> work.in(session));
        } catch (TenantUnavailableException e) {
            return EngineResult.failed(e.failure());
        }
    }

    /** Work that needs no session. */
    <T> T run(Work<T> work) {
        return run(Map.of(), work);
    }

    /** Work in a tenant, whose locks the session holds. */
    <T> T run(TenantSession session, Work<T> work) {
        return run(Map.of(HeldLockService.SESSION, session), work);
    }

    /** @param values what is in the scope besides */
    private <T> T run(Map<String, Object> values, Work<T> work) {
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
            return Scope.child(scope, () -> {
                quicken();
                return work.run();
            });
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

    /** Not before all of the project's extensions can be found. */
    private void quicken() {
        if (!isQuick) {
            SettingLookups.quicken();
            isQuick = true;
        }
    }
}
