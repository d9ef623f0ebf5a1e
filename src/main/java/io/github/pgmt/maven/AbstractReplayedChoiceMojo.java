package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.ReplayParameters;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** How a goal that works on the tenants that are named plans once for many of them. Carries parameters, no logic. */
abstract class AbstractReplayedChoiceMojo extends AbstractChoiceMojo {

    /**
     * Tenants in which the same is to be done form a cohort. Liquibase itself works on the first of them, the pilot, and what it
     * sent there is sent to the others, which is many times faster. Where it is not certain that it would do the same in each
     * tenant (<code>runInTransaction=false</code>, custom changes and more), all go through Liquibase in any case; the report
     * says why. <code>false</code> means that all do.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.replay", defaultValue = "true")
    private boolean replay;

    /**
     * The schema of the tenant that goes first in its cohort (where databases are listed <code>eu1/acme</code>); without it,
     * the first by name. It must be one of the selected tenants.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.pilot")
    private String pilot;

    /**
     * What confirms each result in the end. <code>history</code>: that the history is as planned. <code>catalog</code>: also
     * that the tables, columns, indexes, constraints, views, functions and so on of each tenant that did not go through
     * Liquibase itself changed as those of its cohort's pilot did.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.verify", defaultValue = "catalog")
    private String verify;

    AbstractReplayedChoiceMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    final ReplayParameters replayParameters() {
        return new ReplayParameters(replay, pilot, verify);
    }
}
