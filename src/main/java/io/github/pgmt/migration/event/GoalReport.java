package io.github.pgmt.migration.event;

import io.github.pgmt.tenant.OfTenant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a goal has to tell, by its kind, and whether the build fails by it. A run that never came to its tenants has one
 * too, with nothing in it.
 */
public sealed interface GoalReport
        permits DoctorReport, DriftReport, LookReport, OperationReport, PlanReport, StatusReport {

    /** How many tenants it tells of. */
    int tenantCount();

    /** The tenants that fail the build by the names that people have for them, in the report's order. */
    List<String> failedTenants();

    /** What is to be looked at, or worked on, once more: tenants, and whole databases whose tenants nobody could find out. */
    Stream<? extends OfTenant> toRetry();

    /** Its tenants by the names that people have for them; a file of tenants cannot name a whole database. */
    default List<String> tenantsToRetry() {
        return toRetry()
                .filter(one -> !one.id().isWholeDatabase())
                .map(OfTenant::displayName)
                .toList();
    }

    /** Its whole databases. */
    default List<String> databasesToRetry() {
        return toRetry()
                .filter(one -> one.id().isWholeDatabase())
                .map(OfTenant::displayName)
                .toList();
    }

    /** Why the build fails because of tenants, as the beginning of a sentence: {@code 3 of 40 tenants failed}. */
    Optional<String> buildFailure();

    /** Why the run as a whole failed, although it came to its end. */
    default Optional<String> error() {
        return Optional.empty();
    }

    /** Why the run could not go on in one of its databases, as far as that is found in it. */
    default Optional<String> error(RunDatabase database) {
        return Optional.empty();
    }

    /** Whether the run's result is {@code FAILED} by it, which fails the build unless the user has it otherwise. */
    default boolean isFailed() {
        return buildFailure().isPresent();
    }

    /** Whether it says nothing, since there was no tenant. */
    default boolean isEmpty() {
        return tenantCount() == 0;
    }
}
