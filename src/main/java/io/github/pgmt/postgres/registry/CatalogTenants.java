package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.OwnObjects;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SchemaName;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes every schema for a tenant that is not PostgreSQL's, an extension's, or shared by the tenants. A schema that an
 * extension only shares with a tenant stays a tenant's: one table of its own, be it Liquibase's, is enough.
 */
public final class CatalogTenants implements TenantSource {

    /**
     * Which schemas are no tenants.
     *
     * @param defaultSchema the application's own schema
     * @param sharedSchemas schemas that all tenants see
     * @param schemaPrefix what a tenant's schema must begin with, character by character
     */
    public record Rules(String defaultSchema, Set<String> sharedSchemas, Optional<String> schemaPrefix) {

        public Rules {
            Objects.requireNonNull(defaultSchema, "defaultSchema is null");
            Objects.requireNonNull(schemaPrefix, "schemaPrefix is null");
            sharedSchemas = Set.copyOf(sharedSchemas);
        }
    }

    private static final String SCHEMAS = """
            WITH extended AS MATERIALIZED (
              SELECT relation.relnamespace AS namespace
              FROM pg_catalog.pg_depend AS member JOIN pg_catalog.pg_class AS relation ON relation.oid = member.objid
              WHERE member.deptype = 'e' AND member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
              UNION SELECT function.pronamespace
              FROM pg_catalog.pg_depend AS member JOIN pg_catalog.pg_proc AS function ON function.oid = member.objid
              WHERE member.deptype = 'e' AND member.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
              UNION SELECT type.typnamespace
              FROM pg_catalog.pg_depend AS member JOIN pg_catalog.pg_type AS type ON type.oid = member.objid
              WHERE member.deptype = 'e' AND member.classid = 'pg_catalog.pg_type'::pg_catalog.regclass),
            occupied AS (SELECT own.namespace FROM (%s) AS own)
            SELECT namespace.nspname FROM pg_catalog.pg_namespace AS namespace
            WHERE NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS owner
                WHERE owner.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                  AND owner.objid = namespace.oid AND owner.deptype = 'e')
              AND (namespace.oid NOT IN (SELECT extended.namespace FROM extended)
                OR namespace.oid IN (SELECT occupied.namespace FROM occupied))
            """.formatted(OwnObjects.in("SELECT extended.namespace FROM extended"));

    private final Database database;
    private final CatalogReader reader;
    private final Rules rules;
    private final SchemaPrefix prefix;

    /** @throws InvalidSelectionException when the prefix is blank */
    public CatalogTenants(Server server, Rules rules) {
        this.database = server.home();
        this.reader = new CatalogReader(server);
        this.rules = rules;
        this.prefix = SchemaPrefix.of(rules.schemaPrefix());
    }

    @Override
    public List<ListedTenant> list() {
        return reader.read("the schemas", CatalogTenants::schemas).stream()
                .filter(this::isTenant)
                .sorted()
                .map(schema -> new ListedTenant(database, schema, prefix.remove(schema), Map.of()))
                .toList();
    }

    @Override
    public TenantOrigin origin() {
        return TenantOrigin.CATALOG;
    }

    @Override
    public String description() {
        return rules.schemaPrefix()
                .map(text -> "the schemas that begin with \"" + text + "\"")
                .orElse("the schemas of the database");
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        if (schema.equals(rules.defaultSchema()) || rules.sharedSchemas().contains(schema)) {
            throw new InvalidSelectionException("The schema \"" + schema
                    + "\" is what the tenants share and never a tenant (-Dpgmt.defaultSchema, -Dpgmt.sharedSchemas). "
                    + "Nothing was changed.");
        }
        prefix.require(schema);
        return Optional.of(new ListedTenant(database, schema, prefix.remove(schema), Map.of()));
    }

    @Override
    public String howToAdd(TenantId name) {
        return "setup-tenant makes it: " + SuggestedCommand.of("setup-tenant", name.displayName());
    }

    private boolean isTenant(String schema) {
        return !SchemaName.isSystem(schema)
                && !schema.equals(rules.defaultSchema())
                && !rules.sharedSchemas().contains(schema)
                && prefix.isOf(schema);
    }

    private static List<String> schemas(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SCHEMAS)) {
            List<String> schemas = new ArrayList<>();
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
            return schemas;
        }
    }
}
