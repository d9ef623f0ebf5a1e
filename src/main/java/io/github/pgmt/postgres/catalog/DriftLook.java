package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.FleetDrift.Look;
import io.github.pgmt.tenant.TenantsBySchema;
import java.util.HashMap;
import java.util.Map;

/** What several parts said, put together. */
final class DriftLook<T> {

    private final Map<String, T> found = new HashMap<>();
    private final Map<String, String> busy = new HashMap<>();
    private final Map<String, String> unread = new HashMap<>();

    /** Parts that say something of different schemas. */
    void add(DriftPart<T> part) {
        found.putAll(part.found());
        addTrouble(part);
    }

    void addBusy(String schema, String why) {
        busy.put(schema, why);
    }

    void addFound(String schema, T value) {
        found.put(schema, value);
    }

    void addTrouble(DriftPart<?> part) {
        busy.putAll(part.busy());
        unread.putAll(part.unread());
    }

    Look<T> byTenant(TenantsBySchema bySchema) {
        unread.keySet().removeAll(busy.keySet());
        found.keySet().removeAll(busy.keySet());
        found.keySet().removeAll(unread.keySet());
        return new Look<>(bySchema.byTenant(found), bySchema.byTenant(busy), bySchema.byTenant(unread));
    }
}
