package io.github.pgmt.migration.application;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells from a schema's history, and from what was planned for it, how it is. */
public final class StatusOf {

    private StatusOf() {}

    /** Of a schema that a migration would not touch, because of this. */
    public static TenantStatus refused(TenantId tenant, TenantHistory history, Failure failure) {
        State state = switch (history.state()) {
            case MISSING -> State.MISSING;
            case UNREADABLE -> State.UNREADABLE;
            case UNTRUSTED -> State.UNTRUSTED;
            case NAME -> State.NAME;
            case UNMANAGED -> State.UNMANAGED;
            case EMPTY, MANAGED -> State.FOREIGN;
        };
        List<ChangeSetId> unknown =
                history.rows().stream().map(HistoryRow::changeSet).toList();
        return new TenantStatus(
                tenant,
                state,
                history.rows().size(),
                new TenantStatus.ChangeSets(List.of(), Set.of(), List.of(), List.of(), unknown),
                history.lock(),
                Optional.of(failure.message()));
    }

    /** Of a tenant, or of all tenants of a database, since that database could not be reached. */
    public static TenantStatus unreachable(TenantId tenant, Failure failure) {
        return new TenantStatus(
                tenant,
                State.UNREACHABLE,
                0,
                TenantStatus.ChangeSets.NONE,
                Optional.empty(),
                Optional.of(failure.message()));
    }

    /** Of a schema for which this was planned. */
    public static TenantStatus planned(TenantId tenant, TenantHistory history, MigrationPlan plan) {
        TenantResult.ChangeSets planned = plan.result().changeSets();
        Optional<String> invalid = plan.result().failure().map(Failure::message);
        Optional<String> locked = history.lock().map(StatusOf::locked);
        State state = locked.isPresent()
                ? State.LOCKED
                : invalid.isPresent() ? State.INVALID : planned.pending().isEmpty() ? State.UP_TO_DATE : State.PENDING;
        Optional<String> problem = locked.map(
                        text -> text + invalid.map(more -> "\n" + more).orElse(""))
                .or(() -> invalid);
        return new TenantStatus(
                tenant,
                state,
                history.rows().size(),
                new TenantStatus.ChangeSets(
                        planned.pending(), plan.conditional(), plan.passedOver(), planned.always(), plan.unknown()),
                history.lock(),
                problem);
    }

    private static String locked(LockHolder lock) {
        return lock.text("Liquibase's lock is held")
                + ". If that process is dead, clear the lock with pgmt:release-locks.";
    }
}
