package io.github.pgmt.postgres.catalog;

import static io.github.pgmt.postgres.catalog.CatalogAspect.deparsed;
import static io.github.pgmt.postgres.catalog.CatalogAspect.grants;
import static io.github.pgmt.postgres.catalog.CatalogAspect.owner;
import static io.github.pgmt.postgres.catalog.CatalogAspect.stored;
import static io.github.pgmt.postgres.catalog.CatalogAspect.unusual;
import static io.github.pgmt.postgres.catalog.CatalogKind.listed;
import static io.github.pgmt.postgres.catalog.CatalogKind.part;

import io.github.pgmt.postgres.catalog.CatalogAspect.Value;
import io.github.pgmt.postgres.catalog.CatalogKind.Rows;
import java.util.List;

/** What relations are and have. Their kinds begin at {@code relation}, which {@link CatalogSql} defines. */
final class RelationKinds {

    /** Tables, views and sequences alike. (2 is the oid of the access method heap, 0 of none.) */
    private static final CatalogKind RELATION = listed(
            "relation",
            new Rows("relation", "TRUE", "relation.namespace", "relation.written"),
            "hashcharextended(relation.relkind, relation.hash)",
            "relation.object",
            owner("relation.relowner", "relation.schema_owner"),
            grants(
                    "relation.relacl",
                    "acldefault(CASE relation.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", relation.relowner)",
                    "relation.relowner",
                    "relation.namespace",
                    "relation.schema_owner"),
            StorageOptions.ofRelation(),
            unusual(
                    "persistence",
                    "relation.relpersistence <> 'p'",
                    "hashcharextended(relation.relpersistence, id)",
                    "CASE relation.relpersistence WHEN 'u' THEN 'unlogged' WHEN 'p' THEN 'logged' END"),
            unusual(
                    "tablespace",
                    "relation.reltablespace <> 0",
                    "hashoidextended(relation.reltablespace, id)",
                    "(SELECT spcname::text FROM pg_tablespace WHERE oid = relation.reltablespace)"),
            unusual(
                    "access method",
                    "relation.relam NOT IN (0, 2)",
                    "hashoidextended(relation.relam, id)",
                    "(SELECT amname::text FROM pg_am WHERE oid = relation.relam)"),
            unusual(
                    "row level security",
                    "relation.relrowsecurity OR relation.relforcerowsecurity",
                    "hashint4extended(relation.relrowsecurity::int + 2 * relation.relforcerowsecurity::int, id)",
                    """
                    CASE WHEN relation.relrowsecurity THEN 'enabled' ELSE 'disabled' END
                      || CASE WHEN relation.relforcerowsecurity THEN ', forced' ELSE '' END"""),
            unusual(
                    "replica identity",
                    "relation.relreplident NOT IN ('d', 'n')",
                    "hashcharextended(relation.relreplident, id)",
                    "relation.relreplident::text"),
            deparsed("partition key", "CASE relation.relkind WHEN 'p' THEN pg_get_partkeydef(relation.oid) END"));

    private static final String TYPE = "format_type(attribute.atttypid, attribute.atttypmod)";

    /** With the schema of another tenant's. */
    private static final String COLLATION = """
            (SELECT CASE WHEN space.oid = relation.namespace OR space.nspname = 'pg_catalog' THEN '' ELSE space.nspname || '.' END
               || itself.collname
             FROM pg_collation AS itself JOIN pg_namespace AS space ON space.oid = itself.collnamespace
             WHERE itself.oid = attribute.attcollation)""";

    /** Oids below 16384 are PostgreSQL's own and the same in every schema; those of a schema's own types are not. */
    private static final CatalogKind COLUMN = listed(
            "column",
            new Rows(
                    "relation JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid",
                    "attribute.attnum > 0 AND NOT attribute.attisdropped AND relation.relkind <> 'S'",
                    "relation.namespace",
                    "attribute.xmin"),
            "hashnameextended(attribute.attname, relation.hash)",
            "'column ' || relation.relname || '.' || attribute.attname",
            stored("type", typeHash("hashnameextended(type.typname, hashint4extended(attribute.atttypmod, id))"), TYPE)
                    .betweenTenants(new Value(typeHash("""
                            hashnameextended(type.typname, hashint8extended(coalesce(nullif(type.typnamespace, relation.namespace)::int8, 0),
                              hashint4extended(attribute.atttypmod, id)))"""), TYPE)),
            unusual(
                            "collation",
                            "attribute.attcollation NOT IN (0, 100)",
                            "hashnameextended((SELECT collname FROM pg_collation WHERE oid = attribute.attcollation), id)",
                            "(SELECT collname::text FROM pg_collation WHERE oid = attribute.attcollation)")
                    .betweenTenants(new Value(
                            "CASE WHEN attribute.attcollation NOT IN (0, 100) THEN hashtextextended(" + COLLATION
                                    + ", id) END",
                            COLLATION)),
            unusual(
                    "NOT NULL",
                    "attribute.attnotnull",
                    "hashint4extended(1, id)",
                    "CASE WHEN attribute.attnotnull THEN 'yes' ELSE 'no' END"),
            unusual(
                    "identity or generation",
                    "attribute.attidentity <> '' OR attribute.attgenerated <> ''",
                    "hashcharextended(attribute.attidentity, hashcharextended(attribute.attgenerated, id))",
                    """
                    CASE WHEN attribute.attidentity = 'a' THEN 'identity always'
                      WHEN attribute.attidentity = 'd' THEN 'identity by default'
                      WHEN attribute.attgenerated <> '' THEN 'generated ' || attribute.attgenerated::text ELSE 'none' END"""),
            unusual(
                    "default",
                    "attribute.atthasdef",
                    "hashint4extended(2, id)",
                    "CASE WHEN attribute.atthasdef THEN 'some' ELSE 'none' END"),
            stored(
                    "storage",
                    "hashcharextended(attribute.attstorage, hashcharextended(attribute.attcompression, id))",
                    "attribute.attstorage::text || ' ' || attribute.attcompression::text"),
            unusual(
                    "statistics target",
                    "attribute.attstattarget >= 0",
                    "hashint4extended(attribute.attstattarget::int, id)",
                    "nullif(attribute.attstattarget, -1)::text"),
            StorageOptions.ofColumn(),
            grants(
                    "attribute.attacl",
                    "acldefault('c', relation.relowner)",
                    "relation.relowner",
                    "relation.namespace",
                    "relation.schema_owner"));

    /** That there is one, the column says, and is written with it. */
    private static final CatalogKind DEFAULT = part(
            "default",
            new Rows("""
                    relation JOIN pg_attrdef AS usual ON usual.adrelid = relation.oid
                    JOIN pg_attribute AS attribute ON attribute.attrelid = usual.adrelid AND attribute.attnum = usual.adnum""", "TRUE", "relation.namespace", "usual.xmin"),
            "hashnameextended(attribute.attname, relation.hash)",
            "'column ' || relation.relname || '.' || attribute.attname",
            deparsed("default", "pg_get_expr(usual.adbin, usual.adrelid)"));

    private static final CatalogKind INDEX = listed(
            "index",
            new Rows("""
                    relation JOIN pg_index AS index ON index.indrelid = relation.oid
                    JOIN pg_class AS itself ON itself.oid = index.indexrelid""", "relation.relkind IN ('r', 'p', 'm')", "relation.namespace", "index.xmin", "itself.xmin"),
            "hashnameextended(itself.relname, 0)",
            "'index ' || itself.relname",
            unusual(
                    "validity",
                    "NOT index.indisvalid",
                    "hashint4extended(0, id)",
                    "CASE WHEN index.indisvalid THEN 'valid' ELSE 'INVALID' END"),
            unusual(
                    "use",
                    "index.indisclustered OR index.indisreplident",
                    "hashint4extended(index.indisclustered::int + 2 * index.indisreplident::int, id)",
                    """
                    concat_ws(', ', CASE WHEN index.indisclustered THEN 'for CLUSTER' END,
                      CASE WHEN index.indisreplident THEN 'replica identity' END)"""),
            StorageOptions.ofIndex(),
            StorageOptions.ofIndexColumns(),
            deparsed(
                    "definition",
                    StorageOptions.without("pg_get_indexdef(index.indexrelid, 0, true)", "index.indexrelid")));

    private static final CatalogKind SEQUENCE = part(
            "sequence",
            new Rows(
                    "relation JOIN pg_sequence AS sequence ON sequence.seqrelid = relation.oid",
                    "relation.relkind = 'S'",
                    "relation.namespace",
                    "sequence.xmin"),
            "relation.hash",
            "relation.object",
            stored("data type", "hashoidextended(sequence.seqtypid, id)", "format_type(sequence.seqtypid, NULL)"),
            number("start", "seqstart", 1),
            number("increment", "seqincrement", 1),
            number("minimum", "seqmin", 1),
            number("maximum", "seqmax", Long.MAX_VALUE),
            number("cache", "seqcache", 1),
            unusual("cycle", "sequence.seqcycle", "hashint4extended(1, id)", "sequence.seqcycle::text"),
            deparsed("owning column", """
                    (SELECT owning.relname || '.' || attribute.attname FROM pg_depend AS link
                     JOIN pg_class AS owning ON owning.oid = link.refobjid
                     JOIN pg_attribute AS attribute ON attribute.attrelid = link.refobjid AND attribute.attnum = link.refobjsubid
                     WHERE link.classid = 'pg_class'::regclass AND link.objid = relation.oid AND link.objsubid = 0
                       AND link.refclassid = 'pg_class'::regclass AND link.deptype IN ('a', 'i') LIMIT 1)"""));

    private RelationKinds() {}

    static List<CatalogKind> all() {
        return List.of(
                RELATION,
                COLUMN,
                DEFAULT,
                INDEX,
                SEQUENCE,
                RELATION.comments("pg_class", "relation.oid", "0"),
                COLUMN.comments("pg_class", "relation.oid", "attribute.attnum"),
                INDEX.comments("pg_class", "index.indexrelid", "0"));
    }

    private static String typeHash(String own) {
        return """
                CASE WHEN attribute.atttypid < 16384
                  THEN hashint8extended((attribute.atttypid::int8 << 32) # attribute.atttypmod, id)
                  ELSE (SELECT %s FROM pg_type AS type WHERE type.oid = attribute.atttypid) END""".formatted(own);
    }

    private static CatalogAspect number(String name, String column, long usual) {
        String value = "sequence." + column;
        return unusual(name, value + " <> " + usual, "hashint8extended(" + value + ", id)", value + "::text");
    }
}
