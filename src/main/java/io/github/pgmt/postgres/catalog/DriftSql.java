package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that compare tenants to which nothing was done, made of the same {@link CatalogKind}s as those of
 * {@link CatalogSql}, for sessions in whose search_path no schema is before {@code pg_catalog}. Their parameter is the names of
 * the schemas. What they write out has the schema before each name in it, which is taken out again.
 */
final class DriftSql {

    private static final String OF_RELATIONS =
            ", wanted.nspowner AS schema_owner, wanted.ident, wanted.in_constants, class.relhasrules, class.relispopulated";

    /** How the schema is written in a constant, as that of {@code nextval}. */
    private static final String IN_CONSTANTS = ", replace(quote_ident(nspname), '''', '''''') AS in_constants";

    /** Whoever is here does something that keeps every reader away. */
    private static final String CLOSED = """
            closed AS MATERIALIZED (
              SELECT DISTINCT class.relnamespace FROM pg_locks AS held JOIN pg_class AS class ON class.oid = held.relation
              WHERE held.locktype = 'relation' AND held.mode = 'AccessExclusiveLock' AND held.granted
                AND held.pid IS DISTINCT FROM pg_backend_pid()
                AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            """;

    /** Of a text that is long, what tells it from another: whoever owns a tenant can make it as long as the memory is large. */
    private static final String SHORT_TEXTS = """
            ARRAY(SELECT CASE WHEN length(text) > 65536
                THEN concat('(', length(text), ' characters, md5 ',
                  md5(replace(replace(text, wanted.in_constants || '.', ''), wanted.ident || '.', '')), ')')
                ELSE text END FROM unnest(found.texts) AS text)""";

    private final HistoryTables tables;
    private final String ignored;
    private final List<CatalogKind> kinds;

    /**
     * @param ignoredAspects see {@link DriftKinds#aspects}
     * @param ignoredObjects globs on what is printed of an object
     */
    DriftSql(HistoryTables tables, Set<String> ignoredAspects, List<String> ignoredObjects) {
        this.tables = tables;
        this.ignored = ignoredObjects.isEmpty()
                ? ""
                : ObjectPatterns.of(ignoredObjects).stream()
                        .map(Identifiers::literal)
                        .collect(Collectors.joining(
                                ", ", ", ignored AS MATERIALIZED (SELECT unnest(ARRAY[", "]::text[]) AS pattern)\n"));
        this.kinds =
                DriftKinds.without(ignoredAspects).stream().map(this::unignored).toList();
    }

    private CatalogKind unignored(CatalogKind kind) {
        if (ignored.isEmpty()) {
            return kind;
        }
        return kind.where("NOT EXISTS (SELECT FROM ignored, unnest(ARRAY["
                + String.join(", ", DriftParents.withItself(kind)) + "]::text[]) AS named WHERE named LIKE pattern)");
    }

    /** In the order of the numbers in the results. */
    List<CatalogKind> kinds() {
        return kinds;
    }

    /**
     * The schema; how many relations are in it; the oids of those of them, and of its functions, that are written out under
     * locks; whether somebody has it to himself; how many locks all readers together may take; how large the catalog is.
     */
    String survey() {
        return head() + ", " + CLOSED + """
                , body AS MATERIALIZED (
                  SELECT pronamespace, array_agg(oid::int8) AS oids FROM pg_proc WHERE prosqlbody IS NOT NULL GROUP BY 1)
                SELECT wanted.nspname, count(relation.oid),
                  coalesce(array_agg(relation.oid::int8) FILTER (WHERE relation.relhasrules), '{}')
                    || coalesce((SELECT oids FROM body WHERE pronamespace = wanted.oid), '{}'),
                  wanted.oid IN (SELECT relnamespace FROM closed),
                  (SELECT greatest(current_setting('max_locks_per_transaction')::int8,
                     current_setting('max_locks_per_transaction')::int8 * (current_setting('max_connections')::int8
                       + current_setting('max_prepared_transactions')::int8) / 8)),
                  pg_relation_size('pg_attribute')
                FROM wanted LEFT JOIN relation ON relation.namespace = wanted.oid
                GROUP BY wanted.nspname, wanted.oid
                """;
    }

    /** Those of the schemas that somebody has to himself. */
    String closed() {
        return head() + ", " + CLOSED
                + "SELECT wanted.nspname FROM wanted WHERE wanted.oid IN (SELECT relnamespace FROM closed)";
    }

