package io.github.pgmt.postgres.sql;

import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads from SQL text which extensions it creates, and where. */
public final class CreatedExtensions {

    private final List<CreatedExtension> placed = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private boolean choseSearchPath;

    private CreatedExtensions() {}

    /** Without those that come after the text has chosen a search_path itself, or after something unreadable. */
    public static List<CreatedExtension> in(String sql) {
        return read(sql).placed;
    }

    /** The names of all that it creates. */
    public static Set<String> names(String sql) {
        return read(sql).names;
    }

    private static CreatedExtensions read(String sql) {
        CreatedExtensions extensions = new CreatedExtensions();
        if (sql.toLowerCase(Locale.ROOT).contains("extension")) {
            extensions.collect(sql, false);
        }
        return extensions;
    }

    /** @param inCode which may look first whether the extension is there */
    private void collect(String sql, boolean inCode) {
        for (List<SqlToken> statement : Statements.of(SqlTokens.of(sql))) {
            choseSearchPath |= choosesSearchPath(statement);
            if (statement.get(0).isWord("do")) {
                statement.stream()
                        .filter(token -> token.is(Kind.DOLLAR_STRING) || token.is(Kind.STRING))
                        .forEach(body -> collect(body.text(), true));
                continue;
            }
            nameAfter("drop", statement).ifPresent(at -> dropped.add(text(statement, at)));
            nameAfter("create", statement).ifPresent(at -> add(statement, at, inCode));
        }
    }

    private void add(List<SqlToken> statement, int at, boolean inCode) {
        String name = text(statement, at);
        boolean unlessThere = inCode || statement.get(at - 1).isWord("exists") || dropped.contains(name);
        names.add(name);
        if (!choseSearchPath) {
            placed.add(new CreatedExtension(name, schema(statement.subList(at + 1, statement.size())), unlessThere));
        }
    }

    private static boolean choosesSearchPath(List<SqlToken> statement) {
        boolean setsSchema = statement.get(0).isWord("set")
                && statement.stream().anyMatch(token -> token.isWord("schema") || token.isWord("search_path"));
        return setsSchema || statement.stream().anyMatch(token -> token.isWord("set_config"));
    }

    /** Where the name of an extension stands that is created or dropped. In a routine other words may come first. */
    private static Optional<Integer> nameAfter(String verb, List<SqlToken> statement) {
        for (int at = 0; at + 2 < statement.size(); at++) {
            if (statement.get(at).isWord(verb) && statement.get(at + 1).isWord("extension")) {
                int name = at + 2;
                while (name < statement.size() && isOfCondition(statement.get(name))) {
                    name++;
                }
                return Optional.of(name).filter(found -> found < statement.size());
            }
        }
        return Optional.empty();
    }

    private static boolean isOfCondition(SqlToken token) {
        return token.isWordOf(Set.of("if", "not", "exists"));
    }

    private static Optional<String> schema(List<SqlToken> options) {
        for (int at = 0; at + 1 < options.size(); at++) {
            if (options.get(at).isWord("schema")) {
                return Optional.of(text(options, at + 1));
            }
        }
        return Optional.empty();
    }

    private static String text(List<SqlToken> statement, int at) {
        return statement.get(at).text();
    }
}
