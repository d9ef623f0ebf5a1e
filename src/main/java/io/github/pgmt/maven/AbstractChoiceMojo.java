package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.SelectionParameters;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** Which tenants, of goals that work on all of them only where that is said. Carries parameters, no logic. */
abstract class AbstractChoiceMojo extends AbstractMigrationMojo {

    /**
     * Works on every tenant when none is named; without it, that is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.allTenants", defaultValue = "false")
    private boolean allTenants;

    AbstractChoiceMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    /** @throws io.github.pgmt.migration.failure.RunRefusedException when no tenant is named and not all are meant */
    final SelectionParameters chosenTenants() {
        return selectionParameters().requireChoice(allTenants);
    }
}
