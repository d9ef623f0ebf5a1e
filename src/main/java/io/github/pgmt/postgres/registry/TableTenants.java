package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows of the application's table (or view) of tenants: one column is the tenant's name, {@code schemaPrefix} with
 * that name is the schema, all other columns are the tenant's changelog parameters.
 */
public final class TableTenants implements TenantSource, TenantRegister {

    /** The column that names the tenant where the user names no other. */
    public static final String DEFAULT_SCHEMA_COLUMN = "subdomain";

    private static final String PARAMETER = "-Dpgmt.tenantTable";

    private final Registry registry;
    private final String table;
    private final String schemaColumn;
    private final RowHome home;
    private final SchemaPrefix prefix;
    private final TableRegister register;

    /** With the usual time limit; see {@link #TableTenants(Server, String, String, Optional, Duration)}. */
    public TableTenants(Server server, String table, String schemaColumn, Optional<String> schemaPrefix) {
        this(server, table, schemaColumn, schemaPrefix, Registry.DEFAULT_TIMEOUT);
    }

    /** Of tenants that are in the database of the table. */
    public TableTenants(
            Server server, String table, String schemaColumn, Optional<String> schemaPrefix, Duration timeout) {
        this(server, RowHome.in(server.home()), table, schemaColumn, schemaPrefix, timeout);
    }

    /**
     * @param home says which database the tenant of a row is in
     * @param table as one writes it in SQL: {@code tenants}, {@code app.tenants}, {@code "My Schema"."Tenants"}
     * @param schemaColumn the column's name as PostgreSQL stores it; in another case where that is unambiguous
     * @param timeout how long reading it, which may be a view, may take; zero is without limit
     * @throws InvalidSelectionException when one of them, or the prefix, is blank
     */
    public TableTenants(
            Server server,
            RowHome home,
            String table,
            String schemaColumn,
            Optional<String> schemaPrefix,
            Duration timeout) {
        this.registry = new Registry(server, Registry.Asked.forTenants(PARAMETER), timeout);
        this.table = requireText(PARAMETER, table);
        this.schemaColumn = requireText("-Dpgmt.tenantSchemaColumn", schemaColumn);
        this.home = home;
        this.prefix = SchemaPrefix.of(schemaPrefix);
        this.register = new TableRegister(server, PARAMETER, table, schemaColumn, prefix);
    }

    private static String requireText(String parameter, String text) {
        if (text.isBlank()) {
            throw new InvalidSelectionException(parameter + " is empty.");
        }
        return text;
    }

    @Override
    public List<ListedTenant> list() {
        return registry.list(this::listing, this::tenant);
    }

    private ListedTenant tenant(String name, Map<String, String> parameters) {
        return home.tenant(PARAMETER, name, parameters, (database, others) -> prefix.tenant(database, name, others));
    }

    private Registry.Listing listing(Connection connection) throws SQLException {
        RegistryTable found = RegistryTable.find(connection, table);
        return new Registry.Listing(found.select(schemaColumn), found::read);
    }

    @Override
    public TenantOrigin origin() {
        return TenantOrigin.REGISTRY;
    }

    @Override
    public String description() {
        return "the table " + table;
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        return Optional.empty();
    }

    private String prefixed(TenantId name) {
        return new TenantId(name.database(), prefix.add(name.schema())).displayName();
    }

    @Override
    public String howToAdd(TenantId name) {
        if (home.isNamed()) {
            return "Insert its row into the table in the control database, then: "
                    + SuggestedCommand.of("setup-tenant", name.displayName());
        }
        return prefix.isOf(name.schema())
                ? "create-tenant makes its row and its schema: "
                        + SuggestedCommand.of("create-tenant", name.displayName())
                                .with("attributes", "column=value")
                : "A tenant is named by its whole schema, which begins with -Dpgmt.schemaPrefix: did you mean "
                        + SuggestedCommand.option("tenant", prefixed(name)) + "?";
    }

    @Override
    public NewRow insert(String schema, Map<String, String> attributes) {
        return register.insert(schema, attributes);
    }
}
