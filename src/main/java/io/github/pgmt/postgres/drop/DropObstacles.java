package io.github.pgmt.postgres.drop;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.schema.Dependents;
import io.github.pgmt.postgres.schema.Dependents.Outside;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What speaks against dropping a schema, by the catalog. */
final class DropObstacles {

    private static final int NAMES_SHOWN = 20;

    private static final String OWNER = """
            SELECT pg_catalog.pg_has_role(nspowner, 'USAGE'), current_user, pg_catalog.pg_get_userbyid(nspowner)
            FROM pg_catalog.pg_namespace WHERE nspname = ?
            """;

    private DropObstacles() {}

    /** Why the whole schema must stay. */
    static Optional<Failure> of(Connection connection, String schema) throws SQLException {
        Optional<Failure> owner = notOwner(connection, schema);
        return owner.isPresent() ? owner : outside(Dependents.outside(connection, schema), schema);
    }

    private static Optional<Failure> notOwner(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OWNER)) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getBoolean(1)) {
                    return Optional.empty();
                }
                return Optional.of(Failure.of(
                        Failure.Kind.CONNECTION,
                        "The role " + row.getString(2) + " does not own the schema, so it may not drop it. Run as "
                                + row.getString(3) + " (-Dpgmt.username), or make it the owner: ALTER SCHEMA "
                                + Identifiers.quote(schema) + " OWNER TO " + Identifiers.quote(row.getString(2))));
            }
        }
    }

    /** Why the schema must stay when these depend on what is in it. */
    static Optional<Failure> outside(List<Outside> dependents, String schema) {
        List<String> extensions = dependents.stream()
                .filter(dependent -> dependent.kind().equals("extension"))
                .map(Outside::name)
                .toList();
        if (!extensions.isEmpty()) {
            return Optional.of(Failure.of(
                    Failure.Kind.UNMANAGED,
                    "An extension has objects in the schema, and others may use them: "
                            + String.join(", ", extensions)
                            + ". Move it first, for example: ALTER EXTENSION " + extensions.get(0)
                            + " SET SCHEMA public"));
        }
        return dependents.isEmpty() ? Optional.empty() : Optional.of(needed(dependents, schema));
    }

    private static Failure needed(List<Outside> dependents, String schema) {
        String names = dependents.stream()
                .limit(NAMES_SHOWN)
                .map(dependent -> "\n" + dependent)
                .collect(Collectors.joining());
        int more = dependents.size() - NAMES_SHOWN;
        return Failure.of(
                Failure.Kind.UNMANAGED,
                "What is outside the schema depends on what is in it, and would be lost with it:" + names
                        + (more > 0 ? "\nand " + more + " more" : "")
                        + "\nDrop or change these first, if nobody needs them without \"" + schema + "\".");
    }
}
