package io.github.pgmt.postgres.registry;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code schemaPrefix}: what the schemas of all tenants begin with, character by character; perhaps nothing. */
public record SchemaPrefix(String text) {

    public SchemaPrefix {
        Objects.requireNonNull(text, "text is null");
    }

    /** @throws InvalidSelectionException when it is there and blank: an unset variable must never mean "all schemas" */
    public static SchemaPrefix of(Optional<String> configured) {
        if (configured.filter(String::isBlank).isPresent()) {
            throw new InvalidSelectionException(
                    "-Dpgmt.schemaPrefix is empty. Leave it out when the tenants' schemas have no common prefix.");
        }
        return new SchemaPrefix(configured.orElse(""));
    }

    boolean isOf(String schema) {
        return schema.startsWith(text);
    }

    /** The schema without the prefix; a schema that has another beginning stays as it is. */
    String remove(String schema) {
        return isOf(schema) ? schema.substring(text.length()) : schema;
    }

    /** @throws InvalidSelectionException when the schema has another beginning, or nothing after it */
    void require(String schema) {
        if (!isOf(schema)) {
            throw new InvalidSelectionException("The schema \"" + schema + "\" does not begin with -Dpgmt.schemaPrefix="
                    + text + ", so it would be no tenant. A tenant is named by its whole schema; did you mean "
                    + SuggestedCommand.option("tenant", add(schema)) + "? Nothing was changed.");
        }
        if (remove(schema).isBlank()) {
            throw new InvalidSelectionException("The schema \"" + schema
                    + "\" is nothing but -Dpgmt.schemaPrefix; the tenant needs a name after it. Nothing was changed.");
        }
    }

    /** The tenant of a row that has its name without the prefix. */
    ListedTenant tenant(Database database, String name, Map<String, String> parameters) {
        return new ListedTenant(database, add(name), name, parameters);
    }

    String add(String name) {
        return text + name;
    }
}
