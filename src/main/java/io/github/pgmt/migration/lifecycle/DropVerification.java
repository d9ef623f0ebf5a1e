package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.OutsideWatch;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the database whether what was dropped is gone, and nothing else. */
final class DropVerification {

    private final RunContext context;
    private final boolean withRow;

    DropVerification(RunContext context, boolean withRow) {
        this.context = context;
        this.withRow = withRow;
    }

    /**
     * Checks every tenant that is said to be dropped.
     *
     * @param vanished what was outside the tenants' schemas before the run and is not there now
     * @return the attempts' results, with those that the database does not confirm turned into failures
     */
    List<TenantResult> verify(List<TenantMigrator.Attempt> attempts, Set<FleetDatabase.OutsideObject> vanished) {
        List<String> dropped = attempts.stream()
                .map(TenantMigrator.Attempt::result)
                .filter(result -> result.outcome() == Outcome.DROPPED)
                .map(TenantResult::schema)
                .toList();
        Map<String, TenantHistory> histories = context.environment().fleet().histories(dropped);
        Set<String> listed = listed();
        List<TenantResult> results = new ArrayList<>();
        for (TenantMigrator.Attempt attempt : attempts) {
            TenantResult result = attempt.result();
            Optional<TenantHistory> history = Optional.ofNullable(histories.get(result.schema()));
            results.add(history.flatMap(found -> doubt(found, listed, vanished))
                    .map(message -> refuted(result, message))
                    .orElse(result));
        }
        return results;
    }

    private Set<String> listed() {
        return context.environment().tenants().list().stream()
                .map(ListedTenant::schema)
                .collect(Collectors.toSet());
    }

    private Optional<String> doubt(
            TenantHistory history, Set<String> listed, Set<FleetDatabase.OutsideObject> vanished) {
        if (history.state() != TenantHistory.State.MISSING) {
            return Optional.of("The schema was dropped, and there is one of this name again. Find out who made it.");
        }
        if (withRow && listed.contains(history.schema())) {
            return Optional.of("The schema is gone, but the registry still lists the tenant.");
        }
        if (!vanished.isEmpty()) {
            return Optional.of("The schema is gone, and meanwhile these vanished outside the tenants' schemas: "
                    + String.join(", ", OutsideWatch.texts(vanished))
                    + ". pgmt drops nothing there, so somebody else did; if nobody did, report it, please.");
        }
        if (listed.contains(history.schema()) && context.environment().tenants().origin() == TenantOrigin.REGISTRY) {
            context.listener()
                    .warned("The registry still lists the tenant, which is MISSING from now on. "
                            + "-Dpgmt.dropRegistryRow=true removes the row of a -Dpgmt.tenantTable.");
        }
        return Optional.empty();
    }

    private TenantResult refuted(TenantResult result, String message) {
        TenantResult refuted = TenantResult.failed(
                result.schema(), result.duration(), result.changeSets(), Failure.of(Failure.Kind.VERIFY, message));
        context.listener().hear(new RunEvent.TenantNotConfirmed(refuted));
        return refuted;
    }
}
