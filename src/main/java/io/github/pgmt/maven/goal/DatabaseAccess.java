package io.github.pgmt.maven.goal;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.parameter.ConnectionParameters;
import io.github.pgmt.maven.parameter.DatabasesParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.TenantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a goal comes to its databases: the one of {@code url}, or all that are listed. */
public record DatabaseAccess(
        MavenSide maven,
        ConnectionParameters connection,
        DatabasesParameters databases,
        SourceParameters source,
        ThreadLimits threads) {

    /**
     * Connects to all of them. One that is listed and does not answer keeps nobody from the others.
     *
     * @throws RunRefusedException when it is not clear which they are, or the goal cannot change anything there
     * @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the only one, the control database, or none of
     *     the listed ones answers
     */
    Connected connect(GoalRun goal, boolean oneTenant, Server.Timeouts timeouts) {
        threads.check();
        databases.check(maven, connection, source.isInControl());
        return databases.areListed() ? toListed(goal, oneTenant, timeouts) : toOnly(goal, oneTenant, timeouts);
    }

    private Connected toOnly(GoalRun goal, boolean oneTenant, Server.Timeouts timeouts) {
        DatabaseAddress address = connection.resolve(maven);
        MigrationListener listener = goal.tellOf(List.of(address), oneTenant);
        return Connected.to(Server.connect(address, goal.processId(), timeouts), listener);
    }

    private Connected toListed(GoalRun goal, boolean oneTenant, Server.Timeouts timeouts) {
        Optional<Server> control = control(goal, timeouts);
        ListedDatabases listed = databases.list(maven, control::orElseThrow);
        Map<ListedDatabase, DatabaseAddress> addresses = new LinkedHashMap<>();
        listed.all().forEach(database -> addresses.put(database, connection.resolve(database, maven)));
        MigrationListener listener = goal.tellOf(List.copyOf(addresses.values()), oneTenant);
        ConnectionParameters.unusedVariables(listed, maven).forEach(listener::warned);
        Connected connected = ListedServers.connect(
                        addresses, address -> Server.connect(address, goal.processId(), timeouts), threads::of)
                .connected(tenantsOf(control, addresses.values()), listener);
        goal.goOnWithout(connected.servers().unreached());
        return connected;
    }

    /** The list of the control database, where that has the tenants of all. */
    private Optional<TenantSource> tenantsOf(Optional<Server> control, Collection<DatabaseAddress> addresses) {
        List<Database> homes = addresses.stream().map(DatabaseAddress::home).toList();
        return control.filter(server -> source.isInControl()).map(server -> source.sourceInControl(server, homes));
    }

    private Optional<Server> control(GoalRun goal, Server.Timeouts timeouts) {
        if (!databases.areListedByQuery() && !source.isInControl()) {
            return Optional.empty();
        }
        DatabaseAddress address = connection.resolve(maven);
        goal.hideSecretsOf(address);
        return Optional.of(Server.connect(address, goal.processId(), timeouts));
    }
}
