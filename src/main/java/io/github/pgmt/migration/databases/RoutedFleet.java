package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.CodeLook;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Reads tenants of several databases. A database that does not answer says so of the histories of its tenants; what else is asked
 * of it fails.
 */
public final class RoutedFleet implements FleetDatabase {

    private final ByDatabase<FleetDatabase> fleets;
    private final Map<Database, Failure> unreached;

    /** @param unreached those that are known not to answer */
    public RoutedFleet(Map<Database, FleetDatabase> fleets, Collection<UnreachedDatabase> unreached) {
        this.fleets = new ByDatabase<>(fleets);
        this.unreached =
                unreached.stream().collect(Collectors.toMap(UnreachedDatabase::database, UnreachedDatabase::failure));
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
        Map<Tenant, TenantHistory> known = new HashMap<>();
        List<Tenant> asked = new ArrayList<>();
        for (Tenant tenant : tenants) {
            Failure failure = unreached.get(tenant.home());
            if (failure == null) {
                asked.add(tenant);
            } else {
                known.put(tenant, TenantHistory.unread(tenant.schema(), failure));
            }
        }
        known.putAll(fleets.askEach(asked, (fleet, theirs) -> unlessLost(fleet, theirs, reading)));
        Map<Tenant, TenantHistory> inOrder = new LinkedHashMap<>();
        tenants.forEach(tenant -> inOrder.put(tenant, known.get(tenant)));
        return inOrder;
    }

    private static Map<Tenant, TenantHistory> unlessLost(
            FleetDatabase fleet,
            List<Tenant> tenants,
            BiFunction<FleetDatabase, List<Tenant>, Map<Tenant, TenantHistory>> reading) {
        try {
            return reading.apply(fleet, tenants);
        } catch (DatabaseUnavailableException e) {
            return unread(tenants, e);
        }
    }

    /** The histories of tenants whose database was lost. */
    public static Map<Tenant, TenantHistory> unread(Collection<Tenant> tenants, DatabaseUnavailableException lost) {
        Failure failure = Failure.of(Failure.Kind.CONNECTION, lost.getMessage());
        Map<Tenant, TenantHistory> unread = new LinkedHashMap<>();
        tenants.forEach(tenant -> unread.put(tenant, TenantHistory.unread(tenant.schema(), failure)));
        return unread;
    }

    @Override
    public CodeLook untrustedCode(Collection<Tenant> tenants, Collection<String> shared) {
        return fleets.ask(
                tenants.stream().filter(tenant -> fleets.knows(tenant.home())).toList(),
                (fleet, theirs) -> fleet.untrustedCode(theirs, shared),
                CodeLook.NOTHING,
                (one, other) -> {
                    Map<Tenant, UntrustedCode> ofTenants = new HashMap<>(one.ofTenants());
                    ofTenants.putAll(other.ofTenants());
                    return new CodeLook(ofTenants, joined(one.ofShared(), other.ofShared()));
                });
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all.stream().distinct().toList();
    }

    @Override
    public TablesLook untrustedTables(Collection<Tenant> tenants) {
        return fleets.ask(tenants, FleetDatabase::untrustedTables, new TablesLook(Map.of(), Map.of()), (one, other) -> {
            Map<Tenant, String> complaints = new HashMap<>(one.complaints());
            complaints.putAll(other.complaints());
            Map<Tenant, String> unseen = new HashMap<>(one.unseen());
            unseen.putAll(other.unseen());
            return new TablesLook(complaints, unseen);
        });
    }

    /** What a database does not say is not taken for gone. */
    @Override
    public Set<Tenant> existing(Collection<Tenant> tenants) {
        Set<Tenant> existing = new LinkedHashSet<>(tenants);
        List<Tenant> asked = new ArrayList<>(tenants);
        asked.removeIf(tenant -> !fleets.knows(tenant.home()));
        existing.removeAll(asked);
        fleets.ask(asked, RoutedFleet::existing).forEach(existing::addAll);
        return existing;
    }

    private static Set<Tenant> existing(FleetDatabase fleet, List<Tenant> tenants) {
        try {
            return fleet.existing(tenants);
        } catch (DatabaseUnavailableException e) {
            return Set.copyOf(tenants);
        }
    }

    @Override
    public Set<Tenant> withHistory(Collection<Tenant> tenants) {
        return choose(tenants, FleetDatabase::withHistory);
    }

    @Override
    public Set<Tenant> withObjects(Collection<Tenant> tenants) {
        return choose(tenants, FleetDatabase::withObjects);
    }

    private Set<Tenant> choose(
            Collection<Tenant> tenants, BiFunction<FleetDatabase, List<Tenant>, Set<Tenant>> question) {
        Set<Tenant> chosen = new LinkedHashSet<>();
        fleets.ask(tenants, question).forEach(chosen::addAll);
        return chosen;
    }

    @Override
    public Map<Tenant, Set<String>> invalidIndexes(Collection<Tenant> tenants) {
        return fleets.askEach(tenants, FleetDatabase::invalidIndexes);
    }

    @Override
    public Map<Tenant, Set<String>> objectNames(Collection<Tenant> tenants) {
        return fleets.askEach(tenants, FleetDatabase::objectNames);
    }

    @Override
    public Map<Tenant, SchemaSize> sizes(Collection<Tenant> tenants) {
        return fleets.askEach(tenants, FleetDatabase::sizes);
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
