package io.github.pgmt.postgres.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an object comes and goes with, as SQL that is NULL where there is nothing. */
final class DriftParents {

    private static final String OWNING_TABLE = """
            CASE WHEN relation.relkind = 'S' THEN (
              SELECT 'table ' || owning.relname FROM pg_depend AS link JOIN pg_class AS owning ON owning.oid = link.refobjid
              WHERE link.classid = 'pg_class'::regclass AND link.objid = relation.oid AND link.objsubid = 0
                AND link.refclassid = 'pg_class'::regclass AND link.deptype IN ('a', 'i') LIMIT 1) END""";

    private static final String OF_TYPE = """
            (SELECT 'type ' || coalesce(ranged.typname, made.typname)
             FROM pg_depend AS link JOIN pg_type AS made ON made.oid = link.refobjid
               LEFT JOIN pg_range AS range ON range.rngmultitypid = made.oid LEFT JOIN pg_type AS ranged ON ranged.oid = range.rngtypid
             WHERE link.classid = 'pg_proc'::regclass AND link.objid = function.oid AND link.refclassid = 'pg_type'::regclass
               AND link.deptype = 'i' LIMIT 1)""";

    private static final Map<String, String> PARENTS = Map.of(
            "relation",
            OWNING_TABLE,
            "sequence",
            OWNING_TABLE,
            "function",
            OF_TYPE,
            "label",
            type(),
            "domain constraint",
            type(),
            "type",
            "CASE WHEN type.typtype = 'c' THEN 'composite type ' || type.typname END",
            "index",
            "relation.object, (SELECT 'constraint ' || relation.relname || '.' || owner.conname "
                    + "FROM pg_constraint AS owner WHERE owner.conindid = index.indexrelid "
                    + "AND owner.conrelid = index.indrelid AND owner.contype IN ('p', 'u', 'x') LIMIT 1)");

    /** Parts that are called as their relation is. */
    private static final Set<String> ITSELF = Set.of("view", "foreign table");

    private DriftParents() {}

    /** A relation's own kinds; all others are a schema's. */
    static boolean isOfRelation(CatalogKind kind) {
        return kind.rows().namespace().startsWith("relation");
    }

    /** For the comparison, where the object itself is known. */
    static List<String> of(CatalogKind kind) {
        List<String> parents = new ArrayList<>();
        if (kind.isComments()) {
            parents.add(kind.subject());
        }
        String subject = kind.subjectKind();
        if (PARENTS.containsKey(subject)) {
            parents.add(PARENTS.get(subject));
        } else if (isOfRelation(kind) && !ITSELF.contains(subject)) {
            parents.add("relation.object");
        }
        return parents;
    }

    /** For patterns, which may mean either of two names of a composite type. */
    static List<String> withItself(CatalogKind kind) {
        List<String> names = new ArrayList<>(of(kind));
        names.add(kind.subject());
        if (isOfRelation(kind)) {
            names.add("relation.object");
            names.add("CASE relation.relkind WHEN 'c' THEN 'type ' || relation.relname END");
        }
        return names;
    }

    private static String type() {
        return "CASE type.typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || type.typname";
    }
}
