package io.github.pgmt.liquibase;

import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the user's {@link TenantHook}s. */
final class HookProviders {

    private HookProviders() {}

    /**
     * New instances of all hooks, in the order in which they are found: the project's, then those among the plugin's
     * dependencies.
     *
     * @throws RunRefusedException when one cannot be loaded
     */
    static List<TenantHook> load(ClassLoader project, MigrationListener listener) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(project);
        try {
            List<TenantHook> hooks = ServiceLoader.load(TenantHook.class, project).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
            hooks.forEach(hook -> listener.debugged("Hook " + hook.getClass().getName() + " of an engine loaded"));
            return hooks;
        } catch (ServiceConfigurationError | LinkageError | VirtualMachineError e) {
            throw new RunRefusedException(
                    "A TenantHook cannot be loaded: " + Causes.named(e) + " It is named in a file META-INF/services/"
                            + TenantHook.class.getName()
                            + " of the project's class path or the plugin's dependencies, and must be "
                            + "a compiled public class with a public constructor without parameters.",
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
