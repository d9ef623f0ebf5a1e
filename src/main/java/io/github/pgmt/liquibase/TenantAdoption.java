package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.AdoptionResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import liquibase.RuntimeEnvironment;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ChangeLogSyncListener;
import liquibase.changelog.visitor.ChangeLogSyncVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.exception.UnexpectedLiquibaseException;

/** Records a tenant's changesets as run without running them. */
final class TenantAdoption {

    private static final int DIFFERENCES_SHOWN = 10;

    private final Tenant tenant;
    private final EngineSettings settings;
    private final Adoption adoption;
    private final ChangelogReader reader;
    private final DueChangeSets due;

    TenantAdoption(Tenant tenant, EngineSettings settings, Adoption adoption) {
        this.tenant = tenant;
        this.settings = settings;
        this.adoption = adoption;
        this.reader = reader(settings, adoption);
        this.due = new DueChangeSets(settings.changelog());
    }

    /** What reads the changelog as far as it is to be recorded. */
    static ChangelogReader reader(EngineSettings settings, Adoption adoption) {
        ChangelogReader whole = new ChangelogReader(settings.changelog());
        return adoption.toTag()
                .map(tag -> whole.editing(ChangelogEdits.endingWithTag(tag)))
                .orElse(whole);
    }

    /** A failure unless the tenant is what the changelog makes, as far as its tables go. */
    AdoptionResult tryOut(TenantTrial trial) {
        ChangelogReader trying = reader.editing(ChangelogEdits::withoutConcurrently);
        EngineResult tried = new TenantUpdate(
                        trial.tenant(),
                        trial.session(),
                        settings.withoutHooks(),
                        trying,
                        List.of(),
                        OptionalInt.empty(),
                        Briefing.none(trial.tenant()))
                .run();
        if (tried.failure().isPresent()) {
            return AdoptionResult.untried(
                    EngineResult.failed(notTriedOut(tried.failure().get())));
        }
        List<String> differences = trial.differencesOf(tenant.schema());
        EngineResult result =
                differences.isEmpty() ? EngineResult.nothing() : EngineResult.failed(different(differences));
        // Files of changesets are read when these run, and parameters in them.
        return new AdoptionResult(
                result, Optional.of(new AdoptionResult.Made(tenant, trial.tables(), trying.parametersRead())));
    }

    private static Failure notTriedOut(Failure failure) {
        return new Failure(
                failure.kind(),
                failure.changeSet(),
                failure.sqlState(),
                failure.message()
                        + "\nSo the changelog could not be tried out beside the tenant, in one transaction that is "
                        + "rolled back, to see which tables it makes. Nothing was recorded. -Dpgmt.force=true records without "
                        + "looking.");
    }

    private static Failure different(List<String> differences) {
        List<String> lines = new ArrayList<>();
        lines.add("The schema's tables are not those that the changelog makes:");
        differences.stream().limit(DIFFERENCES_SHOWN).forEach(lines::add);
        if (differences.size() > DIFFERENCES_SHOWN) {
            lines.add("And " + (differences.size() - DIFFERENCES_SHOWN) + " more.");
        }
        lines.add("Nothing was recorded. Mend the schema, or record a part of the changelog with -Dpgmt.toTag; "
                + "-Dpgmt.force=true records it all the same.");
        return Failure.of(Failure.Kind.UNMANAGED, String.join("\n", lines));
    }

    /** @param briefing says what an earlier try may have recorded */
    EngineResult record(TenantSession session, Briefing briefing) {
        List<ChangeSetId> recorded = new ArrayList<>();
        try (LockedTenant locked =
                LockedTenant.open(tenant, session, settings.changelog().tables())) {
            recorded.addAll(briefing.foundDone(locked.historyService(), settings.runId()));
            session.holdCommits(false);
            for (DatabaseChangeLog changelog : reader.parse(locked.database(), tenant)) {
                recorded.addAll(record(changelog, locked.database()));
            }
            session.releaseCommits();
            session.connection().commit();
            return result(recorded, TenantResult.ChangeSets.applied(recorded, List.of(), List.of()));
        } catch (LiquibaseException | SQLException | RuntimeException | Error e) {
            return EngineResult.failed(new TenantFailures(session).of(e, Optional.empty()));
        }
    }

    private List<ChangeSetId> record(DatabaseChangeLog changelog, TenantDatabase database) throws LiquibaseException {
        changelog.validate(database, due.contexts(), due.labels());
        List<ChangeSetId> recorded = ids(due.notRan(changelog, database));
        new ChangeLogIterator(changelog, due.notRanFilters(database))
                .run(
                        new ChangeLogSyncVisitor(database, new Unforgiving()),
                        new RuntimeEnvironment(database, due.contexts(), due.labels()));
        return recorded;
    }

    MigrationPlan plan(TenantHistory history) throws LiquibaseException {
        PlanDatabase database = new PlanDatabase(tenant, settings.changelog().tables(), history);
        List<ChangeSetId> planned = new ArrayList<>();
        for (DatabaseChangeLog changelog : reader.parse(database, tenant)) {
            planned.addAll(ids(due.notRan(changelog, database)));
        }
        EngineResult result = result(planned, TenantResult.ChangeSets.planned(planned, List.of()));
        // Where there is something to look at, a tenant that has everything is looked at too.
        boolean current = adoption.unchecked() && planned.isEmpty() && database.hasHistory();
        return MigrationPlan.ofRecording(result, current, reader.parametersRead());
    }

    private static EngineResult result(List<ChangeSetId> changeSetsDue, TenantResult.ChangeSets changeSets) {
        return new EngineResult(changeSetsDue, changeSets, Set.of(), Set.of(), Optional.empty());
    }

    /** Liquibase goes on behind a row that it could not write, in a transaction that can only be rolled back. */
    private static final class Unforgiving implements ChangeLogSyncListener {

        @Override
        public void markedRan(ChangeSet changeSet, DatabaseChangeLog changelog, Database database) {
            // What is recorded was listed before.
        }

        @Override
        public void markedRanFailed(ChangeSet changeSet, DatabaseChangeLog changelog, Database database, Exception e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    private static List<ChangeSetId> ids(List<ChangeSet> changeSets) {
        return changeSets.stream().map(ParsedContents::idOf).toList();
    }
}
