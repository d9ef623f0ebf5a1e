package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changesets that make a tag, put between those of a {@link RandomChangelog} wherever it has them, in files that it includes too:
 * some are left out, run always or not at all. Which these are, a random number says.
 */
public final class TaggedChangelog {

    /** What they make. */
    public static final String TAG = "Tag of the release";

    private static final Pattern CHANGE_SET =
            Pattern.compile("<changeSet id=\"(c\\d+)\".*?</changeSet>", Pattern.DOTALL);
    private static final String MADE = "<tagDatabase tag=\"" + TAG + "\"/>";
    private static final String UNLESS =
            "<preConditions onFail=\"%s\"><tableExists tableName=\"nowhere\"/></preConditions>";

    private final Map<String, String> after = new TreeMap<>();
    private int made;

    /**
     * @param size how many changesets the changelog has
     * @param last the tag is made for sure at or before this one of them
     */
    public TaggedChangelog(Random random, int size, int last) {
        List<String> makers = new ArrayList<>(List.of(
                tag("", MADE),
                tag(" context=\"production\"", MADE),
                tag(" dbms=\"oracle\"", MADE),
                tag(" runAlways=\"true\"", MADE),
                tag("", UNLESS.formatted("MARK_RAN") + MADE),
                tag("", UNLESS.formatted("CONTINUE") + MADE)));
        for (int tags = 1 + random.nextInt(3); tags > 0; tags--) {
            put(random.nextInt(size), makers.get(random.nextInt(makers.size())));
        }
        put(random.nextInt(last), makers.get(0));
    }

    private void put(int position, String changeSet) {
        after.merge("c" + position, changeSet.formatted(made++), String::concat);
    }

    /** Each has an id of its own. */
    private static String tag(String attributes, String content) {
        return "<changeSet id=\"tag %d\" author=\"random\"" + attributes + ">" + content + "</changeSet>";
    }

    /** Puts them into a changelog that was written to this directory, as far as it has the changesets before. */
    public Path into(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                Matcher changeSets = CHANGE_SET.matcher(Files.readString(file));
                Files.writeString(
                        file,
                        changeSets.replaceAll(found ->
                                Matcher.quoteReplacement(found.group() + after.getOrDefault(found.group(1), ""))));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return after.toString();
    }
}
