package io.github.pgmt.maven.console;

import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.message.ShellWord;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small pieces of text that the console puts together. */
final class Wording {

    private static final int WIDTH = 100;
    private static final int NAMES_SHOWN = 20;

    private Wording() {}

    /** {@code 1 tenant}, {@code 3 tenants}. */
    static String count(int number, String noun) {
        return Words.count(number, noun);
    }

    /** Names separated by commas, broken before a name that would go past {@value #WIDTH} columns. */
    static List<String> wrapped(String start, String indent, List<String> names) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(start);
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index) + (index < names.size() - 1 ? "," : "");
            if (index > 0 && line.length() + 1 + name.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append(name);
            } else {
                line.append(index == 0 ? "" : " ").append(name);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * As {@link #wrapped}, of many names the first {@value #NAMES_SHOWN}.
     *
     * @param all where all of them are
     */
    static List<String> some(String start, String indent, List<String> names, Path all) {
        if (names.size() <= NAMES_SHOWN) {
            return wrapped(start, indent, names);
        }
        String more = indent + "and " + (names.size() - NAMES_SHOWN) + " more (all in " + all + ")";
        return joined(wrapped(start, indent, names.subList(0, NAMES_SHOWN)), List.of(more));
    }

    /** The lines of a text, each after the indent; blank lines are dropped. */
    static List<String> indented(String indent, String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> indent + line.stripTrailing())
                .toList();
    }

    /** Each line after the indent. */
    static List<String> indented(String indent, List<String> lines) {
        return lines.stream().map(line -> indent + line).toList();
    }

    /** What each thing is called, on a line of its own after the indent. */
    static List<String> named(String indent, List<?> things, OutgoingText shown) {
        return things.stream()
                .map(thing -> indent + shown.name(thing.toString()))
                .toList();
    }

    /** An option for a POSIX shell. Its path has slashes, which Java takes on Windows too: a backslash means something there. */
    static String option(String name, Path path) {
        return ShellWord.quoted("-D" + name + "=" + path.toString().replace(File.separatorChar, '/'));
    }

    /** One list after the other. */
    static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
