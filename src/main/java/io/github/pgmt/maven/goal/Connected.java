package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedFleet;
import io.github.pgmt.migration.databases.RoutedTenants;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.DatabaseNames;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.TenantsOfDatabase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The databases of a goal that answered, and those that did not.
 *
 * @param control lists the tenants of all databases; empty where each lists its own
 * @param listener hears what happens
 */
record Connected(
        Map<DatabasePlace, Server> servers,
        List<UnreachedDatabase> unreached,
        Optional<TenantSource> control,
        MigrationListener listener) {

    Connected {
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        unreached = List.copyOf(unreached);
    }

    /** To the only database. */
    static Connected to(Server server, MigrationListener listener) {
        return new Connected(Map.of(DatabasePlace.only(server.home()), server), List.of(), Optional.empty(), listener);
    }

    /** The databases with what is asked of the server of each. */
    <P> Databases<P> asking(BiFunction<DatabasePlace, Server, P> port) {
        Map<DatabasePlace, P> asked = new LinkedHashMap<>();
        servers.forEach((place, server) -> asked.put(place, port.apply(place, server)));
        return new Databases<>(asked, unreached);
    }

    /** What is asked of the only database, or goes to all. */
    <P> P routed(BiFunction<DatabasePlace, Server, P> port, Function<Databases<P>, P> routing) {
        Databases<P> each = asking(port);
        return each.sole().orElseGet(() -> routing.apply(each));
    }

    /** The names of those that are listed. */
    DatabaseNames names() {
        return DatabaseNames.of(Stream.concat(
                        servers.keySet().stream().map(DatabasePlace::database),
                        unreached.stream().map(UnreachedDatabase::database))
                .map(Database::name)
                .toList());
    }

    /** Reads many tenants. */
    FleetDatabase fleet(BiFunction<DatabasePlace, Server, FleetDatabase> port) {
        return routed(port, RoutedFleet::new);
    }

    /**
     * The tenants of all databases.
     *
     * @param own the list that a database itself has
     */
    TenantSource tenants(Function<Server, TenantSource> own) {
        return sources(server -> tenants(server, own));
    }

    /** The schemas of all databases, whatever lists the tenants. */
    TenantSource catalog(Function<Server, TenantSource> own) {
        return sources(own);
    }

    private TenantSource sources(Function<Server, TenantSource> source) {
        return routed(
                (place, server) -> source.apply(server),
                each -> new RoutedTenants(each.each(Function.identity()), unreached));
    }

    /**
     * The tenants of a database.
     *
     * @param own the list that the database itself has
     */
    TenantSource tenants(Server server, Function<Server, TenantSource> own) {
        return control.<TenantSource>map(all -> new TenantsOfDatabase(all, server.home()))
                .orElseGet(() -> own.apply(server));
    }

    /** Looks use one connection to each server again and again until this is closed. */
    Spares keepSpares() {
        return new Spares(servers.values().stream().map(Server::keepSpare).toList());
    }

    /** A connection to each server. */
    record Spares(List<SpareConnection> each) implements AutoCloseable {

        @Override
        public void close() {
            each.forEach(SpareConnection::close);
        }
    }
}
