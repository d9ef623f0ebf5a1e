package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.EngineResult;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantSession;
import io.github.pgmt.migration.TenantUnavailableException;
import io.github.pgmt.tenant.Tenant;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.FastCheckService;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.ChangeExecListenerCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;

/** One update of one tenant by Liquibase's own command, under the tenant's lock. */
final class TenantUpdate {

    private final Tenant tenant;
    private final TenantSession session;
    private final EngineSettings settings;
    private final ChangelogReader reader;
    private final DueChangeSets due;
    private final ChangeSetTransactions transactions;
    private final List<ChangeSetId> planned = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();

    TenantUpdate(Tenant tenant, TenantSession session, EngineSettings settings, ChangelogReader reader) {
        this.tenant = tenant;
        this.session = session;
        this.settings = settings;
        this.reader = reader;
        this.due = new DueChangeSets(settings.changelog());
        this.transactions = new ChangeSetTransactions(tenant.schema(), session, settings.listener());
    }

    EngineResult run() {
        Optional<Failure> failure = Optional.empty();
        try {
            TenantDatabase database = TenantDatabase.on(
                    session.connection(), tenant, settings.changelog().tables());
            try {
                update(database);
            } finally {
                forget(database);
            }
        } catch (Exception e) {
            failure = Optional.of(unavailable(e).orElseGet(() -> failure(e)));
        }
        return new EngineResult(planned, transactions.changeSets(), transactions.created(), concurrentIndexes, failure);
    }

    private void update(TenantDatabase database) throws Exception {
        holdLock(database);
        ChangeLogHistoryService history = historyService(database);
        history.init();
        for (DatabaseChangeLog changelog : reader.parse(database, tenant)) {
            due.of(changelog, database).forEach(changeSet -> planned.add(ParsedContents.idOf(changeSet)));
            run(changelog, database);
            transactions.settle();
            noteConcurrentIndexes(changelog);
        }
    }

    private void holdLock(TenantDatabase database) throws LiquibaseException {
        HeldLockService lock =
                (HeldLockService) LockServiceFactory.getInstance().getLockService(database);
        lock.hold(session);
    }

    private void run(DatabaseChangeLog changelog, TenantDatabase database) throws LiquibaseException {
        // Its cache knows nothing of several changelogs for one schema (changelog/FastCheckService.java, the cache's
        // key).
        Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
        new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_ARG, changelog)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, changelog.getPhysicalFilePath())
                .addArgumentValue(
                        DatabaseChangelogCommandStep.CHANGELOG_PARAMETERS, reader.parameters(database, tenant))
                .addArgumentValue(
                        UpdateCommandStep.CONTEXTS_ARG,
                        settings.changelog().contexts().orElse(null))
                .addArgumentValue(
                        UpdateCommandStep.LABEL_FILTER_ARG,
                        settings.changelog().labelFilter().orElse(null))
                .addArgumentValue(ChangeExecListenerCommandStep.CHANGE_EXEC_LISTENER_ARG, transactions)
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .setOutput(OutputStream.nullOutputStream())
                .execute();
    }

    private void noteConcurrentIndexes(DatabaseChangeLog changelog) {
        for (ChangeSet changeSet : changelog.getChangeSets()) {
            if (!changeSet.isRunInTransaction()) {
                concurrentIndexes.addAll(CreatedNames.concurrentIndexes(ChangeSetSql.raw(changeSet)));
            }
        }
    }

    /** Liquibase caches services by database; those of a failed tenant must not meet the next one. */
    private static void forget(TenantDatabase database) {
        LockServiceFactory.getInstance().resetAll();
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .unregister(historyService(database));
    }

    private static ChangeLogHistoryService historyService(TenantDatabase database) {
        return Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .getChangeLogService(database);
    }

    /** What the session says, even where Liquibase has wrapped it. */
    private static Optional<Failure> unavailable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TenantUnavailableException unavailable) {
                return Optional.of(unavailable.failure());
            }
        }
        return Optional.empty();
    }

    private Failure failure(Exception thrown) {
        Optional<ChangeSetId> changeSet = transactions.unfinished().map(ParsedContents::idOf);
        if (session.isCancelled()) {
            return new Failure(
                    Failure.Kind.CONNECTION,
                    changeSet,
                    Optional.empty(),
                    "Cancelled and rolled back, since it did not end within -Dpgmt.shutdownGrace after the run was "
                            + "interrupted. Run it again to go on.");
        }
        Optional<TenantSession.SqlError> error = session.sqlError(thrown);
        String message = error.map(TenantSession.SqlError::message).orElseGet(() -> Causes.summary(thrown));
        Failure.Kind kind = error.flatMap(TenantSession.SqlError::state)
                        .filter(state -> state.startsWith("08"))
                        .isPresent()
                ? Failure.Kind.CONNECTION
                : Failure.Kind.CHANGESET;
        return new Failure(kind, changeSet, error.flatMap(TenantSession.SqlError::state), message + leftBehind());
    }

    /** A changeset that runs without a transaction may have done some of its work. */
    private String leftBehind() {
        return transactions
                .unfinished()
                .filter(changeSet -> !changeSet.isRunInTransaction())
                .map(changeSet ->
                        " This changeset has runInTransaction=false: what it did before the error stays. Look at the "
                                + "schema, undo that by hand unless the changeset can run over it, and run the tenant again; an INVALID "
                                + "index that it builds CONCURRENTLY is dropped by itself.")
                .orElse("");
    }
}
