package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Extensions that came into a tenant's schema, most often by a {@code CREATE EXTENSION} without one. */
final class ExtensionFindings {

    private static final String QUESTION = """
            SELECT e.extname, n.nspname FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            WHERE n.nspname = ANY (?) ORDER BY n.nspname, e.extname
            """;

    private ExtensionFindings() {}

    /** @param shared what all tenants see */
    static Optional<Finding> read(Connection connection, Collection<String> schemas, Collection<String> shared)
            throws SQLException {
        List<String> tenants = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        SchemaRows.forEach(connection, QUESTION, schemas, row -> {
            tenants.add(row.getString(2));
            lines.add("\"" + row.getString(1) + "\" in " + row.getString(2));
        });
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String place = Identifiers.quote(shared.stream().findFirst().orElse("public"));
        Finding finding = new Finding(
                Severity.WARNING,
                "extensions",
                tenants.stream().distinct().toList(),
                "A database has an extension once, and these are in a tenant's schema. The other tenants do not find what is "
                        + "in them, and they stand in the way of a drop of that tenant:",
                "Move them to a schema that all tenants see: ALTER EXTENSION … SET SCHEMA " + place
                        + "; and let a changeset name it: CREATE EXTENSION IF NOT EXISTS … SCHEMA " + place + ";");
        return Optional.of(finding.listing(lines));
    }
}
