package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schemas that a run must not touch are told apart, reported, and left as they are. */
class TriageTest {

    private static final String SHOP = "changelogs/shop/master.yaml";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aSchemaWithObjectsAndNoHistoryIsUnmanagedAndUntouched() {
        Fleet.createTenants(database, 2);
        database.execute("CREATE TABLE t01.by_hand (id int)");

        List<TenantResult> tenants = migrateAll();

        assertThat(failure(tenants.get(0)).kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(failure(tenants.get(0)).message()).contains("-Dpgmt.excludes=t01");
        assertThat(tenants.get(1).outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 't01'"))
                .containsExactly("by_hand");
    }

    @Test
    void aHistoryThatIsKeptElsewhereIsRecognisedAndSaid() {
        ownLiquibase("public", SHOP);
        Fleet.createTenants(database, 1);
        database.execute("CREATE TABLE t01.xml_1 (id int)");

        Failure failure = failure(migrateAll().get(0));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(failure.message()).contains("Its history seems to be kept in schema \"public\"");
    }

    @Test
    void anotherApplicationsHistoryIsForeignAndShownBesideOurs() {
        Fleet.createTenants(database, 2);
        runAnotherApplication("t01");

        List<TenantResult> tenants = migrateAll();

        assertThat(failure(tenants.get(0)).kind()).isEqualTo(Failure.Kind.FOREIGN);
        assertThat(failure(tenants.get(0)).message())
                .contains("changelogs/engine/locked.yaml::before::test")
                .contains("changelogs/shop/tables.xml::x1::shop");
        assertThat(tenants.get(1).outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(database.query("SELECT id FROM t01.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("before", "needs-the-table");
    }

    @Test
    void whenAllAreForeignItIsTheChangelogThatIsWrong() {
        for (String schema : Fleet.createTenants(database, 2)) {
            runAnotherApplication(schema);
        }

        assertThatThrownBy(this::migrateAll)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("changelogs/engine/locked.yaml::before::test")
                .hasMessageContaining("changelogs/shop/tables.xml::x1::shop")
                .hasMessageContaining("-Dpgmt.changeLogFile");
    }

    @Test
    void aNameThatIsNotFoundIsAFailedTenantAndTheOthersGoOn() {
        Fleet.createTenants(database, 1);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, SHOP);
        TenantSelection selection = new TenantSelection(List.of(), List.of("t01", "T01"), List.of(), List.of());

        List<TenantResult> tenants =
                Fleet.run(engines, Fleet.options(1)).migrate(selection, false).tenants();

        assertThat(tenants).extracting(TenantResult::schema).containsExactly("T01", "t01");
        assertThat(failure(tenants.get(0)).kind()).isEqualTo(Failure.Kind.MISSING);
        assertThat(failure(tenants.get(0)).message()).contains("Did you mean \"t01\"?");
        assertThat(tenants.get(1).outcome()).isEqualTo(Outcome.MIGRATED);
    }

    private void runAnotherApplication(String schema) {
        database.execute("CREATE TABLE " + schema + ".good (id int)");
        ownLiquibase(schema, "changelogs/engine/locked.yaml");
    }

    private void ownLiquibase(String schema, String changelog) {
        OwnLiquibase.migrate(LiquibaseLine.LIQUIBASE_4, OwnLiquibase.Update.of(database, schema, changelog));
    }

    private List<TenantResult> migrateAll() {
        return Fleet.migrateAll(Engines.of(database, LiquibaseLine.LIQUIBASE_4, SHOP), Fleet.options(2))
                .tenants();
    }

    private static Failure failure(TenantResult result) {
        return result.failure().orElseThrow();
    }
}
