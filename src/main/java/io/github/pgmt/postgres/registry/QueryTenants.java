package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows of a query for tenants: the first column is the schema as it is, further columns are the tenant's changelog
 * parameters by their label. The query runs in a read-only transaction.
 */
public final class QueryTenants implements TenantSource {

    private static final String PARAMETER = "-Dpgmt.tenantQuery";

    private final RowHome home;
    private final Registry registry;
    private final String query;
    private final SchemaPrefix prefix;

    /** With the usual time limit; see {@link #QueryTenants(Server, String, Optional, Duration)}. */
    public QueryTenants(Server server, String query, Optional<String> schemaPrefix) {
        this(server, query, schemaPrefix, Registry.DEFAULT_TIMEOUT);
    }

    /** Of tenants that are in the database of the query. */
    public QueryTenants(Server server, String query, Optional<String> schemaPrefix, Duration timeout) {
        this(server, RowHome.in(server.home()), query, schemaPrefix, timeout);
    }

    /**
     * @param home says which database the tenant of a row is in
     * @param schemaPrefix is taken off the schema for the tenant's name, where the schema begins with it
     * @param timeout how long the query may run; zero is without limit
     * @throws InvalidSelectionException when the query or the prefix is blank
     */
    public QueryTenants(Server server, RowHome home, String query, Optional<String> schemaPrefix, Duration timeout) {
        if (query.isBlank()) {
            throw new InvalidSelectionException(
                    PARAMETER + " is empty. Leave it out to find tenants by their schemas.");
        }
        this.home = home;
        this.registry = new Registry(server, Registry.Asked.forTenants(PARAMETER), timeout);
        this.query = OneStatement.of(PARAMETER, "tenants", query);
        this.prefix = SchemaPrefix.of(schemaPrefix);
    }

    @Override
    public List<ListedTenant> list() {
        return registry.list(connection -> Registry.Listing.ofUser(query), this::tenant);
    }

    private ListedTenant tenant(String schema, Map<String, String> parameters) {
        return home.tenant(
                PARAMETER,
                schema,
                parameters,
                (database, others) -> new ListedTenant(database, schema, prefix.remove(schema), others));
    }

    @Override
    public TenantOrigin origin() {
        return TenantOrigin.REGISTRY;
    }

    @Override
    public String description() {
        return "the rows of " + PARAMETER;
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        return Optional.empty();
    }

    @Override
    public String howToAdd(TenantId name) {
        return "Insert its row where the query finds it (create-tenant, which inserts rows, needs -Dpgmt.tenantTable), then: "
                + SuggestedCommand.of("setup-tenant", name.displayName());
    }
}
