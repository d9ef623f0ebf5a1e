package io.github.pgmt.migration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The advice names the very roles whose code it is. */
class UntrustedCodeTest {

    @Test
    void anOwnersNameIsOneEntryOfTheList() {
        UntrustedCode code =
                new UntrustedCode("acme", List.of("function acme.lower(text)"), List.of("a,b", "star*", "c"));

        assertThat(code.advice()).contains(" run with '-Dpgmt.trustedOwners=a\\,b,star*,c'.");
        assertThat(code.failure(new Tenant("db", "acme", "acme", Map.of())).message())
                .contains(" run with '-Dpgmt.trustedOwners=a\\,b,star*,c';", "-Dpgmt.excludes=acme.");
        Tenant ofOneOfSeveral = new Tenant(new Database("eu1", "db"), "acme", "acme", Map.of());
        assertThat(code.failure(ofOneOfSeveral).message()).contains("-Dpgmt.excludes=eu1/acme.");
    }
}
