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

/** The schema itself, and what is in it besides relations: functions and types. */
final class SchemaKinds {

    private static final CatalogKind SCHEMA = part(
            "schema",
            new Rows("wanted", "TRUE", "wanted.oid", "wanted.written"),
            "0::int8",
            "'schema'",
            owner("wanted.nspowner", "wanted.nspowner").betweenTenants(DriftRoles.ofSchema()),
            grants(
                    "wanted.nspacl",
                    "acldefault('n', wanted.nspowner)",
                    "wanted.nspowner",
                    "wanted.oid",
                    "wanted.nspowner"));

    /** A setting of search_path to the schema itself is the same in every schema. */
    private static final String SETTINGS = """
            (SELECT array_agg(CASE WHEN setting LIKE 'search\\_path=%' THEN replace(setting, wanted.ident, 'schema') ELSE setting END)
             FROM unnest(function.proconfig) AS setting)""";

    /** The same where the schema's name may be a part of another's, or of what the setting is called. */
    private static final String SETTINGS_BETWEEN_TENANTS = """
            (SELECT array_agg(CASE WHEN setting LIKE 'search\\_path=%%' THEN 'search_path=' || btrim(%s, ', ') ELSE setting END)
             FROM unnest(function.proconfig) AS setting)""".formatted(element(
            element("', ' || " + separated("substr(setting, 13)") + " || ', '", "wanted.ident"),
            "'\"' || replace(wanted.nspname, '\"', '\"\"') || '\"'"));

    /** Types by their names, and for {@code hash} by their oids where all are PostgreSQL's own. */
    private static final String ARGUMENTS = """
            (SELECT coalesce(string_agg(type.typname, ', ' ORDER BY argument.position), '')
             FROM unnest(function.proargtypes) WITH ORDINALITY AS argument (oid, position)
             JOIN pg_type AS type ON type.oid = argument.oid)""";

    private static final CatalogKind FUNCTION = listed(
            "function",
            new Rows(
                    "wanted JOIN pg_proc AS function ON function.pronamespace = wanted.oid",
                    "function.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)",
                    "wanted.oid",
                    "function.xmin"),
            """
            hashtextextended(CASE WHEN function.proargtypes::text ~ '[0-9]{5}' THEN %s ELSE function.proargtypes::text END,
              hashnameextended(function.proname, 0))""".formatted(ARGUMENTS),
            """
            CASE function.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END
              || function.proname || '(' || %s || ')'""".formatted(ARGUMENTS),
            owner("function.proowner", "wanted.nspowner"),
            grants(
                    "function.proacl",
                    "acldefault('f', function.proowner)",
                    "function.proowner",
                    "wanted.oid",
                    "wanted.nspowner"),
            stored(
                            "source",
                            "hashtextextended(function.prosrc, hashtextextended(coalesce(function.probin, ''), id))",
                            "concat_ws(' ', function.probin, function.prosrc)")
                    .betweenTenants(new Value(
                            "hashtextextended(replace(function.prosrc, wanted.ident || '.', ''), id)",
                            "concat_ws(' ', function.probin, function.prosrc)")),
            stored(
                    "language",
                    "hashoidextended(function.prolang, id)",
                    "(SELECT lanname::text FROM pg_language WHERE oid = function.prolang)"),
            attribute("volatility", "function.provolatile::text", "v"),
            attribute("strictness", "function.proisstrict::text", "false"),
            attribute("security definer", "function.prosecdef::text", "false"),
            attribute("leakproof", "function.proleakproof::text", "false"),
            attribute("parallel safety", "function.proparallel::text", "u"),
            stored(
                    "cost",
                    "hashfloat4extended(function.procost, hashfloat4extended(function.prorows, id))",
                    "function.procost || ' rows ' || function.prorows"),
            unusual(
                            "settings",
                            "function.proconfig IS NOT NULL",
                            "hashtextextended(" + SETTINGS + "::text, id)",
                            SETTINGS + "::text")
                    .betweenTenants(new Value(
                            "CASE WHEN function.proconfig IS NOT NULL THEN hashtextextended(" + SETTINGS_BETWEEN_TENANTS
                                    + "::text, id) END",
                            SETTINGS_BETWEEN_TENANTS + "::text")),
            deparsed("signature", """
                    concat_ws(' returns ', pg_get_function_arguments(function.oid), pg_get_function_result(function.oid))"""),
            deparsed("SQL body", "pg_get_function_sqlbody(function.oid)"),
            deparsed("aggregation", """
                    (SELECT concat_ws(' ', aggkind, aggnumdirectargs, aggtransfn::regproc, aggfinalfn::regproc, aggcombinefn::regproc,
                       aggserialfn::regproc, aggdeserialfn::regproc, aggmtransfn::regproc, aggminvtransfn::regproc,
                       aggmfinalfn::regproc, aggfinalextra, aggmfinalextra, aggfinalmodify, aggmfinalmodify,
                       aggsortop::regoperator, aggtranstype::regtype, aggtransspace, aggmtranstype::regtype, aggmtransspace,
                       agginitval, aggminitval)
                     FROM pg_aggregate WHERE aggfnoid = function.oid)"""));

