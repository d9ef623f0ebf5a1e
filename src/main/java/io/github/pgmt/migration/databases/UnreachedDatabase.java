package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import java.util.List;
import java.util.Objects;

/**
 * A database that did not answer when the run began. Its tenants fail by that, and no other's do.
 *
 * @param failure of the kind {@link Failure.Kind#CONNECTION}, as each of its tenants is told
 * @param listed its tenants where they are listed elsewhere, as in a control database; empty where it alone knows them
 */
public record UnreachedDatabase(Database database, Failure failure, List<ListedTenant> listed) {

    public UnreachedDatabase {
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(failure, "failure is null");
        listed = List.copyOf(listed);
    }
}
