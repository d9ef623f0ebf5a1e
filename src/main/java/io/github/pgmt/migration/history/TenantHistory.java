package io.github.pgmt.migration.history;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.tenant.UnusableTenant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the database says about a tenant.
 *
 * @param rows the history in {@code ORDEREXECUTED} order, unless another was asked for; empty unless {@link State#MANAGED}
 * @param lock who has set Liquibase's lock row, if anybody has
 * @param layout names and types of the history table's columns, in their order; empty where there is none
 * @param problem why the history was not read; present exactly when {@link State#isUnread()}
 */
public record TenantHistory(
        String schema,
        State state,
        List<HistoryRow> rows,
        String layout,
        Optional<LockHolder> lock,
        Optional<Failure> problem) {

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
        UNREADABLE,
        /** What is in it is not to be trusted, so it was not read, see {@link #problem()}. */
        UNTRUSTED,
        /** No schema of this name can be worked on, so it was not looked at, see {@link #problem()}. */
        NAME;

        /** Whether the history was not read, for whatever reason; then there is a {@link #problem()}. */
        public boolean isUnread() {
            return this == UNREADABLE || this == UNTRUSTED || this == NAME;
        }
    }

    public TenantHistory {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(layout, "layout is null");
        Objects.requireNonNull(lock, "lock is null");
        if (problem.isPresent() != state.isUnread()) {
            throw new IllegalArgumentException(state + " and its problem do not go together: " + schema);
        }
        rows = List.copyOf(rows);
    }

    /** The first changeset that bears the tag, without regard to case, as Liquibase looks for it. */
    public Optional<ChangeSetId> tagged(String tag) {
        return HistoryRow.tagged(rows, tag);
    }

    /** The same without the rows of these changesets. */
    public TenantHistory without(Set<ChangeSetId> gone) {
        List<HistoryRow> left =
                rows.stream().filter(row -> !gone.contains(row.changeSet())).toList();
        return new TenantHistory(schema, state, left, layout, lock, problem);
    }

    /** The same with these rows. */
    public TenantHistory withRows(List<HistoryRow> others) {
        return new TenantHistory(schema, state, others, layout, lock, problem);
    }

    /** A history that was not read because of this; the failure's kind says which state that is. */
    public static TenantHistory unread(String schema, Failure problem) {
        State state = switch (problem.kind()) {
            case UNTRUSTED -> State.UNTRUSTED;
            case NAME -> State.NAME;
            default -> State.UNREADABLE;
        };
        return new TenantHistory(schema, state, List.of(), "", Optional.empty(), Optional.of(problem));
    }

    /** Of a schema that was not looked at because of its name. */
    public static TenantHistory unusable(UnusableTenant tenant) {
        return unread(tenant.schema(), Failure.of(Failure.Kind.NAME, tenant.reason()));
    }

    /** The history of a schema in which there is nothing to read. */
    public static TenantHistory without(String schema, State state) {
        return new TenantHistory(schema, state, List.of(), "", Optional.empty(), Optional.empty());
    }
}
