package io.github.pgmt.postgres.condition;

import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** Tenants with tables of another role, in whose rights the session's role has no part. */
final class TableOwners {

    /** A superuser's rights need no look at every table. What an extension brings is not migrated. */
    private static final String QUESTION = """
            SELECT pg_catalog.count(DISTINCT n.oid), pg_catalog.min(n.nspname::text),
                pg_catalog.min(pg_catalog.pg_get_userbyid(c.relowner)::text), current_user
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE pg_catalog.current_setting('is_superuser') = 'off'
            AND n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    private TableOwners() {}

    /** What to warn of. */
    static Optional<String> warning(Connection connection, Collection<String> schemas) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) == 0 ? Optional.empty() : Optional.of(warning(row, schemas.size()));
            }
        }
    }

    private static String warning(ResultSet row, int tenants) throws SQLException {
        String role = row.getString(4);
        String owner = row.getString(3);
        return "In " + row.getInt(1) + " of " + tenants + " tenants, such as \"" + row.getString(2)
                + "\", tables belong to "
                + "another role, such as \"" + owner + "\": changesets that alter, drop or index them will fail "
                + "(SQLSTATE 42501), since \"" + role + "\" is no member of it. Run as the owner, or: GRANT "
                + Identifiers.quote(owner) + " TO " + Identifiers.quote(role) + ";";
    }
}
