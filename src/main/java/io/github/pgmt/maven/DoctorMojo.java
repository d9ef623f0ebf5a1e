package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.parameter.DoctorParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Looks for all that could stand in a migration's way, and says what is wrong and what to do, the worst first: of the
 * server, the role and what is between; of the selected tenants' privileges, locks, histories and indexes; of the sessions
 * that a migration would wait for; of other roles that could put something in its way. It needs no changelog and
 * changes nothing, so a role that may only read will do, and a read-only standby. Whether tenants of the same changesets have
 * the same objects, <code>drift</code> says.
 *
 * <p>The build fails when there is an error, that is, when a migration with this role would fail, wholly or in some
 * tenants; with <code>failOnWarning</code> also when there is a warning.
 *
 * @since 0.1.0
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public class DoctorMojo extends AbstractTenantMojo {

    /**
     * How many tenants a migration is to work on at once: there have to be connections and locks for so many.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threads", defaultValue = "4")
    private int threads;

    /**
     * How many tenants of one database a migration is to work on at once at most, where several are listed; 0 lets each have all
     * <code>threads</code>. A database that is listed with <code>threads</code> of its own has those.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.threadsPerDatabase", defaultValue = "0")
    private int threadsPerDatabase;

    /**
     * Whether a warning fails the build too.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.failOnWarning", defaultValue = "false")
    private boolean failOnWarning;

    /**
     * A file for what the goal answers on the console, too: in plain text (UTF-8), without colours and without Maven's
     * <code>[INFO]</code>. It is written also with Maven's <code>-q</code>, where the console is silent; a run that ends
     * without an answer leaves none. A later goal of the same build, with the same file, adds to it.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.outputFile")
    private File outputFile;

    @Inject
    public DoctorMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws MojoExecutionException, MojoFailureException {
        SelectionParameters given = selectionParameters();
        goal(GoalKind.DOCTOR, outputFile)
                .execute(
                        tenantLookup(new ThreadLimits(threads, threadsPerDatabase)),
                        () -> doctorParameters().check(given),
                        (found, selection) -> found.examine(selection, doctorParameters(), given.failIfNoTenants()));
    }

    public final DoctorParameters doctorParameters() {
        return new DoctorParameters(threads, failOnWarning);
    }
}
