package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.fleet.UntrustedCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what a changelog's statements could take for PostgreSQL's own in many schemas: an operator, a cast of a built-in type,
 * a function with the name of a built-in one. A better match of the types wins wherever it is in the {@code search_path}
 * (PostgreSQL, "Type Conversion"). What our role, superusers and extensions made does not count.
 */
final class UntrustedObjects {

    /** An operator's and a cast's code is their function's owner's, who can replace it. */
    private static final String OBJECTS = """
            WITH wanted AS MATERIALIZED (
              SELECT oid, nspname AS schema FROM pg_catalog.pg_namespace
              WHERE nspname IN (SELECT pg_catalog.unnest(?::pg_catalog.text[]))),
            trusted AS MATERIALIZED (
              SELECT oid FROM pg_catalog.pg_roles
              WHERE rolsuper OR rolname IN (current_user, session_user) OR rolname = ANY (?::pg_catalog.text[])),
            member AS MATERIALIZED (
              SELECT link.classid, link.objid FROM pg_catalog.pg_depend AS link
              JOIN pg_catalog.pg_extension AS extension ON extension.oid = link.refobjid
                AND extension.extowner IN (SELECT trusted.oid FROM trusted)
              WHERE link.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND link.deptype = 'e'),
            object (namespace, classid, oid, owner) AS (
              SELECT operator.oprnamespace, 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid, operator.oid,
                CASE WHEN operator.oprowner IN (SELECT trusted.oid FROM trusted)
                  THEN coalesce(function.proowner, operator.oprowner) ELSE operator.oprowner END
              FROM pg_catalog.pg_operator AS operator
              LEFT JOIN pg_catalog.pg_proc AS function ON function.oid = operator.oprcode
              WHERE operator.oprnamespace IN (SELECT wanted.oid FROM wanted)
              UNION ALL
              SELECT function.pronamespace, 'pg_catalog.pg_proc'::pg_catalog.regclass, function.oid, function.proowner
              FROM pg_catalog.pg_proc AS function
              WHERE function.pronamespace IN (SELECT wanted.oid FROM wanted)
                AND function.proname IN (
                  SELECT proname FROM pg_catalog.pg_proc
                  WHERE pronamespace = 'pg_catalog'::pg_catalog.regnamespace)
              UNION ALL
              SELECT type.typnamespace, 'pg_catalog.pg_cast'::pg_catalog.regclass, itself.oid,
                coalesce(function.proowner, type.typowner)
              FROM pg_catalog.pg_cast AS itself
              JOIN pg_catalog.pg_type AS type ON type.oid IN (itself.castsource, itself.casttarget)
              JOIN pg_catalog.pg_type AS other ON other.oid IN (itself.castsource, itself.casttarget)
                AND other.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
              LEFT JOIN pg_catalog.pg_proc AS function ON function.oid = itself.castfunc
              WHERE type.typnamespace IN (SELECT wanted.oid FROM wanted))
            SELECT wanted.schema, pg_catalog.pg_get_userbyid(object.owner) AS owner, described.type || ' '
              || described.identity AS object
            FROM object JOIN wanted ON wanted.oid = object.namespace
            CROSS JOIN LATERAL pg_catalog.pg_identify_object(object.classid, object.oid, 0) AS described
            WHERE object.owner NOT IN (SELECT trusted.oid FROM trusted)
              AND (object.classid, object.oid) NOT IN (SELECT member.classid, member.objid FROM member)
            ORDER BY 1, 3
            """;

    private UntrustedObjects() {}

    /**
     * What there is, by schema; a schema without any is left out.
     *
     * @param connection an own session
     * @param trustedOwners further roles whose objects do not count
     */
    static Map<String, UntrustedCode> find(
            Connection connection, Collection<String> schemas, Collection<String> trustedOwners) throws SQLException {
        Map<String, List<String>> objects = new LinkedHashMap<>();
        Map<String, Set<String>> owners = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(OBJECTS)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setArray(2, connection.createArrayOf("text", trustedOwners.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String schema = rows.getString("schema");
                    objects.computeIfAbsent(schema, absent -> new ArrayList<>()).add(rows.getString("object"));
                    owners.computeIfAbsent(schema, absent -> new TreeSet<>()).add(rows.getString("owner"));
                }
            }
        }
        Map<String, UntrustedCode> found = new LinkedHashMap<>();
        objects.forEach((schema, names) ->
                found.put(schema, new UntrustedCode(schema, names, List.copyOf(owners.get(schema)))));
        return found;
    }
}
