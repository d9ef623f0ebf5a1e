package io.github.pgmt.maven;

import io.github.pgmt.maven.parameter.DriftParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What tenants are compared with, and what of them. Carries parameters, no logic. */
abstract class AbstractDriftMojo extends AbstractTenantMojo {

    /**
     * How many connections read at once.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threads", defaultValue = "4")
    private int threads;

    /**
     * How many connections read at once from one database, where several are listed; 0 lets each have all
     * <code>threads</code>. A database that is listed with <code>threads</code> of its own has those.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threadsPerDatabase", defaultValue = "0")
    private int threadsPerDatabase;

    /**
     * What tenants are compared with: <code>majority</code>, what most of the tenants with the same changesets have, or
     * <code>tenant</code>, what <code>referenceTenant</code> has.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.reference", defaultValue = "majority")
    private String reference;

    /**
     * The tenant whose objects are right, by the exact name of its schema (where databases are listed
     * <code>eu1/acme</code>), with <code>reference=tenant</code>. Tenants with other changesets than it has are not
     * compared.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.referenceTenant")
    private String referenceTenant;

    /**
     * Objects that are left out, by globs (<code>*</code>, <code>?</code>) on what the goal prints of them:
     * <code>index *_tmp</code>, <code>table audit_*</code>. What belongs to a table goes with it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.ignoreObjects")
    private List<String> ignoreObjects;

    /**
     * What is left out of all objects: <code>owner</code>, <code>privileges</code>, <code>comment</code> and so on, as the goal
     * names it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.ignoreAspects", defaultValue = "statistics target,storage")
    private List<String> ignoreAspects;

    /**
     * A file of differences that are accepted: a tenant with no other ones is <code>KNOWN</code> and fails no build.
     * <code>acceptDrift</code> writes it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.driftBaseline")
    private File driftBaseline;

    /**
     * Whether all differences that are found are accepted and written to <code>driftBaseline</code>; what it has of tenants that
     * were not compared stays.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.acceptDrift", defaultValue = "false")
    private boolean acceptDrift;

    AbstractDriftMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    final ThreadLimits threadLimits() {
        return new ThreadLimits(threads, threadsPerDatabase);
    }

    public final DriftParameters driftParameters() {
        return new DriftParameters(
                threads, reference, referenceTenant, ignoreObjects, ignoreAspects, driftBaseline, acceptDrift);
    }
}
