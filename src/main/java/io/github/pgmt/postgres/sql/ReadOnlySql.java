package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which SQL texts are one query that only reads, and reads the same when it is asked again or stands in parentheses. A refusal
 * costs time only; so what is not known to be so is refused.
 */
public final class ReadOnlySql {

    private static final Set<String> STARTS = Set.of("select", "with", "values", "table", "(");

    /** Locks rows, writes, makes tables, or takes what comes. */
    private static final Set<String> REFUSED =
            Set.of("into", "for", "insert", "update", "delete", "merge", "tablesample");

    /** What can stand before a parenthesis without calling a function. */
    private static final Set<String> KEYWORDS = Set.of(
            "select",
            "from",
            "where",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "any",
            "all",
            "some",
            "as",
            "on",
            "using",
            "values",
            "over",
            "filter",
            "by",
            "having",
            "union",
            "except",
            "intersect",
            "distinct",
            "when",
            "then",
            "else",
            "case",
            "is",
            "between",
            "like",
            "ilike",
            "limit",
            "offset",
            "join",
            "lateral",
            "array",
            "row",
            "with",
            "varchar",
            "char",
            "character",
            "varying",
            "numeric",
            "decimal",
            "materialized",
            "partition");

    /** Those of PostgreSQL's own that depend on nothing but their arguments and what is in the database. */
    private static final Set<String> FUNCTIONS = Set.of(
            "count",
            "coalesce",
            "nullif",
            "max",
            "min",
            "sum",
            "avg",
            "bool_and",
            "bool_or",
            "every",
            "greatest",
            "least",
            "lower",
            "upper",
            "trim",
            "btrim",
            "ltrim",
            "rtrim",
            "length",
            "char_length",
            "character_length",
            "substr",
            "substring",
            "position",
            "strpos",
            "replace",
            "concat",
            "concat_ws",
            "cast",
            "abs",
            "round",
            "floor",
            "ceil",
            "mod",
            "string_agg",
            "array_agg",
            "array_length",
            "unnest",
            "to_regclass",
            "to_regtype",
            "to_regproc",
            "current_schema",
            "current_schemas",
            "current_database",
            "format_type",
            "pg_get_constraintdef",
            "pg_get_indexdef",
            "pg_get_viewdef",
            "pg_get_expr",
            "pg_table_is_visible",
            "pg_type_is_visible",
            "quote_ident",
            "version",
            "split_part",
            "md5",
            "sign");

    private ReadOnlySql() {}

    /** Why this text must not be asked in place of Liquibase, as the end of the sentence "It …"; empty when it may. */
    public static Optional<String> objection(String sql) {
        List<SqlToken> tokens = SqlTokens.of(sql);
        boolean isOne = Statements.of(tokens).size() == 1
                && tokens.stream().noneMatch(token -> token.is(Kind.SEMICOLON) || token.is(Kind.UNREADABLE));
        if (!isOne || !STARTS.contains(tokens.get(0).text()) || !isClosed(tokens)) {
            return Optional.of("asks for something else than a query");
        }
        for (int at = 0; at < tokens.size(); at++) {
            if (tokens.get(at).isWordOf(REFUSED)) {
                return Optional.of("may do more than read");
            }
            if (tokens.get(at).isName() && isCall(tokens, at)) {
                return Optional.of("calls a function that may find or do something else each time");
            }
        }
        return Optional.empty();
    }

    private static boolean isCall(List<SqlToken> tokens, int at) {
        SqlToken name = tokens.get(at);
        boolean isBefore = SqlWords.after(tokens, at).isSymbol("(");
        return isBefore && !name.isWordOf(KEYWORDS) && !(name.isWordOf(FUNCTIONS) && !isOfOtherSchema(tokens, at));
    }

    private static boolean isOfOtherSchema(List<SqlToken> tokens, int at) {
        return SqlWords.before(tokens, at).isSymbol(".")
                && !SqlWords.before(tokens, at - 1).isWord("pg_catalog");
    }

    /** Nothing of it reaches beyond parentheses around it. */
    private static boolean isClosed(List<SqlToken> tokens) {
        int open = 0;
        for (SqlToken token : tokens) {
            open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (open < 0) {
                return false;
            }
        }
        return open == 0;
    }
}
