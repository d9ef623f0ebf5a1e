package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.sql.SqlTokens;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.Parser;

/**
 * Takes the rows of a query for tenants: the first column is the schema as it is, further columns are the tenant's changelog
 * parameters by their label. The query runs in a read-only transaction.
 */
public final class QueryTenants implements TenantSource {

    private static final String PARAMETER = "-Dpgmt.tenantQuery";

    private final Database database;
    private final Registry registry;
    private final String query;
    private final SchemaPrefix prefix;

    /** With the usual time limit; see {@link #QueryTenants(Server, String, Optional, Duration)}. */
    public QueryTenants(Server server, String query, Optional<String> schemaPrefix) {
        this(server, query, schemaPrefix, Registry.DEFAULT_TIMEOUT);
    }

    /**
     * @param schemaPrefix is taken off the schema for the tenant's name, where the schema begins with it
     * @param timeout how long the query may run; zero is without limit
     * @throws InvalidSelectionException when the query or the prefix is blank
     */
    public QueryTenants(Server server, String query, Optional<String> schemaPrefix, Duration timeout) {
        if (query.isBlank()) {
            throw new InvalidSelectionException(
                    PARAMETER + " is empty. Leave it out to find tenants by their schemas.");
        }
        this.database = server.home();
        this.registry = new Registry(server, PARAMETER, timeout);
        this.query = onlyStatement(query);
        this.prefix = SchemaPrefix.of(schemaPrefix);
    }

    /**
     * The text without what a file or an editor leaves around a statement: a semicolon, comments. The driver would send each
     * of several statements, and take the rows of one of them.
     */
    private static String onlyStatement(String query) {
        List<String> statements = statements(query);
        if (statements.size() > 1) {
            throw new InvalidSelectionException(PARAMETER + " has " + statements.size()
                    + " statements. It lists the tenants with one that returns rows; make it one, or put the rest into a "
                    + "view or function. Nothing was changed.");
        }
        if (statements.isEmpty()) {
            throw new InvalidSelectionException(
                    PARAMETER + " has no statement, but a semicolon or comments alone. Nothing " + "was changed.");
        }
        return statements.get(0);
    }

    private static List<String> statements(String query) {
        try {
            return Parser.parseJdbcSql(query, true, false, true, false, false).stream()
                    .map(statement -> statement.nativeSql)
                    .filter(statement -> !SqlTokens.of(statement).isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw new InvalidSelectionException(PARAMETER + " cannot be read: " + SqlErrors.describe(e), e);
        }
    }

    @Override
    public List<ListedTenant> list() {
        return registry.list(
                connection -> Registry.Listing.ofUser(query),
                (schema, parameters) -> new ListedTenant(database, schema, prefix.remove(schema), parameters));
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
    public String howToAdd(String schema) {
        return "Insert its row where the query finds it (create-tenant, which inserts rows, needs -Dpgmt.tenantTable), then: "
                + SuggestedCommand.of("setup-tenant", schema);
    }
}
