package io.github.pgmt.migration.event;

import java.util.List;
import java.util.Optional;

/**
 * What a goal has to tell, by its kind, and whether the build fails by it. A run that never came to its tenants has one
 * too, with nothing in it.
 */
public sealed interface GoalReport permits DoctorReport, DriftReport, LookReport, OperationReport, StatusReport {

    /** How many tenants it tells of. */
    int tenantCount();

    /** The tenants that fail the build by the names that people have for them, in the report's order. */
    List<String> failedTenants();

    /** The same of the tenants that are to be looked at, or worked on, once more; without whole databases. */
    default List<String> tenantsToRetry() {
        return failedTenants();
    }

    /** Databases of which nobody could find out which tenants are to be looked at, or worked on, once more. */
    default List<String> databasesToRetry() {
        return List.of();
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
