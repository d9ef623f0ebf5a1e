package io.github.pgmt.migration.engine;

import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text that is the same for many tenants but for the quoted name of their schema, and perhaps for some values of theirs.
 * While places for values are open it is nobody's text, and cannot be sent.
 *
 * @param parts what stands between the places; a text without any has one
 * @param places what goes between a part and the next one: {@link #QUOTED_SCHEMA}, or the parameter whose value it is
 */
public record SchemaText(List<String> parts, List<String> places) {

    /** The place of the schema's quoted name; no parameter has such a name. */
    public static final String QUOTED_SCHEMA = "\"";

    public SchemaText {
        parts = List.copyOf(parts);
        places = List.copyOf(places);
        if (parts.size() != places.size() + 1) {
            throw new IllegalArgumentException("A place is between two parts.");
        }
    }

    /** The text with open places wherever it has this quoted name. */
    public static SchemaText of(String text, String quotedName) {
        List<String> parts = Arrays.asList(text.split(Pattern.quote(quotedName), -1));
        return new SchemaText(parts, Collections.nCopies(parts.size() - 1, QUOTED_SCHEMA));
    }

    /**
     * The text with open places wherever it has one of these.
     *
     * @param standIns what is put at each place, by what it stands for; of two that begin alike the longer one counts
     */
    public static SchemaText of(String text, Map<String, String> standIns) {
        if (standIns.isEmpty()) {
            return new SchemaText(List.of(text), List.of());
        }
        Matcher places = Pattern.compile(standIns.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")))
                .matcher(text);
        List<String> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int from = 0;
        while (places.find()) {
            parts.add(text.substring(from, places.start()));
            names.add(standIns.get(places.group()));
            from = places.end();
        }
        parts.add(text.substring(from));
        return new SchemaText(parts, names);
    }

    /** Whether there are places for values. */
    public boolean isOpen() {
        return places.stream().anyMatch(place -> !place.equals(QUOTED_SCHEMA));
    }

    /** The same with the tenant's values; the schema's quoted name is still to be put in. */
    public SchemaText of(Tenant tenant) {
        return filled(place -> tenant.value(place).orElseThrow(() -> new IllegalStateException("No value: " + place)));
    }

    /** The same with these values; the schema's quoted name is still to be put in. */
    public SchemaText filled(Function<String, String> values) {
        if (!isOpen()) {
            return this;
        }
        List<String> filled = new ArrayList<>();
        StringBuilder part = new StringBuilder(parts.get(0));
        for (int index = 0; index < places.size(); index++) {
            if (places.get(index).equals(QUOTED_SCHEMA)) {
                filled.add(part.toString());
                part.setLength(0);
            } else {
                part.append(values.apply(places.get(index)));
            }
            part.append(parts.get(index + 1));
        }
        filled.add(part.toString());
        return new SchemaText(filled, Collections.nCopies(filled.size() - 1, QUOTED_SCHEMA));
    }

    /**
     * The text for the schema of this quoted name.
     *
     * @throws IllegalStateException when there are places for values
     */
    public String in(String quotedName) {
        if (isOpen()) {
            throw new IllegalStateException("A text of no tenant cannot be sent.");
        }
        return String.join(quotedName, parts);
    }

    /** The text for one tenant, as a changelog has it, where names are put between quotes as they are. */
    public String inFull(Tenant tenant) {
        return of(tenant).in(QUOTED_SCHEMA + tenant.schema() + QUOTED_SCHEMA);
    }

    /** The text for one tenant, as it is sent. */
    public String inSql(Tenant tenant) {
        return of(tenant).in(quoted(tenant.schema()));
    }

    /** A schema's or another name as it is quoted in SQL, by Liquibase too. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
