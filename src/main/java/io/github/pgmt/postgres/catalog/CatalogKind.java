package io.github.pgmt.postgres.catalog;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A kind of object in a schema, and how SQL reads it. The fragments may use what {@link CatalogSql} puts before them.
 *
 * @param name names it among the kinds
 * @param rows where the objects are
 * @param identity a cheap hash of the object's name, the same in every schema
 * @param object the kind and name in words, the same in every schema
 * @param listed whether it comes and goes by itself; otherwise it is a part of another kind's object
 */
record CatalogKind(
        String name, Rows rows, String identity, String object, boolean listed, List<CatalogAspect> aspects) {

    /**
     * Rows of the catalog.
     *
     * @param from tables and joins
     * @param where a condition
     * @param namespace the oid of the schema
     * @param written the {@code xmin} of all the rows that hold what an object is
     */
    record Rows(String from, String where, String namespace, String... written) {

        /** With another table joined, whose rows alone count as written. */
        Rows joined(String join, String joinWritten) {
            return new Rows(from + " " + join, where, namespace, joinWritten);
        }
    }

    CatalogKind {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(rows, "rows is null");
        Objects.requireNonNull(identity, "identity is null");
        Objects.requireNonNull(object, "object is null");
        aspects = List.copyOf(aspects);
    }

    static CatalogKind listed(String name, Rows rows, String identity, String object, CatalogAspect... aspects) {
        return new CatalogKind(name, rows, identity, object, true, List.of(aspects));
    }

    static CatalogKind part(String name, Rows rows, String identity, String object, CatalogAspect... aspects) {
        return new CatalogKind(name, rows, identity, object, false, List.of(aspects));
    }

    /** The comments on the objects of this kind, which are rows of a catalog with an oid and a column's number or 0. */
    CatalogKind comments(String catalog, String oid, String column) {
        return listed(
                COMMENT_ON + name,
                rows.joined("""
                        JOIN pg_description AS comment ON comment.classoid = '%s'::regclass AND comment.objoid = %s
                          AND comment.objsubid = %s""".formatted(catalog, oid, column), "comment.xmin"),
                identity,
                "'" + COMMENT_ON + "' || " + object,
                CatalogAspect.stored("text", "hashtextextended(comment.description, id)", "comment.description"));
    }

    private static final String COMMENT_ON = "comment on ";

    /** Whether it is comments on another kind's objects. */
    boolean isComments() {
        return name.startsWith(COMMENT_ON);
    }

    /** The object itself, in words; of a comment, what it is on. */
    String subject() {
        return isComments() ? object.substring(("'" + COMMENT_ON + "' || ").length()) : object;
    }

    /** The kind of the object itself. */
    String subjectKind() {
        return isComments() ? name.substring(COMMENT_ON.length()) : name;
    }

    /** The same with other aspects. */
    CatalogKind with(List<CatalogAspect> others) {
        return new CatalogKind(name, rows, identity, object, listed, others);
    }

    /** The same, of fewer objects. */
    CatalogKind where(String condition) {
        Rows fewer = new Rows(rows.from(), rows.where() + " AND " + condition, rows.namespace(), rows.written());
        return new CatalogKind(name, fewer, identity, object, listed, aspects);
    }

    /** The same as a part of what holds it, whose coming and going does not count. */
    CatalogKind unlisted() {
        return new CatalogKind(name, rows, identity, object, false, aspects);
    }

    List<CatalogAspect> summed() {
        return aspects.stream().filter(CatalogAspect::summed).toList();
    }

    List<CatalogAspect> deparsed() {
        return aspects.stream().filter(aspect -> !aspect.summed()).toList();
    }

    /** The names of its sums, in the order of the statement's columns; that of the objects themselves comes first. */
    List<String> sums() {
        return Stream.concat(
                        listed ? Stream.of(name) : Stream.of(),
                        summed().stream().map(this::sumOf))
                .toList();
    }

    String sumOf(CatalogAspect aspect) {
        return name + ": " + aspect.name();
    }
}
