package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.tenant.ListedTenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place where tenants are listed by rows, and in which a run can make one. */
public interface TenantRegister {

    /**
     * Inserts the row of a new tenant, in a transaction that lasts until {@link NewRow#keep()} or {@link NewRow#close()},
     * under the lock that keeps other runs of pgmt away from the tenant.
     *
     * @param schema the tenant's schema
     * @param attributes what the row is to have besides, by column
     * @throws RunRefusedException when there is a row or a schema already, the attributes do not fit, or the role may not;
     *     nothing was changed
     * @throws TenantUnavailableException when another run works on the tenant
     */
    NewRow insert(String schema, Map<String, String> attributes);

    /** A row that a run inserted. */
    interface NewRow extends AutoCloseable {

        /** The tenant as it is listed with this row, with what the registry filled in by itself. */
        ListedTenant tenant();

        /** All tenants as they are listed with this row, read under the lock. */
        List<ListedTenant> listed();

        /** What was inserted, without values. */
        InsertedRow inserted();

        /** Commits the row. */
        void keep();

        /**
         * Deletes a row that was kept, if it is as it was inserted and its schema does not exist.
         *
         * @return why it stays; empty when it is gone
         */
        Optional<String> remove();

        /** Takes the row back unless it was kept, and lets go of the lock. Never throws. */
        @Override
        void close();
    }
}
