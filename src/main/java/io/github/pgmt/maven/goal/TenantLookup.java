package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.parameter.ConnectionParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.examination.ExaminedFleet;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the tenants are and are listed, for goals without a changelog. */
public record TenantLookup(
        ConnectionParameters connection,
        SourceParameters source,
        HistoryTables tables,
        List<String> sharedSchemas,
        Supplier<Trust> trust) {

    private static final Server.Timeouts LOOKING = new Server.Timeouts(Duration.ZERO, Duration.ZERO);

    /**
     * A database that answers.
     *
     * @param tenants where the tenants are listed
     * @param catalog the schemas that would be tenants if there were no registry
     * @param listener hears what happens
     */
    record Found(
            Server server,
            TenantSource tenants,
            TenantSource catalog,
            PostgresFleet fleet,
            MigrationListener listener) {}

    /**
     * Connects.
     *
     * @throws io.github.pgmt.migration.failure.RunRefusedException when the parameters are wrong
     * @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the database does not answer
     */
    Found find(GoalRun goal, MavenSide maven, boolean oneTenant) {
        Trust trusted = trust.get();
        DatabaseAddress address = connection.resolve(maven);
        MigrationListener listener = goal.tellOf(address, oneTenant);
        Server server = Server.connect(address, goal.runId(), LOOKING);
        return new Found(
                server,
                source.source(server, sharedSchemas),
                source.catalog(server, sharedSchemas),
                new PostgresFleet(server, tables, 1, trusted),
                listener);
    }

    /** What is looked at besides the tenants. */
    ExaminedFleet examined() {
        List<String> shared = Stream.concat(sharedSchemas.stream(), Stream.of(source.defaultSchema()))
                .distinct()
                .toList();
        return new ExaminedFleet(tables, shared, source.table());
    }
}
