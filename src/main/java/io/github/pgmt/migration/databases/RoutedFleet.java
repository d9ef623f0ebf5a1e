package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.CodeLook;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads tenants of several databases. Where a database does not answer, the answer says so of each of its tenants, and spoils no
 * other's. A question whose answer cannot say that fails: what decides whether something is done must not be taken for a no.
 */
public final class RoutedFleet implements FleetDatabase {

    private final AnsweringDatabases<FleetDatabase> fleets;

    public RoutedFleet(Databases<FleetDatabase> fleets) {
        this.fleets = new AnsweringDatabases<>(fleets);
    }

    @Override
    public Map<Tenant, TenantHistory> histories(Collection<Tenant> tenants) {
        return histories(tenants, FleetDatabase::histories);
    }

    @Override
    public Map<Tenant, TenantHistory> historiesSince(Collection<Tenant> tenants, LocalDateTime time) {
        return histories(tenants, (fleet, theirs) -> fleet.historiesSince(theirs, time));
    }

    @Override
    public Map<Tenant, TenantHistory> historiesByTime(Collection<Tenant> tenants) {
        return histories(tenants, FleetDatabase::historiesByTime);
    }

    private Map<Tenant, TenantHistory> histories(
            Collection<Tenant> tenants, BiFunction<FleetDatabase, List<Tenant>, Map<Tenant, TenantHistory>> reading) {
        Map<Tenant, TenantHistory> known = each(tenants, reading, RoutedFleet::unread);
        return AnsweringDatabases.each(tenants, known::get);
    }

    private <T> Map<Tenant, T> each(
            Collection<Tenant> tenants,
            BiFunction<FleetDatabase, List<Tenant>, Map<Tenant, T>> question,
            BiFunction<List<Tenant>, Failure, Map<Tenant, T>> unread) {
        Map<Tenant, T> all = new HashMap<>();
        fleets.ask(tenants, question, unread).forEach(all::putAll);
        return all;
    }

    /** The histories of tenants whose database was lost. */
    public static Map<Tenant, TenantHistory> unread(Collection<Tenant> tenants, DatabaseUnavailableException lost) {
        return unread(tenants, AnsweringDatabases.failure(lost));
    }

    private static Map<Tenant, TenantHistory> unread(Collection<Tenant> tenants, Failure failure) {
        return AnsweringDatabases.each(tenants, tenant -> TenantHistory.unread(tenant.schema(), failure));
    }

    @Override
    public CodeLook untrustedCode(Collection<Tenant> tenants, Collection<String> shared) {
        return fleets
                .ask(
                        tenants,
                        (fleet, theirs) -> fleet.untrustedCode(theirs, shared),
                        (theirs, failure) ->
                                new CodeLook(Map.of(), List.of(), AnsweringDatabases.each(theirs, tenant -> failure)))
                .stream()
                .reduce(CodeLook.NOTHING, CodeLook::and);
    }

    @Override
    public TablesLook untrustedTables(Collection<Tenant> tenants) {
        return fleets
                .ask(
                        tenants,
                        FleetDatabase::untrustedTables,
                        (theirs, failure) ->
                                new TablesLook(Map.of(), AnsweringDatabases.each(theirs, tenant -> failure.message())))
                .stream()
                .reduce(new TablesLook(Map.of(), Map.of()), TablesLook::and);
    }

    /** What a database does not say is not taken for gone. */
    @Override
    public Set<Tenant> existing(Collection<Tenant> tenants) {
        return choose(tenants, FleetDatabase::existing, (theirs, failure) -> Set.copyOf(theirs));
    }

    @Override
    public Set<Tenant> withHistory(Collection<Tenant> tenants) {
        return choose(tenants, FleetDatabase::withHistory, RoutedFleet::lost);
    }

    @Override
    public Set<Tenant> withObjects(Collection<Tenant> tenants) {
        return choose(tenants, FleetDatabase::withObjects, RoutedFleet::lost);
    }

    private Set<Tenant> choose(
            Collection<Tenant> tenants,
            BiFunction<FleetDatabase, List<Tenant>, Set<Tenant>> question,
            BiFunction<List<Tenant>, Failure, Set<Tenant>> unread) {
        Set<Tenant> chosen = new LinkedHashSet<>();
        fleets.ask(tenants, question, unread).forEach(chosen::addAll);
        return chosen;
    }

    private static <T> T lost(List<Tenant> tenants, Failure failure) {
        throw new DatabaseUnavailableException(failure.message(), null);
    }

    @Override
    public Map<Tenant, Set<String>> invalidIndexes(Collection<Tenant> tenants) {
        return each(tenants, FleetDatabase::invalidIndexes, RoutedFleet::lost);
    }

    @Override
    public Map<Tenant, Set<String>> objectNames(Collection<Tenant> tenants) {
        return each(tenants, FleetDatabase::objectNames, RoutedFleet::lost);
    }

    @Override
    public Map<Tenant, SchemaSize> sizes(Collection<Tenant> tenants) {
        return each(
                tenants,
                FleetDatabase::sizes,
                (theirs, failure) -> AnsweringDatabases.each(theirs, tenant -> SchemaSize.unknown(failure)));
    }

    @Override
    public Set<OutsideObject> objectsOutside(Collection<String> schemas) {
        throw ofOne();
    }

    @Override
    public List<String> schemasWithHistory(Collection<String> candidates) {
        throw ofOne();
    }

    /** Of whatever database: it is only told where a history seems to be. */
    @Override
    public List<TenantHistory> historiesElsewhere(Collection<String> candidates) {
        return fleets.askAll(fleet -> historiesElsewhere(fleet, candidates)).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<TenantHistory> historiesElsewhere(FleetDatabase fleet, Collection<String> candidates) {
        try {
            return fleet.historiesElsewhere(candidates);
        } catch (DatabaseUnavailableException e) {
            return List.of();
        }
    }

    /** A schema that is no tenant's is only known with its database. */
    private static IllegalStateException ofOne() {
        return new IllegalStateException("This is asked of each database by itself.");
    }
}
