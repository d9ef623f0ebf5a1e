package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.DatabaseIdentity;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.postgres.activity.OpenTransactions;
import io.github.pgmt.postgres.citus.CitusNodes;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.PoolerCheck;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.ServerIdentity;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the server on connections of its own, in a few statements whatever the number of tenants. */
public final class PostgresConditions implements ServerConditions {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Server server;
    private final CatalogReader reader;
    private final CatalogReader writer;
    private final Duration longTransaction;
    private final ServerProbe probe;

    public PostgresConditions(Server server) {
        this(server, LONG);
    }

    /** @param longTransaction how long a transaction has been open that is worth a warning */
    public PostgresConditions(Server server, Duration longTransaction) {
        this.server = server;
        this.reader = new CatalogReader(server);
        this.writer = CatalogReader.ofWriter(server);
        this.longTransaction = longTransaction;
        this.probe = new ServerProbe(server);
    }

    @Override
    public Optional<String> trouble(Failure failure) {
        return probe.trouble(failure.sqlState().orElse(""));
    }

    @Override
    public void requireWritable() {
        server.requireForChanges();
        writer.read("whether it can be written to", connection -> {
            PoolerCheck.requireSessions(connection, server);
            Writability.require(ServerFacts.read(connection, server.ownApplications()), server.place());
            if (server.citus().isPresent()) {
                CitusNodes.requireAll(connection);
            }
            return null;
        });
    }

    @Override
    public DatabaseIdentity identity() {
        return ServerIdentity.of(server).told();
    }

    @Override
    public List<ConnectionLimit> connectionLimits() {
        return reader.read("its limits", connection -> ConnectionLimits.of(connection, server.ownApplications()));
    }

    @Override
    public Map<String, ExtensionPlace> placesOfExtensions(Collection<String> names) {
        return reader.read("its extensions", connection -> ExtensionPlaces.of(connection, names));
    }

    @Override
    public List<String> warnings(Collection<Tenant> tenants) {
        return reader.read(
                "what goes on there",
                connection -> Stream.of(
                                OpenTransactions.warning(connection, server.ownApplications(), longTransaction),
                                TableOwners.warning(
                                        connection, TenantsBySchema.of(tenants).schemas()))
                        .flatMap(Optional::stream)
                        .toList());
    }
}
