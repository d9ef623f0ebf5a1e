package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What makes a tenant the same as another, and so the key of what is known of it. */
class TenantTest {

    private static final Tenant HERE = tenant("here", "acme");
    private static final Tenant THERE = tenant("there", "acme");

    @Test
    void schemasOfOneNameInTwoDatabasesAreTwoKeys() {
        Map<Tenant, String> known = new HashMap<>();
        known.put(HERE, "one");
        known.put(THERE, "two");

        assertThat(HERE).isNotEqualTo(THERE);
        assertThat(known).hasSize(2).containsEntry(HERE, "one").containsEntry(THERE, "two");
    }

    @Test
    void aTenantIsTheSameWhateverItsRegistrySaysOfIt() {
        Tenant renamed = new Tenant("here", "acme", "Acme Ltd", Map.of("plan", "gold"));

        assertThat(renamed).isEqualTo(HERE).hasSameHashCodeAs(HERE);
        assertThat(HERE).isNotEqualTo(tenant("here", "Acme"));
    }

    @Test
    void whatIsKnownBySchemaIsKnownByTenantInTheSameOrder() {
        Tenant beta = tenant("here", "beta");
        List<Tenant> tenants = List.of(beta, HERE, HERE);

        assertThat(TenantsBySchema.of(tenants).schemas()).containsExactly("beta", "acme");
        assertThat(TenantsBySchema.choose(tenants, schemas -> List.of("acme", "beta")))
                .containsExactly(HERE, beta);
        assertThat(TenantsBySchema.ask(tenants, schemas -> Map.of("acme", schemas.size())))
                .isEqualTo(Map.of(HERE, 2));
        assertThatThrownBy(() -> TenantsBySchema.of(tenants).tenant("gamma")).hasMessageContaining("gamma");
    }

    @Test
    void noDatabaseIsAskedForTheTenantsOfAnother() {
        assertThatThrownBy(() -> TenantsBySchema.of(List.of(HERE, THERE))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Tenant tenant(String database, String schema) {
        return new Tenant(database, schema, schema, Map.of());
    }
}
