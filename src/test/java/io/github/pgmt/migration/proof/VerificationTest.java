package io.github.pgmt.migration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A success of Liquibase that the database does not confirm is a failure. */
class VerificationTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void anObjectThatWentOutsideIsListedAndFailsTheTenantThatLacksIt(LiquibaseLine line) {
        Fleet.createTenants(database, 1);

        OperationResults results =
                Fleet.migrateAll(Engines.of(database, line, "changelogs/verify/stray.sql"), Fleet.options(1));

        assertThat(results.outside()).containsExactly("table public.lookup", "table public.stray");
        assertThat(results.tenants()).singleElement().satisfies(tenant -> {
            Failure failure = tenant.failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
            assertThat(failure.message()).contains("\"stray\"").contains("search_path");
            assertThat(tenant.changeSets().applied()).hasSize(3);
        });
    }

    @Test
    void anInvalidIndexOfARecordedChangesetIsAFailure() {
        Fleet.createTenants(database, 2);
        Fleet.migrateAll(
                Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/engine/concurrently.sql"),
                Fleet.options(1));
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't02.item_name'::regclass");

        OperationResults results = Fleet.migrateAll(
                Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/engine/concurrently.sql"),
                Fleet.options(1));

        assertThat(results.tenants().get(0).outcome()).isEqualTo(Outcome.UP_TO_DATE);
        Failure failure = results.tenants().get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("\"item_name\" is INVALID");
    }

    /** By somebody else than the changelog: the runs' hook deletes it. */
    @Test
    void aRowThatTheHistoryLostIsAFailure() {
        Fleet.createTenants(database, 1);
        TenantSql forgetting = new TenantSql(
                List.of(),
                List.of(SqlFiles.of(
                        "afterTenantSql", "forget.sql", "DELETE FROM databasechangelog WHERE id = 'lost'")));
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/verify/forgetful.sql")
                .withHooks(forgetting, List.of());

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(1));

        Failure failure = results.tenants().get(0).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("changelogs/verify/forgetful.sql::lost::test");
    }

    /** Rows as Liquibase itself sets them, on the machine of the run. */
    @Test
    void aLockRowThatStaysSetFromHereIsAFailureAndAllSuchTenantsAreWaitedForTogether() {
        List<String> schemas = Fleet.createTenants(database, 4);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/engine/concurrently.sql");
        Fleet.migrateAll(engines, Fleet.options(1));
        schemas.forEach(schema -> lock(schema, "no-such-host (10.0.0.1)"));
        lock("t04", "another-host (10.0.0.2)");
        AtomicInteger pauses = new AtomicInteger();
        RunContext context = Fleet.context(engines, Fleet.options(1));
        List<Attempt> attempts =
                schemas.stream().map(VerificationTest::upToDate).toList();
        Claim claim = new ChangesClaim(
                context, attempts, Set.of(), context.environment().fleet()::histories, () -> {
                    if (pauses.incrementAndGet() == 2) {
                        database.execute("UPDATE t02.databasechangeloglock SET locked = false, lockedby = NULL");
                    }
                });

        List<TenantResult> results = results(new Verification(context).judge(attempts, claim));

        assertThat(results)
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactly(
                        tuple("t01", Outcome.FAILED),
                        tuple("t02", Outcome.UP_TO_DATE),
                        tuple("t03", Outcome.FAILED),
                        tuple("t04", Outcome.UP_TO_DATE));
        assertThat(results.get(2).failure().orElseThrow().message())
                .contains("no-such-host (10.0.0.1)", "pgmt:release-locks");
        assertThat(pauses).hasValue(20);
    }

    @Test
    void aTenantThatIsNotConfirmedKeepsItsTriesAndIsConfirmedByNothing() {
        Way way = Way.LIQUIBASE
                .after(new Waiting(3, Duration.ofSeconds(2), List.of()))
                .confirmed(Way.Verified.HISTORY);
        TenantResult tagged = result("t01", Outcome.TAGGED).by(way);
        TenantResult dropped = result("t02", Outcome.DROPPED);
        List<RunEvent> heard = new ArrayList<>();

        List<TenantResult> results = results(new Verification(heard::add, GoneTenants.NONE)
                .verify(List.of(attempt(tagged), attempt(dropped)), Claim.of(Outcome.TAGGED, claimed -> {
                    assertThat(claimed).containsExactly(attempt(tagged));
                    return Map.of(Engines.tenant("t01"), "It is not so.");
                })));

        assertThat(results)
                .containsExactly(
                        tagged.by(Way.LIQUIBASE.after(way.waiting()))
                                .failing(Failure.of(Failure.Kind.VERIFY, "It is not so.")),
                        dropped);
        assertThat(heard).containsExactly(new RunEvent.TenantNotConfirmed(results.get(0)));
    }

    @Test
    void whereNothingIsClaimedNothingIsAsked() {
        List<Attempt> attempts =
                List.of(attempt(result("t01", Outcome.UP_TO_DATE)), attempt(TenantResult.skipped(TenantId.of("t02"))));

        assertThat(new Verification(MigrationListener.NONE, GoneTenants.NONE)
                        .verify(attempts, Claim.of(Outcome.TAGGED, claimed -> {
                            throw new AssertionError("asked");
                        })))
                .isEqualTo(attempts);
    }

    @Test
    void ofTenantsOfOneNameInTwoDatabasesOnlyTheOneThatIsMeantFails() {
        TenantResult tagged = result("acme", Outcome.TAGGED);
        Attempt here = new Attempt(new Tenant("here", "acme", "acme", Map.of()), tagged, Optional.empty());
        Attempt there = new Attempt(new Tenant("there", "acme", "acme", Map.of()), tagged, Optional.empty());
        Claim claim = Claim.of(Outcome.TAGGED, claimed -> Map.of(there.tenant(), "It is not so."));

        List<Attempt> judged =
                new Verification(MigrationListener.NONE, GoneTenants.NONE).verify(List.of(here, there), claim);

        assertThat(judged.get(0)).isEqualTo(here);
        assertThat(judged.get(1).tenant()).isEqualTo(there.tenant());
        assertThat(judged.get(1).result().failure()).isPresent();
    }

    private static List<TenantResult> results(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::result).toList();
    }

    private static Attempt attempt(TenantResult result) {
        return new Attempt(Engines.tenant(result.schema()), result, Optional.empty());
    }

    private static TenantResult result(String schema, Outcome outcome) {
        return TenantResult.succeeded(TenantId.of(schema), outcome, Duration.ZERO, TenantResult.ChangeSets.NONE);
    }

    private void lock(String schema, String by) {
        database.execute("UPDATE " + schema
                + ".databasechangeloglock SET locked = true, lockgranted = now(), lockedby = '" + by + "'");
    }

    private static Attempt upToDate(String schema) {
        return new Attempt(
                Engines.tenant(schema), result(schema, Outcome.UP_TO_DATE), Optional.of(EngineResult.nothing()));
    }
}
