package io.github.pgmt.migration;

import io.github.pgmt.tenant.UnusableTenant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the database says about a tenant.
 *
 * @param rows the history in {@code ORDEREXECUTED} order; empty unless {@link State#MANAGED}
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

    /**
     * Who has set Liquibase's lock row.
     *
     * @param by host and address, as Liquibase records them; empty where the row does not say, which Liquibase never leaves so
     * @param since when, in the holder's own time zone, which is not recorded; empty where the time is not recorded either
     * @param age how long ago, in words, for example {@code 3 minutes}
     */
    public record LockHolder(Optional<String> by, Optional<LocalDateTime> since, String age) {

        public LockHolder {
            Objects.requireNonNull(by, "by is null");
            Objects.requireNonNull(since, "since is null");
            Objects.requireNonNull(age, "age is null");
        }

        /** Whether both were set by the same at the same time; the age differs with every look. */
        public boolean isSameAs(LockHolder other) {
            return by.equals(other.by) && since.equals(other.since);
        }

        /** When, to the second: {@code 2026-11-23T21:04:05}. */
        public Optional<String> sinceText() {
            return since.map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                    .map(DateTimeFormatter.ISO_LOCAL_DATE_TIME::format);
        }

        /**
         * With all that is known of it, and what is not.
         *
         * @param set the words before it: {@code locked}
         */
        public String text(String set) {
            Optional<String> time = sinceText().map(text -> " since " + text + ", for " + age);
            return by.map(name -> set + " by " + name + time.orElse(", since when its row does not say"))
                    .orElseGet(() -> set
                            + time.map(text -> text + ", by whom its row does not say")
                                    .orElse(", by whom and since when its row does not say"));
        }

        @Override
        public String toString() {
            return by.orElse("a holder that its row does not name") + " for " + age;
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
    static TenantHistory unusable(UnusableTenant tenant) {
        return unread(tenant.schema(), Refusals.unusable(tenant));
    }

    /** The history of a schema in which there is nothing to read. */
    public static TenantHistory without(String schema, State state) {
        return new TenantHistory(schema, state, List.of(), "", Optional.empty(), Optional.empty());
    }
}
