package io.github.pgmt.report.annotation;

import io.github.pgmt.migration.ChangeSetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through a changelog's text for a changeset. It need not understand the text: where it finds nothing, the annotation is on
 * the file.
 */
final class ChangeSetLine {

    private static final Pattern SQL = Pattern.compile(
            "^[ \\t]*--[ \\t]*changeset[ \\t]+(\"[^\"\\n]+\"|[^:\\n]+):(\"[^\"\\n]+\"|\\S+)",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final Pattern XML_TAG =
            Pattern.compile("<(?:[\\w.-]+:)?changeSet\\s((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>");
    /** Every one, so that none is found within the value of another. */
    private static final Pattern XML_ATTRIBUTE = Pattern.compile("([\\w:.-]+)\\s*=\\s*(\"[^\"]*\"|'[^']*')");

    /** Of YAML, and of JSON. */
    private static final Pattern KEY = Pattern.compile("(?<![\\w.-])[\"']?changeSet[\"']?\\s*:");

    private ChangeSetLine() {}

    /** The line in which the changeset begins, from 1 on. */
    static OptionalInt in(String text, ChangeSetId changeSet) {
        String file = changeSet.file().toLowerCase(Locale.ROOT);
        if (file.endsWith(".sql")) {
            return inSql(text, changeSet);
        }
        return file.endsWith(".xml") ? inXml(text, changeSet) : inKeys(text, changeSet);
    }

    private static OptionalInt inSql(String text, ChangeSetId changeSet) {
        return SQL.matcher(text)
                .results()
                .filter(found -> unquoted(found.group(1)).equals(changeSet.author())
                        && unquoted(found.group(2)).equals(changeSet.id()))
                .mapToInt(found -> lineOf(text, found.start()))
                .findFirst();
    }

    private static String unquoted(String word) {
        String bare = word.strip();
        return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    private static OptionalInt inXml(String text, ChangeSetId changeSet) {
        return XML_TAG.matcher(text)
                .results()
                .filter(tag -> hasAttribute(tag.group(1), "id", changeSet.id())
                        && hasAttribute(tag.group(1), "author", changeSet.author()))
                .mapToInt(tag -> lineOf(text, tag.start()))
                .findFirst();
    }

    private static boolean hasAttribute(String attributes, String name, String value) {
        return XML_ATTRIBUTE
                .matcher(attributes)
                .results()
                .anyMatch(attribute -> attribute.group(1).equals(name)
                        && unescaped(attribute
                                        .group(2)
                                        .substring(1, attribute.group(2).length() - 1))
                                .equals(value));
    }

    private static String unescaped(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    /** What stands between the beginning of one changeset and that of the next is the former's. */
    private static OptionalInt inKeys(String text, ChangeSetId changeSet) {
        Pattern id = keyWith("id", changeSet.id());
        Pattern author = keyWith("author", changeSet.author());
        List<MatchResult> starts = new ArrayList<>(KEY.matcher(text).results().toList());
        for (int index = 0; index < starts.size(); index++) {
            int end = index + 1 < starts.size() ? starts.get(index + 1).start() : text.length();
            Matcher ids = id.matcher(text).region(starts.get(index).end(), end);
            Matcher authors = author.matcher(text).region(starts.get(index).end(), end);
            if (ids.find() && authors.find()) {
                return OptionalInt.of(lineOf(text, starts.get(index).start()));
            }
        }
        return OptionalInt.empty();
    }

    private static Pattern keyWith(String key, String value) {
        return Pattern.compile(
                "(?:^|[\\s{,-])[\"']?" + key + "[\"']?\\s*:\\s*([\"']?)" + Pattern.quote(value)
                        + "\\1\\s*(?:[,}#\\r\\n]|$)",
                Pattern.MULTILINE);
    }

    private static int lineOf(String text, int offset) {
        return 1
                + (int) text.substring(0, offset)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }
}
