package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.EngineResult;
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
import liquibase.changelog.visitor.ChangeLogSyncVisitor;
import liquibase.exception.LiquibaseException;

/** Records a tenant's changesets as run without running them. */
final class TenantAdoption {

    private static final int DIFFERENCES_SHOWN = 10;

    private final Tenant tenant;
    private final EngineSettings settings;
    private final ChangelogReader reader;
    private final DueChangeSets due;

    TenantAdoption(Tenant tenant, EngineSettings settings, Adoption adoption) {
        this.tenant = tenant;
        this.settings = settings;
        ChangelogReader whole = new ChangelogReader(settings.changelog());
        this.reader = adoption.toTag()
                .map(tag -> whole.editing(ChangelogEdits.endingWithTag(tag)))
                .orElse(whole);
        this.due = new DueChangeSets(settings.changelog());
    }

    /** Why the tenant is not what the changelog makes, as far as its tables go. */
    Optional<Failure> refusal(TenantTrial trial) {
        EngineResult tried = new TenantUpdate(
                        trial.tenant(),
                        trial.session(),
                        settings.withoutHooks(),
                        reader.editing(ChangelogEdits::withoutConcurrently),
                        List.of(),
                        OptionalInt.empty())
                .run();
        if (tried.failure().isPresent()) {
            return tried.failure().map(TenantAdoption::notTriedOut);
        }
        List<String> differences = trial.differencesOf(tenant.schema());
        return differences.isEmpty() ? Optional.empty() : Optional.of(different(differences));
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

    EngineResult record(TenantSession session) {
        List<ChangeSetId> recorded = new ArrayList<>();
        try (LockedTenant locked =
                LockedTenant.open(tenant, session, settings.changelog().tables())) {
            session.holdCommits(false);
            for (DatabaseChangeLog changelog : reader.parse(locked.database(), tenant)) {
                recorded.addAll(record(changelog, locked.database()));
            }
            session.releaseCommits();
            session.connection().commit();
            return result(TenantResult.ChangeSets.applied(recorded, List.of(), List.of()));
        } catch (LiquibaseException | SQLException | RuntimeException | Error e) {
            return EngineResult.failed(new TenantFailures(session).of(e, Optional.empty()));
        }
    }

    private List<ChangeSetId> record(DatabaseChangeLog changelog, TenantDatabase database) throws LiquibaseException {
        changelog.validate(database, due.contexts(), due.labels());
        List<ChangeSetId> recorded = ids(due.notRan(changelog, database));
        new ChangeLogIterator(changelog, due.notRanFilters(database))
                .run(
                        new ChangeLogSyncVisitor(database),
                        new RuntimeEnvironment(database, due.contexts(), due.labels()));
        return recorded;
    }

    EngineResult plan(TenantHistory history) throws LiquibaseException {
        PlanDatabase database = new PlanDatabase(tenant, settings.changelog().tables(), history);
        List<ChangeSetId> planned = new ArrayList<>();
        for (DatabaseChangeLog changelog : reader.parse(database, tenant)) {
            planned.addAll(ids(due.notRan(changelog, database)));
        }
        return result(TenantResult.ChangeSets.planned(planned, List.of()));
    }

    private static EngineResult result(TenantResult.ChangeSets changeSets) {
        return new EngineResult(changeSets.applied(), changeSets, Set.of(), Set.of(), Optional.empty());
    }

    private static List<ChangeSetId> ids(List<ChangeSet> changeSets) {
        return changeSets.stream().map(ParsedContents::idOf).toList();
    }
}
