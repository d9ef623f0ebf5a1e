package io.github.pgmt.postgres.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that read the catalog by {@link CatalogKind}s, for sessions in whose search_path no schema is before
 * {@code pg_catalog}. Each has one parameter, the names of the schemas, and reads each catalog that it needs once, however
 * many these are.
 */
final class CatalogSql {

    /**
     * Extensions' members are few, and found by an index. Partitions are left out, and with them what they have; a
     * partition's index is no relation here, but an index. Three places are for more: columns of the schemas, columns of the
     * relations, conditions on these.
     */
    static final String SCHEMAS_AND_RELATIONS = """
            WITH wanted AS MATERIALIZED (
              SELECT oid, nspname, nspowner, nspacl, xmin AS written, quote_ident(nspname) AS ident%1$s
              FROM pg_namespace WHERE nspname IN (SELECT unnest(?::text[]))),
            member AS MATERIALIZED (
              SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'),
            relation AS MATERIALIZED (
              SELECT wanted.oid AS namespace, class.oid, class.relname, class.relkind, class.relowner, class.relacl,
                class.reloptions, class.relpersistence, class.reltablespace, class.relam, class.relrowsecurity,
                class.relforcerowsecurity, class.relreplident, class.xmin AS written, hashnameextended(class.relname, 0) AS hash%2$s,
                CASE class.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence '
                  WHEN 'f' THEN 'foreign table ' WHEN 'c' THEN 'composite type ' ELSE 'table ' END || class.relname AS object
              FROM wanted JOIN pg_class AS class ON class.relnamespace = wanted.oid
              WHERE class.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND NOT class.relispartition
                AND class.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)%3$s)
            """;

    /**
     * What the server writes out goes by the search_path of the moment, and is to be as in a session of the tenant's. What the
     * statement itself uses was found when it was parsed, and there the path is still an own session's. No row comes to
     * where something is written out before its schema was found, and with it the path set. (A condition would be asked of every
     * schema there is.)
     */
    private static final String SET_PATH = ", set_config('search_path', quote_ident(nspname), true) AS path";

    /** In the order of the numbers in the statements' results. */
    static final List<CatalogKind> KINDS = Stream.of(RelationKinds.all(), TableKinds.all(), SchemaKinds.all())
            .flatMap(List::stream)
            .toList();

    /** What nearly every table has: to read one of these kinds takes about as long as to read all that are not. */
    private static final Set<String> ABUNDANT = Set.of("column", "default", "index", "constraint");

    private CatalogSql() {}

