package io.github.pgmt.tenant;

import java.util.List;

/**
 * What a selection chose.
 *
 * @param tenants the chosen tenants that can be worked on
 * @param missing plain names that were asked for and are listed nowhere; each counts as a failed tenant
 * @param unusable chosen tenants, and names that were asked for, that {@link SchemaName} refuses; each counts as a failed
 *     tenant
 * @param unusedExcludes entries of {@code excludes} that match no tenant; worth a warning
 */
public record SelectedTenants(
        List<Tenant> tenants, List<String> missing, List<UnusableTenant> unusable, List<String> unusedExcludes) {

    public SelectedTenants {
        tenants = List.copyOf(tenants);
        missing = List.copyOf(missing);
        unusable = List.copyOf(unusable);
        unusedExcludes = List.copyOf(unusedExcludes);
    }

    /** These tenants and no others. */
    public static SelectedTenants of(List<Tenant> tenants) {
        return new SelectedTenants(tenants, List.of(), List.of(), List.of());
    }

    /** How many were chosen, with those that are missing or cannot be worked on. */
    public int count() {
        return tenants.size() + missing.size() + unusable.size();
    }
}
