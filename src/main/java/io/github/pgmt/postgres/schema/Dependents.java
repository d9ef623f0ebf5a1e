package io.github.pgmt.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code DROP … CASCADE} would take with it, by {@code pg_depend}, for which it does not ask where the things live. A
 * path goes on until it leaves the schema.
 */
public final class Dependents {

    /**
     * Something outside a schema that depends on something in it.
     *
     * @param kind {@code view}, {@code table constraint}, {@code extension} and so on
     * @param name with its schema, quoted where need be
     */
    public record Outside(String kind, String name) {

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /**
     * Dependents are dropped with what they depend on. Parts and members (by {@code i}, {@code e}) take their whole along:
     * the rule of a view takes the view (PostgreSQL, "pg_depend"). Triggers that enforce a foreign key are the
     * constraint's, on whatever table they are. What has no schema of its own is outside, unless it says something about
     * one object of the schema only: casts, members of operator families, publications' lists, default privileges.
     */
    private static final String REACHED = """
            WITH RECURSIVE reached (classid, objid, objsubid, home, schema) AS (
              %s
              UNION
              SELECT next.classid, next.objid, next.objsubid,
                CASE next.classid
                  WHEN 'pg_catalog.pg_class'::pg_catalog.regclass THEN (
                    SELECT CASE relnamespace WHEN 'pg_toast'::pg_catalog.regnamespace THEN reached.schema ELSE relnamespace END
                    FROM pg_catalog.pg_class WHERE oid = next.objid)
                  WHEN 'pg_catalog.pg_type'::pg_catalog.regclass THEN (
                    SELECT typnamespace FROM pg_catalog.pg_type WHERE oid = next.objid)
                  WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN (
                    SELECT pronamespace FROM pg_catalog.pg_proc WHERE oid = next.objid)
                  WHEN 'pg_catalog.pg_constraint'::pg_catalog.regclass THEN (
                    SELECT connamespace FROM pg_catalog.pg_constraint WHERE oid = next.objid)
                  WHEN 'pg_catalog.pg_attrdef'::pg_catalog.regclass THEN (
                    SELECT relation.relnamespace FROM pg_catalog.pg_attrdef AS part
                    JOIN pg_catalog.pg_class AS relation ON relation.oid = part.adrelid WHERE part.oid = next.objid)
                  WHEN 'pg_catalog.pg_rewrite'::pg_catalog.regclass THEN (
                    SELECT relation.relnamespace FROM pg_catalog.pg_rewrite AS part
                    JOIN pg_catalog.pg_class AS relation ON relation.oid = part.ev_class WHERE part.oid = next.objid)
                  WHEN 'pg_catalog.pg_policy'::pg_catalog.regclass THEN (
                    SELECT relation.relnamespace FROM pg_catalog.pg_policy AS part
                    JOIN pg_catalog.pg_class AS relation ON relation.oid = part.polrelid WHERE part.oid = next.objid)
                  WHEN 'pg_catalog.pg_publication_rel'::pg_catalog.regclass THEN (
                    SELECT relation.relnamespace FROM pg_catalog.pg_publication_rel AS part
                    JOIN pg_catalog.pg_class AS relation ON relation.oid = part.prrelid WHERE part.oid = next.objid)
                  WHEN 'pg_catalog.pg_trigger'::pg_catalog.regclass THEN (
                    SELECT coalesce(owner.connamespace, relation.relnamespace) FROM pg_catalog.pg_trigger AS part
                    JOIN pg_catalog.pg_class AS relation ON relation.oid = part.tgrelid
                    LEFT JOIN pg_catalog.pg_constraint AS owner ON owner.oid = part.tgconstraint
                    WHERE part.oid = next.objid)
                  ELSE CASE
                    WHEN (SELECT relname FROM pg_catalog.pg_class WHERE oid = next.classid) IN ('pg_cast', 'pg_transform',
                      'pg_amop', 'pg_amproc', 'pg_publication_namespace', 'pg_default_acl') THEN reached.schema
                    ELSE coalesce((SELECT oid FROM pg_catalog.pg_namespace WHERE pg_catalog.quote_ident(nspname)
                      = (pg_catalog.pg_identify_object(next.classid, next.objid, 0)).schema), 0) END
                END,
                reached.schema
              FROM reached CROSS JOIN LATERAL (
                SELECT classid, objid, objsubid FROM pg_catalog.pg_depend
                WHERE refclassid = reached.classid AND refobjid = reached.objid
                UNION ALL
                SELECT refclassid, refobjid, 0 FROM pg_catalog.pg_depend
                WHERE classid = reached.classid AND objid = reached.objid AND deptype IN ('i', 'e')) AS next
              WHERE reached.home = reached.schema)
            """;

    private static final String FROM_SCHEMA = """
            SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, oid, 0, oid, oid
            FROM pg_catalog.pg_namespace WHERE nspname = ?
            """;

    private static final String FROM_OBJECTS = """
            SELECT object.classid, object.objid, 0, namespace.oid, namespace.oid
            FROM pg_catalog.pg_namespace AS namespace
            CROSS JOIN ROWS FROM (pg_catalog.unnest(?::oid[]), pg_catalog.unnest(?::oid[])) AS object (classid, objid) WHERE namespace.nspname = ?
            """;

    private static final String OUTSIDE = """
            SELECT DISTINCT object.type, object.identity
            FROM reached
            LEFT JOIN pg_catalog.pg_rewrite AS rule
              ON reached.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND rule.oid = reached.objid
              AND rule.rulename = '_RETURN'
            CROSS JOIN LATERAL pg_catalog.pg_identify_object(
              CASE WHEN rule.oid IS NULL THEN reached.classid ELSE 'pg_catalog.pg_class'::pg_catalog.regclass END,
              coalesce(rule.ev_class, reached.objid), reached.objsubid) AS object
            WHERE reached.home <> reached.schema AND object.identity IS NOT NULL
            ORDER BY 1, 2
            """;

    private static final String COUNT = "SELECT count(DISTINCT (classid, objid)) - 1 FROM reached WHERE home = schema";

    private Dependents() {}

    /** What is outside the schema and depends on something in it. */
    public static List<Outside> outside(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REACHED.formatted(FROM_SCHEMA) + OUTSIDE)) {
            statement.setString(1, schema);
            return read(statement);
        }
    }

    /** What is outside the schema and depends on one of these objects in it, or on what depends on them. */
    public static List<Outside> outside(Connection connection, String schema, List<ObjectAddress> objects)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REACHED.formatted(FROM_OBJECTS) + OUTSIDE)) {
            statement.setArray(1, ObjectAddress.catalogs(connection, objects));
            statement.setArray(2, ObjectAddress.objects(connection, objects));
            statement.setString(3, schema);
            return read(statement);
        }
    }

    /** How many objects the schema has, with all their parts: each is a place in the lock table when it is dropped. */
    public static int count(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REACHED.formatted(FROM_SCHEMA) + COUNT)) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static List<Outside> read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<Outside> outside = new ArrayList<>();
            while (rows.next()) {
                outside.add(new Outside(rows.getString(1), rows.getString(2)));
            }
            return outside;
        }
    }
}
