package io.github.pgmt.tenant;

import java.util.List;

/**
 * What a selection chose.
 *
 * @param tenants the chosen tenants
 * @param missing plain names that were asked for and are listed nowhere; each counts as a failed tenant
 * @param unusedExcludes entries of {@code excludes} that match no tenant; worth a warning
 */
public record SelectedTenants(List<Tenant> tenants, List<String> missing, List<String> unusedExcludes) {

    public SelectedTenants {
        tenants = List.copyOf(tenants);
        missing = List.copyOf(missing);
        unusedExcludes = List.copyOf(unusedExcludes);
    }
}
