package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Liquibase in several threads at once, on both lines. In one class loader this set-up leaves lock rows set, and changes
 * undone, on either of them (liquibase#7956).
 */
class ParallelRunTest {

    private static final String CHANGELOG = "changelogs/shop/master.yaml";
    private static final int CHANGESETS = 15;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void twentyFourTenantsOnSixThreadsComeOutWholeEveryTime(LiquibaseLine line) {
        for (int round = 1; round <= Faults.rounds(1, 50); round++) {
            List<String> schemas = Fleet.createTenants(database, 24);

            OperationResults first = Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(6));
            assertThat(first.tenants()).hasSize(24).allSatisfy(tenant -> {
                assertThat(tenant.outcome()).as(tenant.toString()).isEqualTo(Outcome.MIGRATED);
                assertThat(tenant.changeSets().applied()).hasSize(CHANGESETS);
            });
            assertThat(first.outside()).isEmpty();
            schemas.forEach(this::assertWhole);

            OperationResults second = Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(6));
            assertThat(second.tenants())
                    .hasSize(24)
                    .allSatisfy(tenant -> assertThat(tenant.outcome()).isEqualTo(Outcome.UP_TO_DATE));
            schemas.forEach(this::assertWhole);
            schemas.forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void twoRunsAtOnceBothEndWellAndRunEveryChangesetOnce(LiquibaseLine line) {
        List<String> schemas = Fleet.createTenants(database, 6);

        CompletableFuture<OperationResults> one = CompletableFuture.supplyAsync(
                () -> Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(3)));
        CompletableFuture<OperationResults> other = CompletableFuture.supplyAsync(
                () -> Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(3)));

        int applied = 0;
        for (OperationResults results : List.of(one.join(), other.join())) {
            assertThat(results.tenants())
                    .hasSize(6)
                    .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
            applied += results.tenants().stream()
                    .mapToInt(tenant -> tenant.changeSets().applied().size())
                    .sum();
        }
        assertThat(applied).isEqualTo(6 * CHANGESETS);
        schemas.forEach(this::assertWhole);
    }

    private void assertWhole(String schema) {
        assertThat(database.query("SELECT count(*) FROM " + schema + ".databasechangelog"))
                .as("history of " + schema)
                .containsExactly(String.valueOf(CHANGESETS));
        assertThat(database.query("SELECT locked FROM " + schema + ".databasechangeloglock"))
                .as("lock row of " + schema)
                .containsExactly("f");
        assertThat(database.query("SELECT made_in FROM " + schema + ".sql_1"))
                .as("schema in which plain SQL ran for " + schema)
                .containsExactly(schema);
        assertThat(database.query(
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = '" + schema + "'"))
                .as("tables of " + schema)
                .containsExactly("12");
    }
}
