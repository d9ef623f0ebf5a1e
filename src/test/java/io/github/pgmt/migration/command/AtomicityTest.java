package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With {@code atomicity=tenant} a tenant has everything that is due, or is as it was. */
class AtomicityTest {

    private static final String FAILING = "failing.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void aTenantHasAllOrNothingOnBothWays(LiquibaseLine line) {
        Fleet.createTenants(database, 4);
        database.execute(
                "CREATE TABLE public.seed AS SELECT * FROM (VALUES ('t01', 7), ('t02', 1), ('t03', 8), ('t04', 1)) AS seed (tenant, id)");

        List<TenantResult> results = migrate(line, FAILING, Replaying.DEFAULT);

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED, Outcome.FAILED);
        assertThat(results.get(0).way().engine()).contains(Way.Engine.LIQUIBASE);
        assertThat(results.get(2).way().engine()).contains(Way.Engine.REPLAY);
        assertThat(results.get(2).changeSets().applied()).hasSize(3);
        requireUntouched(results.get(1));
        requireUntouched(results.get(3));
        assertThat(database.query("SELECT count(*) FROM t01.databasechangelog UNION ALL "
                        + "SELECT count(*) FROM t03.databasechangelog"))
                .containsExactly("3", "3");
    }

    private void requireUntouched(TenantResult result) {
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.sqlState()).contains("23505");
        assertThat(failure.changeSet().orElseThrow().id()).isEqualTo("copied");
        assertThat(failure.message()).contains("Nothing of this run is kept in the tenant");
        assertThat(result.changeSets()).isEqualTo(TenantResult.ChangeSets.NONE);
        assertThat(database.query("SELECT count(*) FROM " + result.schema() + ".databasechangelog"))
                .containsExactly("0");
        assertThat(tables(result.schema())).containsExactly("databasechangelog", "databasechangeloglock");
    }

    @Test
    void whatSucceededBeforeStaysByDefault() {
        Fleet.createTenants(database, 1);
        database.execute("CREATE TABLE public.seed AS SELECT 't01' AS tenant, 1 AS id");

        TenantResult result = Fleet.run(engines(LiquibaseLine.LIQUIBASE_4, FAILING), Fleet.options(1))
                .migrate(TenantSelection.ALL, false)
                .tenants()
                .get(0);

        assertThat(result.changeSets().applied()).hasSize(2);
        assertThat(tables("t01")).contains("made");
    }

    @ParameterizedTest
    @EnumSource
    void aChangesetThatMayFailTakesNothingElseWithIt(LiquibaseLine line) {
        Fleet.createTenants(database, 1);

        TenantResult result = migrate(line, "skipping.sql", Replaying.DEFAULT).get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(result.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("made", "later");
        assertThat(database.query("SELECT id FROM t01.made")).containsExactly("2");
    }

    @Test
    void aChangesetWithoutATransactionIsRefusedBeforeAnythingIsChanged() {
        refusesBeforeAnyChange("without-transaction.sql", "concurrent", "runInTransaction=false");
    }

    @Test
    void aChangesetThatCommitsIsRefusedBeforeAnythingIsChanged() {
        refusesBeforeAnyChange("committing.sql", "commits", "begins or ends a transaction");
    }

    private void refusesBeforeAnyChange(String changelog, String changeSet, String why) {
        Fleet.createTenants(database, 2);

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, changelog, Replaying.DEFAULT);

        assertThat(results).allSatisfy(result -> {
            Failure failure = result.failure().orElseThrow();
            assertThat(failure.changeSet().orElseThrow().id()).isEqualTo(changeSet);
            assertThat(failure.message()).contains(why).contains("-Dpgmt.atomicity=changeset");
            assertThat(tables(result.schema())).doesNotContain("made");
        });
    }

    @Test
    void aCommitThatNobodySawComingIsToldAsWhatItIs() {
        Fleet.createTenants(database, 1);

        TenantResult result = migrate(LiquibaseLine.LIQUIBASE_4, "hidden-commit.sql", Replaying.DEFAULT)
                .get(0);

        assertThat(result.failure().orElseThrow().message())
                .contains("ended the tenant's one transaction")
                .doesNotContain("Nothing of this run is kept");
        assertThat(tables("t01")).contains("made");
    }

    @Test
    void whatTheServerRefusesInALongerTransactionComesWithTheWayOut() {
        Fleet.createTenants(database, 1);
        assertThat(migrate(LiquibaseLine.LIQUIBASE_4, "enum.sql", Replaying.DEFAULT))
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED);

        Failure failure = migrate(LiquibaseLine.LIQUIBASE_4, "enum-used.sql", Replaying.DEFAULT)
                .get(0)
                .failure()
                .orElseThrow();

        assertThat(failure.sqlState()).contains("55P04");
        assertThat(failure.message()).contains("goes with -Dpgmt.atomicity=changeset");
        assertThat(database.query("SELECT count(*) FROM t01.databasechangelog")).containsExactly("1");
    }

    @Test
    void transactionsThatWouldNotFitIntoTheServersLockTableAreRefused() {
        List<String> schemas = Fleet.createTenants(database, 40);

        List<TenantResult> results = Fleet.run(
                        engines(LiquibaseLine.LIQUIBASE_4, "many-tables.sql"),
                        Fleet.options(40).with(Atomicity.TENANT))
                .migrate(TenantSelection.ALL, false)
                .tenants();

        assertThat(results).hasSameSizeAs(schemas).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.failure().orElseThrow().message())
                    .contains("40 at once (-Dpgmt.threads)")
                    .contains("max_locks_per_transaction");
        });
        assertThat(results.get(1).failure().orElseThrow().message()).contains("found in t01");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'many%'"))
                .containsExactly("0");
    }

    /** It is meant for its changeset; what it does to the next is for Liquibase to say. */
    @Test
    void whatIsSetUntilTheTransactionEndsIsNotReplayedInALongerOne() {
        Fleet.createTenants(database, 2);

        TenantResult whole = migrate(LiquibaseLine.LIQUIBASE_4, "until-commit.sql", Replaying.DEFAULT)
                .get(1);

        assertThat(whole.way().engine()).contains(Way.Engine.LIQUIBASE);
        assertThat(whole.way().notReplayed().get(0).why()).contains("SET LOCAL");
    }

    private List<String> tables(String schema) {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY tablename");
    }

    private List<TenantResult> migrate(LiquibaseLine line, String changelog, Replaying replaying) {
        return Fleet.run(
                        engines(line, changelog),
                        Fleet.options(2).with(replaying).with(Atomicity.TENANT))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private Engines engines(LiquibaseLine line, String changelog) {
        return Engines.of(database, line, "changelogs/atomicity/" + changelog);
    }
}
