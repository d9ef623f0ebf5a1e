package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TenantParametersTest {

    @RegisterExtension
    final TestDatabase ours = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void aParameterThatSplitsTheCohortIsNamed(LiquibaseLine line) {
        Fleet.createTenants(ours, 3);

        List<TenantResult> results = migrate(line, "changelogs/cohorts/by-name.yaml", Optional.of("t02"));

        assertThat(ours.query("SELECT table_schema FROM information_schema.tables WHERE table_name = 'chosen'"))
                .containsExactly("t02");
        assertThat(results).allSatisfy(tenant -> {
            assertThat(tenant.failure()).isEmpty();
            assertThat(tenant.way().engine()).contains(Way.Engine.LIQUIBASE);
            assertThat(tenant.way().notReplayed())
                    .extracting(NotReplayed::why)
                    .singleElement()
                    .asString()
                    .contains("${tenant}")
                    .doesNotContain("${database");
        });
    }

    private List<TenantResult> migrate(LiquibaseLine line, String file, Optional<String> contexts) {
        Changelog changelog = new Changelog(List.of(file), contexts, Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        return Fleet.run(Engines.of(ours, line, changelog, Path.of("src", "test", "resources")), Fleet.options(2))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }
}
