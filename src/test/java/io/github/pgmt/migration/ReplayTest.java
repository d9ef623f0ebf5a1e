package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first tenant of a cohort goes through Liquibase, and the others get what it got. */
class ReplayTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void theOthersGetWhatThePilotGot(LiquibaseLine line) {
        Fleet.createTenants(database, 4);

        List<TenantResult> results = migrate(line, "changelogs/cohorts/plain.sql");

        assertThat(results).extracting(TenantResult::failure).containsOnly(java.util.Optional.empty());
        assertThat(results)
                .extracting(result ->
                        result.way().engine().orElseThrow() + " " + result.way().notReplayed())
                .containsExactly("LIQUIBASE []", "REPLAY []", "REPLAY []", "REPLAY []");
    }

    private List<TenantResult> migrate(LiquibaseLine line, String changelog) {
        return Fleet.run(Engines.of(database, line, changelog), Fleet.options(2))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }
}
