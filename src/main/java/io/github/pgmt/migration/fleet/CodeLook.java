package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a look at the code in schemas found that is not to be trusted.
 *
 * @param ofTenants tenants without any are left out
 * @param ofShared in the schemas that tenants share
 * @param unseen why nobody could look; only tenants of which it is so, and nothing is known of their code
 */
public record CodeLook(
        Map<Tenant, UntrustedCode> ofTenants, List<UntrustedCode> ofShared, Map<Tenant, Failure> unseen) {

    /** There was nothing to look at. */
    public static final CodeLook NOTHING = new CodeLook(Map.of(), List.of());

    public CodeLook {
        ofTenants = Map.copyOf(ofTenants);
        ofShared = List.copyOf(ofShared);
        unseen = Map.copyOf(unseen);
    }

    /** Of a look at all of them. */
    public CodeLook(Map<Tenant, UntrustedCode> ofTenants, List<UntrustedCode> ofShared) {
        this(ofTenants, ofShared, Map.of());
    }

    /** This and that together; what is found in both is told once. */
    public CodeLook and(CodeLook other) {
        Map<Tenant, UntrustedCode> tenants = new HashMap<>(ofTenants);
        tenants.putAll(other.ofTenants);
        Map<Tenant, Failure> unknown = new HashMap<>(unseen);
        unknown.putAll(other.unseen);
        return new CodeLook(
                tenants,
                Stream.concat(ofShared.stream(), other.ofShared.stream())
                        .distinct()
                        .toList(),
                unknown);
    }
}
