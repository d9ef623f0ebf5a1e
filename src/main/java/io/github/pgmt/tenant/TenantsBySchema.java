package io.github.pgmt.tenant;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tenants of one database by their schemas. A server knows nothing of tenants: who asks one asks for schemas, and says here whose
 * the answers are.
 */
public final class TenantsBySchema {

    private final Map<String, Tenant> tenants = new LinkedHashMap<>();

    private TenantsBySchema() {}

    /** @throws IllegalArgumentException when they are of several databases, of which no single server knows */
    public static TenantsBySchema of(Collection<Tenant> tenants) {
        TenantsBySchema bySchema = new TenantsBySchema();
        Optional<Database> database = tenants.stream().map(Tenant::home).findFirst();
        for (Tenant tenant : tenants) {
            if (!tenant.home().equals(database.orElseThrow())) {
                throw new IllegalArgumentException("One database is asked for tenants of several: " + tenants);
            }
            bySchema.tenants.putIfAbsent(tenant.schema(), tenant);
        }
        return bySchema;
    }

    /**
     * What a server says, by tenant.
     *
     * @param question asked of their schemas, what is known by schema
     */
    public static <T> Map<Tenant, T> ask(Collection<Tenant> tenants, Function<Set<String>, Map<String, T>> question) {
        TenantsBySchema bySchema = of(tenants);
        return bySchema.byTenant(question.apply(bySchema.schemas()));
    }

    /**
     * Those of the tenants that a server names, in its order.
     *
     * @param question asked of their schemas, which of them
     */
    public static Set<Tenant> choose(Collection<Tenant> tenants, Function<Set<String>, Collection<String>> question) {
        TenantsBySchema bySchema = of(tenants);
        Set<Tenant> chosen = new LinkedHashSet<>();
        question.apply(bySchema.schemas()).forEach(schema -> chosen.add(bySchema.tenant(schema)));
        return chosen;
    }

    /** Their schemas, each once and in their order. */
    public Set<String> schemas() {
        return tenants.keySet();
    }

    /** The tenant whose schema this is. */
    public Tenant tenant(String schema) {
        return Optional.ofNullable(tenants.get(schema))
                .orElseThrow(
                        () -> new IllegalArgumentException("No tenant that was asked for has the schema " + schema));
    }

    /** What is known by schema, by tenant in the same order. */
    public <T> Map<Tenant, T> byTenant(Map<String, T> known) {
        Map<Tenant, T> byTenant = new LinkedHashMap<>();
        known.forEach((schema, value) -> byTenant.put(tenant(schema), value));
        return byTenant;
    }
}
