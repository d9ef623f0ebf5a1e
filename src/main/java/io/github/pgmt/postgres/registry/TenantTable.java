package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.connection.RoleSettings;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The application's table of tenants, as the user names it.
 *
 * @param table as one writes it in SQL
 * @param schemaColumn the column that names tenants; in another case where that is unambiguous
 */
public record TenantTable(String table, String schemaColumn) {

    public TenantTable {
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(schemaColumn, "schemaColumn is null");
    }

    /**
     * The row of a tenant.
     *
     * @param connection with the role's own search_path: in a tenant's session the same name may mean a table of the tenant's
     */
    public DroppedRow rowOf(Tenant tenant, Connection connection) throws SQLException {
        RegistryTable found = RegistryTable.find(connection, table);
        return new DroppedRow(
                found,
                found.column(schemaColumn, RegistryTable.SCHEMA_COLUMN_HINT),
                tenant,
                RoleSettings.of(connection));
    }
}
