package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.SetUpParameters;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** How new schemas are made. Carries parameters, no logic. */
abstract class AbstractSetUpMojo extends AbstractHookedMojo {

    /**
     * The role that is to own a new schema. The role that migrates has to be a member of it; what the changelog makes in
     * the schema belongs to the role that migrates. Without it, that role owns the schema too. The owner of a schema that
     * exists stays as it is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.schemaOwner")
    private String schemaOwner;

    /**
     * Roles, for example the application's, that may use a new schema: they get <code>USAGE</code> on it and, as default
     * privileges, <code>SELECT</code>, <code>INSERT</code>, <code>UPDATE</code> and <code>DELETE</code> on the tables and
     * <code>USAGE</code> and <code>SELECT</code> on the sequences that the role that migrates makes there. Grants on a
     * schema that exists stay as they are.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.grantTo")
    private List<String> grantTo;

    /**
     * Whether the name of a new schema may differ from another schema's or tenant's only by case, or by how its letters
     * are composed.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.allowCaseClash", defaultValue = "false")
    private boolean allowCaseClash;

    AbstractSetUpMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    public final SetUpParameters setUpParameters() {
        return new SetUpParameters(schemaOwner, grantTo, allowCaseClash);
    }

    /** How schemas are made, once what the user gave is checked. */
    final NewSchema newSchema() {
        SetUpParameters parameters = setUpParameters();
        parameters.requireNothingEmpty(maven());
        return parameters.newSchema();
    }

    /** Creates what is missing and applies what is pending, or with {@code dryRun} says it. */
    final OperationResults setUp(RunContext context, TenantSelection selection) {
        return new SetUpRun(context, newSchema())
                .setUp(selection, runParameters().dryRun());
    }
}
