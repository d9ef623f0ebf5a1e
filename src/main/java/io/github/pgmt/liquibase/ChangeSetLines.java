package io.github.pgmt.liquibase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.resource.Resource;

/** Where in a file a changeset stands, which Liquibase does not keep. Found by its text, for people only. */
final class ChangeSetLines {

    /** Where a changeset begins in SQL, XML, YAML and JSON. */
    private static final Pattern BEGINNING = Pattern.compile(
            "--\\s*changeset\\s|<(?:\\w+:)?changeSet\\b|\\bchangeSet[\"']?\\s*:", Pattern.CASE_INSENSITIVE);

    private static final String END_OF_VALUE = "[\"']?(?=[\\s,}>/]|$)";

    private ChangeSetLines() {}

    /**
     * {@code , line 3} or {@code , lines 3 and 9}; {@code , 2 times} where the file's text does not tell.
     *
     * @param times how often the file has it
     */
    static String of(String file, ChangeSet changeSet, long times) {
        List<Integer> lines = lines(file, changeSet);
        if (lines.size() == 1) {
            return ", line " + lines.get(0) + (times > 1 ? ", which is read " + times + " times" : "");
        }
        if (lines.size() == times) {
            return ", lines " + lines.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        }
        return times == 1 ? "" : ", " + times + " times";
    }

    private static List<Integer> lines(String file, ChangeSet changeSet) {
        String text = text(file);
        Pattern sql = Pattern.compile(
                "\\A--\\s*changeset\\s+\"?" + Pattern.quote(changeSet.getAuthor()) + "\"?:\"?"
                        + Pattern.quote(changeSet.getId()) + "\"?(?=\\s|$)",
                Pattern.CASE_INSENSITIVE);
        List<Pattern> attributes =
                List.of(attribute("id", changeSet.getId()), attribute("author", changeSet.getAuthor()));
        List<Integer> beginnings = BEGINNING
                .matcher(text)
                .results()
                .map(found -> found.start())
                .collect(Collectors.toCollection(ArrayList::new));
        beginnings.add(text.length());
        List<Integer> lines = new ArrayList<>();
        for (int index = 0; index < beginnings.size() - 1; index++) {
            String part = text.substring(beginnings.get(index), beginnings.get(index + 1));
            boolean itself = part.startsWith("--")
                    ? sql.matcher(part).find()
                    : attributes.stream().map(named -> named.matcher(part)).allMatch(Matcher::find);
            if (itself) {
                lines.add(1
                        + (int) text.substring(0, beginnings.get(index))
                                .chars()
                                .filter(sign -> sign == '\n')
                                .count());
            }
        }
        return lines;
    }

    private static Pattern attribute(String name, String value) {
        return Pattern.compile(
                "\\b" + name + "[\"']?\\s*[:=]\\s*[\"']?" + Pattern.quote(value) + END_OF_VALUE, Pattern.MULTILINE);
    }

    /** Empty where it cannot be read, which parsing would have told. */
    private static String text(String file) {
        try {
            List<Resource> found = Scope.getCurrentScope().getResourceAccessor().getAll(file);
            if (found == null || found.isEmpty()) {
                return "";
            }
            try (InputStream stream = found.get(0).openInputStream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }
}
