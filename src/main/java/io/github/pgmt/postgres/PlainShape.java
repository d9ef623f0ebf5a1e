package io.github.pgmt.postgres;

/**
 * The same question as {@link TableShape}'s in little time, for every transaction: what a table may have had and need not have
 * any more is no plain shape either, nor is a default. It names all that it uses, so it finds the same under every
 * {@code search_path}.
 */
final class PlainShape {

    /** A type or collation of PostgreSQL's own that is no domain has an oid below this (PostgreSQL, "System Catalog Initial Data"). */
    static final int OWN_OIDS_BELOW = 10_000;

    private static final String COUNT = """
            (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS class
             WHERE class.oid OPERATOR(pg_catalog.=) ANY (
                 ARRAY[pg_catalog.to_regclass(%1$s), pg_catalog.to_regclass(%2$s)]::pg_catalog.oid[])
               AND class.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char"
               AND NOT (class.relhastriggers OR class.relhasrules OR class.relrowsecurity OR class.relforcerowsecurity
                 OR class.relhassubclass OR class.relispartition)
               AND class.relchecks OPERATOR(pg_catalog.=) 0::pg_catalog.int2
               AND class.reloftype OPERATOR(pg_catalog.=) 0::pg_catalog.oid
               AND NOT (
                 SELECT pg_catalog.bool_or(part.atttypid OPERATOR(pg_catalog.>=) %3$d::pg_catalog.oid
                   OR part.attcollation OPERATOR(pg_catalog.>=) %3$d::pg_catalog.oid OR part.atthasdef
                   OR part.attidentity OPERATOR(pg_catalog.<>) ''::pg_catalog."char"
                   OR part.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog."char")
                 FROM pg_catalog.pg_attribute AS part
                 WHERE part.attrelid OPERATOR(pg_catalog.=) class.oid
                   AND part.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2)
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_index AS part WHERE part.indrelid OPERATOR(pg_catalog.=) class.oid
                   AND (part.indexprs IS NOT NULL OR part.indpred IS NOT NULL OR part.indisexclusion))
               AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_statistic_ext AS part WHERE part.stxrelid OPERATOR(pg_catalog.=) class.oid))
            """;

    private PlainShape() {}

    /**
     * How many of two tables are plain, in SQL.
     *
     * @param history the qualified name of one, as an expression of the type text
     * @param lock that of the other
     */
    static String count(String history, String lock) {
        return COUNT.formatted(history, lock, OWN_OIDS_BELOW);
    }
}
