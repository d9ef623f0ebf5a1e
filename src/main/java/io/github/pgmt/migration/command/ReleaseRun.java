package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Resets Liquibase's lock rows that dead processes have left set: those that the user has confirmed, and of them those
 * that no living session may own. Needs no changelog.
 */
public final class ReleaseRun {

    private final TenantSource tenants;
    private final LiquibaseLocks locks;
    private final RunId runId;
    private final MigrationListener listener;

    public ReleaseRun(TenantSource tenants, LiquibaseLocks locks, RunId runId, MigrationListener listener) {
        this.tenants = tenants;
        this.locks = locks;
        this.runId = runId;
        this.listener = listener;
    }

    /**
     * Looks at the selected tenants' rows and resets what may be reset; without the right confirmation it changes nothing,
     * and the results have an error that names it.
     *
     * @param database the database's name in every tenant
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults release(TenantSelection selection, ReleaseConfirmation confirmation) {
        Discovery found = Discovery.of(tenants.listing(), selection).starting(runId, listener);
        List<TenantResult> noTenants = Refusals.ofNames(found.selected(), found.missing()::of);
        listener.finished(noTenants);
        return release(locks.read(found.selected().tenants()), selection, confirmation)
                .and(noTenants);
    }

    private OperationResults release(
            Map<Tenant, TenantLock> looked, TenantSelection selection, ReleaseConfirmation confirmation) {
        Map<Tenant, TenantLock> set = new LinkedHashMap<>(looked);
        set.values().removeIf(lock -> !lock.isSet());
        set.forEach((tenant, lock) ->
                listener.hear(new RunEvent.LockFound(tenant.id(), lock.holder().orElseThrow())));
        Map<Tenant, Failure> owners = locks.livingOwners(set);
        List<String> ownerless = set.keySet().stream()
                .filter(tenant -> !owners.containsKey(tenant)
                        && looked.get(tenant).problem().isEmpty())
                .map(Tenant::displayName)
                .toList();
        Optional<String> unconfirmed = confirmation.lacking(ownerless);
        Predicate<TenantId> askedFor = selection.askedFor();
        List<Attempt> attempts = new ArrayList<>();
        looked.forEach((tenant, lock) -> {
            Optional<Failure> obstacle = lock.problem().or(() -> Optional.ofNullable(owners.get(tenant)));
            TenantResult result = obstacle.map(failure -> TenantResult.failed(tenant.id(), failure))
                    .orElseGet(() -> result(tenant, lock, askedFor, unconfirmed.isEmpty()));
            attempts.add(new Attempt(tenant, result.withLock(lock.holder()), Optional.empty()));
            listener.hear(new RunEvent.TenantFinished(result));
        });
        return Confirmation.of(listener::warned, Worked.of(attempts), () -> verified(attempts))
                .results()
                .with(Optional.empty(), unconfirmed);
    }

    private TenantResult result(Tenant tenant, TenantLock lock, Predicate<TenantId> askedFor, boolean confirmed) {
        if (!lock.exists() && tenants.origin() == TenantOrigin.CATALOG && !askedFor.test(tenant.id())) {
            return TenantResult.gone(tenant.id(), Duration.ZERO, GoneTenants.SINCE);
        }
        if (!lock.exists()) {
            return TenantResult.failed(tenant.id(), missing(tenant.id()));
        }
        if (!lock.isSet()) {
            return TenantResult.upToDate(tenant.id(), oddity(lock.rows()));
        }
        return confirmed
                ? release(tenant, lock)
                : TenantResult.succeeded(tenant.id(), Outcome.PLANNED, Duration.ZERO, TenantResult.ChangeSets.NONE);
    }

    /** What there is instead of a row that is not set. */
    private static Optional<String> oddity(TenantLock.Rows rows) {
        return switch (rows) {
            case NO_TABLE -> Optional.of("there is no lock table");
            case NONE -> Optional.of("the lock table has no row");
            case ONE -> Optional.empty();
            case SEVERAL -> Optional.of("the lock table has more than one row, of which Liquibase makes only one");
        };
    }

    private static Failure missing(TenantId tenant) {
        return Failure.of(
                Failure.Kind.MISSING,
                "There is no tenant \"" + tenant
                        + "\" (names mind case). pgmt:list-tenants names those that there are.");
    }

    private TenantResult release(Tenant tenant, TenantLock lock) {
        long start = System.nanoTime();
        Optional<Failure> failure = locks.release(tenant, lock);
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        return failure.map(reason -> TenantResult.failed(tenant.id(), duration, TenantResult.ChangeSets.NONE, reason))
                .orElseGet(() ->
                        TenantResult.succeeded(tenant.id(), Outcome.RELEASED, duration, TenantResult.ChangeSets.NONE));
    }

    private Worked verified(List<Attempt> attempts) {
        Claim claim = Claim.of(Outcome.RELEASED, this::stillSet);
        return Worked.of(new Verification(listener, GoneTenants.NONE).verify(attempts, claim));
    }

    /** A row that another Liquibase has set since, which may have waited for it, is no failure. */
    private Map<Tenant, String> stillSet(List<Attempt> released) {
        Map<Tenant, TenantLock> now =
                locks.read(released.stream().map(Attempt::tenant).toList());
        return released.stream()
                .filter(attempt -> isStillSet(attempt.result(), now.get(attempt.tenant())))
                .collect(Collectors.toMap(
                        Attempt::tenant,
                        attempt ->
                                "The lock row was reset, but afterwards it is not seen to be: a trigger or somebody else set "
                                        + "it again, or took the right to read it."));
    }

    private static boolean isStillSet(TenantResult result, TenantLock lock) {
        return lock != null
                && (lock.problem().isPresent()
                        || lock.holder()
                                .filter(result.lock().orElseThrow()::isSameAs)
                                .isPresent());
    }
}
