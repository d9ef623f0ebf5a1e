package io.github.pgmt.liquibase;

import io.github.pgmt.migration.TenantHook;
import java.util.List;

/** The user's hooks in Java, loaded once for all tenants of an engine. */
final class EngineHooks {

    private final EngineSettings settings;
    private final ClassLoader project;
    private List<TenantHook> loaded;

    EngineHooks(EngineSettings settings, ClassLoader project) {
        this.settings = settings;
        this.project = project;
    }

    /**
     * In the order in which they are called; the shared schema is no tenant and has none.
     *
     * @throws io.github.pgmt.migration.failure.RunRefusedException when one cannot be loaded
     */
    List<TenantHook> all() {
        if (loaded == null) {
            loaded = settings.changelog().shared() ? List.of() : HookProviders.load(project, settings.listener());
        }
        return loaded;
    }
}
