package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;

/** What can, and what cannot, be in one transaction with all that is due in a tenant. */
final class OneTransaction {

    /** Active transaction, pending trigger events, new value of an enum, lock table full (PostgreSQL, "Error Codes"). */
    private static final Set<String> REFUSED_IN_A_TRANSACTION = Set.of("25001", "55006", "55P04", "53200");

    private OneTransaction() {}

    /** @throws TenantUnavailableException when one of the changesets that are due cannot be in it */
    static void requireFit(List<ChangeSet> due, TenantSessions sessions) {
        for (ChangeSet changeSet : due) {
            if (!changeSet.isRunInTransaction()) {
                throw unfit(changeSet, "has runInTransaction=false");
            }
            if (ChangeSetSql.raw(changeSet).stream().anyMatch(sessions::controlsTransactions)) {
                throw unfit(changeSet, "has a statement that begins or ends a transaction");
            }
        }
    }

    private static TenantUnavailableException unfit(ChangeSet changeSet, String why) {
        return new TenantUnavailableException(new Failure(
                Failure.Kind.CHANGESET,
                Optional.of(ParsedContents.idOf(changeSet)),
                Optional.empty(),
                "The changeset " + why + ", so it cannot be in one transaction with the others. Apply it with "
                        + "-Dpgmt.atomicity=changeset."));
    }

    /** The failure of a tenant in which all was taken back. */
    static Failure takenBack(Failure failure) {
        String kept = failure.kind() == Failure.Kind.CONNECTION
                ? "Unless the connection was lost in the COMMIT itself, nothing of this run is kept in the tenant"
                : "Nothing of this run is kept in the tenant";
        boolean advised =
                failure.sqlState().filter(REFUSED_IN_A_TRANSACTION::contains).isPresent()
                        && failure.changeSet().isPresent();
        return failure.and(kept + " (-Dpgmt.atomicity=tenant)."
                + (advised
                        ? " What the server refuses in a longer transaction goes with -Dpgmt.atomicity=changeset."
                        : ""));
    }
}