    /** A composite type's own row is that of its relation; a table's does not count. */
    private static final CatalogKind TYPE = listed(
            "type",
            new Rows("wanted JOIN pg_type AS type ON type.typnamespace = wanted.oid", """
                    (type.typtype IN ('e', 'd', 'r') OR type.typtype = 'c' AND type.typrelid IN (
                      SELECT relation.oid FROM relation WHERE relation.relkind = 'c'))
                    AND type.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)""", "wanted.oid", "type.xmin"),
            "hashcharextended(type.typtype, hashnameextended(type.typname, 0))",
            "CASE type.typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || type.typname",
            owner("type.typowner", "wanted.nspowner"),
            grants("type.typacl", "acldefault('T', type.typowner)", "type.typowner", "wanted.oid", "wanted.nspowner"),
            unusual("NOT NULL", "type.typnotnull", "hashint4extended(1, id)", "type.typnotnull::text"),
            deparsed("base type", """
                    CASE type.typtype WHEN 'd' THEN format_type(type.typbasetype, type.typtypmod)
                        || coalesce(' COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = type.typcollation), '')
                      WHEN 'r' THEN (SELECT concat_ws(' ', format_type(rngsubtype, NULL), rngcollation::regcollation,
                          rngsubopc::int8 < 16384, rngcanonical::regproc, rngsubdiff::regproc)
                        FROM pg_range WHERE rngtypid = type.oid) END"""),
            deparsed("default", "coalesce(pg_get_expr(type.typdefaultbin, 0), type.typdefault)"));

    private static final CatalogKind DOMAIN_CONSTRAINT = listed(
            "domain constraint",
            new Rows(
                    TYPE.rows().from() + " JOIN pg_constraint AS itself ON itself.contypid = type.oid",
                    TYPE.rows().where(),
                    "wanted.oid",
                    "itself.xmin"),
            "hashnameextended(itself.conname, hashnameextended(type.typname, 0))",
            "'constraint ' || type.typname || '.' || itself.conname",
            deparsed("definition", "pg_get_constraintdef(itself.oid, true)"));

    private static final CatalogKind LABEL = listed(
            "label",
            new Rows(
                    TYPE.rows().from() + " JOIN pg_enum AS label ON label.enumtypid = type.oid",
                    TYPE.rows().where(),
                    "wanted.oid",
                    "label.xmin"),
            "hashnameextended(label.enumlabel, hashnameextended(type.typname, 0))",
            "'label ' || type.typname || '.' || label.enumlabel",
            deparsed("label before it", """
                    (SELECT previous.enumlabel::text FROM pg_enum AS previous
                     WHERE previous.enumtypid = label.enumtypid AND previous.enumsortorder < label.enumsortorder
                     ORDER BY previous.enumsortorder DESC LIMIT 1)"""));

    private SchemaKinds() {}

    static List<CatalogKind> all() {
        return List.of(
                SCHEMA,
                FUNCTION,
                TYPE,
                DOMAIN_CONSTRAINT,
                LABEL,
                SCHEMA.comments("pg_namespace", "wanted.oid", "0"),
                FUNCTION.comments("pg_proc", "function.oid", "0"),
                TYPE.comments("pg_type", "type.oid", "0"),
                DOMAIN_CONSTRAINT.comments("pg_constraint", "itself.oid", "0"));
    }

    /** As a whole one of the list. */
    private static String element(String list, String name) {
        return "replace(" + list + ", ', ' || " + separated(name) + " || ', ', ', <schema>, ')";
    }

    /** Whoever sets the path FROM CURRENT has it as it was written. */
    private static String separated(String list) {
        return "regexp_replace(" + list + ", ',\\s*', ', ', 'g')";
    }

    private static CatalogAspect attribute(String name, String value, String usual) {
        return unusual(name, value + " <> '" + usual + "'", "hashtextextended(" + value + ", id)", value);
    }
}
