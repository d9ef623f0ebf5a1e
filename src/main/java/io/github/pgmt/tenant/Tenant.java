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
 * @param home the database that the schema is in
 * @param schema the schema's exact name
 * @param name the name that the changelog sees as parameter {@code tenant}: the schema without {@code schemaPrefix}
 * @param parameters the tenant's own changelog parameters, from the further columns of its registry row; columns that
 *     are NULL are not in it. Values may be secret: they are never printed
 */
public record Tenant(Database home, String schema, String name, Map<String, String> parameters) implements OfTenant {

    /** The changelog parameter that holds {@link #name()}. */
    public static final String NAME_PARAMETER = "tenant";

    /** The changelog parameter that holds {@link #schema()}. */
    public static final String SCHEMA_PARAMETER = "tenant.schema";

    /** @throws IllegalArgumentException when {@link SchemaName} refuses the schema */
    public Tenant {
        Objects.requireNonNull(home, "home is null");
        Objects.requireNonNull(name, "name is null");
        SchemaName.requireUsable(schema);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * A tenant of the only database.
     *
     * @param database its JDBC URL without any secret
     */
    public Tenant(String database, String schema, String name, Map<String, String> parameters) {
        this(Database.only(database), schema, name, parameters);
    }

    /** The JDBC URL of the tenant's database, without any secret. */
    public String database() {
        return home.url();
    }

    @Override
    public TenantId id() {
        return home.id(schema);
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
        return other instanceof Tenant tenant && schema.equals(tenant.schema) && home.equals(tenant.home);
    }

    @Override
    public int hashCode() {
        return 31 * home.hashCode() + schema.hashCode();
    }

    /** The name that people have for it and the names of the parameters, without their values. */
    @Override
    public String toString() {
        return "Tenant[" + displayName() + ", parameters " + parameters.keySet() + "]";
    }
}
