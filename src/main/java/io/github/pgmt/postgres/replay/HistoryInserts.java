package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.sql.SqlToken;
import io.github.pgmt.postgres.sql.SqlToken.Kind;
import io.github.pgmt.postgres.sql.SqlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Liquibase's statements for new history rows can be one prepared statement with other values: they are plain lists of
 * columns, constants and the time. Nothing in such a statement is looked up by the {@code search_path} once the time is named
 * in full, since the columns' types are PostgreSQL's own (see {@link PlainShape}), and the constants take theirs.
 *
 * @param form what comes after the table's name in most of them, with the values as parameters; empty where no row has one
 * @param rows the values of each changeset's row; empty where its statements are not of that form
 */
record HistoryInserts(Optional<String> form, List<Optional<String>> rows) {

    /** Stands for any tenant's. */
    private static final String SCHEMA = "tenant";

    HistoryInserts {
        rows = List.copyOf(rows);
    }

    static HistoryInserts of(ReplayScript script, HistoryTables tables) {
        List<Optional<Row>> read = script.changeSets().stream()
                .map(changeSet -> row(changeSet, tables))
                .toList();
        Optional<String> form = most(read.stream().flatMap(Optional::stream).map(Row::form));
        return new HistoryInserts(
                form,
                read.stream()
                        .map(row -> row.filter(one -> form.equals(Optional.of(one.form())))
                                .map(Row::values))
                        .toList());
    }

    /** A tagged row has a column more than others. */
    private static Optional<String> most(Stream<String> forms) {
        return forms.collect(Collectors.groupingBy(form -> form, Collectors.counting())).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /** Whether every row has the form. */
    boolean areAll() {
        return rows.stream().allMatch(Optional::isPresent);
    }

    private record Row(String form, String values) {}

    private static Optional<Row> row(ReplayedChangeSet changeSet, HistoryTables tables) {
        if (changeSet.recording().size() != 1) {
            return Optional.empty();
        }
        SchemaText text = changeSet.recording().get(0);
        boolean namesTheTableAlone = text.parts().size() == 2;
        return namesTheTableAlone
                ? new Reading(SqlTokens.of(text.in(Identifiers.quote(SCHEMA)))).row(tables.history())
                : Optional.empty();
    }

    /** Takes one statement apart, and knows no other than Liquibase's. */
    private static final class Reading {

        private static final Set<Kind> NAMES = Set.of(Kind.WORD, Kind.QUOTED_NAME);

        private final List<SqlToken> tokens;
        private final List<String> columns = new ArrayList<>();
        private final List<String> places = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private int at;

        Reading(List<SqlToken> tokens) {
            this.tokens = tokens;
        }

        Optional<Row> row(String history) {
            boolean read = isWord("insert")
                    && isWord("into")
                    && isName(SCHEMA)
                    && isSymbol(".")
                    && isName(history)
                    && isList(this::isColumn)
                    && isWord("values")
                    && isList(this::isValue)
                    && at == tokens.size()
                    && columns.size() == places.size();
            return read
                    ? Optional.of(new Row(
                            "(" + String.join(", ", columns) + ") VALUES (" + String.join(", ", places) + ")",
                            String.join(", ", values)))
                    : Optional.empty();
        }

        /** One of a list's elements. */
        private interface Element {
            boolean isNext();
        }

        private boolean isList(Element element) {
            if (!isSymbol("(")) {
                return false;
            }
            do {
                if (!element.isNext()) {
                    return false;
                }
            } while (isSymbol(","));
            return isSymbol(")");
        }

        private boolean isColumn() {
            if (at == tokens.size() || !NAMES.contains(tokens.get(at).kind())) {
                return false;
            }
            columns.add(Identifiers.quote(tokens.get(at++).text()));
            return true;
        }

        private boolean isValue() {
            if (isWord("now")) {
                places.add("pg_catalog.now()");
                return isSymbol("(") && isSymbol(")");
            }
            Optional<String> constant = at == tokens.size() ? Optional.empty() : constant(tokens.get(at++));
            constant.ifPresent(value -> {
                values.add(value);
                places.add("$" + values.size());
            });
            return constant.isPresent();
        }

        private static Optional<String> constant(SqlToken token) {
            if (token.is(Kind.STRING)) {
                return Optional.of(Identifiers.literal(token.text()));
            }
            boolean isNumber = token.is(Kind.OTHER) && token.text().chars().allMatch(Character::isDigit);
            return isNumber || token.isWord("null") ? Optional.of(token.text()) : Optional.empty();
        }

        private boolean isWord(String word) {
            return isNext(new SqlToken(Kind.WORD, word));
        }

        private boolean isSymbol(String symbol) {
            return isNext(new SqlToken(Kind.OTHER, symbol));
        }

        private boolean isName(String name) {
            return isNext(new SqlToken(Kind.QUOTED_NAME, name)) || isWord(name);
        }

        private boolean isNext(SqlToken token) {
            boolean is = at < tokens.size() && tokens.get(at).equals(token);
            at += is ? 1 : 0;
            return is;
        }
    }
}
