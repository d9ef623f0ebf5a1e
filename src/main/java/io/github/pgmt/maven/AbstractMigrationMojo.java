package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.GoalKind;
import io.github.pgmt.maven.goal.GoalRun;
import io.github.pgmt.maven.parameter.ReplayParameters;
import io.github.pgmt.maven.parameter.RunParameters;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.migration.outcome.Operation;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** How a migrating run goes about its tenants. Carries parameters, no logic. */
abstract class AbstractMigrationMojo extends AbstractChangelogMojo {

    /**
     * What a failed tenant means: <code>fail-at-end</code> (the others go on, the build fails at the end),
     * <code>fail-fast</code> (no new tenant starts, the build fails), <code>fail-never</code> (the others go on, the
     * build does not fail; the reports still tell). Others that need the same as three that failed alike do not go on, see
     * <code>maxCohortFailures</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.onError", defaultValue = "fail-at-end")
    private String onError;

    /**
     * No new tenant starts once so many have failed; 0 is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.maxFailures", defaultValue = "0")
    private int maxFailures;

    /**
     * After so many tenants the run pauses for <code>batchPause</code>; 0 is without batches.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.batchSize", defaultValue = "0")
    private int batchSize;

    /**
     * The pause between batches, as <code>500ms</code>, <code>5s</code>, <code>2m</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.batchPause", defaultValue = "0")
    private String batchPause;

    /**
     * How long a statement waits for a lock before its changeset fails (SQLSTATE 55P03), so that a migration does not
     * queue up the application behind it; <code>0</code> is without limit. It does not hold for statements with
     * <code>CONCURRENTLY</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.lockTimeout", defaultValue = "5s")
    private String lockTimeout;

    /**
     * How long a single statement may run; <code>0</code> is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.statementTimeout", defaultValue = "0")
    private String statementTimeout;

    /**
     * How long a tenant that somebody else holds (Liquibase's lock, another run of pgmt) is tried again, while the other
     * tenants go on; then it fails and the report names the holder.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.lockWait", defaultValue = "5m")
    private String lockWait;

    /**
     * How often a tenant is tried again that met a lock timeout (SQLSTATE 55P03), a deadlock (40P01), a serialization failure
     * (40001), <code>statementTimeout</code> (57014) or another session that made or altered the same shared object (23505 in
     * a table of <code>pg_catalog</code>; <code>tuple concurrently updated</code>), after growing pauses and while the other
     * tenants go on. Each try goes on from where the last one stopped. The report has the tries and the sessions that were in
     * the way.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.retries", defaultValue = "3")
    private int retries;

    /**
     * How often a tenant is tried again whose connection was lost, or for which there was none (the server restarts, the
     * network fails, too many connections), after growing pauses: five times is about half a minute. A changeset with
     * <code>runInTransaction=false</code> that was running is not tried again.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.connectRetries", defaultValue = "5")
    private int connectRetries;

    /**
     * How long running changesets may go on after Ctrl-C or TERM; then they are cancelled and roll back.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.shutdownGrace", defaultValue = "10s")
    private String shutdownGrace;

    /**
     * Only says what would be applied to which tenant (or, in a rollback, taken back); writes nothing to the database. The SQL
     * that would be sent is written into <code>&lt;goal&gt;.sql</code> in the reports directory, for <code>psql</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.dryRun", defaultValue = "false")
    private boolean dryRun;

    AbstractMigrationMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    public final RunParameters runParameters() {
        return new RunParameters(
                threads(),
                onError,
                maxFailures,
                maxCohortFailures(),
                batchSize,
                batchPause,
                lockTimeout,
                statementTimeout,
                lockWait,
                retries,
                connectRetries,
                shutdownGrace,
                dryRun,
                replayParameters(),
                atomicity());
    }

    /** Of a goal that can leave tenants half way. */
    int maxCohortFailures() {
        return 0;
    }

    /** Of a goal that plans changesets for many tenants at once. */
    ReplayParameters replayParameters() {
        return ReplayParameters.NONE;
    }

    /** Of a goal whose tenants keep what succeeded before a failure. */
    String atomicity() {
        return "changeset";
    }

    /** Does this to tenants, or with {@code dryRun} says what it would do. */
    final void operate(Operation operation, Supplier<SelectionParameters> selection, GoalRun.Operating work)
            throws MojoExecutionException, MojoFailureException {
        operate(GoalKind.of(operation, dryRun, true), selection, work);
    }

    /** The same of a goal that is of a kind of its own. */
    final void operate(GoalKind kind, Supplier<SelectionParameters> selection, GoalRun.Operating work)
            throws MojoExecutionException, MojoFailureException {
        goal(kind).operate(fleetWiring(runParameters()), selection, work);
    }
}
