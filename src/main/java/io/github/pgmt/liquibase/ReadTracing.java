package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.SchemaText;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Follows values of parameters through the parsing of a changelog. Each time that one is asked for, another value is given, so
 * that for each it can be told whether it got into a text. One that is found in none was used to decide something, and so
 * another tenant's could decide otherwise.
 */
final class ReadTracing {

    private final Map<String, String> known;
    private final Map<String, String> given = new HashMap<>();
    private final Set<String> passedOn = new HashSet<>();
    private final Set<String> deciding = new TreeSet<>();

    /** @param values those to be followed, and whose they are */
    ReadTracing(Map<String, String> values) {
        this.known = new HashMap<>(values);
    }

    /** What is given in the place of a value that was asked for. */
    Object give(Object value) {
        if (value == null) {
            return null;
        }
        SchemaText text = SchemaText.of(value.toString(), known);
        if (!text.isOpen()) {
            return value;
        }
        String fresh = text.filled(this::fresh).in("");
        return value instanceof String ? fresh : new StringBuilder(fresh);
    }

    private String fresh(String parameter) {
        String value = "x" + UUID.randomUUID().toString().replace("-", "");
        known.put(value, parameter);
        given.put(value, parameter);
        return value;
    }

    /** A property of the changelog has this value: what is in it is followed on when the property is asked for. */
    void passOn(Object value) {
        if (value != null) {
            given.keySet().stream().filter(value.toString()::contains).forEach(passedOn::add);
        }
    }

    /** This text decides something. */
    void decides(String text) {
        given.forEach((value, parameter) -> {
            if (text.contains(value)) {
                deciding.add(parameter);
            }
        });
    }

    /**
     * The parameters of which a value is in none of these texts or decides something.
     *
     * @param texts all in which a value decides nothing
     */
    Set<String> deciding(Collection<String> texts) {
        String all = String.join("\n", texts);
        Set<String> parameters = new TreeSet<>(deciding);
        given.forEach((value, parameter) -> {
            if (!passedOn.contains(value) && !all.contains(value)) {
                parameters.add(parameter);
            }
        });
        return parameters;
    }
}
