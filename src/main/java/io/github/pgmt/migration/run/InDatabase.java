package io.github.pgmt.migration.run;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A run's part in one database.
 *
 * @param context the run as if it had no other database
 * @param tenants those of the run's that are in it, at least one, in their order
 */
public record InDatabase(RunContext context, List<Tenant> tenants) {

    public InDatabase {
        tenants = List.copyOf(tenants);
    }

    /** Which database it is. */
    public Database database() {
        return tenants.get(0).home();
    }

    /** Warns of something in this database. */
    public void warn(String text) {
        context.listener().warned(database().told(text));
    }

    /**
     * An answer of this database; empty where it is one of those that are listed, and lost by now: its tenants will say so.
     *
     * @throws DatabaseUnavailableException when it is lost and has no name by which its tenants could be told from others
     */
    public <T> Optional<T> unlessLost(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (DatabaseUnavailableException e) {
            if (!database().isListed()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Those of the tenants that are listed in this database. */
    public List<ListedTenant> among(Collection<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> tenant.home().equals(database()))
                .toList();
    }
}
