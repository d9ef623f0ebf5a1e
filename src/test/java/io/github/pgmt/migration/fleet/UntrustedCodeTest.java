package io.github.pgmt.migration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The advice names the very roles whose code it is. */
class UntrustedCodeTest {

    @Test
    void anOwnersNameIsOneEntryOfTheList() {
        UntrustedCode code =
                new UntrustedCode("acme", List.of("function acme.lower(text)"), List.of("a,b", "star*", "c"));

        assertThat(code.advice()).contains(" run with '-Dpgmt.trustedOwners=a\\,b,star*,c'.");
        assertThat(code.failure().message()).contains(" run with '-Dpgmt.trustedOwners=a\\,b,star*,c';");
    }
}
