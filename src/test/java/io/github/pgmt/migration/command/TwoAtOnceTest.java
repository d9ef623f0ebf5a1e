package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.Gate;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LoggedFleet;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two that work on the same tenants at the same time, begun a random time apart, do everything once and nothing half. */
@Tag(Faults.TAG)
class TwoAtOnceTest {

    private static final int TENANTS = 6;
    private static final int LONGEST_DELAY = 250;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final LoggedFleet fleet = new LoggedFleet(database);
    private final Random random = new Random(Faults.seed());
    private final List<String> schemas = new ArrayList<>();
    private LiquibaseLine line = LiquibaseLine.LIQUIBASE_4;

    @Test
    void twoMigrationsBothEndWell() {
        int changesets = 0;
        for (int round = 0; round < rounds(); round++) {
            newFleet();
            Both<OperationResults, OperationResults> both = both(this::migrate, this::migrate);
            changesets += requireWell(both.one()) + requireWell(both.other());
            schemas.forEach(fleet::requireWhole);
        }
        assertThat(changesets).isEqualTo(rounds() * TENANTS * (1 + LoggedFleet.ALL.size()));
        Faults.tell("{} times two migrations at once, {} changesets, each once", rounds(), changesets);
    }

    @Test
    void anApplicationThatStartsInTheMiddleEndsWellToo() {
        for (int round = 0; round < rounds(); round++) {
            newFleet();
            Fleet.migrateAll(Engines.of(database, line, LoggedFleet.LOG), Fleet.options(2));
            Both<OperationResults, List<String>> both = both(this::migrate, this::startApplication);
            int ours = requireWell(both.one());
            assertThat(ours + both.other().size()).isEqualTo(TENANTS * LoggedFleet.ALL.size());
            schemas.forEach(fleet::requireWhole);
        }
        Faults.tell("{} times a migration and an application's Liquibase at once, each changeset once", rounds());
    }

    /** The changesets that ran. */
    private List<String> startApplication() {
        List<String> ran = new ArrayList<>();
        schemas.forEach(schema ->
                ran.addAll(OwnLiquibase.migrate(line, OwnLiquibase.Update.of(database, schema, LoggedFleet.ENTRIES))));
        return ran;
    }

    @Test
    void aTenantThatIsSetUpMeanwhileIsMadeOnce() {
        for (int round = 0; round < rounds(); round++) {
            newFleet();
            database.execute("DROP SCHEMA IF EXISTS fresh CASCADE");
            Both<OperationResults, OperationResults> both = both(this::migrate, () -> {
                Engines engines = engines();
                return Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                        .setUp(only("fresh", "t01"), false);
            });
            requireWell(both.one());
            requireWell(both.other());
            fleet.requireWhole("fresh");
            schemas.forEach(fleet::requireWhole);
        }
        Faults.tell("{} times a migration and a set-up at once, each changeset once", rounds());
    }

    @Test
    void aRollbackMeanwhileTakesBackWholeChangesets() {
        int refused = 0;
        for (int round = 0; round < rounds(); round++) {
            newFleet();
            Fleet.migrateAll(engines(), Fleet.options(2));
            schemas.stream().limit(3).forEach(this::takeBackTwo);
            Both<OperationResults, OperationResults> both = both(
                    this::migrate,
                    () -> Fleet.rollback(engines(), new Rollback(new RollbackTarget.Count(1), false))
                            .rollBack(TenantSelection.ALL, false));
            refused += requireToldWhy(both.one()) + requireToldWhy(both.other());
            schemas.forEach(fleet::requireConsistent);
        }
        Faults.tell(
                "{} times a migration and a rollback at once, {} tenants refused, 0 half changesets",
                rounds(),
                refused);
    }

