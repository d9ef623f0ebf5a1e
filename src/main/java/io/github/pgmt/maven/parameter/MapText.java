package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a Map from one string: {@code name=value} pairs at commas; a backslash escapes a comma, equals sign or backslash. */
final class MapText {

    private final String property;
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private final StringBuilder part = new StringBuilder();
    private String name;

    private MapText(String property) {
        this.property = property;
    }

    /** @throws RunRefusedException when a pair has no equals sign or no name, or a name comes twice; shows no value */
    static Map<String, String> parse(String property, String text) {
        return new MapText(property).read(text);
    }

    private Map<String, String> read(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '\\' && index + 1 < text.length() && ",=\\".indexOf(text.charAt(index + 1)) >= 0) {
                index++;
                part.append(text.charAt(index));
            } else if (character == '=' && name == null) {
                name = part.toString().trim();
                part.setLength(0);
            } else if (character == ',') {
                endPair();
            } else {
                part.append(character);
            }
        }
        endPair();
        return pairs;
    }

    private void endPair() {
        if (name == null || name.isEmpty()) {
            throw refused("entry " + (pairs.size() + 1) + " is not a pair name=value");
        }
        if (pairs.put(name, part.toString()) != null) {
            throw refused("\"" + name + "\" is given twice");
        }
        name = null;
        part.setLength(0);
    }

    private RunRefusedException refused(String what) {
        return new RunRefusedException("-D" + property + ": " + what + ". Write -D" + property
                + "=name=value,other=value and a backslash before a comma that belongs to a value.");
    }
}
