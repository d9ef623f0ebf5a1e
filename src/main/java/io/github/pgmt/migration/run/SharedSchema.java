package io.github.pgmt.migration.run;

import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The schema that belongs to no tenant, and what a run does in it once.
 *
 * @param schema the default schema's name
 * @param engines of the shared changelog; without one they run SQL files only
 * @param hasChangelog whether there is a shared changelog
 * @param beforeAll run before the first tenant, in order
 * @param afterAll run after the last tenant, in order
 */
public record SharedSchema(
        String schema,
        MigrationEngine.Factory engines,
        boolean hasChangelog,
        List<SqlFile> beforeAll,
        List<SqlFile> afterAll) {

    public SharedSchema {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(engines, "engines is null");
        beforeAll = List.copyOf(beforeAll);
        afterAll = List.copyOf(afterAll);
    }

    /** Whether a run has nothing to do here. */
    public boolean isIdle() {
        return !hasChangelog && beforeAll.isEmpty() && afterAll.isEmpty();
    }

    /**
     * The schema as a place to work in.
     *
     * @throws RunRefusedException when pgmt cannot work in a schema of that name
     */
    public Tenant place(Database database) {
        try {
            return new Tenant(database, schema, schema, Map.of());
        } catch (IllegalArgumentException e) {
            throw new RunRefusedException("-Dpgmt.defaultSchema: " + e.getMessage(), e);
        }
    }
}
