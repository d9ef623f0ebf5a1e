package io.github.pgmt.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.RunRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is dropped that was not named twice. */
class DropParametersTest {

    private static final SourceParameters CATALOG = new SourceParameters(null, null, "subdomain", "1m", null, "public");
    private static final SourceParameters TABLE =
            new SourceParameters(null, "app.tenant", "subdomain", "1m", null, "public");

    @ParameterizedTest
    @ValueSource(strings = {"", "acme ", "ACME", "acm?", "*", "true"})
    void anythingButTheVeryNameIsNoConfirmation(String confirm) {
        assertThatThrownBy(() -> drop(confirm, false, false).check(selection("acme"), CATALOG))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("Nothing was dropped.")
                .hasMessageEndingWith("-Dpgmt.confirm=acme");
    }

    @Test
    void withoutAConfirmationOnlyADryRunGoesOn() {
        assertThatThrownBy(() -> drop(null, false, false).check(selection("acme"), CATALOG))
                .hasMessageStartingWith("Nothing was dropped. To drop the schema \"acme\"");
        assertThatCode(() -> drop(null, false, true).check(selection("acme"), CATALOG))
                .doesNotThrowAnyException();
        SelectionParameters strange = selection("it's a \"schema\" 🐘");
        assertThat(drop("it's a \"schema\" 🐘", false, false).check(strange, CATALOG))
                .isEqualTo(strange);
    }

    @Test
    void oneTenantIsMeantAndARowIsInATable() {
        assertThatThrownBy(() -> drop("acme", false, false).check(selection(null), CATALOG))
                .hasMessageContaining("name its schema with -Dpgmt.tenant=");
        assertThatThrownBy(() -> drop("acme", true, true).check(selection("acme"), CATALOG))
                .hasMessageContaining("-Dpgmt.dropRegistryRow=true needs -Dpgmt.tenantTable");
        assertThatCode(() -> drop("acme", true, false).check(selection("acme"), TABLE))
                .doesNotThrowAnyException();
    }

    private static DropParameters drop(String confirm, boolean row, boolean dryRun) {
        return new DropParameters(confirm, row, dryRun);
    }

    private static SelectionParameters selection(String tenant) {
        return new SelectionParameters(tenant, null, null, List.of(), List.of(), true);
    }
}
