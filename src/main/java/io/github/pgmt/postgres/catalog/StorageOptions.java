package io.github.pgmt.postgres.catalog;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The options that PostgreSQL documents for relations and columns, which are users' to set. A server may keep marks of its
 * own among them, another in each table, so what is not listed here is never compared, and taken out of what a server writes
 * out.
 */
final class StorageOptions {

    /** PostgreSQL, "CREATE TABLE", "Storage Parameters"; those of {@code toast.} are kept with the TOAST table. */
    private static final List<String> OF_TABLES = List.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "user_catalog_table",
            "autovacuum_enabled",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "vacuum_max_eager_freeze_failure_rate",
            "autovacuum_vacuum_threshold",
            "autovacuum_vacuum_max_threshold",
            "autovacuum_vacuum_scale_factor",
            "autovacuum_vacuum_insert_threshold",
            "autovacuum_vacuum_insert_scale_factor",
            "autovacuum_analyze_threshold",
            "autovacuum_analyze_scale_factor",
            "autovacuum_vacuum_cost_delay",
            "autovacuum_vacuum_cost_limit",
            "autovacuum_freeze_min_age",
            "autovacuum_freeze_max_age",
            "autovacuum_freeze_table_age",
            "autovacuum_multixact_freeze_min_age",
            "autovacuum_multixact_freeze_max_age",
            "autovacuum_multixact_freeze_table_age",
            "log_autovacuum_min_duration");

    /** PostgreSQL, "CREATE VIEW". */
    private static final List<String> OF_VIEWS = List.of("check_option", "security_barrier", "security_invoker");

    /** PostgreSQL, "CREATE INDEX", "Index Storage Parameters", and "bloom". */
    private static final List<String> OF_INDEXES = Stream.concat(
                    Stream.of(
                            "fillfactor",
                            "deduplicate_items",
                            "buffering",
                            "fastupdate",
                            "gin_pending_list_limit",
                            "pages_per_range",
                            "autosummarize",
                            "length"),
                    IntStream.rangeClosed(1, 32).mapToObj(number -> "col" + number))
            .toList();

    /** PostgreSQL, "ALTER TABLE", "attribute_option". */
    private static final List<String> OF_COLUMNS = List.of("n_distinct", "n_distinct_inherited");

    /** Of operator classes: PostgreSQL, "BRIN", "Text Search", "hstore", "intarray", "ltree", "pg_trgm". */
    private static final List<String> OF_INDEX_COLUMNS =
            List.of("siglen", "numranges", "n_distinct_per_range", "false_positive_rate", "values_per_range");

    private StorageOptions() {}

    /** Of {@code relation}, by its kind; partitioned tables, sequences, foreign tables and types have none. */
    static CatalogAspect ofRelation() {
        return CatalogAspect.options(
                "options", "relation.reloptions", """
                CASE WHEN relation.relkind IN ('r', 'm') THEN %s WHEN relation.relkind = 'v' THEN %s ELSE '{}'::text[] END""".formatted(array(OF_TABLES), array(OF_VIEWS)));
    }

    /** Of a relation's {@code attribute}. */
    static CatalogAspect ofColumn() {
        return CatalogAspect.options("options", "attribute.attoptions", array(OF_COLUMNS));
    }

    /** Of an index, whose row of {@code pg_class} is {@code itself}. */
    static CatalogAspect ofIndex() {
        return CatalogAspect.options("options", "itself.reloptions", array(OF_INDEXES));
    }

    /** Of the operator classes of an index, which are made with it. */
    static CatalogAspect ofIndexColumns() {
        return CatalogAspect.deparsed("column options", """
                (SELECT string_agg(part.attnum || ' ' || element, ', ' ORDER BY part.attnum, element COLLATE "C")
                 FROM pg_attribute AS part, unnest(part.attoptions) AS element
                 WHERE part.attrelid = index.indexrelid AND split_part(element, '=', 1) = ANY (%s))""".formatted(array(OF_INDEX_COLUMNS)));
    }

    /**
     * A definition of an index, or of a constraint that has one, without any option. With an option, the server writes the
     * default operator class too.
     *
     * @param index the index's oid
     */
    static String without(String definition, String index) {
        return """
                CASE WHEN (SELECT reloptions IS NULL FROM pg_class WHERE oid = %2$s) AND NOT EXISTS (
                    SELECT FROM pg_attribute WHERE attrelid = %2$s AND attoptions IS NOT NULL)
                  THEN %1$s
                  ELSE regexp_replace(%1$s, (SELECT string_agg(part.pattern, '|') FROM (
                    SELECT CASE WHEN class.opcdefault THEN ' (?:[^ (]+\\.)?' || %3$s ELSE '' END || %4$s AS pattern
                    FROM pg_attribute AS attribute JOIN pg_index AS used ON used.indexrelid = attribute.attrelid
                    JOIN pg_opclass AS class ON class.oid = used.indclass[attribute.attnum - 1]
                    WHERE attribute.attrelid = %2$s AND attribute.attoptions IS NOT NULL
                    UNION ALL SELECT ' WITH' || %5$s FROM pg_class AS class
                    WHERE class.oid = %2$s AND class.reloptions IS NOT NULL) AS part), '', 'g') END""".formatted(
                        definition,
                        index,
                        literally("quote_ident(class.opcname)"),
                        written("attribute.attoptions"),
                        written("class.reloptions"));
    }

    /** A pattern for options as the server writes them out. */
    private static String written(String options) {
        return "' \\(' || " + literally("""
                (SELECT string_agg(quote_ident(option.name) || '=' || CASE WHEN quote_ident(option.value) = option.value
                    THEN option.value ELSE '''' || replace(option.value, '''', '''''') || '''' END, ', ' ORDER BY option.place)
                 FROM (SELECT split_part(element, '=', 1) AS name,
                     substr(element, length(split_part(element, '=', 1)) + 2) AS value, place
                   FROM unnest(%s) WITH ORDINALITY AS listed (element, place)) AS option)""".formatted(options)) + " || '\\)'";
    }

    /** A pattern that matches a text. */
    private static String literally(String text) {
        return "regexp_replace(" + text + ", '(\\W)', '\\\\\\1', 'g')";
    }

    private static String array(List<String> names) {
        return names.stream().collect(Collectors.joining(",", "'{", "}'::text[]"));
    }
}
