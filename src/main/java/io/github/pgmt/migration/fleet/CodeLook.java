package io.github.pgmt.migration.fleet;

import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;

/**
 * What a look at the code in schemas found that is not to be trusted.
 *
 * @param ofTenants tenants without any are left out
 * @param ofShared in the schemas that tenants share
 */
public record CodeLook(Map<Tenant, UntrustedCode> ofTenants, List<UntrustedCode> ofShared) {

    /** There was nothing to look at. */
    public static final CodeLook NOTHING = new CodeLook(Map.of(), List.of());
}
