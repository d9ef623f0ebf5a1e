package io.github.pgmt.migration.outcome;

import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.util.Objects;
import java.util.Optional;

/**
 * How a tenant's objects are to those of others with the same changesets.
 *
 * @param id which tenant it is
 * @param reason why it was not compared; present exactly with {@link State#BUSY}, {@link State#UNREADABLE} and
 *     {@link State#NOT_COMPARED}
 * @param peerless there is nothing that it could be compared with
 */
public record TenantDrift(TenantId id, State state, Optional<String> reason, boolean peerless) implements OfTenant {

    /** What a tenant is. */
    public enum State {
        /** As the one that it is compared with. */
        ALIKE,
        /** Different from it. */
        DRIFTED,
        /** Different from it only by what has been accepted. */
        KNOWN,
        /** Somebody changed it at that time. */
        BUSY,
        /** It could not be found out. */
        UNREADABLE,
        /** It is not one that can be compared, or there is none to compare it with. */
        NOT_COMPARED
    }

    public TenantDrift {
        Objects.requireNonNull(id, "id is null");
        boolean compared = state == State.ALIKE || state == State.DRIFTED || state == State.KNOWN;
        if (reason.isPresent() == compared) {
            throw new IllegalArgumentException(state + " and its reason do not go together: " + id);
        }
    }

    /** Of one that was compared. */
    public static TenantDrift compared(TenantId id, State state) {
        return new TenantDrift(id, state, Optional.empty(), false);
    }

    /** Of one that was not. */
    public static TenantDrift without(TenantId id, State state, String reason) {
        return new TenantDrift(id, state, Optional.of(reason), false);
    }

    /** Of one that nothing is there to compare with. */
    public static TenantDrift peerless(TenantId id, String reason) {
        return new TenantDrift(id, State.NOT_COMPARED, Optional.of(reason), true);
    }

    /** Whether it has to be looked at again, or seen to. */
    public boolean isOpen() {
        return state == State.DRIFTED || state == State.BUSY || state == State.UNREADABLE;
    }

    /**
     * Whether the build fails because of this tenant.
     *
     * @param failOnDrift whether every tenant that is not known to be as the others fails it; otherwise only one that could not
     *     be read does
     */
    public boolean failsTheBuild(boolean failOnDrift) {
        return failOnDrift ? isOpen() || state == State.NOT_COMPARED && !peerless : state == State.UNREADABLE;
    }
}
