package io.github.pgmt.migration.application;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.MigrationListener;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Warns of changesets that begin or end a transaction themselves, each once in a run. For several threads. */
public final class TransactionWarnings {

    private final MigrationListener listener;
    private final Set<ChangeSetId> told = ConcurrentHashMap.newKeySet();

    public TransactionWarnings(MigrationListener listener) {
        this.listener = listener;
    }

    /** Those of the changesets that a plan comes to. */
    public void of(MigrationPlan plan) {
        Map<String, String> warnings = new TreeMap<>();
        plan.controlling().forEach((changeSet, statement) -> {
            if (told.add(changeSet)) {
                warnings.put(changeSet.toString(), statement);
            }
        });
        warnings.forEach(
                (changeSet, statement) -> listener.warned(
                        changeSet + " has the statement " + statement
                                + ", which begins or ends a transaction in the middle of the one that the changeset and its history row are to "
                                + "be. What it has done before a COMMIT stays even if it fails afterwards, and then fails again when it is "
                                + "repeated; what it has done before a ROLLBACK is lost although it is recorded as run. Take the statement out: "
                                + "pgmt commits each changeset by itself, and runInTransaction=false is for what needs no transaction."));
    }
}
