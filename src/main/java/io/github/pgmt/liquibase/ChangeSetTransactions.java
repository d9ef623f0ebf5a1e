package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.ChangeSetTimes;
import io.github.pgmt.migration.engine.HistoryEdits;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.event.MigrationListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.ChangeSet.RunStatus;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.core.PreconditionContainer.ErrorOption;
import liquibase.precondition.core.PreconditionContainer.FailOption;

/**
 * Makes each changeset one transaction with its history row, and notes what became of it. Liquibase calls {@code willRun},
 * executes and commits, marks and commits, calls {@code ran}, and commits once more: only the last commit is let through.
 */
final class ChangeSetTransactions extends AbstractChangeExecListener {

    private final String schema;
    private final TenantSession session;
    private final MigrationListener listener;
    private final HistoryWatch watch;
    private final Optional<NotedPreconditions> preconditions;
    private final List<ChangeSetId> applied = new ArrayList<>();
    private final List<ChangeSetId> notRun = new ArrayList<>();
    private final List<ChangeSetId> always = new ArrayList<>();
    private final Set<String> created = new LinkedHashSet<>();
    private final ChangeSetTimes times;
    private ChangeSet current;
    private boolean again;
    private Runnable noteWhenCommitted = () -> {};

    /**
     * @param preconditions is told of those of a pilot; of other tenants nobody asks for it
     * @param times is told when changesets begin and end
     */
    ChangeSetTransactions(
            String schema,
            TenantSession session,
            MigrationListener listener,
            HistoryWatch watch,
            Optional<NotedPreconditions> preconditions,
            ChangeSetTimes times) {
        this.times = times;
        this.schema = schema;
        this.session = session;
        this.listener = listener;
        this.watch = watch;
        this.preconditions = preconditions;
    }

    @Override
    public void willRun(ChangeSet changeSet, DatabaseChangeLog changelog, Database database, RunStatus runStatus) {
        settle();
        times.begin();
        session.beforeChangeSet();
        session.attributeTo(
                ParsedContents.idOf(changeSet), changeSet.isRunInTransaction(), ChangeSetSql.raw(changeSet));
        current = changeSet;
        again = changeSet.shouldAlwaysRun() && runStatus != RunStatus.NOT_RAN;
        session.takeTurnAtExtensions(ChangeSetSql.raw(changeSet));
        if (changeSet.isRunInTransaction()) {
            session.holdCommits(OwnChanges.areIn(changeSet));
            session.lockTables();
            watch.begin(changeSet, database);
        } else {
            watch.begin(changeSet, database);
            prepareWithoutTransaction(changeSet);
        }
        preconditions.ifPresent(notes -> notes.begin(changeSet, session));
    }

    @Override
    public void preconditionFailed(PreconditionFailedException error, FailOption onFail) {
        preconditions.ifPresent(NotedPreconditions::failed);
    }

    @Override
    public void preconditionErrored(PreconditionErrorException error, ErrorOption onError) {
        preconditions.ifPresent(NotedPreconditions::doubted);
    }

    /** What a killed run left behind would make the changeset fail, or with IF NOT EXISTS succeed without an index. */
    private void prepareWithoutTransaction(ChangeSet changeSet) {
        List<String> sql = ChangeSetSql.raw(changeSet);
        if (CreatedNames.mentionConcurrently(sql)) {
            session.suspendLockTimeout();
        }
        Set<String> indexes = CreatedNames.concurrentIndexes(sql);
        if (indexes.isEmpty()) {
            return;
        }
        for (String dropped : session.dropInvalidIndexes(indexes)) {
            listener.warned(schema + ": dropped the INVALID index \"" + dropped + "\" that an interrupted run of "
                    + ParsedContents.idOf(changeSet) + " left behind; it is built again.");
        }
    }

    @Override
    public void ran(ChangeSet changeSet, DatabaseChangeLog changelog, Database database, ExecType execType) {
        List<ChangeSetId> outcome = execType == ExecType.FAILED ? notRun : again ? always : applied;
        times.end(ParsedContents.idOf(changeSet));
        HistoryEdits edits = watch.end(changeSet, database, execType.ranBefore);
        finish(() -> {
            watch.keep(edits);
            outcome.add(ParsedContents.idOf(changeSet));
            created.addAll(CreatedNames.objects(
                    changeSet.getGeneratedSql().stream()
                            .filter(Objects::nonNull)
                            .toList(),
                    schema));
        });
    }

    @Override
    public void runFailed(ChangeSet changeSet, DatabaseChangeLog changelog, Database database, Exception exception) {
        session.releaseCommits();
    }

    /**
     * Notes the last changeset, whose commit has succeeded when another one begins or the update returns. Liquibase says
     * nothing at the end of a changeset that it skips ({@code onFail=CONTINUE}); it wrote nothing either.
     */
    void settle() {
        if (current != null) {
            ChangeSetId skipped = ParsedContents.idOf(current);
            finish(() -> notRun.add(skipped));
        }
        noteWhenCommitted.run();
        noteWhenCommitted = () -> {};
    }

    private void finish(Runnable note) {
        noteWhenCommitted = note;
        current = null;
        session.releaseCommits();
        session.restoreLockTimeout();
    }

    /** The changeset that was begun and not finished. */
    Optional<ChangeSet> unfinished() {
        return Optional.ofNullable(current);
    }

    TenantResult.ChangeSets changeSets() {
        return TenantResult.ChangeSets.applied(applied, notRun, always).took(times.all());
    }

    Set<String> created() {
        return created;
    }
}
