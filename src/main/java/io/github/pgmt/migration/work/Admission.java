package io.github.pgmt.migration.work;

import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Says which of the tenants that are left may start. Called under the queue's lock, so that it must not wait. */
public interface Admission {

    /**
     * Tenants of which none starts any more.
     *
     * @param tenants whether they are left or not
     * @param why as sentences, for those that are left
     */
    record GivenUp(Collection<Tenant> tenants, String why) {

        public GivenUp {
            tenants = List.copyOf(tenants);
            Objects.requireNonNull(why, "why is null");
        }
    }

    /**
     * Whether the tenant may start now; asked again later if not. One that may is started. While nothing runs, at least one of
     * the tenants that are left must be let in, unless it is given up.
     */
    boolean admits(Tenant tenant);

    /**
     * Tenants that need not be asked for any more, each told once. Asked whenever a try of a tenant has ended.
     *
     * @param atWork the tenants that are worked on now
     * @param begun these and those that are to be tried again
     */
    default List<GivenUp> givenUp(Set<Tenant> atWork, Set<Tenant> begun) {
        return List.of();
    }
}
