package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.MigrationEngine;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Liquibase, and this package, loaded afresh for one engine.
 *
 * @param project the project's class loader, whose parent {@code liquibase} is
 */
record LoadedLiquibase(URLClassLoader liquibase, URLClassLoader project) {

    static LoadedLiquibase of(EngineSettings settings) {
        SharedClasses shared = new SharedClasses(LoadedLiquibase.class.getClassLoader());
        URLClassLoader liquibase =
                new URLClassLoader("pgmt-liquibase", settings.pluginClassPath().toArray(URL[]::new), shared);
        return new LoadedLiquibase(liquibase, new ProjectClasses(settings.projectClassPath(), liquibase));
    }

    /** The engine that runs on it; closing that one closes the class loaders. */
    MigrationEngine engine(EngineSettings settings) {
        try {
            // By name: the class of that name in this loader must not be the one that runs.
            return (MigrationEngine) Class.forName(LiquibaseEngine.class.getName(), true, liquibase)
                    .getDeclaredConstructor(EngineSettings.class, URLClassLoader.class, URLClassLoader.class)
                    .newInstance(settings, liquibase, project);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Liquibase cannot be loaded: " + e, e);
        }
    }
}
