package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas that were made without a history get one, if they are what the changelog makes. */
class AdoptionRunTest {

    private static final String CHANGELOG = "changelogs/adoption/master.yaml";
    private static final Adoption WHOLE = new Adoption(Optional.empty(), false);
    private static final Adoption TO_V1 = new Adoption(Optional.of("v1"), false);
    private static final Adoption UNCHECKED = new Adoption(Optional.empty(), true);

    /** All but the one that by Liquibase's own rules is not recorded when it fails; recording does not run it. */
    private static final int CHANGESETS = 6;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void onlyTenantsThatHaveTheChangelogsTablesAreAdopted(LiquibaseLine line) {
        makeByHand(line, "same", "other_type", "nullable", "more", "less");
        database.execute(
                "ALTER TABLE other_type.customers ALTER COLUMN name TYPE varchar(99)",
                "ALTER TABLE nullable.customers ALTER COLUMN name DROP NOT NULL",
                "CREATE TABLE more.by_hand (id int)",
                "DROP TABLE less.orders",
                "ALTER TABLE less.customers DROP COLUMN email",
                "CREATE SCHEMA fresh");

        Map<String, TenantResult> adopted = adopt(line, WHOLE, false);

        assertThat(outcomes(adopted))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "same", Outcome.SYNCED,
                        "other_type", Outcome.FAILED,
                        "nullable", Outcome.FAILED,
                        "more", Outcome.FAILED,
                        "less", Outcome.FAILED,
                        "fresh", Outcome.FAILED));
        assertThat(adopted.get("same").changeSets().applied()).hasSize(CHANGESETS);
        assertThat(message(adopted, "other_type"))
                .contains("customers.name is character varying(99) NOT NULL; the changelog makes it character "
                        + "varying(100) NOT NULL.")
                .contains("-Dpgmt.force=true");
        assertThat(message(adopted, "nullable")).contains("customers.name is character varying(100);");
        assertThat(message(adopted, "more"))
                .contains("The changelog does not make the table by_hand.")
                .doesNotContain("customers");
        assertThat(message(adopted, "less"))
                .contains("The column customers.email (text) is missing.")
                .contains("The table orders is missing.");
        assertThat(schemasWithHistory()).containsExactly("same");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgmt%'"))
                .isEmpty();
        assertThat(database.query("SELECT DISTINCT exectype || tag FROM same.databasechangelog WHERE tag IS NOT NULL"))
                .containsExactly("EXECUTEDv1");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void anAdoptedTenantIsAsIfItHadBeenMigrated(LiquibaseLine line) {
        makeByHand(line, "acme");

        adopt(line, WHOLE, false);

        OperationResults migrated = Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(1));
        assertThat(migrated.tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.UP_TO_DATE);
        assertThat(adopt(line, WHOLE, false).get("acme").outcome()).isEqualTo(Outcome.UP_TO_DATE);
        assertThat(database.query("SELECT name FROM acme.customers")).containsExactly("acme");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void upToATagTheRestIsLeftToTheNextMigration(LiquibaseLine line) {
        makeByHand(line, "acme");
        database.execute("DROP TABLE acme.orders", "ALTER TABLE acme.customers DROP COLUMN email");

        assertThat(adopt(line, TO_V1, false).get("acme").outcome()).isEqualTo(Outcome.SYNCED);

        OperationResults migrated = Fleet.migrateAll(Engines.of(database, line, CHANGELOG), Fleet.options(1));
        assertThat(migrated.tenants().get(0).changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("email", "orders");
    }

    @Test
    void aTagThatTheChangelogDoesNotMakeChangesNothing() {
        makeByHand(LiquibaseLine.LIQUIBASE_4, "acme");

        Map<String, TenantResult> adopted =
                adopt(LiquibaseLine.LIQUIBASE_4, new Adoption(Optional.of("v7"), false), false);

        assertThat(message(adopted, "acme")).contains("\"v7\"").contains("-Dpgmt.toTag");
        assertThat(schemasWithHistory()).isEmpty();
    }

    @Test
    void withForceNobodyLooksAtTheTables() {
        database.execute("CREATE SCHEMA fresh");

        assertThat(adopt(LiquibaseLine.LIQUIBASE_4, UNCHECKED, false)
                        .get("fresh")
                        .outcome())
                .isEqualTo(Outcome.SYNCED);
        assertThat(database.query("SELECT count(*) FROM fresh.databasechangelog"))
                .containsExactly(String.valueOf(CHANGESETS));
    }

    @Test
    void anotherApplicationsHistoryIsNotTouchedEvenWithForce() {
        database.execute("CREATE SCHEMA alien");
        Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/engine/locked.yaml")
                .migrate("alien");
        List<String> before = database.query("SELECT id FROM alien.databasechangelog ORDER BY id");

        Map<String, TenantResult> adopted = adopt(LiquibaseLine.LIQUIBASE_4, UNCHECKED, false);

        assertThat(adopted.get("alien").failure().orElseThrow().kind()).isEqualTo(Failure.Kind.FOREIGN);
        assertThat(database.query("SELECT id FROM alien.databasechangelog ORDER BY id"))
                .isEqualTo(before);
    }

    @Test
    void aDryRunChecksAndRecordsNothing() {
        makeByHand(LiquibaseLine.LIQUIBASE_4, "less", "same");
        database.execute("DROP TABLE less.orders");

        Map<String, TenantResult> planned = adopt(LiquibaseLine.LIQUIBASE_4, WHOLE, true);

        assertThat(outcomes(planned)).isEqualTo(Map.of("same", Outcome.PLANNED, "less", Outcome.FAILED));
        assertThat(planned.get("same").changeSets().pending()).hasSize(CHANGESETS);
        assertThat(schemasWithHistory()).isEmpty();
    }

    /** Schemas with what the changelog makes, and no trace of Liquibase. */
    private void makeByHand(LiquibaseLine line, String... schemas) {
        Engines engines = Engines.of(database, line, CHANGELOG);
        try (MigrationEngine engine = engines.factory().open()) {
            for (String schema : schemas) {
                database.execute("CREATE SCHEMA " + schema);
                assertThat(engine.migrate(Engines.tenant(schema)).failure()).isEmpty();
                database.execute("DROP TABLE %1$s.databasechangelog, %1$s.databasechangeloglock".formatted(schema));
            }
        }
    }

    private Map<String, TenantResult> adopt(LiquibaseLine line, Adoption adoption, boolean dryRun) {
        return Fleet.adoption(Engines.of(database, line, CHANGELOG), adoption)
                .adopt(TenantSelection.ALL, dryRun)
                .tenants()
                .stream()
                .collect(Collectors.toMap(TenantResult::schema, Function.identity()));
    }

    private List<String> schemasWithHistory() {
        return database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' ORDER BY 1");
    }

    private static Map<String, Outcome> outcomes(Map<String, TenantResult> results) {
        return results.values().stream().collect(Collectors.toMap(TenantResult::schema, TenantResult::outcome));
    }

    private static String message(Map<String, TenantResult> results, String schema) {
        return results.get(schema).failure().orElseThrow().message();
    }
}
