package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.catalog.PostgresCatalog;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.drop.PostgresRemoval;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.postgres.replay.PostgresReplays;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.TenantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What a run with a changelog works with in one database. */
record WiredDatabase(PostgresSessions sessions, PostgresReplays replays, RunPorts ports) {

    /**
     * What is the same in every database.
     *
     * @param looks how many connections a look at all tenants of a database may have
     * @param runId which the rows bear
     * @param tenants where a database's tenants are listed
     * @param table has the rows of a database's tenants, where that is in the database itself
     */
    record Common(
            List<String> sharedSchemas,
            HistoryTables tables,
            ToIntFunction<DatabasePlace> looks,
            Trust trust,
            RunId runId,
            StopSignal stop,
            Function<Server, TenantSource> tenants,
            Optional<TenantTable> table) {

        WiredDatabase of(DatabasePlace place, Server server) {
            int connections = looks.applyAsInt(place);
            PostgresSessions sessions = new PostgresSessions(server, sharedSchemas, tables, stop);
            PostgresReplays replays = new PostgresReplays(server, sessions, tables, runId, stop);
            RunPorts ports = new RunPorts(
                    tenants.apply(server),
                    new PostgresFleet(server, tables, connections, trust),
                    new PostgresCatalog(server, connections),
                    new PostgresConditions(server),
                    sessions,
                    replays,
                    sessions.newSchemas(),
                    new PostgresRemoval(server, sessions, tables, table, stop));
            return new WiredDatabase(sessions, replays, ports);
        }
    }
}
