package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.TenantsOfDatabase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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

    /** The server of the only database. */
    Server sole() {
        if (servers.size() != 1 || !unreached.isEmpty()) {
            throw new RunRefusedException("This goal works on one database yet.");
        }
        return servers.values().iterator().next();
    }

    /** The databases with what is asked of the server of each. */
    <P> Databases<P> asking(BiFunction<DatabasePlace, Server, P> port) {
        Map<DatabasePlace, P> asked = new LinkedHashMap<>();
        servers.forEach((place, server) -> asked.put(place, port.apply(place, server)));
        return new Databases<>(asked, unreached);
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
