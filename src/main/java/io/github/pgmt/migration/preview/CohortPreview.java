package io.github.pgmt.migration.preview;

import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.tenant.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the tenants of one database that need the same would be sent.
 *
 * @param tenants ordered by name, at least one
 * @param database that they are in; empty where the run has no other
 * @param newRow the registry's row of the only tenant, which is inserted before its schema is made; empty where there is none to make
 * @param newSchema how their schemas would be made; empty where they are there
 * @param script the same for all of them
 */
public record CohortPreview(
        List<TenantId> tenants,
        Optional<ListedDatabase> database,
        Optional<InsertedRow> newRow,
        Optional<NewSchema> newSchema,
        PreviewedScript script) {

    public CohortPreview {
        tenants = tenants.stream().sorted(Comparator.naturalOrder()).toList();
        if (tenants.isEmpty()) {
            throw new IllegalArgumentException("A cohort has a tenant.");
        }
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(newRow, "newRow is null");
        Objects.requireNonNull(newSchema, "newSchema is null");
        Objects.requireNonNull(script, "script is null");
    }

    /** The same of these tenants. */
    public CohortPreview of(List<TenantId> others) {
        return new CohortPreview(others, database, newRow, newSchema, script);
    }

    /** The same of a tenant whose row is made, too. */
    CohortPreview inserting(InsertedRow row) {
        return new CohortPreview(tenants, database, Optional.of(row), newSchema, script);
    }

    /** What takes it back from the same tenants; their schemas stay. */
    CohortPreview takenBack() {
        return new CohortPreview(tenants, database, Optional.empty(), Optional.empty(), script.takenBack());
    }
}
