package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is made once for all tenants that need the same, and never for one that may need something else. */
class CohortsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void onlyParametersThatTheChangelogReadsTellTenantsApart(LiquibaseLine line) {
        Tenant gold = tenant("a", Map.of("plan", "gold", "city", "Rome"));
        Tenant alsoGold = tenant("b", Map.of("PLAN", "gold", "city", "Oslo"));
        Tenant silver = tenant("c", Map.of("plan", "silver"));
        Tenant none = tenant("d", Map.of());

        Planned planned = plan(line, "by-plan.yaml", gold, alsoGold, silver, none);

        assertThat(planned.asked()).containsExactly("a", "c", "d");
        assertThat(planned.pending("a")).containsExactly("gold", "everybody");
        assertThat(planned.pending("b")).containsExactly("gold", "everybody");
        assertThat(planned.pending("c")).containsExactly("silver", "everybody");
        assertThat(planned.pending("d")).containsExactly("everybody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by-tenant.sql", "by-schema.sql", "by-default-schema.sql"})
    void aChangelogThatReadsTheTenantsNameMakesEachTenantACohort(String file) {
        Planned planned = plan(LiquibaseLine.LIQUIBASE_4, file, tenant("a", Map.of()), tenant("b", Map.of()));

        assertThat(planned.asked()).containsExactly("a", "b");
    }

    @Test
    void tenantsWithOtherHistoriesAreOtherCohorts() {
        Fleet.createTenants(database, 3);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/cohorts/plain.sql");
        assertThat(engines.migrate("t01").failure()).isEmpty();
        assertThat(engines.migrate("t03").failure()).isEmpty();

        Planned planned = plan(
                LiquibaseLine.LIQUIBASE_4,
                "plain.sql",
                Engines.tenant("t01"),
                Engines.tenant("t02"),
                Engines.tenant("t03"));

        assertThat(planned.pending("t02")).containsExactly("plain");
        assertThat(planned.pending("t03")).isEmpty();
    }

    /** What came of it, and for which tenants the engine was asked. */
    private record Planned(List<String> asked, Map<String, MigrationPlan> plans) {

        List<String> pending(String schema) {
            return plans.get(schema).result().changeSets().pending().stream()
                    .map(ChangeSetId::id)
                    .toList();
        }
    }

    private Planned plan(LiquibaseLine line, String file, Tenant... tenants) {
        Engines engines = Engines.of(
                database, line, Engines.changelog("changelogs/cohorts/" + file), Path.of("src", "test", "resources"));
        Map<Tenant, TenantHistory> histories =
                new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 4).histories(List.of(tenants));
        List<String> asked = new ArrayList<>();
        Map<String, MigrationPlan> plans = new HashMap<>();
        Cohorts cohorts = new Cohorts();
        try (MigrationEngine engine = engines.factory().open()) {
            for (Tenant tenant : tenants) {
                TenantHistory history =
                        Optional.ofNullable(histories.get(tenant)).orElseThrow();
                plans.put(
                        tenant.schema(),
                        cohorts.plan(
                                (planning, seen) -> {
                                    asked.add(planning.schema());
                                    return engine.plan(planning, seen);
                                },
                                tenant,
                                history));
            }
        }
        return new Planned(asked, plans);
    }

    private static Tenant tenant(String schema, Map<String, String> parameters) {
        return new Tenant("test", schema, schema, parameters);
    }
}
