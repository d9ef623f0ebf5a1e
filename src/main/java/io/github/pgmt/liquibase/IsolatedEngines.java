package io.github.pgmt.liquibase;

import io.github.pgmt.migration.MigrationEngine;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Makes engines that share no class of Liquibase. Liquibase's {@code update} is not safe to run twice at once in one JVM:
 * its registries of lock and history services are JVM-wide, one run's clean-up resets the other's (liquibase#7956), and
 * what is left are lock rows or changes in the wrong schema. So each engine loads Liquibase, and this package, afresh.
 */
public final class IsolatedEngines implements MigrationEngine.Factory {

    private final EngineSettings settings;

    public IsolatedEngines(EngineSettings settings) {
        this.settings = settings;
    }

    @Override
    public MigrationEngine open() {
        SharedClasses shared = new SharedClasses(IsolatedEngines.class.getClassLoader());
        URLClassLoader liquibase =
                new URLClassLoader("pgmt-liquibase", settings.pluginClassPath().toArray(URL[]::new), shared);
        ProjectClasses project = new ProjectClasses(settings.projectClassPath(), liquibase);
        try {
            // By name: the class of that name in this loader must not be the one that runs.
            Constructor<?> constructor = Class.forName(LiquibaseEngine.class.getName(), true, liquibase)
                    .getDeclaredConstructor(EngineSettings.class, URLClassLoader.class, URLClassLoader.class);
            return (MigrationEngine) constructor.newInstance(settings, liquibase, project);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Liquibase cannot be loaded: " + e, e);
        }
    }
}
