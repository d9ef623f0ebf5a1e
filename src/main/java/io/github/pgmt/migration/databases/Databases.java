package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.DatabaseNames;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The databases of a run, in the order in which they are listed.
 *
 * @param <P> what is asked of one
 * @param reached those that answered
 * @param unreached those that did not
 */
public record Databases<P>(Map<DatabasePlace, P> reached, List<UnreachedDatabase> unreached) {

    public Databases {
        reached = Collections.unmodifiableMap(new LinkedHashMap<>(reached));
        unreached = List.copyOf(unreached);
    }

    /** A database beside which there is no other. */
    public static <P> Databases<P> only(Database database, P asked) {
        return only(DatabasePlace.only(database), asked);
    }

    private static <P> Databases<P> only(DatabasePlace place, P asked) {
        return new Databases<>(Map.of(place, asked), List.of());
    }

    /** What is asked of the only database; empty where there are several, be it that some did not answer. */
    public Optional<P> sole() {
        return reached.size() == 1 && unreached.isEmpty()
                ? reached.values().stream().findFirst()
                : Optional.empty();
    }

    /**
     * What is asked of the only database, or goes to all.
     *
     * @param routing makes one of them all
     */
    public <Q> Q routed(Function<P, Q> part, Function<Databases<Q>, Q> routing) {
        return sole().map(part).orElseGet(() -> routing.apply(with(part)));
    }

    /** The only database. */
    public DatabasePlace place() {
        if (sole().isEmpty()) {
            throw new IllegalStateException("One database is asked for, and the run has several: " + reached.keySet());
        }
        return reached.keySet().iterator().next();
    }

    /** The place of a database that answered. */
    public DatabasePlace place(Database database) {
        return reached.keySet().stream()
                .filter(place -> place.database().equals(database))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No database that answered: " + database));
    }

    /** Whether this database is among those that answered; the only one is. */
    public boolean reach(Database database) {
        return sole().isPresent()
                || reached.keySet().stream().anyMatch(place -> place.database().equals(database));
    }

    /** The names of all that are listed, also of those that did not answer. */
    public DatabaseNames names() {
        return DatabaseNames.of(Stream.concat(
                        reached.keySet().stream().map(DatabasePlace::database),
                        unreached.stream().map(UnreachedDatabase::database))
                .map(Database::name)
                .toList());
    }

    /** The tenants of each database, in their order. */
    public static Map<Database, List<Tenant>> homes(Collection<Tenant> tenants) {
        return tenants.stream().collect(Collectors.groupingBy(Tenant::home, LinkedHashMap::new, Collectors.toList()));
    }

    /** Asks about the tenants of each database, all at once. */
    public static <T> List<T> ask(Collection<Tenant> tenants, Function<List<Tenant>, T> question) {
        List<InBackground<T>> asking = new ArrayList<>();
        homes(tenants)
                .forEach((database, theirs) ->
                        asking.add(InBackground.begin("pgmt-" + database, () -> question.apply(theirs))));
        return asking.stream().map(InBackground::get).toList();
    }

    /** This one of those that answered, as if there were no other. */
    public Databases<P> only(Database database) {
        DatabasePlace place = place(database);
        return only(place, reached.get(place));
    }

    /** The connections that work on tenants of all of them may need in this one, and on its server. */
    public ConnectionNeeds needs(DatabasePlace place, int threads) {
        Map<DatabasePlace, Integer> atWork = new HashMap<>();
        reached.keySet().forEach(each -> atWork.put(each, Math.min(threads, each.threads())));
        return place.needs(atWork, threads);
    }

    /**
     * How many connections a look at all tenants of this one may have: it is looked into all of them at once, and what is open on a
     * server then is no more than work on its tenants may need.
     */
    public int looks(DatabasePlace place, int threads) {
        int own = Math.min(threads, place.threads());
        return Math.min(own, needs(place, threads).ofServer().ofEach());
    }

    /** The same databases with something else that is asked of each. */
    public <Q> Databases<Q> with(Function<P, Q> part) {
        return at((place, asked) -> part.apply(asked));
    }

    /** The same of something that depends on the place too. */
    public <Q> Databases<Q> at(BiFunction<DatabasePlace, P, Q> part) {
        Map<DatabasePlace, Q> each = new LinkedHashMap<>();
        reached.forEach((place, asked) -> each.put(place, part.apply(place, asked)));
        return new Databases<>(each, unreached);
    }

    /** The same with something else that is asked of each. */
    public <Q> Map<Database, Q> each(Function<P, Q> part) {
        Map<Database, Q> each = new LinkedHashMap<>();
        reached.forEach((place, asked) -> each.put(place.database(), part.apply(asked)));
        return each;
    }
}
