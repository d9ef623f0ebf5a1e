package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is asked of each database, by the database.
 *
 * @param <P> what is asked
 */
record ByDatabase<P>(Map<Database, P> asked) {

    ByDatabase {
        asked = new LinkedHashMap<>(asked);
    }

    /** Of those that answered. */
    static <P> ByDatabase<P> of(Databases<P> databases) {
        return new ByDatabase<>(databases.each(Function.identity()));
    }

    /** What is asked of the tenant's database. */
    P of(Tenant tenant) {
        P found = asked.get(tenant.home());
        if (found == null) {
            throw new IllegalArgumentException("None of the run's databases has it: " + tenant.displayName());
        }
        return found;
    }

    /** Any of them, where it does not matter which. */
    P any() {
        return asked.values().iterator().next();
    }

    /** Asks the databases of these tenants, all at once, each for its own. */
    <T> List<T> ask(Collection<Tenant> tenants, BiFunction<P, List<Tenant>, T> question) {
        return Databases.ask(tenants, theirs -> question.apply(of(theirs.get(0)), theirs));
    }

    /** Asks every database, all at once. */
    <T> Map<Database, T> askAll(Function<P, T> question) {
        Map<Database, InBackground<T>> asking = new LinkedHashMap<>();
        asked.forEach((database, port) ->
                asking.put(database, InBackground.begin("pgmt-" + database, () -> question.apply(port))));
        Map<Database, T> all = new LinkedHashMap<>();
        asking.forEach((database, answer) -> all.put(database, answer.get()));
        return all;
    }
}
