package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.EngineResult;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.TenantSession;
import io.github.pgmt.tenant.Tenant;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.ChangeExecListenerCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.exception.LiquibaseException;

/** One update of one tenant by Liquibase's own command, under the tenant's lock. */
final class TenantUpdate {

    private final Tenant tenant;
    private final TenantSession session;
    private final EngineSettings settings;
    private final ChangelogReader reader;
    private final List<TenantHook> hooks;
    private final DueChangeSets due;
    private final ChangeSetTransactions transactions;
    private final List<ChangeSetId> planned = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();

    TenantUpdate(
            Tenant tenant,
            TenantSession session,
            EngineSettings settings,
            ChangelogReader reader,
            List<TenantHook> hooks) {
        this.tenant = tenant;
        this.session = session;
        this.settings = settings;
        this.reader = reader;
        this.hooks = hooks;
        this.due = new DueChangeSets(settings.changelog());
        this.transactions = new ChangeSetTransactions(tenant.schema(), session, settings.listener());
    }

    EngineResult run() {
        Optional<Failure> failure = Optional.empty();
        try (LockedTenant locked =
                LockedTenant.open(tenant, session, settings.changelog().tables())) {
            failure = updateBetweenHooks(locked.database());
        } catch (Exception e) {
            failure = Optional.of(failure(e));
        }
        return new EngineResult(planned, transactions.changeSets(), transactions.created(), concurrentIndexes, failure);
    }

    private Optional<Failure> updateBetweenHooks(TenantDatabase database) {
        SqlFileRun sql = new SqlFileRun(session, database, reader.parameters(database, tenant));
        HookCalls calls = new HookCalls(tenant, session, settings, hooks, sql);
        Optional<Failure> failure = calls.before().or(() -> tryUpdate(database));
        return calls.after(transactions.changeSets(), failure);
    }

    private Optional<Failure> tryUpdate(TenantDatabase database) {
        try {
            update(database);
            return Optional.empty();
        } catch (Exception | LinkageError | StackOverflowError e) {
            return Optional.of(failure(e));
        }
    }

    private Failure failure(Throwable thrown) {
        return new TenantFailures(session).of(thrown, transactions.unfinished());
    }

    private void update(TenantDatabase database) throws Exception {
        for (DatabaseChangeLog changelog : reader.parse(database, tenant)) {
            due.of(changelog, database).forEach(changeSet -> planned.add(ParsedContents.idOf(changeSet)));
            run(changelog, database);
            transactions.settle();
            concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(changelog));
        }
    }

    private void run(DatabaseChangeLog changelog, TenantDatabase database) throws LiquibaseException {
        LockedTenant.forgetFastCheck();
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
}
