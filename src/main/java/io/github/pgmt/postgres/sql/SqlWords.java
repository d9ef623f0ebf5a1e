package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that a replayed text must not have, wherever they are. */
final class SqlWords {

    /** As a part of a name too. A quoted name calls the function as well; {@code pg_settings} can be updated. */
    private static final Pattern NAMES =
            Pattern.compile("search_path|set_config|pg_settings|pg_temp|query_to_xml|dblink"
                    + "|pg_(?:try_)?advisory|pg_terminate_backend|pg_cancel_backend|\\blo_import|\\blo_export");

    private static final Set<String> KEYWORDS = Set.of("temp", "temporary", "concurrently", "uescape");

    private static final Set<String> DDL = Set.of("create", "alter", "drop");

    /** What an object is, after CREATE, ALTER or DROP, if it belongs to a schema. */
    private static final Set<String> OBJECTS = Set.of(
            "table",
            "index",
            "view",
            "sequence",
            "type",
            "domain",
            "function",
            "procedure",
            "routine",
            "aggregate",
            "operator",
            "trigger",
            "rule",
            "policy",
            "statistics",
            "collation",
            "text");

    private static final Set<String> BEFORE_OBJECT =
            Set.of("or", "replace", "unique", "unlogged", "recursive", "materialized", "foreign", "constraint");

    private SqlWords() {}

    /** Whether something is in the way of a single token, or of it and the one after. */
    static Optional<String> objection(List<SqlToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is(Kind.UNREADABLE)) {
                return Optional.of(token.text());
            }
            if (token.isWordOf(KEYWORDS)) {
                return Optional.of("has the word " + token.text().toUpperCase(Locale.ROOT));
            }
            Matcher name = NAMES.matcher(token.text().toLowerCase(Locale.ROOT));
            if ((token.is(Kind.WORD) || token.is(Kind.QUOTED_NAME)) && name.find()) {
                return Optional.of("has the name " + name.group());
            }
            if (token.isWord("set")
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).isWord("schema")) {
                return Optional.of("moves an object to another schema");
            }
        }
        return Optional.empty();
    }

    static boolean isDdl(SqlToken first) {
        return first.isWordOf(DDL);
    }

    /** The objection to what a statement creates, alters or drops: all that is not in a schema is everybody's. */
    static Optional<String> objectionToObject(List<SqlToken> statement) {
        String kind = object(statement);
        return OBJECTS.contains(kind)
                ? Optional.empty()
                : Optional.of(begins(statement.get(0).text() + " " + kind));
    }

    /** The word that says what is created, altered or dropped. */
    static String object(List<SqlToken> statement) {
        return statement.stream()
                .skip(1)
                .filter(token -> !token.isWordOf(BEFORE_OBJECT))
                .findFirst()
                .filter(token -> token.is(Kind.WORD))
                .map(SqlToken::text)
                .orElse("");
    }

    static String begins(String words) {
        return "has a statement that begins with "
                + words.toUpperCase(Locale.ROOT).strip();
    }
}
