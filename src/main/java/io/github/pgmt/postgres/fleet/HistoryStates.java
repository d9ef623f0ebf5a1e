package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;

/** What the catalog alone tells of histories, and which of them are to be read. */
record HistoryStates(UnreadableSchema unreadable) {

    /** What is known without reading a table. */
    TenantHistory withoutReading(Scanned schema) {
        if (!schema.exists()) {
            return TenantHistory.without(schema.schema(), State.MISSING);
        }
        return unreadable
                .accordingToCatalog(schema)
                .map(problem -> TenantHistory.unread(schema.schema(), problem))
                .orElseGet(() -> TenantHistory.without(schema.schema(), of(schema)));
    }

    /** Of a schema that can be read. */
    static State of(Scanned schema) {
        if (schema.historyColumns().isPresent()) {
            return State.MANAGED;
        }
        return schema.occupied() ? State.UNMANAGED : State.EMPTY;
    }

    /** Where others' objects are, the tables' shape is still to be looked at. */
    static boolean needsReading(Scanned schema, TenantHistory history) {
        return history.state() == State.MANAGED || history.problem().isEmpty() && schema.hasLockTable();
    }
}
