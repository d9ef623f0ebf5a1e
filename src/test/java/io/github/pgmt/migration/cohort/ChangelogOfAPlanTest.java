package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A changelog may include a file that a column of the registry names; a row without a value there is that tenant's trouble. */
class ChangelogOfAPlanTest {

    private static final String CHANGELOG = "changelogs/plans/master.yaml";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource(LiquibaseLine.class)
    void onlyTheTenantWithoutAPlanFailsAndIsToldItsColumn(LiquibaseLine line) {
        Fleet.createTenants(database, 4);
        Engines engines = Engines.of(database, line, CHANGELOG);
        TenantSource tenants = tenants(
                engines, "VALUES ('t01', NULL, 'x'), ('t02', 'gold', 'x'), ('t03', 'free', 'x'), ('t04', 'gold', 'x')");

        OperationResults results = Fleet.run(engines, Fleet.options(2), tenants).migrate(TenantSelection.ALL, false);

        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(results.tenants().get(0).failure().orElseThrow().message())
                .contains("${plan}.sql", "tenant \"t01\"", "column \"plan\"", "is NULL")
                .doesNotContain("column \"other\"");
        assertThat(database.query("SELECT nspname || '.' || relname FROM pg_class JOIN pg_namespace n "
                        + "ON n.oid = relnamespace WHERE relname IN ('gold', 'free') ORDER BY 1"))
                .containsExactly("t02.gold", "t03.free", "t04.gold");
        List<TenantStatus> status = Fleet.status(engines, tenants, TenantSelection.ALL);
        assertThat(status.get(0).problem()).get().asString().contains("column \"plan\"");
        assertThat(status.subList(1, 4)).extracting(TenantStatus::state).containsOnly(TenantStatus.State.UP_TO_DATE);
    }

    @ParameterizedTest
    @EnumSource(LiquibaseLine.class)
    void aParameterThatNoTenantHasIsAWrongChangelog(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        Engines engines = Engines.of(database, line, CHANGELOG);
        TenantSource tenants = tenants(engines, "VALUES ('t01', NULL, 'x'), ('t02', NULL, 'x')");

        assertThatThrownBy(() -> Fleet.run(engines, Fleet.options(2), tenants).migrate(TenantSelection.ALL, false))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessageContainingAll("${plan}.sql", "\"plan\" has no value");
    }

    private static TenantSource tenants(Engines engines, String rows) {
        return new QueryTenants(
                engines.server(), "SELECT * FROM (" + rows + ") AS row (tenant_schema, plan, other)", Optional.empty());
    }
}
