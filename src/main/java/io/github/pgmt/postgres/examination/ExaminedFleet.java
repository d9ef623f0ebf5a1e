package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.registry.TenantTable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an examination looks at besides the tenants' schemas.
 *
 * @param tables how Liquibase's tables are named in every schema
 * @param sharedSchemas the schemas of what all tenants share, the default schema too
 * @param registry the table that lists the tenants, where one does
 */
public record ExaminedFleet(HistoryTables tables, List<String> sharedSchemas, Optional<TenantTable> registry) {

    public ExaminedFleet {
        Objects.requireNonNull(tables, "tables is null");
        sharedSchemas = List.copyOf(sharedSchemas);
        Objects.requireNonNull(registry, "registry is null");
    }
}
