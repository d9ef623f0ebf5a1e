package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.DatabaseException;

/** Lets an update do what was planned for the tenant, and nothing else. To be asked while the tenant's lock is held. */
final class HeldUpdate {

    private final Optional<HeldTo> held;
    private final RunId runId;

    /** @param held empty where the update is held to no plan */
    HeldUpdate(Optional<HeldTo> held, RunId runId) {
        this.held = held;
        this.runId = runId;
    }

    /**
     * To be called before anything is sent.
     *
     * @throws TenantUnavailableException when the history is not the one that was compared with the plan
     */
    void requireHistory(TenantDatabase database) throws DatabaseException {
        if (held.isPresent()) {
            Optional<String> difference = held.get().difference(RecordedHistory.rows(database), runId);
            if (difference.isPresent()) {
                throw stale("Its history has changed while the run was at work. " + difference.get());
            }
        }
    }

    /**
     * To be called right before these run.
     *
     * @throws TenantUnavailableException when one of them was not planned, or has become another one
     */
    void requirePlanned(List<ChangeSet> due, TenantDatabase database) {
        if (held.isEmpty()) {
            return;
        }
        for (ChangeSet changeSet : due) {
            ChangeSetId id = ParsedContents.idOf(changeSet);
            String planned = held.get().due().get(id);
            if (planned == null) {
                throw stale(id + " is due in it, and was not planned.");
            }
            if (!planned.equals(ChecksumTexts.sum(changeSet, database))) {
                throw stale(
                        id + " is another one than was planned: the changelog has changed while the run was at work.");
            }
        }
    }

    private static TenantUnavailableException stale(String why) {
        return new TenantUnavailableException(HeldTo.moved(why));
    }
}
