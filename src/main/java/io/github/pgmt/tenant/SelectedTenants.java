package io.github.pgmt.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a selection chose.
 *
 * @param tenants the chosen tenants that can be worked on
 * @param missing plain names that were asked for and are listed nowhere; each counts as a failed tenant
 * @param unusable chosen tenants, and names that were asked for, that {@link SchemaName} refuses; each counts as a failed
 *     tenant
 * @param unusedExcludes entries of {@code excludes} that match no tenant; worth a warning
 * @param inSeveral names that were asked for without a database, and the tenants that they mean in several; worth a warning
 * @param unknown what the selection reaches of databases that did not answer and whose tenants nobody can tell: tenants that it
 *     names, and whole databases ({@link TenantId#isWholeDatabase}); each counts as a failed tenant
 */
public record SelectedTenants(
        List<Tenant> tenants,
        List<TenantId> missing,
        List<UnusableTenant> unusable,
        List<String> unusedExcludes,
        Map<String, List<TenantId>> inSeveral,
        List<UnknownTenant> unknown) {

    public SelectedTenants {
        tenants = List.copyOf(tenants);
        missing = List.copyOf(missing);
        unusable = List.copyOf(unusable);
        unusedExcludes = List.copyOf(unusedExcludes);
        inSeveral = Collections.unmodifiableMap(new LinkedHashMap<>(inSeveral));
        unknown = List.copyOf(unknown);
    }

    /** These tenants and no others. */
    public static SelectedTenants of(List<Tenant> tenants) {
        return new SelectedTenants(tenants, List.of(), List.of(), List.of(), Map.of(), List.of());
    }

    /** How many were chosen, with those that are missing, cannot be worked on or cannot be told. */
    public int count() {
        return tenants.size() + missing.size() + unusable.size() + unknown.size();
    }
}
