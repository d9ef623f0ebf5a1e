package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.engine.ChangeSetTimes;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HistoryEdits;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.PartlyCommittedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.tenant.Tenant;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
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
    private final OptionalInt wholeAtOnce;
    private final HistoryWatch watch;
    private final ChangeSetTransactions transactions;
    private final List<ChangeSetId> planned = new ArrayList<>();
    private final Set<String> concurrentIndexes = new HashSet<>();
    private final Optional<NotedPreconditions> notes;
    private final Briefing briefing;
    private final Set<ChangeSetId> done;
    private final HeldUpdate plan;

    /** What an earlier try has done without coming to know of it; empty before that was looked for. */
    private Optional<TenantResult.ChangeSets> found = Optional.empty();

    private boolean takenBack;

    /**
     * @param wholeAtOnce empty makes each changeset a transaction, see {@link TenantSession#asOneTransaction} otherwise
     */
    TenantUpdate(
            Tenant tenant,
            TenantSession session,
            EngineSettings settings,
            ChangelogReader reader,
            List<TenantHook> hooks,
            OptionalInt wholeAtOnce,
            Briefing briefing) {
        this.tenant = tenant;
        this.session = session;
        this.settings = settings;
        this.reader = reader;
        this.hooks = hooks;
        this.wholeAtOnce = wholeAtOnce;
        this.watch = new HistoryWatch(settings.runId(), settings.changelog().tables(), settings.sessions());
        this.transactions = new ChangeSetTransactions(
                tenant.schema(),
                session,
                settings.listener(),
                watch,
                briefing.notes(),
                new ChangeSetTimes(System::nanoTime));
        this.notes = briefing.notes();
        this.briefing = briefing;
        this.done = new HashSet<>(briefing.done());
        this.plan = new HeldUpdate(briefing.held(), settings.runId());
    }

    EngineResult run() {
        return run(this::updateBetweenHooks);
    }

    /** The same with something else in place of the whole update; what it says of {@link #update} is in the result. */
    EngineResult run(Function<TenantDatabase, Optional<Failure>> work) {
        return run(true, work);
    }

    private EngineResult run(boolean changesFollow, Function<TenantDatabase, Optional<Failure>> work) {
        Optional<Failure> failure = Optional.empty();
        try (LockedTenant locked =
                LockedTenant.open(tenant, session, settings.changelog().tables())) {
            if (changesFollow) {
                plan.requireHistory(locked.database());
            }
            failure = work.apply(locked.database());
        } catch (Exception | Error e) {
            failure = Optional.of(failure(e));
        }
        return new EngineResult(
                planned,
                kept(),
                takenBack ? Set.of() : transactions.created(),
                concurrentIndexes,
                failure,
                Way.UNTOLD,
                takenBack ? HistoryEdits.NONE : watch.edits());
    }

    /** What the run had done in the tenant before. */
    Set<ChangeSetId> done() {
        return Set.copyOf(done);
    }

    private TenantResult.ChangeSets kept() {
        return takenBack
                ? TenantResult.ChangeSets.NONE
                : transactions.changeSets().after(found.orElse(TenantResult.ChangeSets.NONE));
    }

    /** Only what runs before the update or after one that went well. */
    EngineResult runFiles(MigrationEngine.HookPlace place) {
        return run(place == MigrationEngine.HookPlace.BEFORE, database -> switch (place) {
            case BEFORE -> hookCalls(database).before();
            case AFTER -> hookCalls(database).after(TenantResult.ChangeSets.NONE, Optional.empty());
        });
    }

    private HookCalls hookCalls(TenantDatabase database) {
        SqlFileRun sql = new SqlFileRun(session, reader.parameters(database, tenant));
        return new HookCalls(tenant, session, settings, hooks, sql);
    }

    private Optional<Failure> updateBetweenHooks(TenantDatabase database) {
        HookCalls calls = hookCalls(database);
        Optional<Failure> failure = calls.before().or(() -> tryUpdate(database));
        return calls.after(kept(), failure);
    }

    private Optional<Failure> tryUpdate(TenantDatabase database) {
        try {
            if (wholeAtOnce.isPresent()) {
                takenBack = true;
                session.asOneTransaction(wholeAtOnce.getAsInt(), () -> update(database));
                takenBack = false;
            } else {
                update(database);
            }
            return Optional.empty();
        } catch (Exception | Error e) {
            Failure failure = failure(e);
            boolean all = takenBack && !(e instanceof PartlyCommittedException);
            return Optional.of(all ? OneTransaction.takenBack(failure) : failure);
        }
    }

    Failure failure(Throwable thrown) {
        return new TenantFailures(session).of(thrown, transactions.unfinished());
    }

    private void update(TenantDatabase database) throws Exception {
        update(database, reader.parse(database, tenant));
    }

    /** Runs what is due of these changelogs, which were parsed for the tenant, as far as the update is to go. */
    void update(TenantDatabase database, List<DatabaseChangeLog> changelogs) throws Exception {
        update(database, changelogs, settings.changelog());
    }

    /** Runs what is due of these changelogs, in which there is nothing but what is planned. */
    void updatePlanned(TenantDatabase database, List<DatabaseChangeLog> changelogs) throws Exception {
        update(database, changelogs, settings.changelog().upTo(HowFar.WHOLE));
    }

    private void update(TenantDatabase database, List<DatabaseChangeLog> changelogs, Changelog soFar) throws Exception {
        if (found.isEmpty()) {
            found = Optional.of(find(database, changelogs));
        }
        TenantResult.ChangeSets before = transactions.changeSets();
        done.addAll(before.applied());
        done.addAll(before.always());
        done.addAll(before.notRun());
        DueInTurn inTurn = new DueChangeSets(soFar).inTurn(changelogs, database, done);
        if (inTurn.failure().isPresent()) {
            throw new TenantUnavailableException(inTurn.failure().get());
        }
        for (DatabaseChangeLog changelog : changelogs) {
            if (inTurn.isOver(changelog)) {
                return;
            }
            endWhatIsOver(changelog);
            List<ChangeSet> changeSets = inTurn.of(changelog);
            plan.requirePlanned(changeSets, database);
            if (!changeSets.isEmpty()) {
                notes.ifPresent(noted -> noted.begin(changelog, changeSets.get(0), session));
            }
            changeSets.forEach(changeSet -> planned.add(ParsedContents.idOf(changeSet)));
            if (wholeAtOnce.isPresent()) {
                OneTransaction.requireFit(changeSets, settings.sessions());
            }
            run(inTurn.command(changelog), changelog, database);
            transactions.settle();
            concurrentIndexes.addAll(ChangeSetSql.concurrentIndexes(inTurn.reached(changelog)));
        }
    }

    private TenantResult.ChangeSets find(TenantDatabase database, List<DatabaseChangeLog> changelogs)
            throws LiquibaseException {
        List<ChangeSetId> all =
                briefing.foundDone(TenantDatabase.histories().getChangeLogService(database), settings.runId());
        done.addAll(all);
        Set<ChangeSetId> again = changelogs.stream()
                .flatMap(changelog -> changelog.getChangeSets().stream())
                .filter(ChangeSet::isAlwaysRun)
                .map(ParsedContents::idOf)
                .filter(briefing::wasRecorded)
                .collect(Collectors.toSet());
        return TenantResult.ChangeSets.applied(
                all.stream().filter(id -> !again.contains(id)).toList(),
                List.of(),
                all.stream().filter(again::contains).toList());
    }

    /**
     * Liquibase comes to a changeset once in an update, and to the changelog's preconditions before all of them; of the rest of
     * an update it does not know what came before.
     */
    private void endWhatIsOver(DatabaseChangeLog changelog) {
        if (changelog.getChangeSets().stream().map(ParsedContents::idOf).anyMatch(done::contains)) {
            changelog.getPreconditions().getNestedPreconditions().clear();
        }
        changelog.getChangeSets().removeIf(changeSet -> done.contains(ParsedContents.idOf(changeSet)));
    }

    /** The arguments of Liquibase's three ways to update have the same names. */
    private void run(CommandScope command, DatabaseChangeLog changelog, TenantDatabase database)
            throws LiquibaseException {
        LockedTenant.forgetFastCheck();
        command.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
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
