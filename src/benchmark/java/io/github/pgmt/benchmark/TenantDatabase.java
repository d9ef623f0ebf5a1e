package io.github.pgmt.benchmark;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** A database of one measurement, so that the catalog has the same size for all candidates. */
final class TenantDatabase implements AutoCloseable {

    private static final int SCHEMAS_IN_A_TRANSACTION = 200;

    private final ServerUrl maintenance;
    private final ServerUrl url;
    private final List<String> schemas;

    private TenantDatabase(ServerUrl maintenance, String name, int tenants) {
        this.maintenance = maintenance;
        this.url = maintenance.database(name);
        this.schemas = ServerUrl.schemas(tenants);
    }

    /** Makes it with so many empty tenants. What has to be written for that is written before it returns. */
    static TenantDatabase create(ServerUrl maintenance, String name, int tenants) throws SQLException {
        TenantDatabase made = createWithoutSchemas(maintenance, name, tenants);
        made.forEachSchema("CREATE SCHEMA %1$s;");
        Sql.execute(made.url, "CHECKPOINT");
        return made;
    }

    /** Makes it for so many tenants, whose schemas somebody else is to make. */
    static TenantDatabase createWithoutSchemas(ServerUrl maintenance, String name, int tenants) throws SQLException {
        Sql.execute(maintenance, "DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name, "CHECKPOINT");
        return new TenantDatabase(maintenance, name, tenants);
    }

    /** Runs SQL with each schema's name in place of {@code %1$s}, many in a transaction. */
    void forEachSchema(String sql) throws SQLException {
        for (int from = 0; from < schemas.size(); from += SCHEMAS_IN_A_TRANSACTION) {
            int to = Math.min(schemas.size(), from + SCHEMAS_IN_A_TRANSACTION);
            Sql.execute(
                    url, schemas.subList(from, to).stream().map(sql::formatted).collect(Collectors.joining()));
        }
    }

    ServerUrl url() {
        return url;
    }

    List<String> schemas() {
        return schemas;
    }

    @Override
    public void close() throws SQLException {
        Sql.execute(maintenance, "DROP DATABASE " + url.database() + " WITH (FORCE)", "CHECKPOINT");
    }
}
