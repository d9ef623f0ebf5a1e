package io.github.pgmt.liquibase;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from SQL text which objects it creates without naming a schema for them. It is only asked to explain what the
 * database shows (an INVALID index, an object in the wrong place), so what it misses makes no run wrong.
 */
final class CreatedNames {

    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern OBJECT = Pattern.compile(
            "\\bCREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:UNLOGGED\\s+|RECURSIVE\\s+)?"
                    + "(?:TABLE|VIEW|MATERIALIZED\\s+VIEW|SEQUENCE|FUNCTION|PROCEDURE|TYPE|DOMAIN)\\s+"
                    + "(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:" + NAME + "\\s*\\.\\s*)?" + NAME,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CONCURRENT_INDEX = Pattern.compile(
            "\\bCREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?!ON\\b)" + NAME,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CONCURRENTLY = Pattern.compile("\\bCONCURRENTLY\\b", Pattern.CASE_INSENSITIVE);

    private CreatedNames() {}

    /** Names, as PostgreSQL stores them, that land in the first schema of the search_path or in the named one. */
    static Set<String> objects(List<String> sql, String schema) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : sql) {
            Matcher created = OBJECT.matcher(withoutComments(text));
            while (created.find()) {
                if (created.group(1) == null || schema.equals(stored(created.group(1)))) {
                    names.add(stored(created.group(2)));
                }
            }
        }
        return names;
    }

    /** Names of the indexes that are built CONCURRENTLY. */
    static Set<String> concurrentIndexes(List<String> sql) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : sql) {
            Matcher created = CONCURRENT_INDEX.matcher(withoutComments(text));
            while (created.find()) {
                names.add(stored(created.group(1)));
            }
        }
        return names;
    }

    static boolean mentionConcurrently(List<String> sql) {
        return sql.stream()
                .anyMatch(text -> CONCURRENTLY.matcher(withoutComments(text)).find());
    }

    private static String withoutComments(String sql) {
        return COMMENT.matcher(sql).replaceAll(" ");
    }

    private static String stored(String identifier) {
        if (!identifier.startsWith("\"")) {
            return identifier.toLowerCase(Locale.ROOT);
        }
        return identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"");
    }
}
