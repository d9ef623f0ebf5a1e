package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.ChangeSetId;
import java.util.Objects;
import java.util.Optional;

/**
 * Something new in a tenant's schema that was not made for this tenant.
 *
 * @param object what it is
 * @param by whose transaction of this run made it; empty where that was somebody else, or cannot be told
 * @param certain whether that is known; a changeset without a transaction leaves it open
 */
public record MadeObject(FleetDatabase.OutsideObject object, Optional<Maker> by, boolean certain) {

    /**
     * For whom this run did it.
     *
     * @param schema the tenant's
     * @param changeSet empty for a hook, and where several changesets are one transaction
     */
    public record Maker(String schema, Optional<ChangeSetId> changeSet) {

        public Maker {
            Objects.requireNonNull(schema, "schema is null");
            Objects.requireNonNull(changeSet, "changeSet is null");
        }
    }

    public MadeObject {
        Objects.requireNonNull(object, "object is null");
        Objects.requireNonNull(by, "by is null");
    }
}
