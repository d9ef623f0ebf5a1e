package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.HookParameters;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What the user wants run around a migration, and when it stops. Carries parameters, no logic. */
abstract class AbstractHookedMojo extends AbstractMigrationMojo {

    /**
     * SQL files, relative to the project, that are run once in <code>defaultSchema</code> before anything else of the run
     * is done there or in a tenant. Each is one transaction. If one fails, no tenant is touched.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.beforeAllSql")
    private List<String> beforeAllSql;

    /**
     * SQL files, relative to the project, that are run in each tenant's schema before it is migrated, also when it has
     * nothing to apply. They are divided into statements where psql divides them, and changelog parameters are expanded as in
     * a changelog. Each is one transaction. If one fails, the tenant fails and is not migrated.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.beforeTenantSql")
    private List<String> beforeTenantSql;

    /**
     * SQL files that are run likewise in each tenant's schema after its migration, if that went well. If one fails, the
     * tenant counts as failed; what was applied stays.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.afterTenantSql")
    private List<String> afterTenantSql;

    /**
     * SQL files that are run once in <code>defaultSchema</code> after the last tenant, also when tenants failed or the
     * shared changelog did, but not when <code>beforeAllSql</code> failed or the run was interrupted. If one fails, the
     * build fails.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.afterAllSql")
    private List<String> afterAllSql;

    /**
     * No new tenant of a cohort starts once so many of it failed at the same changeset with the same SQLSTATE (without one, with
     * the same kind of failure) and none of it came past that changeset: the others are skipped, with that as the reason, and
     * other cohorts go on. A cohort here are the tenants with the same history and the same changesets to apply, whatever their
     * parameters. <code>0</code>: all are tried.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.maxCohortFailures", defaultValue = "3")
    private int maxCohortFailures;

    AbstractHookedMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    final int maxCohortFailures() {
        return maxCohortFailures;
    }

    @Override
    public final HookParameters hookParameters() {
        return new HookParameters(beforeAllSql, beforeTenantSql, afterTenantSql, afterAllSql);
    }
}
