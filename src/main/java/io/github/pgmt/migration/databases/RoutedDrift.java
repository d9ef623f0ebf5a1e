package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Compares the tenants of several databases, those of each among themselves. */
public final class RoutedDrift implements FleetDrift {

    private final AnsweringDatabases<FleetDrift> drifts;

    public RoutedDrift(Databases<FleetDrift> drifts) {
        this.drifts = new AnsweringDatabases<>(drifts);
    }

    @Override
    public Look<String> sums(Collection<Tenant> tenants) {
        return look(tenants, FleetDrift::sums);
    }

    @Override
    public Look<Contents> contents(Map<Tenant, List<Tenant>> classes) {
        return look(classes.keySet(), (drift, theirs) -> drift.contents(AnsweringDatabases.each(theirs, classes::get)));
    }

    @Override
    public Look<Comparison> compare(Map<Tenant, Tenant> references) {
        return look(
                references.keySet(),
                (drift, theirs) -> drift.compare(AnsweringDatabases.each(theirs, references::get)));
    }

    private <T> Look<T> look(Collection<Tenant> tenants, BiFunction<FleetDrift, List<Tenant>, Look<T>> question) {
        Map<Tenant, T> found = new HashMap<>();
        Map<Tenant, String> busy = new HashMap<>();
        Map<Tenant, String> unread = new HashMap<>();
        drifts.ask(tenants, question, RoutedDrift::<T>unread).forEach(look -> {
            found.putAll(look.found());
            busy.putAll(look.busy());
            unread.putAll(look.unread());
        });
        return new Look<>(found, busy, unread);
    }

    private static <T> Look<T> unread(List<Tenant> tenants, Failure failure) {
        return new Look<>(Map.of(), Map.of(), AnsweringDatabases.each(tenants, tenant -> failure.message()));
    }

    @Override
    public Set<Tenant> workedOn(Collection<Tenant> tenants) {
        Set<Tenant> all = new HashSet<>();
        drifts.ask(tenants, FleetDrift::workedOn, (theirs, failure) -> Set.<Tenant>of())
                .forEach(all::addAll);
        return all;
    }
}
