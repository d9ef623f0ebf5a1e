package io.github.pgmt.postgres;

import io.github.pgmt.migration.ServerConditions;

/** Asks the server on connections of its own, in a few statements whatever the number of tenants. */
public final class PostgresConditions implements ServerConditions {

    private final Server server;
    private final CatalogReader reader;

    public PostgresConditions(Server server) {
        this.server = server;
        this.reader = new CatalogReader(server);
    }

    @Override
    public void requireWritable() {
        reader.read("whether it can be written to", connection -> {
            PoolerCheck.requireSessions(connection, server);
            Writability.require(connection);
            return null;
        });
    }
}