    /**
     * The kinds in parts that take about as long to read, the longest first.
     *
     * @param readers how many read at once; one has nothing to share
     */
    static List<List<CatalogKind>> parts(int readers, Predicate<CatalogKind> wanted) {
        if (readers == 1) {
            return List.of(KINDS.stream().filter(wanted).toList());
        }
        Map<Boolean, List<CatalogKind>> byAbundance = KINDS.stream()
                .filter(wanted)
                .collect(Collectors.partitioningBy(kind -> ABUNDANT.contains(kind.name())));
        return Stream.concat(byAbundance.get(true).stream().map(List::of), Stream.of(byAbundance.get(false)))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The schema, the kind's number, and the kind's sums, of kinds that have some. */
    static String sums(List<CatalogKind> kinds) {
        return head("") + "SELECT wanted.nspname, found.kind, found.sums::text[] FROM ("
                + unionAll(kinds.stream().map(CatalogSql::sumsOf))
                + ") AS found JOIN wanted ON wanted.oid = found.namespace";
    }

    private static String sumsOf(CatalogKind kind) {
        String sums = Stream.concat(
                        kind.listed() ? Stream.of("id") : Stream.of(),
                        kind.summed().stream().map(CatalogAspect::hash))
                .map(hash -> "coalesce(sum(" + hash + "), 0)")
                .collect(Collectors.joining(", "));
        return "SELECT " + kind.rows().namespace() + " AS namespace, " + KINDS.indexOf(kind) + " AS kind, ARRAY["
                + sums
                + "] AS sums" + identified(kind) + " GROUP BY 1";
    }

    /** The schema and every object of a kind that comes and goes by itself. */
    static String objects() {
        return head("") + "SELECT wanted.nspname, found.object FROM ("
                + unionAll(KINDS.stream()
                        .filter(CatalogKind::listed)
                        .map(kind -> "SELECT " + kind.rows().namespace() + " AS namespace, " + kind.object()
                                + " AS object" + identified(kind)))
                + ") AS found JOIN wanted ON wanted.oid = found.namespace";
    }

    /**
     * The schema, and the number and the sum of the hashes of what was written since the transaction, by what the server
     * has to write out.
     *
     * @param texts whether to write it out, or to take the objects' names alone
     */
    static String written(String transaction, List<CatalogKind> kinds, boolean texts) {
        return head("")
                + """
                SELECT wanted.nspname, count(*), sum(hashtextextended(
                  replace(found.text, wanted.ident || '.', ''), hashtextextended(found.object, 0)))::text FROM (
                """
                + unionAll(kinds.stream().map(kind -> writtenOf(kind, transaction, texts)))
                + ") AS found JOIN wanted ON wanted.oid = found.namespace GROUP BY 1";
    }

    private static String writtenOf(CatalogKind kind, String transaction, boolean texts) {
        String text = kind.deparsed().stream().map(CatalogAspect::text).collect(Collectors.joining(", '|', "));
        return "SELECT " + kind.rows().namespace() + " AS namespace, " + kind.object() + " AS object, "
                + (texts ? "concat(" + text + ")" : "''") + " AS text" + identified(kind) + " AND "
                + writtenSince(transaction, kind);
    }

    /**
     * By kind, what an object is in {@code pg_depend}, the rows of which somebody else's later GRANT, VALIDATE CONSTRAINT or
     * ENABLE TRIGGER does not write anew.
     */
    private static final Map<String, String> ADDRESSES = Map.of(
            "relation", "link.classid = 'pg_class'::regclass AND link.objid = relation.oid",
            "function", "link.classid = 'pg_proc'::regclass AND link.objid = function.oid",
            "type", "link.classid = 'pg_type'::regclass AND link.objid = type.oid",
            "constraint", "link.classid = 'pg_constraint'::regclass AND link.objid = itself.oid",
            "trigger", "link.classid = 'pg_trigger'::regclass AND link.objid = itself.oid",
            "rule", "link.classid = 'pg_rewrite'::regclass AND link.objid = itself.oid");

    /**
     * The quoted schema, the kind's number, the object, whether it was written since the transaction, the texts of all its
     * aspects as in a session whose search_path is the schema, the transactions that wrote what it is made of, and the one that
     * made it or its relation. Of one schema, in a transaction: the path stays set.
     */
    static String everything(String transaction) {
        List<String> selects = new ArrayList<>();
        for (int number = 0; number < KINDS.size(); number++) {
            CatalogKind kind = KINDS.get(number);
            selects.add("SELECT " + kind.rows().namespace() + " AS namespace, " + number + " AS kind, " + kind.object()
                    + " AS object, " + writtenSince(transaction, kind) + " AS written, ARRAY["
                    + kind.aspects().stream().map(CatalogAspect::text).collect(Collectors.joining(", "))
                    + "]::text[] AS texts, " + writers(kind) + " AS writers, " + maker(kind) + " AS maker"
                    + identified(kind));
        }
        return head(SET_PATH)
                + "SELECT wanted.ident, found.kind, found.object, found.written, found.texts, found.writers, found.maker FROM ("
                + unionAll(selects.stream()) + ") AS found JOIN wanted ON wanted.oid = found.namespace";
    }

    private static String writers(CatalogKind kind) {
        String rows = "ARRAY[" + String.join(", ", kind.rows().written()) + "]::text[]";
        String address = ADDRESSES.get(kind.name());
        return address == null
                ? rows
                : rows + " || ARRAY(SELECT link.xmin::text FROM pg_depend AS link WHERE " + address + ")";
    }

    /** The row that puts it, or what it is a part of, into its schema is written when it is made, see {@link MadeObjects}. */
    private static String maker(CatalogKind kind) {
        String from = kind.rows().from();
        Optional<String> address = from.startsWith("relation")
                ? Optional.of("relation")
                : Stream.of("function", "type")
                        .filter(alias -> from.contains(" AS " + alias + " "))
                        .findFirst();
        return address.map(ADDRESSES::get)
                .map(link -> "(SELECT link.xmin::text FROM pg_depend AS link WHERE " + link
                        + " AND link.refclassid = 'pg_namespace'::regclass AND link.objsubid = 0 LIMIT 1)")
                .orElse("NULL::text");
    }

    /** Ages, as numbers of transactions begin anew after four thousand million. A row keeps its {@code xmin} when frozen. */
    private static String writtenSince(String transaction, CatalogKind kind) {
        return Stream.of(kind.rows().written())
                .map(xmin -> "age(" + xmin + ") <= (SELECT age('" + transaction + "'::xid))")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private static String head(String furtherOfSchema) {
        return SCHEMAS_AND_RELATIONS.formatted(furtherOfSchema, "", "");
    }

    static String identified(CatalogKind kind) {
        return " FROM " + kind.rows().from() + " CROSS JOIN LATERAL (SELECT " + kind.identity()
                + " AS id) AS identified WHERE " + kind.rows().where();
    }

    static String unionAll(Stream<String> selects) {
        return selects.collect(Collectors.joining("\nUNION ALL "));
    }
}
