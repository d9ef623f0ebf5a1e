package io.github.pgmt.migration.history;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import java.util.Objects;
import java.util.Optional;

/**
 * What Liquibase's lock row in a schema says.
 *
 * @param exists whether there is such a schema
 * @param holder who has set the row, if anybody has
 * @param rows how many rows the table has; Liquibase makes one
 * @param problem why the row could not be read
 */
public record TenantLock(
        String schema, boolean exists, Optional<LockHolder> holder, Rows rows, Optional<Failure> problem) {

    /** What there is to read. */
    public enum Rows {
        NO_TABLE,
        NONE,
        ONE,
        SEVERAL
    }

    public TenantLock {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(holder, "holder is null");
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(problem, "problem is null");
    }

    /** Whether somebody has set the row. */
    public boolean isSet() {
        return holder.isPresent();
    }
}
