package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.FailingLooks;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A changeset that fails in whatever tenant it is tried is not tried in all of them, in whatever way they go. */
class StoppedCohortTest {

    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;
    private static final String FILE = "stopped.sql";
    /** More than the workers take on at once, and than are tried. */
    private static final int MANY = Faults.rounds(20, 300);

    private static final String FIRST = """
            --liquibase formatted sql
            --changeset test:customers
            CREATE TABLE customer (id int, email text);
            --rollback DROP TABLE customer, no_such_table;
            """;
    private static final String SECOND = FIRST + """
            --changeset test:orders
            CREATE TABLE orders (id int);
            --changeset test:required
            ALTER TABLE customer ALTER COLUMN email SET NOT NULL;
            """;
    private static final String BAD = FIRST + """
            --changeset test:orders
            CREATE TABLE orders (id int);
            --changeset test:bad
            ALTER TABLE no_such_table ADD COLUMN id int;
            """;
    private static final String RAISING = FIRST + """
            --changeset test:raising splitStatements:false
            DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END $$;
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void ofManyThreeAreTriedAndTheOthersAreAsTheyWere(LiquibaseLine line) throws IOException {
        tenants(MANY);
        migrate(line, FIRST, Fleet.options(4));

        List<TenantResult> results = migrate(line, BAD, Fleet.options(4));

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results))
                .hasSize(MANY - 3)
                .extracting(TenantResult::reason)
                .containsOnly(Optional.of("The others of the cohort are not tried: 3 of 3 failed alike at "
                        + "stopped.sql::bad::test (SQLSTATE 42P01). Mend it and run again, or have all tried with "
                        + "-Dpgmt.maxCohortFailures=0."));
        assertThat(with("orders")).containsExactly("t01", "t02", "t03");
        assertThat(histories()).isEqualTo(Map.of("1", MANY - 3L, "2", 3L));

        badDataInTwoOfManyKeepNoOtherFromBeingMigrated(line);
    }

    /** One of them is the first of those that are left. */
    private void badDataInTwoOfManyKeepNoOtherFromBeingMigrated(LiquibaseLine line) throws IOException {
        database.execute("INSERT INTO t04.customer VALUES (1, NULL)", "INSERT INTO t17.customer VALUES (1, NULL)");

        List<TenantResult> results = migrate(line, SECOND, Fleet.options(4));

        assertThat(failed(results)).containsExactly("t04", "t17");
        assertThat(skipped(results)).isEmpty();
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.MIGRATED)
                .hasSize(MANY - 2);
    }

    /** It takes a while until a worker is done with a tenant that failed, and others wait for its place. */
    @Test
    void noPilotBeginsBeforeTheOneBeforeItCounts() throws IOException {
        tenants(8);
        write(BAD);
        RunContext context = Fleet.context(engines(LINE), Fleet.options(4));
        RunContext slow = FailingLooks.in(context, (method, arguments) -> method.equals("existing") && isLate(), null);

        List<TenantResult> results =
                new MigrationRun(slow).migrate(TenantSelection.ALL, false).tenants();

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
    }

    /** Longer than a worker sleeps that waits for a tenant. */
    private static boolean isLate() {
        LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
        return false;
    }

    /** Then who comes first may be three of them; one that succeeds says that it is not the changeset. */
    @Test
    void manyWithBadDataHaveEachTheirOwnResultOnceOneSucceeded() throws IOException {
        tenants(6);
        migrate(FIRST, Fleet.options(1));
        List.of("t01", "t02", "t04", "t05")
                .forEach(tenant -> database.execute("INSERT INTO " + tenant + ".customer VALUES (1, NULL)"));

        List<TenantResult> results = migrate(SECOND, Fleet.options(1));

        assertThat(failed(results)).containsExactly("t01", "t02", "t04", "t05");
        assertThat(skipped(results)).isEmpty();
    }

    static Stream<Integer> threads() {
        return Faults.cases(List.of(4), List.of(1, 2));
    }

    @ParameterizedTest
    @MethodSource("threads")
    @Tag(Faults.TAG)
    void withoutAPilotNoMoreAreTouchedThanAreTriedAtOnce(int threads) throws IOException {
        tenants(10);
        migrate(FIRST, Fleet.options(4));

        List<TenantResult> results = migrate(BAD, Fleet.options(threads).with(Replaying.OFF));

        assertThat(failed(results)).hasSizeBetween(3, 3 + threads - 1);
        assertThat(with("orders")).containsExactlyElementsOf(failed(results));
        assertThat(skipped(results)).hasSize(10 - failed(results).size());
    }

    static Stream<Arguments> limits() {
        return Faults.cases(List.of(arguments(0, 5), arguments(4, 4)), List.of(arguments(1, 1), arguments(5, 5)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    @Tag(Faults.TAG)
    void theUserSaysAfterHowMany(int limit, int tried) throws IOException {
        tenants(5);

        List<TenantResult> results = migrate(BAD, Fleet.options(4).withMaxCohortFailures(limit));

        assertThat(failed(results)).hasSize(tried);
        assertThat(skipped(results)).hasSize(5 - tried);
    }

    @Test
    void asOneTransactionATenantThatFailsIsAsItWas() throws IOException {
        tenants(8);

        List<TenantResult> results = migrate(BAD, Fleet.options(2).with(Atomicity.TENANT));

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results)).hasSize(5);
        assertThat(with("orders")).isEmpty();
    }

    @Test
    void otherCohortsGoOn() throws IOException {
        tenants(6);
        migrate(FIRST, Fleet.options(2));
        database.execute("CREATE SCHEMA u01", "CREATE SCHEMA u02");
        String changelog = FIRST + """
                --changeset test:mended splitStatements:false
                DO $$ BEGIN IF current_schema() LIKE 't%' THEN DROP TABLE no_such_table; END IF; END $$;
                """;

        List<TenantResult> results = migrate(changelog, Fleet.options(2));

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results)).hasSize(3);
        assertThat(results.subList(6, 8)).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
    }

    /** Each value makes another plan, and other statements, but the changeset is the same. */
    @Test
    void tenantsWithOtherParametersAreOfTheSameCohort() throws IOException {
        tenants(9);
        write(BAD + "--changeset test:plan\nCREATE TABLE last (word varchar(${plan}));\n");
        Engines engines = engines(LINE);
        TenantSource registry = new QueryTenants(
                engines.server(),
                "SELECT nspname AS tenant_schema, right(nspname, 1) AS plan FROM pg_namespace WHERE nspname LIKE 't0_'",
                Optional.empty());

        List<TenantResult> results = Fleet.run(engines, Fleet.options(1), registry)
                .migrate(TenantSelection.ALL, false)
                .tenants();

        assertThat(failed(results)).hasSize(3);
        assertThat(skipped(results)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT pg_advisory_lock(1); SELECT pg_advisory_unlock(1)"})
    void alsoWithFilesAroundTenants(String sql) throws IOException {
        tenants(8);

        List<TenantResult> results = hooked(BAD, sql);

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results)).hasSize(5);
    }

    @Test
    void aFileThatFailsInEachTenantStopsLikewise() throws IOException {
        tenants(8);

        List<TenantResult> results = hooked(FIRST, "SELECT 1 / 0");

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results))
                .hasSize(5)
                .extracting(result -> result.reason().orElseThrow())
                .allSatisfy(reason -> assertThat(reason)
                        .contains("3 of 3 failed alike at beforeTenantSql hook.sql (SQLSTATE 22012)."));
        assertThat(with("customer")).isEmpty();
    }

    /** In which nothing is due, so that none of them has a pilot. */
    @Test
    void aFileThatFailsInTenantsThatAreCurrentStopsLikewise() throws IOException {
        tenants(8);
        migrate(FIRST, Fleet.options(2));

        List<TenantResult> results = hooked(FIRST, "SELECT 1 / 0");

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results)).hasSize(5);
    }

    static Stream<Boolean> replays() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void newTenantsThatAreNotTriedAreNotMade(boolean replay) throws IOException {
        write(BAD);
        Engines engines = engines(LINE);
        List<String> names = List.of("n1", "n2", "n3", "n4", "n5", "n6");
        RunOptions options = Fleet.options(1).with(replay ? Replaying.DEFAULT : Replaying.OFF);

        List<TenantResult> results = Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines), options)
                .setUp(new TenantSelection(names, List.of(), List.of(), List.of()), false)
                .tenants();

        assertThat(failed(results)).containsExactly("n1", "n2", "n3");
        assertThat(results.subList(0, 3))
                .allSatisfy(result -> assertThat(result.failure().orElseThrow().message())
                        .contains("The schema, which this run had created, was removed again."));
        assertThat(skipped(results)).hasSize(3);
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'n_'"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void aRollbackThatFailsInEachTenantStopsLikewise(boolean replay) throws IOException {
        tenants(8);
        migrate(FIRST, Fleet.options(2));
        Rollback rollback = new Rollback(new RollbackTarget.Count(1), false);
        RunOptions options = Fleet.options(1).with(replay ? Replaying.DEFAULT : Replaying.OFF);

        List<TenantResult> results = Fleet.rollback(engines(LINE), rollback, options)
                .rollBack(TenantSelection.ALL, false)
                .tenants();

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(skipped(results))
                .hasSize(5)
                .extracting(result -> result.reason().orElseThrow())
                .allSatisfy(reason -> assertThat(reason)
                        .contains("3 of 3 failed alike at stopped.sql::customers::test (SQLSTATE 42P01)."));
    }

    /** Nothing is done in them, and which these are is what one wants to know. */
    @Test
    void tenantsThatCannotBeAdoptedAreAllNamed() throws IOException {
        tenants(5);
        write(BAD);

        List<TenantResult> results = Fleet.adoption(engines(LINE), new Adoption(Optional.empty(), false))
                .adopt(TenantSelection.ALL, false)
                .tenants();

        assertThat(failed(results)).hasSize(5);
    }

    static Stream<String> statesOfTheMoment() {
        return Faults.cases(List.of("55P03"), List.of("40001", "53100"));
    }

    @ParameterizedTest
    @MethodSource("statesOfTheMoment")
    @Tag(Faults.TAG)
    void failuresThatAreNotTheChangesetsStopNothing(String state) throws IOException {
        tenants(5);

        List<TenantResult> results =
                migrate(RAISING.formatted(state), Fleet.options(1).with(new Retrying(Duration.ZERO, 0, 0)));

        assertThat(failed(results)).hasSize(5);
    }

    /** Also while those that met it are still to be tried again. */
    @Test
    void aStatementThatTakesTooLongIsTriedInThreeTenants() throws IOException {
        tenants(6);
        write(FIRST + "--changeset test:slow\nSELECT pg_sleep(60);\n");
        Engines engines = Engines.of(
                database.url(),
                LINE,
                Engines.changelog(FILE),
                directory,
                new Server.Timeouts(Duration.ZERO, Duration.ofMillis(300)));

        List<TenantResult> results = Fleet.migrateAll(engines, Fleet.options(2).with(new Retrying(Duration.ZERO, 1, 0)))
                .tenants();

        assertThat(failed(results)).containsExactly("t01", "t02", "t03");
        assertThat(results.subList(0, 3))
                .extracting(result -> result.way().waiting().tries())
                .containsOnly(2);
        assertThat(with("customer")).containsExactly("t01", "t02", "t03");
    }

    @Test
    void nobodyWaitsForATenantThatSomebodyElseHolds() throws IOException {
        tenants(6);
        migrate(FIRST, Fleet.options(2));
        database.execute("UPDATE t02.databasechangeloglock SET locked = true, lockedby = 'other', lockgranted = now()");

        List<TenantResult> results =
                assertTimeoutPreemptively(Duration.ofMinutes(2), () -> migrate(BAD, Fleet.options(2)));

        assertThat(failed(results)).containsExactly("t01", "t03", "t04");
        assertThat(skipped(results)).extracting(TenantResult::schema).containsExactly("t02", "t05", "t06");
        assertThat(results.get(1).reason().orElseThrow()).contains("3 of 3 failed alike");
    }

    static Stream<Boolean> whetherListed() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("whetherListed")
    @Tag(Faults.TAG)
    void whoIsSkippedIsToBeRetriedUnlessItIsGoneAndItIsSaidOnceWhileTheRunGoesOn(boolean listed) throws IOException {
        tenants(8);
        write(BAD);
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Engines engines = engines(LINE);
        RunContext byCatalog = Fleet.context(engines, Fleet.options(2));
        database.execute(
                "CREATE TABLE public.registry AS SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 't0_'");
        TenantSource registry =
                new QueryTenants(engines.server(), "SELECT name FROM public.registry", Optional.empty());
        RunContext context = listed ? byCatalog.listing(registry) : byCatalog;
        MigrationListener dropping = MigrationListener.of(RunEvent.Warned.class, event -> {
            warnings.add(event.message());
            database.execute("DROP SCHEMA t06");
        });

        OperationResults results = new MigrationRun(context.heardBy(dropping)).migrate(TenantSelection.ALL, false);

        assertThat(warnings).singleElement().asString().contains("3 of 3 failed alike");
        assertThat(results.tenants().get(5).gone()).isTrue();
        assertThat(new OperationReport(Operation.MIGRATE, false, results).tenantsToRetry())
                .containsExactly("t01", "t02", "t03", "t04", "t05", "t07", "t08");
    }

    /** The pause is for tenants that come after it. */
    @Test
    void noBatchIsWaitedForByTenantsThatAreNotTried() throws IOException {
        tenants(8);
        write(BAD);
        RunOptions batches = new RunOptions(
                1, RunOptions.OnError.FAIL_AT_END, 0, 3, Duration.ofMinutes(10), Duration.ZERO, Duration.ZERO);

        List<TenantResult> results = assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> Fleet.migrateAll(engines(LINE), batches).tenants());

        assertThat(failed(results)).hasSize(3);
        assertThat(skipped(results)).hasSize(5);
    }

    @Test
    void withFewerThanTheLimitEachHasItsResult() throws IOException {
        tenants(3);

        List<TenantResult> results = migrate(BAD, Fleet.options(2));

        assertThat(failed(results)).hasSize(3);
        assertThat(results)
                .extracting(result -> result.failure().map(Failure::kind))
                .containsOnly(Optional.of(Failure.Kind.CHANGESET));
    }

    private void tenants(int count) {
        database.execute("DO $$ BEGIN FOR number IN 1.." + count
                + " LOOP EXECUTE format('CREATE SCHEMA %I', 't' || lpad(number::text, greatest(2, length(number::text)), '0'));"
                + " END LOOP; END $$");
    }

    private List<TenantResult> hooked(String changelog, String before) throws IOException {
        write(changelog);
        SqlFile file = SqlFiles.of("beforeTenantSql", "hook.sql", before);
        Engines hooked = engines(LINE).withHooks(new TenantSql(List.of(file), List.of()), List.of());
        return Fleet.migrateAll(hooked, Fleet.options(1)).tenants();
    }

    private List<TenantResult> migrate(String changelog, RunOptions options) throws IOException {
        return migrate(LINE, changelog, options);
    }

    private List<TenantResult> migrate(LiquibaseLine line, String changelog, RunOptions options) throws IOException {
        write(changelog);
        return Fleet.migrateAll(engines(line), options).tenants();
    }

    private void write(String changelog) throws IOException {
        Files.writeString(directory.resolve(FILE), changelog);
    }

    private Engines engines(LiquibaseLine line) {
        return Engines.of(database, line, Engines.changelog(FILE), directory);
    }

    private static List<String> failed(List<TenantResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(TenantResult::schema)
                .toList();
    }

    private static List<TenantResult> skipped(List<TenantResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED)
                .toList();
    }

    private List<String> with(String table) {
        return database.query("SELECT schemaname FROM pg_tables WHERE tablename = '" + table + "' ORDER BY 1");
    }

    /** How many rows in how many tenants. */
    private Map<String, Long> histories() {
        return database
                .query(with("databasechangelog").stream()
                        .map(tenant -> "SELECT count(*) FROM " + tenant + ".databasechangelog")
                        .collect(Collectors.joining(" UNION ALL ")))
                .stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
