package io.github.pgmt.migration.plan;

import io.github.pgmt.tenant.TenantId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a migration of a fleet would do, the same for the same fleet, changelog and options: nothing in it depends on when or where
 * it was made, and all of it is in order.
 *
 * @param databases by name
 * @param liquibase Liquibase's version
 * @param options what the user gave that shapes a run, as text
 * @param keyGiven whether hashes are made with a key of the user's
 * @param keyCheck tells whether a key is the same
 * @param parameters the changelog's parameters that are the same for all tenants and that are read, with the hashes of their values
 * @param shared what is due in the schema that tenants share, of each database; none without a shared changelog
 * @param cohorts the tenants, by what is due in them
 * @param refused the tenants in which nothing is to be done, by name
 * @param notFrozen what runs and cannot be known beforehand, in sentences: classes of the user's
 */
public record FleetPlan(
        List<PlannedDatabase> databases,
        String liquibase,
        SortedMap<String, String> options,
        boolean keyGiven,
        String keyCheck,
        SortedMap<String, String> parameters,
        List<PlannedCohort> shared,
        List<PlannedCohort> cohorts,
        List<RefusedTenant> refused,
        List<String> notFrozen) {

    public FleetPlan {
        databases = databases.stream().sorted().toList();
        Objects.requireNonNull(liquibase, "liquibase is null");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        Objects.requireNonNull(keyCheck, "keyCheck is null");
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        shared = List.copyOf(shared);
        cohorts = List.copyOf(cohorts);
        refused =
                refused.stream().sorted(Comparator.comparing(RefusedTenant::id)).toList();
        notFrozen = List.copyOf(notFrozen);
    }

    /** Cohorts in which something is due. */
    public Stream<PlannedCohort> pending() {
        return cohorts.stream().filter(cohort -> !cohort.changeSets().isEmpty());
    }

    /** How many tenants have something to get. */
    public int pendingTenants() {
        return pending().mapToInt(cohort -> cohort.tenants().size()).sum();
    }

    /** How many tenants it tells of. */
    public int tenantCount() {
        return cohorts.stream().mapToInt(cohort -> cohort.tenants().size()).sum() + refused.size();
    }

    /** How many changesets are due, in all tenants together. */
    public int pendingChangeSets() {
        return cohorts.stream()
                .mapToInt(
                        cohort -> cohort.tenants().size() * cohort.changeSets().size())
                .sum();
    }

    /** By tenant, the cohort that it is in. */
    Map<TenantId, PlannedCohort> byTenant() {
        Map<TenantId, PlannedCohort> byTenant = new HashMap<>();
        Stream.concat(shared.stream(), cohorts.stream())
                .forEach(cohort -> cohort.tenants().keySet().forEach(tenant -> byTenant.put(tenant, cohort)));
        return byTenant;
    }

    /** The database of this name. */
    Optional<PlannedDatabase> database(String name) {
        return databases.stream()
                .filter(database -> database.name().equals(name))
                .findFirst();
    }
}
