package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.citus.CitusNodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stands in the way of tenants on the nodes of Citus. */
final class CitusFindings {

    private CitusFindings() {}

    /** @param schemas the tenants' */
    static List<Finding> of(Connection connection, Collection<String> schemas) throws SQLException {
        return Citus.isThere(connection)
                ? findings(Citus.of(connection), schemas, CitusNodes.distributed(connection, schemas))
                : List.of();
    }

    static List<Finding> findings(Citus citus, Collection<String> schemas, Set<String> distributed) {
        if (citus.workers() == 0 || !citus.shardsSchemas() && distributed.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (!citus.shardsSchemas()) {
            findings.add(Finding.of(
                    Severity.WARNING,
                    "citus-sharding",
                    "There are tenants on the workers of Citus, but citus.enable_schema_based_sharding is off: the schema of "
                            + "a new tenant stays on the coordinator.",
                    "ALTER DATABASE … SET citus.enable_schema_based_sharding = on;"));
        }
        Set<String> local = new TreeSet<>(schemas);
        local.removeAll(distributed);
        if (!local.isEmpty()) {
            findings.add(Finding.of(
                            Severity.WARNING,
                            "citus-local",
                            "These tenants are on the coordinator, and on none of the workers of Citus:",
                            "Distribute each: SELECT citus_schema_distribute('…');")
                    .listing(List.copyOf(local)));
        }
        return findings;
    }
}
