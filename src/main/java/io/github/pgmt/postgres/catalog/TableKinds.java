package io.github.pgmt.postgres.catalog;

import static io.github.pgmt.postgres.catalog.CatalogAspect.deparsed;
import static io.github.pgmt.postgres.catalog.CatalogAspect.stored;
import static io.github.pgmt.postgres.catalog.CatalogAspect.unusual;
import static io.github.pgmt.postgres.catalog.CatalogKind.listed;

import io.github.pgmt.postgres.catalog.CatalogAspect.Value;
import io.github.pgmt.postgres.catalog.CatalogKind.Rows;
import java.util.List;

/** What is attached to tables and views, and named beside them. */
final class TableKinds {

    /** One with a parent comes of a partition. */
    private static final CatalogKind CONSTRAINT = ofRelation(
            "constraint",
            "pg_constraint AS itself ON itself.conrelid = relation.oid",
            "itself.conparentid = 0",
            "itself.conname",
            deparsed(
                    "definition",
                    "CASE itself.contype WHEN 'x' THEN "
                            + StorageOptions.without("pg_get_constraintdef(itself.oid, true)", "itself.conindid")
                            + " ELSE pg_get_constraintdef(itself.oid, true) END"));

    private static final CatalogKind TRIGGER = ofRelation(
            "trigger",
            "pg_trigger AS itself ON itself.tgrelid = relation.oid",
            "NOT itself.tgisinternal AND itself.tgparentid = 0",
            "itself.tgname",
            unusual(
                    "firing",
                    "itself.tgenabled <> 'O'",
                    "hashcharextended(itself.tgenabled, id)",
                    firing("itself.tgenabled")),
            deparsed("definition", "pg_get_triggerdef(itself.oid, true)"));

    private static final CatalogKind RULE = ofRelation(
            "rule",
            "pg_rewrite AS itself ON itself.ev_class = relation.oid",
            "itself.rulename <> '_RETURN'",
            "itself.rulename",
            unusual(
                    "firing",
                    "itself.ev_enabled <> 'O'",
                    "hashcharextended(itself.ev_enabled, id)",
                    firing("itself.ev_enabled")),
            deparsed("definition", "pg_get_ruledef(itself.oid, true)"));

    private static final CatalogKind VIEW = CatalogKind.part(
            "view",
            new Rows(
                    "relation JOIN pg_rewrite AS itself ON itself.ev_class = relation.oid",
                    "itself.rulename = '_RETURN'",
                    "relation.namespace",
                    "itself.xmin"),
            "relation.hash",
            "relation.object",
            deparsed("definition", "pg_get_viewdef(relation.oid, true)"));

    private static final String OWN_ROLES = roles(CatalogAspect.roleName("role", "relation.schema_owner"));

    private static final CatalogKind POLICY = ofRelation(
            "policy",
            "pg_policy AS itself ON itself.polrelid = relation.oid",
            "TRUE",
            "itself.polname",
            stored(
                    "command",
                    "hashcharextended(itself.polcmd, hashint4extended(itself.polpermissive::int, id))",
                    "itself.polcmd::text || CASE WHEN itself.polpermissive THEN ' permissive' ELSE ' restrictive' END"),
            stored(
                            "roles",
                            "hashtextextended(itself.polroles::text, id)",
                            roles("CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END"))
                    .betweenTenants(new Value("hashtextextended(" + OWN_ROLES + ", id)", OWN_ROLES)),
            deparsed("USING", "pg_get_expr(itself.polqual, itself.polrelid, true)"),
            deparsed("WITH CHECK", "pg_get_expr(itself.polwithcheck, itself.polrelid, true)"));

    private static final CatalogKind STATISTICS = ofRelation(
            "statistics object",
            "pg_statistic_ext AS itself ON itself.stxrelid = relation.oid",
            "TRUE",
            "itself.stxname",
            deparsed(
                    "definition",
                    "array_to_string(itself.stxkind, '') || ' ' || pg_get_statisticsobjdef_columns(itself.oid)"));

    private static final CatalogKind INHERITANCE = ofRelation("inheritance", """
            pg_inherits AS itself ON itself.inhrelid = relation.oid
            JOIN pg_class AS parent ON parent.oid = itself.inhparent""", "TRUE", "parent.relname");

    private TableKinds() {}

    static List<CatalogKind> all() {
        return List.of(
                CONSTRAINT,
                TRIGGER,
                RULE,
                VIEW,
                POLICY,
                STATISTICS,
                INHERITANCE,
                commentsOn(CONSTRAINT, "pg_constraint"),
                commentsOn(TRIGGER, "pg_trigger"),
                commentsOn(RULE, "pg_rewrite"),
                commentsOn(POLICY, "pg_policy"),
                commentsOn(STATISTICS, "pg_statistic_ext"));
    }

    private static CatalogKind ofRelation(
            String kind, String join, String where, String name, CatalogAspect... aspects) {
        return listed(
                kind,
                new Rows("relation JOIN " + join, where, "relation.namespace", "itself.xmin"),
                "hashnameextended(" + name + ", relation.hash)",
                "'" + kind + " ' || relation.relname || '.' || " + name,
                aspects);
    }

    private static String roles(String name) {
        return """
                (SELECT string_agg(name, ', ' ORDER BY name COLLATE "C")
                 FROM (SELECT %s AS name FROM unnest(itself.polroles) AS role) AS roles)""".formatted(name);
    }

    private static CatalogKind commentsOn(CatalogKind kind, String catalog) {
        return kind.comments(catalog, "itself.oid", "0");
    }

    private static String firing(String enabled) {
        return "CASE " + enabled
                + " WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END";
    }
}
