package io.github.pgmt.tenant;

import io.github.pgmt.tenant.message.SuggestedCommand;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The rules that a schema's name must keep for pgmt to work in it. */
public final class SchemaName {

    /** PostgreSQL cuts longer identifiers without a word ({@code NAMEDATALEN} - 1; PostgreSQL, "Identifiers and Key Words"). */
    public static final int MAX_BYTES = 63;

    private SchemaName() {}

    /**
     * Returns the name itself when a tenant can live in a schema of that name.
     *
     * @throws IllegalArgumentException when no tenant can, see {@link #objection}
     */
    public static String requireUsable(String name) {
        objection(name).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return name;
    }

    /**
     * Why no tenant can live in a schema of that name, as sentences: blank, with a NUL, longer than {@value #MAX_BYTES} bytes
     * of UTF-8, with white space at an end (Liquibase trims names), with a backslash (Liquibase leaves it in patterns for
     * JDBC metadata), {@code pg_*}, {@code information_schema}, or exactly {@code $user}, which PostgreSQL takes for the
     * role's name in a {@code search_path} even when it is quoted. Empty when one can.
     */
    public static Optional<String> objection(String name) {
        if (name == null || name.isBlank()) {
            return Optional.of("A schema's name must not be blank. Rename the schema.");
        }
        if (name.indexOf('\0') >= 0) {
            return Optional.of("A schema's name must not contain the character NUL.");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("The schema name \"" + name + "\" is longer than " + MAX_BYTES
                    + " bytes; PostgreSQL would cut it and mean another schema. Take a shorter name, or leave it out with "
                    + "-Dpgmt.excludes.");
        }
        if (!name.trim().equals(name)) {
            return Optional.of("The schema name \"" + name + "\" begins or ends with white space, which "
                    + "Liquibase cuts off; it would mean another schema. Rename the schema or leave it out with "
                    + "-Dpgmt.excludes.");
        }
        if (name.indexOf('\\') >= 0) {
            return Optional.of("The schema name \"" + name + "\" has a backslash, which Liquibase does not "
                    + "escape when it looks for tables; it would see another schema's. Rename the schema or leave it out "
                    + "with -Dpgmt.excludes.");
        }
        if (isSystem(name)) {
            return Optional.of("The schema \"" + name + "\" belongs to PostgreSQL and is never a tenant. Take another "
                    + "name, or leave it out with -Dpgmt.excludes.");
        }
        return name.equals("$user")
                ? Optional.of("The schema \"$user\" cannot be a tenant: PostgreSQL takes this name for the "
                        + "role's own schema in a search_path, even quoted. Rename the schema or leave it out with "
                        + SuggestedCommand.option("excludes", name) + ".")
                : Optional.empty();
    }

    /** Whether PostgreSQL keeps the name for itself: {@code pg_*} (toast and temporary schemas too), {@code information_schema}. */
    public static boolean isSystem(String name) {
        return name.startsWith("pg_") || name.equals("information_schema");
    }
}
