package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.TablesLook;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks at the shape of Liquibase's tables in many schemas without a lock. To write an expression as text, the server can want
 * a lock for a moment, and runs out of memory where it is huge: when it fails for one schema, its neighbours are looked at one
 * by one.
 */
public final class ShapeSurvey {

    private static final int SCHEMAS_IN_A_STATEMENT = 100;

    private final HistoryTables tables;
    private final Connection connection;
    private final Map<String, String> complaints = new HashMap<>();
    private final Map<String, String> unseen = new HashMap<>();

    /** @param connection an own session in autocommit mode */
    public ShapeSurvey(HistoryTables tables, Connection connection) {
        this.tables = tables;
        this.connection = connection;
    }

    /** @throws SQLException when it is not a single schema's trouble */
    public TablesLook look(TenantsBySchema tenants) throws SQLException {
        List<String> all = List.copyOf(tenants.schemas());
        for (int start = 0; start < all.size(); start += SCHEMAS_IN_A_STATEMENT) {
            together(all.subList(start, Math.min(start + SCHEMAS_IN_A_STATEMENT, all.size())));
        }
        return new TablesLook(tenants.byTenant(complaints), tenants.byTenant(unseen));
    }

    private void together(List<String> schemas) throws SQLException {
        try {
            lookAt(schemas);
        } catch (SQLException e) {
            requireConnection(e);
            for (String schema : schemas) {
                alone(schema);
            }
        }
    }

    private void alone(String schema) throws SQLException {
        try {
            lookAt(List.of(schema));
        } catch (SQLException e) {
            requireConnection(e);
            unseen.put(schema, SqlErrors.describe(e));
        }
    }

    private void lookAt(List<String> schemas) throws SQLException {
        TableShape.lookUnmeasured(connection, schemas, tables).stream()
                .filter(table -> !table.isSound())
                .collect(Collectors.groupingBy(TableShape.Looked::schema))
                .forEach((schema, ofSchema) -> complaints.put(schema, UntrustedTables.complaints(ofSchema)));
    }

    private static void requireConnection(SQLException e) throws SQLException {
        if (SqlErrors.isConnectionLost(e)) {
            throw e;
        }
    }
}
