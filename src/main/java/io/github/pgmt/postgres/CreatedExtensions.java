package io.github.pgmt.postgres;

import io.github.pgmt.postgres.SqlToken.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads from SQL text which extensions it creates without naming a schema for them. */
final class CreatedExtensions {

    private CreatedExtensions() {}

    /** Their names; what comes after the text has chosen a search_path itself, or after something unreadable, is left out. */
    static Set<String> withoutSchema(String sql) {
        Set<String> names = new LinkedHashSet<>();
        if (sql.toLowerCase(Locale.ROOT).contains("extension")) {
            collect(sql, names);
        }
        return names;
    }

    private static void collect(String sql, Set<String> names) {
        for (List<SqlToken> statement : ReplayableSql.statements(SqlTokens.of(sql))) {
            if (choosesSearchPath(statement)) {
                return;
            }
            if (statement.get(0).isWord("do")) {
                statement.stream()
                        .filter(token -> token.is(Kind.DOLLAR_STRING) || token.is(Kind.STRING))
                        .forEach(body -> collect(body.text(), names));
                continue;
            }
            int name = nameOfCreated(statement);
            if (name < statement.size() && !namesSchema(statement.subList(name + 1, statement.size()))) {
                names.add(statement.get(name).text());
            }
        }
    }

    private static boolean choosesSearchPath(List<SqlToken> statement) {
        boolean setsSchema = statement.get(0).isWord("set")
                && statement.stream().anyMatch(token -> token.isWord("schema") || token.isWord("search_path"));
        return setsSchema || statement.stream().anyMatch(token -> token.isWord("set_config"));
    }

    /** Where the name stands; the statement's length when it creates no extension. In a routine other words may come first. */
    private static int nameOfCreated(List<SqlToken> statement) {
        for (int at = 0; at + 2 < statement.size(); at++) {
            if (statement.get(at).isWord("create") && statement.get(at + 1).isWord("extension")) {
                boolean unlessThere = statement.get(at + 2).isWord("if");
                return Math.min(at + (unlessThere ? 5 : 2), statement.size());
            }
        }
        return statement.size();
    }

    private static boolean namesSchema(List<SqlToken> options) {
        return options.stream().anyMatch(token -> token.isWord("schema"));
    }
}