    /**
     * The statements that together say of every schema what is in it, as a sum each: schemas with the same sums are alike but
     * for what {@link #underLocks} says.
     *
     * @param readers how many read at once
     */
    List<String> sums(int readers) {
        List<CatalogKind> lockFree = DriftKinds.lockFree(kinds);
        return parts(lockFree, readers).stream()
                .map(part -> head() + sums(part, lockFree))
                .toList();
    }

    /** What the others take about as long to read as, with what is read beside it. */
    private static List<List<CatalogKind>> parts(List<CatalogKind> kinds, int readers) {
        if (readers == 1) {
            return List.of(kinds);
        }
        Map<String, List<CatalogKind>> parts = kinds.stream()
                .collect(Collectors.groupingBy(kind -> switch (kind.name()) {
                    case "column", "default" -> "1";
                    case "index" -> "2";
                    case "constraint" -> "3";
                    default -> "4";
                }));
        return parts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether anything is read under locks. */
    boolean hasLocking() {
        return !DriftKinds.locking(kinds).isEmpty();
    }

    /** The same of what is read under locks; the first parameter is the oids of what that is, the second the schemas. */
    String underLocks() {
        List<CatalogKind> locking = DriftKinds.locking(kinds);
        return head(" AND class.oid IN (SELECT oid FROM locking)")
                        .replaceFirst("WITH ", "WITH locking AS MATERIALIZED (SELECT unnest(?::int8[])::oid AS oid), ")
                + sums(locking, locking);
    }

    private String sums(List<CatalogKind> part, List<CatalogKind> all) {
        return """
                SELECT wanted.nspname, hashtextextended(found.sums, 0)::text || ' ' || hashtextextended(found.sums, 1)::text
                FROM (SELECT namespace, string_agg(kind || ' ' || sums::text, ' ' ORDER BY kind) AS sums FROM (
                """
                + CatalogSql.unionAll(part.stream().map(kind -> sumsOf(kind, all.indexOf(kind))))
                + ") AS kinds GROUP BY 1) AS found JOIN wanted ON wanted.oid = found.namespace";
    }

    private static String sumsOf(CatalogKind kind, int number) {
        String sums = Stream.concat(
                        kind.listed() ? Stream.of("id") : Stream.of(),
                        kind.aspects().stream().map(aspect -> hash(kind, aspect)))
                .map(hash -> "coalesce(sum(" + hash + "), 0)")
                .collect(Collectors.joining(", "));
        return "SELECT " + kind.rows().namespace() + " AS namespace, " + number + " AS kind, ARRAY[" + sums
                + "] AS sums" + CatalogSql.identified(kind) + " GROUP BY 1";
    }

    private static String hash(CatalogKind kind, CatalogAspect aspect) {
        if (aspect.summed()) {
            return aspect.hash();
        }
        String schema = DriftParents.isOfRelation(kind) ? "relation" : "wanted";
        return "hashtextextended(replace(replace(" + aspect.text() + ", " + schema + ".in_constants || '.', ''), "
                + schema + ".ident || '.', ''), id)";
    }

    /**
     * The schema, how it is written before a name, the kind's number, the object, what it is a part of, and all its texts; of a
     * schema that has nothing, a row without them.
     */
    String contents() {
        List<String> selects = new ArrayList<>();
        for (int number = 0; number < kinds.size(); number++) {
            CatalogKind kind = kinds.get(number);
            selects.add("SELECT " + kind.rows().namespace() + " AS namespace, " + number + " AS kind, " + kind.object()
                    + " AS object, ARRAY[" + String.join(", ", DriftParents.of(kind)) + "]::text[] AS parents, ARRAY["
                    + kind.aspects().stream().map(CatalogAspect::text).collect(Collectors.joining(", "))
                    + "]::text[] AS texts" + CatalogSql.identified(kind));
        }
        return head()
                + "SELECT wanted.nspname, wanted.ident, found.kind, found.object, found.parents, " + SHORT_TEXTS
                + " FROM ("
                + CatalogSql.unionAll(selects.stream())
                + ") AS found RIGHT JOIN wanted ON wanted.oid = found.namespace";
    }

    private String head() {
        return head("");
    }

    private String head(String ofRelations) {
        String relations = " AND class.relname NOT IN (" + Identifiers.literal(tables.history()) + ", "
                + Identifiers.literal(tables.lock()) + ")" + ofRelations;
        return CatalogSql.SCHEMAS_AND_RELATIONS.formatted(IN_CONSTANTS, OF_RELATIONS, relations)
                + DriftRoles.FOUND.formatted(Identifiers.literal(tables.history()))
                + ignored;
    }
}
