package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.engine.SchemaText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.change.core.SQLFileChange;
import liquibase.database.AbstractJdbcDatabase;

/**
 * The words that a stand-in's values make in a changelog, with what stands before and after them, and words that these must not
 * become with another tenant's: what Liquibase knows, what pgmt looks for in SQL, and what the changelog has elsewhere than
 * in texts that are sent as they are, where it could be the same thing by chance.
 *
 * @param taken in lower case
 */
record MadeWords(List<SchemaText> words, Set<String> taken) {

    private static final Pattern WORD = Pattern.compile("\\w+");

    private static final Set<String> SPECIAL = Set.of(
            "go",
            "null",
            "true",
            "false",
            "nan",
            "infinity",
            "now",
            "begin",
            "end",
            "declare",
            "case",
            "currval",
            "lastval",
            "current_setting",
            "information_schema");

    /** Empty for a Liquibase of which it is not known what it knows. */
    static Optional<MadeWords> of(
            StandIn standIn,
            ChangeTexts texts,
            Stream<SQLFileChange> files,
            EngineSettings settings,
            AbstractJdbcDatabase database) {
        return ReservedWords.of(database).map(reserved -> {
            Set<String> taken = new HashSet<>(reserved);
            taken.addAll(SPECIAL);
            Changelog changelog = settings.changelog();
            Stream.of(
                            changelog.parameters().values().stream().map(String::valueOf),
                            changelog.contexts().stream(),
                            changelog.labelFilter().stream(),
                            Stream.of(
                                    changelog.tables().history(),
                                    changelog.tables().lock()),
                            Stream.of(settings.sessions().keywords()),
                            database.getDateFunctions().stream().map(function -> String.valueOf(function.getValue())),
                            texts.names().stream(),
                            texts.others().stream())
                    .flatMap(all -> all)
                    .flatMap(MadeWords::wordsOf)
                    .filter(word -> standIn.places().keySet().stream()
                            .noneMatch(value -> word.contains(value.toLowerCase(Locale.ROOT))))
                    .forEach(taken::add);
            Stream<String> written = Stream.of(
                            texts.sent().stream(), texts.names().stream(), files.map(SQLFileChange::getSql))
                    .flatMap(all -> all);
            return new MadeWords(made(standIn, written), taken);
        });
    }

    private static Stream<String> wordsOf(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).map(word -> word.toLowerCase(Locale.ROOT));
    }

    private static List<SchemaText> made(StandIn standIn, Stream<String> texts) {
        Set<String> found = new TreeSet<>();
        texts.forEach(text -> standIn.places().keySet().forEach(value -> addAround(found, text, value)));
        List<SchemaText> words = new ArrayList<>();
        found.forEach(word -> words.add(SchemaText.of(word, standIn.places())));
        return words;
    }

    /** Each time that the value is in the text, with the signs of words around it. */
    private static void addAround(Set<String> found, String text, String value) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length())) {
            int from = at;
            while (from > 0 && isOfWord(text.charAt(from - 1))) {
                from--;
            }
            int to = at + value.length();
            while (to < text.length() && isOfWord(text.charAt(to))) {
                to++;
            }
            found.add(text.substring(from, to));
        }
    }

    private static boolean isOfWord(char sign) {
        return WORD.matcher(String.valueOf(sign)).matches();
    }
}
