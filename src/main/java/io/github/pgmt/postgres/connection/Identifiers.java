package io.github.pgmt.postgres.connection;

import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.postgresql.core.Utils;

/** Quotes names, so that a name is only ever data. */
public final class Identifiers {

    private Identifiers() {}

    /**
     * The name as a quoted identifier. (JDBC's own {@code enquoteIdentifier} leaves {@code select} bare and throws on a
     * quote.)
     */
    public static String quote(String name) {
        try {
            return Utils.escapeIdentifier(null, name).toString();
        } catch (SQLException e) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be an identifier: " + e.getMessage(), e);
        }
    }

    /** The text as a string constant. A backslash is itself in it ({@code standard_conforming_strings}). */
    public static String literal(String text) {
        try {
            return "'" + Utils.escapeLiteral(null, text, true) + "'";
        } catch (SQLException e) {
            throw new IllegalArgumentException("\"" + text + "\" cannot be a constant: " + e.getMessage(), e);
        }
    }

    /** The names as a list of quoted identifiers. */
    public static String list(Collection<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** A relation in a schema, both quoted. */
    public static String qualify(String schema, String relation) {
        return quote(schema) + "." + quote(relation);
    }
}
