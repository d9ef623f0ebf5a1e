package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantId;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissingTenantsTest {

    private final MissingTenants missing = MissingTenants.among(IntStream.range(0, 2_000)
            .mapToObj(number -> "customer_with_a_long_name_" + number)
            .map(name -> new ListedTenant(Database.only("db"), name, name, Map.of()))
            .toList());

    @Test
    void ofAListOfAnotherDatabaseOnlyTheFirstNamesAreCompared() {
        for (int number = 0; number < 1_000; number++) {
            String name = "customer_with_a_long_nmae_" + number;

            assertThat(missing.didYouMean(TenantId.of(name)).isEmpty()).isEqualTo(number >= 100);
        }
        assertThat(missing.didYouMean(TenantId.of("customer_with_a_long_nmae_7")))
                .contains("\"customer_with_a_long_name_7\"");
        assertThat(missing.orNew(TenantId.of("customer_with_a_long_nmae_1500")).message())
                .doesNotContain("setup-tenant");
    }
}
