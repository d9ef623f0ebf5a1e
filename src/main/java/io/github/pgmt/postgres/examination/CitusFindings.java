package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.citus.CitusNodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stands in the way of tenants on the nodes of Citus. */
final class CitusFindings {

    private CitusFindings() {}

    /** @param schemas the tenants' */
    static List<Finding> of(Connection connection, Collection<String> schemas) throws SQLException {
        if (!Citus.isThere(connection)) {
            return List.of();
        }
        Citus citus = Citus.of(connection);
        Set<String> distributed = CitusNodes.distributed(connection, schemas);
        if (citus.workers() == 0 || !citus.shardsSchemas() && distributed.isEmpty()) {
            return List.of();
        }
        return Stream.of(
                        sharding(citus),
                        local(schemas, distributed),
                        triggers(citus, CitusNodes.triggered(connection, schemas)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> sharding(Citus citus) {
        return citus.shardsSchemas()
                ? Optional.empty()
                : Optional.of(Finding.of(
                        Severity.WARNING,
                        "citus-sharding",
                        "There are tenants on the workers of Citus, but citus.enable_schema_based_sharding is off: the schema of "
                                + "a new tenant stays on the coordinator.",
                        "ALTER DATABASE … SET citus.enable_schema_based_sharding = on;"));
    }

    private static Optional<Finding> local(Collection<String> schemas, Set<String> distributed) {
        Set<String> local = new TreeSet<>(schemas);
        local.removeAll(distributed);
        return listing(
                local,
                Finding.of(
                        Severity.WARNING,
                        "citus-local",
                        "These tenants are on the coordinator, and on none of the workers of Citus:",
                        "Distribute each: SELECT citus_schema_distribute('…');"));
    }

    /** One that is there was made while the setting was on, or before its schema was distributed. */
    private static Optional<Finding> triggers(Citus citus, Set<String> triggered) {
        return citus.takesTriggers()
                ? Optional.empty()
                : listing(
                        new TreeSet<>(triggered),
                        Finding.of(
                                Severity.WARNING,
                                "citus-triggers",
                                "There are triggers in these tenants. Citus takes none on a tenant's table while "
                                        + "citus.enable_unsafe_triggers is off: a changeset that makes one fails, and a schema "
                                        + "that has one is not distributed:",
                                "Do without triggers, or allow them to pgmt alone, by "
                                        + "options=-c%20citus.enable_unsafe_triggers=on in the URL."));
    }

    private static Optional<Finding> listing(Set<String> schemas, Finding finding) {
        return schemas.isEmpty() ? Optional.empty() : Optional.of(finding.listing(List.copyOf(schemas)));
    }
}
