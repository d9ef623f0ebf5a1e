package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the database says about a tenant.
 *
 * @param rows the history in {@code ORDEREXECUTED} order; empty unless {@link State#MANAGED}
 * @param lock who has set Liquibase's lock row, if anybody has
 * @param problem why the history could not be read; present exactly when {@link State#UNREADABLE}
 */
public record TenantHistory(
        String schema, State state, List<HistoryRow> rows, Optional<LockHolder> lock, Optional<Failure> problem) {

    /** What a schema is to a migration. */
    public enum State {
        /** There is no such schema. */
        MISSING,
        /** Nothing of its own in it: everything is pending. */
        EMPTY,
        /** Objects and no history. */
        UNMANAGED,
        /** It has a history table, perhaps with no row. */
        MANAGED,
        /** It could not be read, see {@link #problem()}. */
        UNREADABLE
    }

    /**
     * Who has set Liquibase's lock row.
     *
     * @param by host and address, as Liquibase records them
     * @param since how long ago, in words, for example {@code 3 minutes}
     */
    public record LockHolder(String by, String since) {

        @Override
        public String toString() {
            return by + " for " + since;
        }
    }

    public TenantHistory {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(lock, "lock is null");
        Objects.requireNonNull(problem, "problem is null");
        rows = List.copyOf(rows);
    }

    /** The history of a schema in which there is nothing to read. */
    public static TenantHistory without(String schema, State state) {
        return new TenantHistory(schema, state, List.of(), Optional.empty(), Optional.empty());
    }
}
