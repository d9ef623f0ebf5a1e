package io.github.pgmt.migration.work;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders tenants so that databases take turns: none waits until all of another's are done. */
final class InTurns {

    private InTurns() {}

    /** The tenants, those of each database in the order given. */
    static Deque<Tenant> of(List<Tenant> tenants) {
        Map<Database, Deque<Tenant>> homes = new LinkedHashMap<>();
        tenants.forEach(tenant -> homes.computeIfAbsent(tenant.home(), absent -> new ArrayDeque<>())
                .add(tenant));
        Deque<Tenant> inTurns = new ArrayDeque<>(tenants.size());
        List<Deque<Tenant>> left = new ArrayList<>(homes.values());
        while (!left.isEmpty()) {
            left.forEach(ofOne -> inTurns.add(ofOne.remove()));
            left.removeIf(Deque::isEmpty);
        }
        return inTurns;
    }
}
