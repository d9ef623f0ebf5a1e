package io.github.pgmt.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A customer and the schema that holds its data. Two are the same when both are the same schema of the same database, whatever
 * a registry says of them: a tenant is the key of all that is known of it, and a schema of the same name in another database is
 * another tenant.
 *
 * @param database the database that the schema is in, as its JDBC URL without any secret
 * @param schema the schema's exact name
 * @param name the name that the changelog sees as parameter {@code tenant}: the schema without {@code schemaPrefix}
 * @param parameters the tenant's own changelog parameters, from the further columns of its registry row; columns that
 *     are NULL are not in it. Values may be secret: they are never printed
 */
public record Tenant(String database, String schema, String name, Map<String, String> parameters) {

    /** The changelog parameter that holds {@link #name()}. */
    public static final String NAME_PARAMETER = "tenant";

    /** The changelog parameter that holds {@link #schema()}. */
    public static final String SCHEMA_PARAMETER = "tenant.schema";

    /** @throws IllegalArgumentException when {@link SchemaName} refuses the schema */
    public Tenant {
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(name, "name is null");
        SchemaName.requireUsable(schema);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * The value that a changelog parameter has because of this tenant; empty where all tenants have the same, or none.
     *
     * @param parameter its name, without regard to case
     */
    public Optional<String> value(String parameter) {
        if (parameter.equalsIgnoreCase(NAME_PARAMETER)) {
            return Optional.of(name);
        }
        if (parameter.equalsIgnoreCase(SCHEMA_PARAMETER)) {
            return Optional.of(schema);
        }
        return parameters.entrySet().stream()
                .filter(column -> column.getKey().equalsIgnoreCase(parameter))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tenant tenant && schema.equals(tenant.schema) && database.equals(tenant.database);
    }

    @Override
    public int hashCode() {
        return 31 * database.hashCode() + schema.hashCode();
    }

    /** The schema and the names of the parameters, without their values. */
    @Override
    public String toString() {
        return "Tenant[" + schema + ", parameters " + parameters.keySet() + "]";
    }
}
