package io.github.pgmt.postgres.table;

/**
 * The same question as {@link TableShape}'s in little time, for every transaction: what a table may have had and need not have
 * any more is no plain shape either, nor is a default; a parent is seen by what it left in the table. It names all that it
 * uses, so it finds the same under every {@code search_path}.
 */
public final class PlainShape {

    /**
     * A type or collation of PostgreSQL's own that is no domain has an oid below this (PostgreSQL, "System Catalog
     * Initial Data").
     */
    static final int OWN_OIDS_BELOW = 10_000;

    /** Four lookups by an index, none of which depends on another: joined, they take the server twice as long. */
    private static final String COUNT = """
            (CASE WHEN EXISTS (
                SELECT FROM pg_catalog.pg_attribute AS part
                WHERE part.attrelid OPERATOR(pg_catalog.=) ANY (%1$s)
                  AND part.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2
                  AND (part.atttypid OPERATOR(pg_catalog.>=) %2$d::pg_catalog.oid
                    OR part.attcollation OPERATOR(pg_catalog.>=) %2$d::pg_catalog.oid OR part.atthasdef
                    OR part.attinhcount OPERATOR(pg_catalog.<>) 0
                    OR part.attidentity OPERATOR(pg_catalog.<>) ''::pg_catalog."char"
                    OR part.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog."char"))
              OR EXISTS (
                SELECT FROM pg_catalog.pg_index AS part WHERE part.indrelid OPERATOR(pg_catalog.=) ANY (%1$s)
                  AND (part.indexprs IS NOT NULL OR part.indpred IS NOT NULL OR part.indisexclusion))
              OR EXISTS (
                SELECT FROM pg_catalog.pg_statistic_ext AS part WHERE part.stxrelid OPERATOR(pg_catalog.=) ANY (%1$s))
              THEN -1::pg_catalog.int8
              ELSE (
                SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS class
                WHERE class.oid OPERATOR(pg_catalog.=) ANY (%1$s)
                  AND class.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char"
                  AND NOT (class.relhastriggers OR class.relhasrules OR class.relrowsecurity
                    OR class.relforcerowsecurity OR class.relhassubclass OR class.relispartition)
                  AND class.relchecks OPERATOR(pg_catalog.=) 0::pg_catalog.int2
                  AND class.reloftype OPERATOR(pg_catalog.=) 0::pg_catalog.oid) END)
            """;

    private PlainShape() {}

    /**
     * How many of some tables are plain, in SQL; -1 where one has what no plain table has.
     *
     * @param oids the tables, as an expression of the type oid[], which is evaluated four times; nulls in it are no tables
     */
    static String count(String oids) {
        return COUNT.formatted(oids, OWN_OIDS_BELOW);
    }

    /**
     * The same of two tables.
     *
     * @param history the oid of one, as an expression of the type regclass; null where there is none
     * @param lock that of the other
     */
    static String count(String history, String lock) {
        return count("ARRAY[" + history + ", " + lock + "]::pg_catalog.oid[]");
    }

    /** Whether there are both, and both are plain, in SQL; the parameters are those of {@link #count(String, String)}. */
    public static String areBoth(String history, String lock) {
        return count(history, lock) + " OPERATOR(pg_catalog.=) 2::pg_catalog.int8";
    }
}
