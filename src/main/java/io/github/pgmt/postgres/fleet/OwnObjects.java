package io.github.pgmt.postgres.fleet;

/**
 * What counts as an object of a schema's own: relations, functions and types that somebody made there by name. Members of
 * extensions do not count, nor what PostgreSQL makes along with something else (row and array types, the multirange and
 * the constructors of a range, sequences of identity columns, indexes of constraints). It marks both in {@code pg_depend},
 * by {@code e} and {@code i}; links of a single column ({@code objsubid}) are no such marks: every partitioned table has
 * one (PostgreSQL, "pg_depend").
 */
public final class OwnObjects {

    private static final String RELATIONS = """
            SELECT relation.relnamespace AS namespace, relation.relname AS name,
              CASE relation.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind
            FROM pg_catalog.pg_class AS relation
            WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relation.relnamespace IN (:namespaces)
            """ + andNotMarked("pg_class", "relation.oid");

    private static final String FUNCTIONS = """
            SELECT function.pronamespace, function.proname, 'function'
            FROM pg_catalog.pg_proc AS function
            WHERE function.pronamespace IN (:namespaces)
            """ + andNotMarked("pg_proc", "function.oid");

    private static final String TYPES = """
            SELECT type.typnamespace, type.typname, 'type'
            FROM pg_catalog.pg_type AS type
            WHERE type.typnamespace IN (:namespaces)
            """ + andNotMarked("pg_type", "type.oid");

    private static final String INDEXES =
            """
            SELECT relation.relnamespace, relation.relname, 'index'
            FROM pg_catalog.pg_class AS relation
            JOIN pg_catalog.pg_index AS index ON index.indexrelid = relation.oid
            WHERE relation.relnamespace IN (:namespaces) AND NOT relation.relispartition
            """ + andNotMarked("pg_class", "relation.oid") + andNotMarked("pg_class", "index.indrelid");

    private OwnObjects() {}

    /**
     * A query for the namespace, name and kind of each. Indexes are not in it: they follow their table and say
     * nothing about whether a schema is empty.
     *
     * @param namespaces a subquery for the oids of the schemas to look at
     */
    public static String in(String namespaces) {
        return String.join(" UNION ALL ", RELATIONS, FUNCTIONS, TYPES).replace(":namespaces", namespaces);
    }

    /** As {@link #in}, with the indexes that no constraint made. */
    static String withIndexesIn(String namespaces) {
        return in(namespaces) + " UNION ALL " + INDEXES.replace(":namespaces", namespaces);
    }

    /** Leaves out what is marked so: a condition on an object of this catalog with this oid. */
    public static String andNotMarked(String catalog, String oid) {
        return """
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_depend AS mark
                 WHERE mark.classid = 'pg_catalog.%s'::pg_catalog.regclass AND mark.objid = %s
                   AND mark.objsubid = 0 AND mark.deptype IN ('e', 'i'))
               """.formatted(catalog, oid);
    }
}
