package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.LateParameter;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.lifecycle.CreateTenantRun;
import io.github.pgmt.migration.outcome.Operation;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/**
 * Makes a tenant from its row in the registry to its tables: inserts the row into <code>tenantTable</code>, creates the
 * schema that <code>tenant</code> names, and applies the changelog. If anything fails, all of it is removed again.
 *
 * @since 0.1.0
 */
@Mojo(
        name = "create-tenant",
        requiresProject = false,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class CreateTenantMojo extends AbstractSetUpMojo {

    /**
     * What the new row has besides the name of the tenant: elements in the POM, or on the command line
     * <code>column=value</code> pairs separated by commas, with a backslash before a comma, equals sign or backslash that is
     * meant. Columns that are left out get their default. Values are never printed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.attributes")
    private PlexusConfiguration attributes;

    @Inject
    public CreateTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        operate(
                Operation.SET_UP,
                this::selectionOfTable,
                (context, selection) -> new CreateTenantRun(context, newSchema(), attributes())
                        .create(selection, runParameters().dryRun()));
    }

    private SelectionParameters selectionOfTable() {
        sourceParameters().requireTable();
        attributes();
        return selectionParameters().requireOneTenant();
    }

    private Map<String, String> attributes() {
        return new LateParameter(maven()).map(attributes, "pgmt.attributes");
    }
}
