package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.failure.PartlyCommittedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The connections of one tenant while it is worked on: one that Liquibase uses, whose {@code search_path} is pinned to
 * the tenant's schema from its start and whose commits can be held back, and one that holds Liquibase's lock row.
 */
public interface TenantSession extends AutoCloseable {

    /**
     * An error of the server or the driver.
     *
     * @param state the five-character SQLSTATE; empty when there is none
     * @param message the message with the server's detail and hint
     * @param obstacle what was in the way, where the same may go well later
     */
    record SqlError(Optional<String> state, String message, Optional<Obstacle> obstacle) {}

    /** The connection for Liquibase; closing it is up to this session. */
    Connection connection();

    /**
     * Takes Liquibase's lock row, which must exist, without setting it: any Liquibase waits until {@link #close()}.
     *
     * @throws TenantUnavailableException when somebody else has set the row or is about to
     */
    void holdLockRow();

    /**
     * Called before a changeset: makes sure that the lock row is still ours and puts back the {@code search_path}, the
     * {@code lock_timeout} and the {@code statement_timeout} that an earlier changeset may have changed.
     *
     * @throws TenantUnavailableException when the lock was lost or the run is to stop
     */
    void beforeChangeSet();

    /**
     * What is committed from now on is this changeset's, so that what it makes is known for its own wherever it is. A session
     * of which nothing stays need not know.
     *
     * @param inTransaction otherwise its statements are committed one by one
     * @param sql what it sends that may begin or end a transaction
     * @throws TenantUnavailableException when the server does not answer
     */
    default void attributeTo(ChangeSetId changeSet, boolean inTransaction, List<String> sql) {}

    /**
     * To be called before the transaction of a changeset, or of other SQL of the user's, begins; what is open is committed.
     * Where it creates extensions that the database does not have, other sessions that would, too, wait until it is
     * committed and the next changeset begins, or the session ends.
     *
     * @param sql what it sends itself
     * @throws TenantUnavailableException when another session has the turn for too long, or the run is to stop
     */
    void takeTurnAtExtensions(List<String> sql);

    /**
     * The changeset because of which the last commit failed, where no changeset is under way any more. Of several in one
     * transaction it is the first that left a deferred constraint or trigger unfit, as far as that can be known.
     */
    default Optional<ChangeSetId> failedInCommit() {
        return Optional.empty();
    }

    /**
     * From now on a commit does nothing, until {@link #releaseCommits()}: a changeset and its history row are one transaction.
     * Only what is deferred to the commit is done with the first, which ends the changeset's own statements.
     *
     * @param mayCommitItself whether the first may be the changeset's own, in the middle of it: what is deferred then waits for
     *     the commit that takes effect
     */
    void holdCommits(boolean mayCommitItself);

    /** Commits take effect again; does not commit by itself. */
    void releaseCommits();

    /** Work on Liquibase's two tables. */
    @FunctionalInterface
    interface TableWork<T, E extends Exception> {

        /** Does it. */
        T run() throws E;
    }

    /**
     * Runs what Liquibase itself does to its two tables, over {@link #connection()}. Its statements find nothing that the
     * tenant's owner could have put in their way. The tables are locked so that they keep their shape, and have the one that
     * Liquibase gives them, or are not there. What commits within the work takes effect when the work returns, unless commits
     * are held back.
     *
     * @throws TenantUnavailableException when a table has another shape, or the server does not tell
     */
    <T, E extends Exception> T onTables(TableWork<T, E> work) throws E;

    /**
     * To be called at the beginning of a changeset's transaction: locks Liquibase's two tables, which are there, and makes
     * sure of their shape, so that nothing is changed in a tenant whose history cannot be written.
     *
     * @throws TenantUnavailableException when a table has another shape, or the server does not tell
     */
    void lockTables();

    /**
     * Puts a tag on a row of the history, and commits.
     *
     * @throws TenantUnavailableException when the row cannot be written
     */
    void tag(ChangeSetId row, String tag);

    /**
     * Whether there is a schema of exactly this name.
     *
     * @throws TenantUnavailableException when the server does not tell
     */
    boolean hasSchema(String name);

    /** Work that is not Liquibase's. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        void on(Connection lent) throws Exception;
    }

    /**
     * Runs work of the user's as one transaction, which is committed when the work returns and rolled back when it throws.
     * Nothing of the session's state comes to the work or stays behind it: settings, role, temporary tables, cursors.
     *
     * @throws TenantUnavailableException when the lock row was held and is lost, or the session cannot be cleaned
     * @throws Exception what the work, or the commit, throws
     */
    void inOwnTransaction(Work work) throws Exception;

    /**
     * Sends a statement of the user's, within {@link #inOwnTransaction}.
     *
     * @param hasBackslash in a plain string, see {@link SqlFile.Statement}
     * @throws Exception what the server says, or that the statement has another meaning in this session than it was read with
     */
    void send(String statement, boolean hasBackslash) throws Exception;

    /** What is to be one transaction. */
    @FunctionalInterface
    interface Step {

        /** Does it. */
        void run() throws Exception;
    }

    /**
     * Makes one transaction of work over {@link #connection()}: until it returns, a commit only sets the point to which a
     * rollback goes back. What it did is committed when it returns and taken back when it throws.
     *
     * @param atOnce how many transactions like this may be open at once
     * @throws TenantUnavailableException when so many would not fit into the server's lock table
     * @throws PartlyCommittedException when the work ended the transaction before its time
     * @throws Exception what the work, or the commit, throws
     */
    void asOneTransaction(int atOnce, Step work) throws Exception;

    /** Turns {@code lock_timeout} off, for a statement with {@code CONCURRENTLY}, which may not be interrupted halfway. */
    void suspendLockTimeout();

    /** Gives {@code lock_timeout} the run's value again; does nothing where it cannot have another. */
    void restoreLockTimeout();

    /**
     * Drops those of the named indexes that are INVALID and that nobody is building: the left-overs of a killed
     * {@code CREATE INDEX CONCURRENTLY}.
     *
     * @return the names of the dropped indexes
     */
    List<String> dropInvalidIndexes(Collection<String> names);

    /**
     * What changesets can leave in a session to those that follow them in it: roles, settings other than the
     * {@code search_path}, temporary tables, prepared statements, cursors, channels and locks that outlast a transaction. Equal
     * texts mean that nothing was left in between, but for sequences' last values and settings that only the user's own code
     * knows. Of a session that has one changeset after the other to its end it is not asked.
     *
     * @throws TenantUnavailableException when the server does not tell
     */
    default String state() {
        return "";
    }

    /**
     * The tenant's answer to a question, made short, as a replay would compare it; leaves nothing behind. Empty where the
     * server does not answer, where the question must not be asked, or where something of the tenant's may stand in the way of
     * the answer that Liquibase gets.
     */
    default Optional<String> answer(Question question) {
        return Optional.empty();
    }

    /** What the server said, when an SQL error is among the causes. */
    Optional<SqlError> sqlError(Throwable thrown);

    /** From now on {@link TenantSessions#cancelAll()} ends this connection too: work for the tenant is done over it. */
    void cancelTogetherWith(Connection other);

    /** Whether {@link TenantSessions#cancelAll()} ended this session. */
    boolean isCancelled();

    /** Rolls back what is open and lets go of every lock. Never throws. */
    @Override
    void close();
}
