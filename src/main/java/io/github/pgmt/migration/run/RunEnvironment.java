package io.github.pgmt.migration.run;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.PlacesOfTenants;
import io.github.pgmt.migration.databases.RoutedFleet;
import io.github.pgmt.migration.databases.RoutedNewSchemas;
import io.github.pgmt.migration.databases.RoutedRemoval;
import io.github.pgmt.migration.databases.RoutedReplays;
import io.github.pgmt.migration.databases.RoutedTenants;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.fleet.TenantRemoval;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ExpectedTenants;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run works. What is asked of tenants goes to the database that each is in; what is asked of a database by itself is asked
 * of this {@link #within} it.
 *
 * @param databases those that the run works in
 * @param engines open sessions on tenants of all of them
 * @param sharedSchemas schemas that all tenants of a database see; never tenants themselves
 * @param shared what a migration does once in each database, outside the tenants
 * @param localHost this machine's name as Liquibase records it in {@code LOCKEDBY}
 */
public record RunEnvironment(
        Databases<RunPorts> databases,
        MigrationEngine.Factory engines,
        HistoryTables tables,
        Collection<String> sharedSchemas,
        SharedSchema shared,
        String localHost) {

    /** The same of one database, as if there were no other. */
    public RunEnvironment within(Database database) {
        return databases.sole().isPresent() ? this : with(databases.only(database));
    }

    /** Whether this database answered when the run began; see {@link Databases#reach}. */
    public boolean reaches(Database database) {
        return databases.reach(database);
    }

    /**
     * The database of this name.
     *
     * @throws DatabaseUnavailableException when it did not answer
     */
    public Database named(String name) {
        Optional<UnreachedDatabase> silent = databases.unreached().stream()
                .filter(unreached -> unreached.database().name().equals(name))
                .findFirst();
        if (silent.isPresent()) {
            throw new DatabaseUnavailableException(silent.get().failure().message(), null);
        }
        return reached(name)
                .orElseThrow(() -> new IllegalArgumentException("No database is listed by this name: " + name));
    }

    /** The database of this name, if it answered. */
    public Optional<Database> reached(String name) {
        return databases.reached().keySet().stream()
                .map(DatabasePlace::database)
                .filter(database -> database.name().equals(name))
                .findFirst();
    }

    /** Any of the databases, where it does not matter which. */
    public Database anyDatabase() {
        return databases.reached().keySet().iterator().next().database();
    }

    private RunEnvironment with(Databases<RunPorts> others) {
        return new RunEnvironment(others, engines, tables, sharedSchemas, shared, localHost);
    }

    /** The same of one database, with other tenants. */
    RunEnvironment listing(TenantSource others) {
        DatabasePlace place = databases.place();
        return with(new Databases<>(Map.of(place, sole().listing(others)), databases.unreached()));
    }

    /** The same with tenants that are listed once their schemas are made. */
    RunEnvironment expecting(Collection<ListedTenant> expected) {
        return with(databases.at((place, port) -> {
            List<ListedTenant> here = expected.stream()
                    .filter(tenant -> tenant.home().equals(place.database()))
                    .toList();
            return port.listing(new ExpectedTenants(port.tenants(), here));
        }));
    }

    private RunPorts sole() {
        return databases
                .sole()
                .orElseThrow(() -> new IllegalStateException("It is asked of one database, and the run has several: "
                        + databases.reached().keySet()));
    }

    /** The only one. */
    public Database database() {
        return databases.place().database();
    }

    /** Where the tenants are. */
    public PlacesOfTenants places() {
        return new PlacesOfTenants(databases);
    }

    /** All tenants that are listed. */
    public TenantSource tenants() {
        return databases.routed(RunPorts::tenants, RoutedTenants::new);
    }

    /** Reads many tenants. */
    public FleetDatabase fleet() {
        return databases.routed(RunPorts::fleet, RoutedFleet::new);
    }

    /** What a run changes in the only database. */
    public FleetCatalog catalog() {
        return sole().catalog();
    }

    /** What must be so in the only database for a run to change anything. */
    public ServerConditions conditions() {
        return sole().conditions();
    }

    /** Sends planned statements to tenants. */
    public TenantReplays replays() {
        return databases.routed(RunPorts::replays, RoutedReplays::new);
    }

    /** The schemas that the run makes. */
    public NewSchemas newSchemas() {
        return databases.routed(RunPorts::newSchemas, RoutedNewSchemas::new);
    }

    /** Drops tenants. */
    public TenantRemoval removal() {
        return databases.routed(RunPorts::removal, RoutedRemoval::new);
    }
}
