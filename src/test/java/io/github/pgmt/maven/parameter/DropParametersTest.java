package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is dropped that was not named twice. */
class DropParametersTest {

    private static final SourceParameters CATALOG =
            new SourceParameters(null, null, "subdomain", "1m", null, "public", "database");
    private static final SourceParameters TABLE =
            new SourceParameters(null, "app.tenant", "subdomain", "1m", null, "public", "database");

    @ParameterizedTest
    @ValueSource(strings = {"", "acme ", "ACME", "acm?", "*", "true"})
    void anythingButTheVeryNameIsNoConfirmation(String confirm) {
        DropParameters drop = drop("acme", confirm, false, false);

        assertThat(drop.onlyLooks()).isTrue();
        assertThat(drop.unconfirmed()).contains("Nothing was dropped.").endsWith("-Dpgmt.confirm=acme");
    }

    @Test
    void withoutAConfirmationItIsOnlyLookedAt() {
        assertThat(drop("acme", null, false, false).onlyLooks()).isTrue();
        assertThat(drop("acme", null, false, false).unconfirmed())
                .startsWith("Nothing was dropped. To drop the schema \"acme\"");
        assertThat(drop("acme", "acme", false, true).onlyLooks()).isTrue();
        String strange = "it's a \"schema\" 🐘";
        assertThat(drop(strange, strange, false, false).onlyLooks()).isFalse();
    }

    @Test
    void oneTenantIsMeantAndARowIsInATable() {
        assertThatThrownBy(() -> drop(null, "acme", false, false).check(selection(null), CATALOG))
                .hasMessageContaining("name its schema with -Dpgmt.tenant=");
        assertThatThrownBy(() -> drop("acme", "acme", true, true).check(selection("acme"), CATALOG))
                .hasMessageContaining("-Dpgmt.dropRegistryRow=true needs -Dpgmt.tenantTable");
        assertThatCode(() -> drop("acme", "acme", true, false).check(selection("acme"), TABLE))
                .doesNotThrowAnyException();
    }

    private static DropParameters drop(String tenant, String confirm, boolean row, boolean dryRun) {
        return new DropParameters(tenant, confirm, row, dryRun);
    }

    private static SelectionParameters selection(String tenant) {
        return new SelectionParameters(tenant, null, null, List.of(), List.of(), true);
    }
}
