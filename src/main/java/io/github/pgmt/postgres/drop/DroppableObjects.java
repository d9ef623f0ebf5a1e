package io.github.pgmt.postgres.drop;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.fleet.OwnObjects;
import io.github.pgmt.postgres.schema.ObjectAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists what of a schema can be dropped one by one, in an order in which nothing takes many others along: views, foreign
 * keys between its tables, tables (partitions and children before their parents), sequences, routines, types; of each
 * the newest first, which may depend on an older one. Liquibase's two tables, and what they are made with, are not in it,
 * nor are rare kinds of objects: these go with the schema.
 */
final class DroppableObjects {

    /** What an object locks besides its parts: a table to which it belongs or refers, and that one's parent. */
    private static final int LOCKS_ELSEWHERE = 2;

    /** What Liquibase's tables consist of, and what that depends on. */
    private static final String KEPT = """
            kept (classid, objid) AS (
              SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, relation.oid
              FROM home JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = home.oid
              WHERE relation.relname = ANY (?::text[])
              UNION
              SELECT next.classid, next.objid FROM kept CROSS JOIN LATERAL (
                SELECT classid, objid FROM pg_catalog.pg_depend
                WHERE refclassid = kept.classid AND refobjid = kept.objid AND deptype IN ('a', 'i')
                UNION ALL
                SELECT refclassid, refobjid FROM pg_catalog.pg_depend
                WHERE classid = kept.classid AND objid = kept.objid
                  AND refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass) AS next)
            """;

    private static final String RELATIONS = """
            ancestors (relation, ancestor, level) AS (
              SELECT relation.oid, relation.oid, 0
              FROM home JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = home.oid
              WHERE relation.relkind IN ('r', 'p', 'f')
              UNION
              SELECT ancestors.relation, link.inhparent, ancestors.level + 1
              FROM ancestors JOIN pg_catalog.pg_inherits AS link ON link.inhrelid = ancestors.ancestor),
            levels AS (SELECT relation, max(level) AS level FROM ancestors GROUP BY relation),
            relations (classid, objid, kind, level, statement, lockable) AS (
              SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, relation.oid,
                CASE WHEN relation.relkind IN ('v', 'm') THEN 1 WHEN relation.relkind = 'S' THEN 4 ELSE 3 END,
                coalesce(levels.level, 0),
                pg_catalog.format('DROP %s IF EXISTS %I.%I CASCADE',
                  CASE relation.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                    WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, home.nspname, relation.relname),
                CASE WHEN relation.relkind IN ('r', 'p')
                  AND pg_catalog.has_table_privilege(relation.oid, 'UPDATE, DELETE, TRUNCATE')
                  THEN pg_catalog.format('%I.%I', home.nspname, relation.relname) END
              FROM home JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = home.oid
                AND relation.relkind IN ('v', 'm', 'r', 'p', 'f', 'S')
              LEFT JOIN levels ON levels.relation = relation.oid
              WHERE NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS owner
                WHERE owner.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owner.objid = relation.oid
                  AND relation.relkind = 'S' AND owner.deptype IN ('a', 'i')))
            """;

    /** Of a partitioned table they go with its partitions: each has its own, which only its whole can drop. */
    private static final String FOREIGN_KEYS = """
            SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::oid, foreign_key.oid, 2, 0,
              pg_catalog.format('ALTER TABLE IF EXISTS %I.%I DROP CONSTRAINT IF EXISTS %I',
                home.nspname, relation.relname, foreign_key.conname), NULL
            FROM home
            JOIN pg_catalog.pg_constraint AS foreign_key ON foreign_key.connamespace = home.oid
              AND foreign_key.contype = 'f' AND foreign_key.conparentid = 0
              AND foreign_key.conrelid <> foreign_key.confrelid
            JOIN pg_catalog.pg_class AS relation ON relation.oid = foreign_key.conrelid AND relation.relkind = 'r'
              AND pg_catalog.pg_has_role(relation.relowner, 'USAGE')
            JOIN pg_catalog.pg_class AS referenced ON referenced.oid = foreign_key.confrelid
              AND referenced.relnamespace = home.oid
            """;

    private static final String ROUTINES = """
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, routine.oid, 5, 0,
              'DROP ROUTINE IF EXISTS ' || (pg_catalog.pg_identify_object(
                'pg_catalog.pg_proc'::pg_catalog.regclass, routine.oid, 0)).identity || ' CASCADE', NULL
            FROM home JOIN pg_catalog.pg_proc AS routine ON routine.pronamespace = home.oid
            WHERE TRUE
            """ + OwnObjects.andNotMarked("pg_proc", "routine.oid");

    private static final String TYPES = """
            SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, type.oid, 6, 0,
              'DROP TYPE IF EXISTS ' || (pg_catalog.pg_identify_object(
                'pg_catalog.pg_type'::pg_catalog.regclass, type.oid, 0)).identity || ' CASCADE', NULL
            FROM home JOIN pg_catalog.pg_type AS type ON type.typnamespace = home.oid
            WHERE TRUE
            """ + OwnObjects.andNotMarked("pg_type", "type.oid");

    private static final String LIST =
            """
            WITH RECURSIVE home AS MATERIALIZED (SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname = ?),
            %s, %s,
            objects AS (
              SELECT * FROM (SELECT * FROM relations UNION ALL %s) AS object
              WHERE (object.classid, object.objid) NOT IN (SELECT classid, objid FROM kept)),
            parts (of_class, of_object, classid, objid) AS (
              SELECT classid, objid, classid, objid FROM objects
              UNION
              SELECT parts.of_class, parts.of_object, part.classid, part.objid
              FROM parts JOIN pg_catalog.pg_depend AS part ON part.refclassid = parts.classid
                AND part.refobjid = parts.objid AND part.deptype IN ('a', 'i', 'P', 'S')),
            counts AS (SELECT of_class, of_object, count(*) AS parts FROM parts GROUP BY of_class, of_object)
            SELECT objects.classid, objects.objid, objects.statement, objects.lockable, counts.parts
            FROM objects JOIN counts ON counts.of_class = objects.classid AND counts.of_object = objects.objid
            ORDER BY objects.kind, objects.level DESC, objects.objid DESC
            """.formatted(KEPT, RELATIONS, String.join(" UNION ALL ", FOREIGN_KEYS, ROUTINES, TYPES));

    private static final String LOCKABLE = """
            SELECT pg_catalog.format('%I.%I', namespace.nspname, relation.relname)
            FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
              AND relation.relkind IN ('r', 'p')
            WHERE namespace.nspname = ?
              AND pg_catalog.has_table_privilege(relation.oid, 'UPDATE, DELETE, TRUNCATE')
            ORDER BY relation.oid
            """;

    private DroppableObjects() {}

    /** The quoted names of all tables, Liquibase's too, that the role may lock. */
    static List<String> tables(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCKABLE)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    /** The objects in the order in which they are to be dropped. */
    static List<DroppableObject> list(Connection connection, String schema, HistoryTables tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, schema);
            statement.setArray(2, connection.createArrayOf("text", new String[] {tables.history(), tables.lock()}));
            try (ResultSet rows = statement.executeQuery()) {
                List<DroppableObject> objects = new ArrayList<>();
                while (rows.next()) {
                    objects.add(new DroppableObject(
                            new ObjectAddress(rows.getLong("classid"), rows.getLong("objid")),
                            rows.getString("statement"),
                            Optional.ofNullable(rows.getString("lockable")),
                            rows.getInt("parts") + LOCKS_ELSEWHERE));
                }
                return objects;
            }
        }
    }
}
