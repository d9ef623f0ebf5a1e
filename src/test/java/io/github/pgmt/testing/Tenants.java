package io.github.pgmt.testing;

import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tenants without parameters of their own, of one database, and what is known of them by schema. */
public final class Tenants {

    private Tenants() {}

    public static List<Tenant> of(String... schemas) {
        return of(List.of(schemas));
    }

    public static List<Tenant> of(Collection<String> schemas) {
        return schemas.stream().map(Engines::tenant).toList();
    }

    public static <T> Map<String, T> bySchema(Map<Tenant, T> known) {
        Map<String, T> bySchema = new LinkedHashMap<>();
        known.forEach((tenant, value) -> bySchema.put(tenant.schema(), value));
        return bySchema;
    }
}
