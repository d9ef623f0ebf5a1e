package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.MigrationEngine;

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
        return LoadedLiquibase.of(settings).engine(settings);
    }
}
