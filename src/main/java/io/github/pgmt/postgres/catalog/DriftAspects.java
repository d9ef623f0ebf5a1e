package io.github.pgmt.postgres.catalog;

import static io.github.pgmt.postgres.catalog.CatalogAspect.deparsed;
import static io.github.pgmt.postgres.catalog.CatalogAspect.owner;
import static io.github.pgmt.postgres.catalog.CatalogAspect.stored;
import static io.github.pgmt.postgres.catalog.CatalogAspect.unusual;
import static io.github.pgmt.postgres.catalog.CatalogKind.listed;
import static io.github.pgmt.postgres.catalog.CatalogKind.part;

import io.github.pgmt.postgres.catalog.CatalogKind.Rows;
import java.util.List;
import java.util.Map;

/**
 * What is compared between tenants that nothing was done to, besides what the proof of a run compares: what changesets hardly
 * do, and people do by hand.
 */
final class DriftAspects {

    /** By the kind's name. */
    static final Map<String, List<CatalogAspect>> FURTHER = Map.of(
            "relation",
            List.of(unusual(
                    "populated",
                    "NOT relation.relispopulated",
                    "hashint4extended(1, id)",
                    "CASE WHEN relation.relispopulated THEN 'yes' ELSE 'no' END")),
            "constraint",
            List.of(unusual(
                    "enforcement",
                    "itself.oid IN (SELECT tgconstraint FROM pg_trigger WHERE tgisinternal AND tgenabled <> 'O')",
                    "hashtextextended(" + enforcement() + ", id)",
                    enforcement())),
            "inheritance",
            List.of(unusual(
                    "parent's schema",
                    "parent.relnamespace <> relation.namespace",
                    "hashoidextended(parent.relnamespace, id)",
                    """
                    CASE WHEN parent.relnamespace = relation.namespace THEN 'its own'
                      ELSE (SELECT nspname::text FROM pg_namespace WHERE oid = parent.relnamespace) END""")));

    private static final CatalogKind FOREIGN_TABLE = part(
            "foreign table",
            new Rows(
                    "relation JOIN pg_foreign_table AS foreigner ON foreigner.ftrelid = relation.oid",
                    "TRUE",
                    "relation.namespace",
                    "foreigner.xmin"),
            "relation.hash",
            "relation.object",
            stored(
                    "server",
                    "hashoidextended(foreigner.ftserver, id)",
                    "(SELECT srvname::text FROM pg_foreign_server WHERE oid = foreigner.ftserver)"),
            foreignOptions("foreign options", "foreigner.ftoptions"));

    private static final CatalogKind FOREIGN_COLUMN = part(
            "foreign column",
            new Rows(
                    "relation JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid",
                    "relation.relkind = 'f' AND attribute.attnum > 0 AND NOT attribute.attisdropped",
                    "relation.namespace",
                    "attribute.xmin"),
            "hashnameextended(attribute.attname, relation.hash)",
            "'column ' || relation.relname || '.' || attribute.attname",
            foreignOptions("foreign options", "attribute.attfdwoptions"));

    private static final CatalogKind EXTENSION = listed(
            "extension",
            new Rows(
                    "wanted JOIN pg_extension AS itself ON itself.extnamespace = wanted.oid",
                    "TRUE",
                    "wanted.oid",
                    "itself.xmin"),
            "hashnameextended(itself.extname, 0)",
            "'extension ' || itself.extname",
            stored("version", "hashtextextended(itself.extversion, id)", "itself.extversion"));

    /** Its columns are other ones in each version of PostgreSQL. */
    private static final String COLLATION = """
            (to_jsonb(itself) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text""";

    /** All kinds that the proof of a run does not know. */
    static final List<CatalogKind> KINDS = List.of(
            FOREIGN_TABLE,
            FOREIGN_COLUMN,
            EXTENSION,
            ofSchema(
                    "collation",
                    "pg_collation",
                    "coll",
                    "itself.collname",
                    stored("definition", "hashtextextended(" + COLLATION + ", id)", COLLATION)),
            ofSchema("operator", "pg_operator", "opr", """
                    itself.oprname || '(' || concat_ws(', ', (SELECT typname FROM pg_type WHERE oid = itself.oprleft),
                      (SELECT typname FROM pg_type WHERE oid = itself.oprright)) || ')'""", deparsed("definition", """
                    concat_ws(' ', itself.oprcode::regproc, itself.oprleft::regtype, itself.oprright::regtype,
                      itself.oprcom::regoperator, itself.oprnegate::regoperator, itself.oprrest::regproc,
                      itself.oprjoin::regproc, itself.oprcanmerge, itself.oprcanhash)""")),
            ofSchema("conversion", "pg_conversion", "con", "itself.conname", deparsed("definition", """
                    concat_ws(' ', itself.conproc::regproc, itself.conforencoding, itself.contoencoding, itself.condefault)""")),
            ofSchema("text search dictionary", "pg_ts_dict", "dict", "itself.dictname", deparsed("definition", """
                    concat_ws(' ', (SELECT tmplname FROM pg_ts_template WHERE oid = itself.dicttemplate), itself.dictinitoption)""")),
            ofSchema("text search configuration", "pg_ts_config", "cfg", "itself.cfgname", deparsed("mapping", """
                    (SELECT string_agg(concat_ws(' ', maptokentype, mapseqno, mapdict::regdictionary), ', '
                       ORDER BY maptokentype, mapseqno) FROM pg_ts_config_map WHERE mapcfg = itself.oid)""")),
            DriftRoles.DEFAULT_PRIVILEGES);

    private DriftAspects() {}

    /** The triggers by which the server enforces a constraint, a foreign key's on both tables, where they are not as they come. */
    private static String enforcement() {
        return """
                coalesce((SELECT string_agg(action.proname || ' ' || CASE trigger.tgenabled WHEN 'D' THEN 'disabled'
                    WHEN 'R' THEN 'replica' ELSE 'always' END, ', ' ORDER BY action.proname)
                  FROM pg_trigger AS trigger JOIN pg_proc AS action ON action.oid = trigger.tgfoid
                  WHERE trigger.tgconstraint = itself.oid AND trigger.tgisinternal AND trigger.tgenabled <> 'O'), 'enabled')""";
    }

    /** The schema's own name as a value is the same in every schema; what may be secret is neither compared nor told. */
    private static CatalogAspect foreignOptions(String name, String options) {
        String counting = """
                (SELECT string_agg(CASE WHEN substr(element, strpos(element, '=') + 1) = (
                      SELECT nspname FROM pg_namespace WHERE oid = relation.namespace)
                    THEN split_part(element, '=', 1) || '=<schema>' ELSE element END, ', ' ORDER BY element COLLATE "C")
                 FROM unnest(%s) AS element WHERE split_part(element, '=', 1) !~* '(pass|secret|token|key)')""".formatted(options);
        return unusual(name, options + " IS NOT NULL", "hashtextextended(" + counting + ", id)", counting);
    }

    private static CatalogKind ofSchema(
            String kind, String catalog, String prefix, String name, CatalogAspect definition) {
        return listed(
                kind,
                new Rows(
                        "wanted JOIN " + catalog + " AS itself ON itself." + prefix + "namespace = wanted.oid",
                        "itself.oid NOT IN (SELECT objid FROM member WHERE classid = '" + catalog + "'::regclass)",
                        "wanted.oid",
                        "itself.xmin"),
                "hashtextextended(" + name + ", 0)",
                "'" + kind + " ' || " + name,
                owner("itself." + prefix + "owner", "wanted.nspowner"),
                definition);
    }
}