    private void takeBackTwo(String schema) {
        assertThat(Fleet.rollback(engines(), new Rollback(new RollbackTarget.Count(2), false))
                        .rollBack(only(schema), false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.ROLLED_BACK);
    }

    @Test
    void aTenantThatIsDroppedMeanwhileIsThereWholeOrGone() {
        int dropped = 0;
        for (int round = 0; round < rounds(); round++) {
            newFleet();
            Fleet.migrateAll(Engines.of(database, line, LoggedFleet.LOG), Fleet.options(2));
            Both<OperationResults, OperationResults> both = both(
                    this::migrate, () -> Fleet.drop(engines(), Fleet.options(1)).drop(only("t02"), false));
            requireToldWhy(both.one());
            requireToldWhy(both.other());
            boolean gone = both.other().tenants().get(0).outcome() == Outcome.DROPPED;
            dropped += gone ? 1 : 0;
            assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 't02'"))
                    .hasSize(gone ? 0 : 1);
            schemas.stream().filter(schema -> !gone || !schema.equals("t02")).forEach(fleet::requireWhole);
        }
        Faults.tell("{} times a migration and a drop at once, {} tenants gone, the others whole", rounds(), dropped);
    }

    @Test
    void whoCannotGoOnSaysWhoHoldsTheTenant() {
        database.execute("CREATE SCHEMA acme");
        String slow = "changelogs/faults/slow.sql";
        Engines holding = Engines.of(database, line, slow);
        RunOptions impatient =
                new RunOptions(1, RunOptions.OnError.FAIL_AT_END, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Engines others = Engines.of(database, line, slow);
        try (Gate gate = Gate.shut(database)) {
            CompletableFuture<EngineResult> holder = CompletableFuture.supplyAsync(() -> holding.migrate("acme"));
            gate.awaitSomebody();

            List<OperationResults> losers = List.of(
                    Fleet.migrateAll(others, impatient),
                    Fleet.rollback(others, new Rollback(new RollbackTarget.Count(1), true), impatient)
                            .rollBack(TenantSelection.ALL, false),
                    new SetUpRun(Fleet.context(others, impatient), NewSchema.PLAIN).setUp(only("acme"), false),
                    Fleet.drop(others, impatient).drop(only("acme"), false));

            assertThat(losers).allSatisfy(results -> {
                Failure failure = results.tenants().get(0).failure().orElseThrow();
                assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
                assertThat(failure.message()).contains("works on the tenant: pgmt/" + holding.runId() + "/acme");
            });
            gate.open();
            assertThat(holder.join().failure()).isEmpty();
        }
    }

    /** Empty tenants, one or the other Liquibase. */
    private void newFleet() {
        schemas.forEach(schema -> database.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE"));
        schemas.clear();
        schemas.addAll(Fleet.createTenants(database, TENANTS));
        line = LiquibaseLine.values()[random.nextInt(LiquibaseLine.values().length)];
    }

    private OperationResults migrate() {
        RunOptions options = Fleet.options(3).with(random.nextBoolean() ? Replaying.DEFAULT : Replaying.OFF);
        return Fleet.migrateAll(engines(), random.nextInt(4) == 0 ? options.with(Atomicity.TENANT) : options);
    }

    private Engines engines() {
        return LoggedFleet.engines(database, line);
    }

    private record Both<A, B>(A one, B other) {}

    /** Runs both, the second a little after the first or the other way round. */
    private <A, B> Both<A, B> both(Supplier<A> one, Supplier<B> other) {
        int delay = random.nextInt(2 * LONGEST_DELAY) - LONGEST_DELAY;
        CompletableFuture<A> first = CompletableFuture.supplyAsync(() -> after(-delay, one));
        CompletableFuture<B> second = CompletableFuture.supplyAsync(() -> after(delay, other));
        return new Both<>(first.join(), second.join());
    }

    private static <T> T after(int milliseconds, Supplier<T> work) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.max(0, milliseconds)));
        return work.get();
    }

    /** Returns how many changesets it applied. */
    private static int requireWell(OperationResults results) {
        assertThat(results.tenants())
                .allSatisfy(tenant ->
                        assertThat(tenant.failure()).as(tenant.toString()).isEmpty());
        return results.tenants().stream()
                .mapToInt(tenant -> tenant.changeSets().applied().size())
                .sum();
    }

    /** Every failure says that somebody else was there; returns how many there are. */
    private static int requireToldWhy(OperationResults results) {
        List<Failure> failures = results.tenants().stream()
                .flatMap(tenant -> tenant.failure().stream())
                .toList();
        assertThat(failures)
                .allSatisfy(
                        failure -> assertThat(failure.message())
                                .containsPattern(
                                        "works on the tenant: pgmt/|lock row: pgmt/|changed meanwhile|schema is gone|"
                                                + "somebody is changing the schema|Somebody has changed the tenant's history|"
                                                + "taken it back meanwhile|applied it again meanwhile|changed one of the two meanwhile|There is no tenant \"t02\""));
        return failures.size();
    }

    private static int rounds() {
        return Faults.rounds(1, 100);
    }

    private static TenantSelection only(String... schemas) {
        return new TenantSelection(List.of(schemas), List.of(), List.of(), List.of());
    }
}
