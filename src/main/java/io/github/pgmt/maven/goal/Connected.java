package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedFleet;
import io.github.pgmt.migration.databases.RoutedTenants;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.tenant.DatabaseNames;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.TenantsOfDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The databases of a goal that answered, and those that did not.
 *
 * @param control lists the tenants of all databases; empty where each lists its own
 * @param listener hears what happens
 */
record Connected(Databases<Server> servers, Optional<TenantSource> control, MigrationListener listener) {

    /** To the only database. */
    static Connected to(Server server, MigrationListener listener) {
        return new Connected(Databases.only(server.home(), server), Optional.empty(), listener);
    }

    /** The databases with what is asked of the server of each. */
    <P> Databases<P> asking(BiFunction<DatabasePlace, Server, P> port) {
        return servers.at(port);
    }

    /** What is asked of the only database, or goes to all. */
    <P> P routed(BiFunction<DatabasePlace, Server, P> port, Function<Databases<P>, P> routing) {
        return asking(port).routed(Function.identity(), routing);
    }

    /** How many connections a look at all tenants of a database may have, see {@link Databases#looks}. */
    int looks(DatabasePlace place, int threads) {
        return servers.looks(place, threads);
    }

    /** The names of those that are listed. */
    DatabaseNames names() {
        return servers.names();
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
        return servers.routed(source, RoutedTenants::new);
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
        return new Spares(
                servers.reached().values().stream().map(Server::keepSpare).toList());
    }

    /** A connection to each server. */
    record Spares(List<SpareConnection> each) implements AutoCloseable {

        @Override
        public void close() {
            each.forEach(SpareConnection::close);
        }
    }
}
