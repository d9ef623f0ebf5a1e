package io.github.pgmt.maven;

import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** A goal that runs the changelog in tenants that there are. Carries parameters, no logic. */
abstract class AbstractUpdateMojo extends AbstractHookedMojo {

    /**
     * What of a tenant is one transaction. <code>changeset</code>: each changeset with its history row, so that what
     * succeeded before a failure is kept, as with Liquibase. <code>tenant</code>: all that is due in the tenant, so that it
     * has everything or is as it was; hooks keep their own transactions. It is refused in a tenant where a changeset that is
     * due has <code>runInTransaction=false</code> or controls transactions itself, and where the transactions of
     * <code>threads</code> tenants would hold more locks than the server has room for.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.atomicity", defaultValue = "changeset")
    private String atomicity;

    AbstractUpdateMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    String atomicity() {
        return atomicity;
    }
}
