package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.FrozenParameters;
import io.github.pgmt.maven.parameter.HookParameters;
import io.github.pgmt.maven.parameter.HowFarParameters;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What of a migration is part of its plan, though the plan itself runs none of it. Carries parameters, no logic. */
abstract class AbstractPlanMojo extends AbstractChangelogMojo {

    /**
     * SQL files that the migration will run once before anything else, as <code>migrate-all</code> has them. What is in them is
     * part of the plan.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.beforeAllSql")
    private List<String> beforeAllSql;

    /**
     * SQL files that the migration will run in each tenant before its changesets, likewise.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.beforeTenantSql")
    private List<String> beforeTenantSql;

    /**
     * SQL files that the migration will run in each tenant after its changesets, likewise.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.afterTenantSql")
    private List<String> afterTenantSql;

    /**
     * SQL files that the migration will run once after the last tenant, likewise.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.afterAllSql")
    private List<String> afterAllSql;

    /**
     * What of a tenant will be one transaction, <code>changeset</code> or <code>tenant</code>, as with
     * <code>migrate-all</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.atomicity", defaultValue = "changeset")
    private String atomicity;

    /**
     * Plans no further than this tag, as <code>migrate-all</code> with the same tag goes.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.toTag")
    private String toTag;

    /**
     * Plans only so many of the changesets that are due in each tenant. A tenant that has got some of them, and not all, cannot go
     * on with such a plan.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.changesToApply")
    private String changesToApply;

    AbstractPlanMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    final HowFarParameters howFar() {
        return new HowFarParameters(toTag, changesToApply);
    }

    @Override
    final HookParameters hookParameters() {
        return new HookParameters(beforeAllSql, beforeTenantSql, afterTenantSql, afterAllSql);
    }

    final FrozenParameters frozen() {
        return new FrozenParameters(changelogSource(), hookParameters(), sourceParameters(), atomicity);
    }
}
