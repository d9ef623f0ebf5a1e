package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks into databases of which some may not answer: the tenants of these are told as not read, and spoil no other's look.
 *
 * @param <P> what is asked
 */
final class AnsweringDatabases<P> {

    private final ByDatabase<P> ports;
    private final Map<Database, Failure> unreached;

    AnsweringDatabases(Databases<P> databases) {
        this.ports = ByDatabase.of(databases);
        this.unreached = databases.unreached().stream()
                .collect(Collectors.toMap(
                        UnreachedDatabase::database,
                        UnreachedDatabase::failure,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    /**
     * Asks the databases of these tenants, all at once, each for its own.
     *
     * @param unread what is answered instead for tenants whose database does not
     */
    <T> List<T> ask(
            Collection<Tenant> tenants,
            BiFunction<P, List<Tenant>, T> question,
            BiFunction<List<Tenant>, Failure, T> unread) {
        List<T> answers = new ArrayList<>();
        List<Tenant> reached = new ArrayList<>();
        Databases.homes(tenants).forEach((database, theirs) -> {
            Failure failure = unreached.get(database);
            if (failure == null) {
                reached.addAll(theirs);
            } else {
                answers.add(unread.apply(theirs, failure));
            }
        });
        answers.addAll(ports.ask(reached, (port, theirs) -> unlessLost(port, theirs, question, unread)));
        return answers;
    }

    private static <P, T> T unlessLost(
            P port,
            List<Tenant> tenants,
            BiFunction<P, List<Tenant>, T> question,
            BiFunction<List<Tenant>, Failure, T> unread) {
        try {
            return question.apply(port, tenants);
        } catch (DatabaseUnavailableException e) {
            return unread.apply(tenants, failure(e));
        }
    }

    /** The same kind of answer for each of these tenants, in their order. */
    static <T> Map<Tenant, T> each(Collection<Tenant> tenants, Function<Tenant, T> answer) {
        Map<Tenant, T> each = new LinkedHashMap<>();
        tenants.forEach(tenant -> each.put(tenant, answer.apply(tenant)));
        return each;
    }

    /** Why a tenant of a database that was lost could not be looked at. */
    static Failure failure(DatabaseUnavailableException lost) {
        return Failure.of(Failure.Kind.CONNECTION, lost.getMessage())
                .with(Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE)));
    }

    /** What is asked of the tenant's database, which has answered before. */
    P of(Tenant tenant) {
        return ports.of(tenant);
    }

    /** Any that answers, where it does not matter which. */
    P any() {
        return ports.any();
    }

    /** Asks every database that answers, all at once, in the order of the list. */
    <T> Map<Database, T> askAll(Function<P, T> question) {
        return ports.askAll(question);
    }

    /** Why databases did not answer when the goal began. */
    Map<Database, Failure> unreached() {
        return unreached;
    }
}
