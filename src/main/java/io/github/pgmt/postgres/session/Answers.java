package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.engine.Guard.Check;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.Question.Kind;
import io.github.pgmt.migration.engine.Question.Look;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.sql.ReadOnlySql;
import io.github.pgmt.postgres.sql.ReplayableSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Questions as SQL. What is ours in it finds the same under every {@code search_path}; the user's own query finds what
 * Liquibase's session would.
 *
 * <p>A schema's relations are found by what depends on the schema: for that the catalog has an index.
 */
public final class Answers {

    /** A query of the user's may call what writes; nothing of it stays, and Liquibase rolls back as well. */
    private static final String BEGIN = "SAVEPOINT pgmt_question; SET LOCAL transaction_read_only TO on";

    private static final String END = "ROLLBACK TO SAVEPOINT pgmt_question; RELEASE SAVEPOINT pgmt_question";

    /** What Liquibase compares without regard to case, or without quotes and blanks at the ends, may be any other name. */
    private static final String ODD = " OPERATOR(pg_catalog.!~) '^[A-Za-z0-9_$]*$'::pg_catalog.text";

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}+");

    private static final String IN_SCHEMA = " FROM pg_catalog.pg_namespace AS n JOIN pg_catalog.pg_depend AS d "
            + "ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid "
            + "AND d.refobjid OPERATOR(pg_catalog.=) n.oid";

    private static final String RELATIONS = IN_SCHEMA + " AND d.classid OPERATOR(pg_catalog.=) "
            + "'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid "
            + "JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) d.objid";

    private static final String INDEXES = " JOIN pg_catalog.pg_index AS i ON i.indrelid OPERATOR(pg_catalog.=) c.oid "
            + "JOIN pg_catalog.pg_class AS x ON x.oid OPERATOR(pg_catalog.=) i.indexrelid";

    private static final String INDEX_LINE =
            "x.relname, x.relkind, x.relam, i.indisunique, i.indisprimary, i.indisvalid, "
                    + "i.indoption, pg_catalog.pg_get_expr(i.indpred, i.indrelid), "
                    + "(SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) "
                    + "FROM pg_catalog.generate_series(1, i.indnatts::pg_catalog.int4) AS k)";

    private final String schema;

    /**
     * What looks have in common that differ by names alone.
     *
     * @param schema as in {@link Look}
     * @param inRelation whether the relation has a name
     * @param named whether what is in it has one
     */
    public record Form(Kind kind, Optional<String> schema, boolean inRelation, boolean named) {

        /** That of a look. */
        public static Form of(Look look) {
            return new Form(
                    look.kind(),
                    look.schema(),
                    look.relation().isPresent(),
                    look.name().isPresent());
        }
    }

    /** The names of a look, as expressions of the type text. */
    private record Names(Optional<String> relation, Optional<String> name) {

        static Names of(Look look) {
            return new Names(look.relation().map(Answers::text), look.name().map(Answers::text));
        }
    }

    /** @param schema of the tenant */
    public Answers(String schema) {
        this.schema = schema;
    }

    /** Why the question must not be asked beside Liquibase, as the end of a sentence; empty when it may. */
    static Optional<String> objection(Question question) {
        if (!(question instanceof Question.Query query)) {
            return Optional.empty();
        }
        String sql = query.sql().in(Identifiers.quote(ReplayableSql.SCHEMA));
        return ReplayableSql.objection(sql).or(() -> ReadOnlySql.objection(sql));
    }

    /** Statements around those that ask these questions, so that nothing stays of them. */
    public static List<String> around(String asking, List<Question> questions) {
        boolean isOurs = questions.stream().allMatch(Look.class::isInstance);
        return isOurs ? List.of(asking) : List.of(BEGIN, asking, END);
    }

    /** Asks in a session's transaction, and leaves it as it is. Empty where it has none. */
    Optional<String> ask(Connection connection, Question question) throws SQLException {
        if (connection.getAutoCommit() || objection(question).isPresent()) {
            return Optional.empty();
        }
        List<String> answer = new ArrayList<>();
        PlainSql.execute(connection, BEGIN);
        try {
            String way = hasLook(Stream.of(question)) ? isInTheWay() : "false";
            String asking = "SELECT CASE WHEN " + way + " THEN NULL ELSE " + answer(question) + " END";
            PlainSql.query(connection, asking, rows -> {
                rows.next();
                answer.add(rows.getString(1));
            });
        } finally {
            PlainSql.execute(connection, END);
        }
        return Optional.ofNullable(answer.get(0));
    }

    /** A condition that holds where these are the tenant's answers. */
    public String hold(List<Check> checks) {
        String all = checks.stream()
                .map(check -> answer(check.question()) + " OPERATOR(pg_catalog.=) " + text(check.answer()))
                .collect(Collectors.joining(" AND "));
        return hasLook(checks.stream().map(Check::question))
                ? "CASE WHEN " + isInTheWay() + " THEN false ELSE " + all + " END"
                : all;
    }

    /** The same for any look of a form; its names, where it has them, and the answer are parameters, in this order. */
    public String holdsFor(Form form) {
        Optional<String> relation = Optional.of(parameter(1)).filter(any -> form.inRelation());
        Optional<String> name =
                Optional.of(parameter(relation.isPresent() ? 2 : 1)).filter(any -> form.named());
        int names = (int) Stream.of(relation, name).flatMap(Optional::stream).count();
        return "CASE WHEN " + isInTheWay() + " THEN false ELSE " + digest(found(form, new Names(relation, name)))
                + " OPERATOR(pg_catalog.=) " + parameter(names + 1) + " END";
    }

    private static String parameter(int place) {
        return "$" + place + "::pg_catalog.text";
    }

    private static boolean hasLook(Stream<Question> questions) {
        return questions.anyMatch(Look.class::isInstance);
    }

    /** An expression of the type text. */
    private String answer(Question question) {
        return digest(
                question instanceof Look look
                        ? found(Form.of(look), Names.of(look))
                        : rows(((Question.Query) question).sql().in(Identifiers.quote(schema))));
    }

    private static String digest(String text) {
        return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(" + text + ", 'UTF8')), 'hex')";
    }

    /** One with more than a row is an error for Liquibase, whatever they are. */
    private static String rows(String sql) {
        return "(SELECT pg_catalog.concat(pg_catalog.count(*), pg_catalog.string_agg(pgmt_line, ',' "
                + "ORDER BY pgmt_line COLLATE pg_catalog.\"C\")) FROM (SELECT pg_catalog.concat(ROW(pgmt_row.*), "
                + "pg_catalog.pg_typeof(pgmt_row.pgmt_value)) AS pgmt_line FROM (\n" + sql
                + "\n) AS pgmt_row(pgmt_value) LIMIT 2) AS pgmt_lines)";
    }

    private String found(Form form, Names names) {
        return "(SELECT coalesce(pg_catalog.string_agg(line, ',' ORDER BY line COLLATE pg_catalog.\"C\"), '') FROM ("
                + lines(form, names) + ") AS lines)";
    }

    private String lines(Form form, Names names) {
        String in = isInSchema(form);
        return switch (form.kind()) {
            case RELATION -> line("c.relispartition") + RELATIONS + where(in, names, "c", "c.relname");
            case COLUMN ->
                columns(in, names, RELATIONS, "c")
                        + " UNION ALL "
                        + columns(in, names, RELATIONS + INDEXES, "x")
                        + " UNION ALL "
                        + columns(in, names, compositeTypes(), "c");
            case INDEX -> line(INDEX_LINE) + RELATIONS + INDEXES + where(in, names, "c", "x.relname");
            case PRIMARY_KEY ->
                line(INDEX_LINE) + RELATIONS + INDEXES + " AND i.indisprimary" + where(in, names, "c", "x.relname");
            case FOREIGN_KEY ->
                line("k.conname, f.relname, f.relnamespace OPERATOR(pg_catalog.=) n.oid, k.confupdtype, k.confdeltype, "
                                + "k.condeferrable, k.condeferred, k.conparentid OPERATOR(pg_catalog.=) "
                                + "0::pg_catalog.oid")
                        + RELATIONS
                        + " JOIN pg_catalog.pg_constraint AS k ON k.conrelid OPERATOR(pg_catalog.=) c.oid "
                        + "AND k.contype OPERATOR(pg_catalog.=) 'f'::pg_catalog.\"char\" "
                        + "JOIN pg_catalog.pg_class AS f ON f.oid OPERATOR(pg_catalog.=) k.confrelid"
                        + where(in, names, "c", "k.conname");
        };
    }

    /** Liquibase looks for a column in whatever has a row in {@code pg_class}. */
    private String columns(String in, Names names, String from, String relation) {
        return line(relation + ".relname, " + relation + ".relkind, a.attname") + from
                + " JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) " + relation + ".oid"
                + where(in, names, relation, "a.attname");
    }

    private static String compositeTypes() {
        return IN_SCHEMA + " AND d.classid OPERATOR(pg_catalog.=) "
                + "'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid "
                + "JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) d.objid "
                + "JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) t.typrelid "
                + "AND c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog.\"char\"";
    }

    /** A schema that the changelog names may be the tenant's own in one tenant alone. */
    private String line(String further) {
        return "SELECT pg_catalog.concat(ROW(" + isOwn() + ", c.relname, c.relkind, " + further + ")) AS line";
    }

    private static String where(String in, Names names, String relation, String name) {
        return " WHERE " + in
                + names.relation()
                        .map(like -> " AND " + isLike(relation + ".relname", like))
                        .orElse("")
                + names.name().map(like -> " AND " + isLike(name, like)).orElse("");
    }

    private static String isLike(String column, String name) {
        return "(" + column + " OPERATOR(pg_catalog.~~*) " + name + " OR " + column + ODD + ")";
    }

    private static String text(String value) {
        return Identifiers.literal(value) + "::pg_catalog.text";
    }

    private String isInSchema(Form form) {
        return form.schema()
                .map(name -> isFolded(name.toLowerCase(Locale.ROOT)))
                .orElseGet(this::isOwn);
    }

    private static String isFolded(String name) {
        return "pg_catalog.octet_length(n.nspname::pg_catalog.text) OPERATOR(pg_catalog.=) " + name.length()
                + " AND pg_catalog.lower(n.nspname::pg_catalog.text) OPERATOR(pg_catalog.=) "
                + Identifiers.literal(name) + "::pg_catalog.text";
    }

    private String isOwn() {
        return "n.nspname OPERATOR(pg_catalog.=) " + Identifiers.literal(schema) + "::pg_catalog.name";
    }

    /** Liquibase compares schemas by Java's rules, also by those of the JVM's language, which are PostgreSQL's for plain letters. */
    private boolean isFoldedAlike() {
        return ASCII.matcher(schema).matches()
                && schema.toLowerCase().equals(schema.toLowerCase(Locale.ROOT))
                && schema.toUpperCase().equals(schema.toUpperCase(Locale.ROOT));
    }

    /**
     * Schemas whose names differ in case alone are the same to Liquibase, or are too many. It and the driver do not name the
     * schemas of operators and functions, and take those that fit exactly.
     */
    private String isInTheWay() {
        if (!isFoldedAlike()) {
            return "true";
        }
        return "(EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE " + isFolded(schema.toLowerCase(Locale.ROOT))
                + " AND NOT " + isOwn() + ") OR EXISTS (SELECT" + IN_SCHEMA + " WHERE " + isOwn()
                + " AND (d.classid OPERATOR(pg_catalog.=) "
                + "'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid OR d.classid OPERATOR(pg_catalog.=) "
                + "'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AND EXISTS (SELECT FROM "
                + "pg_catalog.pg_proc AS own JOIN pg_catalog.pg_proc AS standard ON standard.proname "
                + "OPERATOR(pg_catalog.=) own.proname AND standard.pronamespace OPERATOR(pg_catalog.=) "
                + "'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid WHERE own.oid OPERATOR(pg_catalog.=) "
                + "d.objid))))";
    }
}
