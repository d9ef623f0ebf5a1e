package io.github.pgmt.tenant;

import java.util.Map;

/**
 * A tenant as its source names it, not yet checked: an unusable name may still be left out by the selection.
 *
 * @param schema the schema's name; whether such a schema exists is not known here
 * @param name the name without {@code schemaPrefix}
 * @param parameters registry columns by name, without those that are NULL
 */
public record ListedTenant(String schema, String name, Map<String, String> parameters) {

    /** The same tenant as one that can be worked on. */
    public Tenant in(String database) {
        return new Tenant(database, schema, name, parameters);
    }

    /** The schema and the names of the parameters, without their values: they may be secret. */
    @Override
    public String toString() {
        return "ListedTenant[" + schema + ", parameters " + parameters.keySet() + "]";
    }
}
