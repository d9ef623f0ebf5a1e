package io.github.pgmt.tenant;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A tenant as its source names it, not yet checked: an unusable name may still be left out by the selection.
 *
 * @param home the database that lists it, or that its list says it is in
 * @param schema the schema's name; whether such a schema exists is not known here
 * @param name the name without {@code schemaPrefix}
 * @param parameters registry columns by name, without those that are NULL
 */
public record ListedTenant(Database home, String schema, String name, Map<String, String> parameters)
        implements OfTenant {

    /** The same tenant as one that can be worked on. */
    public Tenant toTenant() {
        return new Tenant(home, schema, name, parameters);
    }

    /** Those of them that can be worked on, whatever becomes of the others. */
    public static List<Tenant> usable(Collection<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> SchemaName.objection(tenant.schema()).isEmpty())
                .map(ListedTenant::toTenant)
                .toList();
    }

    @Override
    public TenantId id() {
        return home.id(schema);
    }

    /** The name that people have for it and the names of the parameters, without their values: they may be secret. */
    @Override
    public String toString() {
        return "ListedTenant[" + displayName() + ", parameters " + parameters.keySet() + "]";
    }
}
