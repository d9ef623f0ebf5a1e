package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a tenant is to its changelog, looked at without a change.
 *
 * @param id which tenant it is
 * @param applied how many changesets its history has
 * @param changeSets what is to be said of single changesets
 * @param lock who has set Liquibase's lock row, if anybody has
 * @param problem what is wrong and what to do; present exactly when the state is neither {@link State#PENDING} nor
 *     {@link State#UP_TO_DATE}
 */
public record TenantStatus(
        TenantId id,
        State state,
        int applied,
        ChangeSets changeSets,
        Optional<LockHolder> lock,
        Optional<String> problem)
        implements OfTenant {

    /** What a tenant is: the first of these that holds. */
    public enum State {
        /** No such schema, or no tenant of that name. */
        MISSING,
        /** No schema of this name can be worked on. */
        NAME,
        /** What is in the schema is not to be trusted, so it was not read. */
        UNTRUSTED,
        /** Its database, one of several, could not be reached. */
        UNREACHABLE,
        /** It could not be found out. */
        UNREADABLE,
        /** Objects, but no history. */
        UNMANAGED,
        /** The history of another changelog. */
        FOREIGN,
        /** Somebody has set Liquibase's lock row. */
        LOCKED,
        /**
         * The changelog contradicts the history, by a changed checksum for example; or contexts and labels leave nothing of it
         * for a tenant that has nothing.
         */
        INVALID,
        /** A migration would apply changesets. */
        PENDING,
        /** There is nothing to apply. */
        UP_TO_DATE
    }

    private static final Set<State> NOT_FOUND_OUT =
            EnumSet.of(State.NAME, State.UNTRUSTED, State.UNREACHABLE, State.UNREADABLE);

    /**
     * The changesets of a tenant that there is something to say of.
     *
     * @param pending what a migration would apply, in order; also where the tenant is locked
     * @param conditional those of the pending ones whose preconditions read the database, so that a migration may pass
     *     over them
     * @param passedOver what a migration comes to and leaves without a row in the history, whatever the database holds: what
     *     is for other databases only, for example. It is not pending
     * @param always {@code runAlways} changesets that are in the history already and would run again
     * @param unknown what the history has and the changelog has not
     */
    public record ChangeSets(
            List<ChangeSetId> pending,
            Set<ChangeSetId> conditional,
            List<ChangeSetId> passedOver,
            List<ChangeSetId> always,
            List<ChangeSetId> unknown) {

        /** None of any kind. */
        public static final ChangeSets NONE = new ChangeSets(List.of(), Set.of(), List.of(), List.of(), List.of());

        public ChangeSets {
            pending = List.copyOf(pending);
            conditional = Set.copyOf(conditional);
            passedOver = List.copyOf(passedOver);
            always = List.copyOf(always);
            unknown = List.copyOf(unknown);
        }
    }

    public TenantStatus {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(changeSets, "changeSets is null");
        Objects.requireNonNull(lock, "lock is null");
        boolean sound = state == State.PENDING || state == State.UP_TO_DATE;
        if (problem.isPresent() == sound) {
            throw new IllegalArgumentException(state + " and its problem do not go together: " + id);
        }
        if (sound && changeSets.pending().isEmpty() != (state == State.UP_TO_DATE)) {
            throw new IllegalArgumentException(state + " and its pending changesets do not go together: " + id);
        }
    }

    /**
     * Whether the build fails because of this tenant.
     *
     * @param failOnPending every tenant that is not up to date fails it; otherwise only one that could not be found out
     */
    public boolean failsTheBuild(boolean failOnPending) {
        return failOnPending ? state != State.UP_TO_DATE : NOT_FOUND_OUT.contains(state);
    }
}
