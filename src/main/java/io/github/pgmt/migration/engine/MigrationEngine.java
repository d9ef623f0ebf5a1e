package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a changelog in tenants, one at a time. An engine belongs to one thread: Liquibase keeps JVM-wide registries of
 * locks and histories and must never meet another thread (liquibase#7956, camunda#61009), so engines share nothing.
 */
public interface MigrationEngine extends AutoCloseable {

    /**
     * Reads the changelog with no connection.
     *
     * @param sample the tenant whose parameters are used, since includes may depend on them
     * @throws InvalidChangelogException when it is missing or does not parse
     */
    ChangelogContents read(Tenant sample);

    /** Says what {@link #migrate} would do, from the history alone; writes nothing. */
    MigrationPlan plan(Tenant tenant, TenantHistory history);

    /**
     * Finds out which values may differ in tenants for which a plan is to be the same; writes nothing.
     *
     * @param plan of the tenant with this history
     */
    OpenValues openValues(Tenant tenant, TenantHistory history, MigrationPlan plan);

    /**
     * What a plan is of, for telling whether it is what somebody has looked at; writes nothing.
     *
     * @param plan of the tenant with this history, without a failure
     */
    DueContents contents(Tenant tenant, TenantHistory history, MigrationPlan plan);

    /**
     * What it runs changelogs with.
     *
     * @throws RunRefusedException when a {@link TenantHook} cannot be loaded
     */
    EngineFacts facts();

    /**
     * Works out what {@link #migrate} would send, so that it can be sent to every tenant with the same history and the same
     * values of the parameters that the changelog reads, but for open ones; writes nothing. Changesets of which that cannot be
     * known are named in the result.
     *
     * @param tenant one of them
     * @param open the values that differ between them
     * @param due what is due in it, as planned
     * @param notes what is known of the pilot: of the changesets of which it cannot be known what is sent, which leave no row of
     *     this run in the history, since what comes after them is numbered so; and how preconditions came out
     */
    PlannedScript script(
            Tenant tenant, TenantHistory history, Optional<OpenValues> open, List<ChangeSetId> due, PilotNotes notes);

    /** What it would send, to be shown. */
    Previews previews();

    /**
     * Loads the user's {@link TenantHook}s, which {@link #migrate} calls.
     *
     * @return whether there is one, or an SQL file, to be run around each tenant's migration
     * @throws RunRefusedException when one cannot be loaded
     */
    boolean loadHooks();

    /**
     * Whether what runs around a tenant's migration, if something does, may have a session of its own, as all of it are SQL
     * files and none takes a lock that lasts.
     */
    boolean hooksLeaveNothing();

    /**
     * Runs the SQL files that come before a tenant's migration, or after one that went well, where the migration itself is not
     * this engine's. Liquibase's two tables are made before, as ever.
     */
    Optional<Failure> runFiles(Tenant tenant, HookPlace place);

    /** Where something of the user's runs. */
    enum HookPlace {
        BEFORE,
        AFTER
    }

    /** Applies what is pending, between hooks that are run by {@link #runFiles}. */
    EngineResult migrateWithoutHooks(Tenant tenant);

    /** When this tenant is migrated next, it is noted how preconditions that read the database come out. */
    void note(Tenant pilot);

    /** What was noted, which then is forgotten. Nothing where there was no {@link #note}, or an engine became unsound. */
    PilotAnswers noted(Tenant pilot);

    /**
     * This tenant is to be migrated by a plan: where it is not as this says when its lock is held, or anything else is due in it,
     * its migration, by whatever way, is a failure of kind {@link Failure.Kind#STALE}, and nothing is sent; nor are the SQL files
     * before it run. It holds until another tenant is held to something.
     */
    void hold(Tenant tenant, HeldTo held);

    /**
     * When this tenant is migrated, adopted or tagged next, the run goes on with it: what runs with every update does not run
     * again.
     *
     * @param done what the run is known to have done in it
     * @param before the history that it had before the run, where a connection was lost: what has come to it since is what the run
     *     has committed without coming to know of it, and is told as done
     */
    void goOn(Tenant tenant, Set<ChangeSetId> done, Optional<List<HistoryRow>> before);

    /** Applies what is pending, between the hooks. Whatever goes wrong with the tenant is in the result. */
    EngineResult migrate(Tenant tenant);

    /**
     * Migrates likewise, but all that is due is one transaction, between the hooks, which keep their own. What cannot run in
     * one is a failure, and so is a transaction of which so many at once would not fit into the server's lock table; then the
     * tenant is as it was.
     *
     * @param atOnce how many tenants are worked on at once, at least 1
     */
    EngineResult migrateWhole(Tenant tenant, int atOnce);

    /**
     * Migrates likewise, but no further than these changesets, and not at all unless the tenant's history is what it is to be
     * before them. Where it is not, or where the changesets leave anything else than in the pilot, or something in the session
     * that what follows would find, it goes on in the same session to the end of what is due. There are no hooks.
     *
     * @param before the history that the tenant is to have
     */
    SegmentResult migrateSegment(Tenant tenant, Segment.OfLiquibase segment, List<HistoryRow> before);

    /** Says what {@link #migrate} would have said of changesets that were sent. */
    void say(Tenant tenant, List<Spoken> spoken);

    /** Migrates likewise, and creates the tenant's schema before if it is missing. */
    EngineResult setUp(Tenant tenant, NewSchema newSchema);

    /**
     * Records as run, in one transaction, what an update would run, without running it. Unless {@code adoption} says
     * otherwise, the changelog is tried out first beside the tenant, which must have the same tables. Whatever goes wrong
     * with the tenant is in the result.
     */
    AdoptionResult adopt(Tenant tenant, Adoption adoption);

    /** Tries the changelog out as {@link #adopt} does, unless {@code adoption} says otherwise, and records nothing. */
    AdoptionResult tryAdoption(Tenant tenant, Adoption adoption);

    /** Says what {@link #adopt} would record, from the history alone and without a try; writes nothing. */
    MigrationPlan planAdoption(Tenant tenant, TenantHistory history, Adoption adoption);

    /**
     * Works out what {@link #adopt} would send to record it, as {@link #script} does it of a migration.
     *
     * @param history of one of the tenants that have this plan
     * @param plan what is to be recorded; it holds for tenants with the same values of the parameters that it has read
     */
    PlannedScript scriptOfAdoption(Tenant tenant, TenantHistory history, MigrationPlan plan, Adoption adoption);

    /**
     * Puts a tag on the last row of the tenant's history that is not one of a {@code runAlways} changeset. A history
     * that is so already is left alone; one without rows, one whose last row has another tag, and one that has the tag
     * further up, are failures.
     *
     * @return {@code due} is the changeset that got the tag; empty when it had it already
     */
    EngineResult tag(Tenant tenant, String tag);

    /**
     * Says from the history alone what {@link #tag} would do: {@code due} in the result is the changeset whose row would get the
     * tag; writes nothing.
     */
    MigrationPlan planTag(Tenant tenant, TenantHistory history, String tag);

    /**
     * Says from the history alone what a rollback would take back, {@code due} and {@code pending} in the result in that order,
     * and by what statements; writes nothing. A tenant in which it must not be done, or cannot, is a failure.
     */
    MigrationPlan planRollback(Tenant tenant, TenantHistory history, Rollback rollback);

    /**
     * Works out what {@link #rollBack} would send, as {@link #script} does it of a migration.
     *
     * @param history of one of the tenants that have this plan
     * @param plan what is to be taken back; it holds for tenants with the same values of the parameters that it has read
     */
    PlannedScript scriptOfRollback(Tenant tenant, TenantHistory history, MigrationPlan plan);

    /**
     * Takes back what was planned, each changeset and its history row in one transaction. A history that is not the planned
     * one any more is a failure, and nothing is taken back. Whatever goes wrong with the tenant is in the result.
     *
     * @param history what it was planned from
     * @param toUndo what was planned, in order
     */
    EngineResult rollBack(Tenant tenant, TenantHistory history, List<ChangeSetId> toUndo);

    /**
     * Runs SQL files in a schema, each as one transaction, up to the first that fails. Liquibase's tables are neither needed
     * nor made there.
     */
    EngineResult run(Tenant place, List<SqlFile> files);

    /** Whether it can be used for another tenant; not after memory or stack came to an end in it. */
    default boolean isSound() {
        return true;
    }

    @Override
    void close();

    /** Makes engines, one a worker. */
    interface Factory {

        /** A new engine that shares no class of Liquibase with any other. */
        MigrationEngine open();
    }
}
