package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantHookTest;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.application.CohortPreviews;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.inspection.PlanRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.NewTenants;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.migration.planning.MigrationPlans;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.report.PlanFile;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.psql.PsqlScript;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.Plans;
import io.github.pgmt.testing.SeveralDatabases;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was planned is what is done, and nothing else. */
class PlannedRunTest {

    private static final RunOptions OPTIONS = Fleet.byHistory(2).withMaxCohortFailures(0);
    private static final String SECRET = "s3cr3t-of-the-build";
    private static final String RELEASE = """
            --liquibase formatted sql
            --changeset test:one
            CREATE TABLE one (id int);
            --rollback DROP TABLE one;
            --changeset test:again runAlways:true
            SELECT count(*) FROM one;
            --rollback empty
            --changeset test:two
            --preconditions onFail:MARK_RAN
            --precondition-sql-check expectedResult:0 SELECT count(*) FROM one
            CREATE TABLE two (id int, plan text DEFAULT '${plan}');
            --rollback DROP TABLE two;
            --changeset test:three
            CREATE TABLE three (id int, token text DEFAULT '${token}');
            --rollback DROP TABLE three;
            --changeset test:four runInTransaction:false
            CREATE INDEX CONCURRENTLY four ON one (id);
            --rollback DROP INDEX four;
            --changeset test:five
            CREATE TABLE five (id int);
            --rollback DROP TABLE five;
            """;

    private static final String OF_FILES = """
            databaseChangeLog:
              - changeSet:
                  id: table
                  author: test
                  runOnChange: true
                  changes:
                    - sql: {sql: CREATE TABLE IF NOT EXISTS notes (note text)}
              - changeSet:
                  id: view
                  author: test
                  changes:
                    - createView: {viewName: v, path: view.sql, relativeToChangelogFile: true}
              - changeSet:
                  id: function
                  author: test
                  changes:
                    - createProcedure: {path: function.sql, relativeToChangelogFile: true}
              - changeSet:
                  id: note
                  author: test
                  changes:
                    - insert:
                        tableName: notes
                        columns:
                          - column: {name: note, valueClobFile: note.txt}
              - changeSet:
                  id: rows
                  author: test
                  changes:
                    - loadData: {tableName: notes, file: rows.csv, relativeToChangelogFile: true}
              - changeSet:
                  id: files in rows
                  author: test
                  changes:
                    - loadData:
                        tableName: notes
                        file: files.csv
                        relativeToChangelogFile: true
                        columns:
                          - column: {name: note, type: CLOB}
              - changeSet:
                  id: file in a row without a type
                  author: test
                  changes:
                    - loadData: {tableName: notes, file: untyped.csv, relativeToChangelogFile: true}
            """;

    private static final String OF_A_SQL_FILE = """
            databaseChangeLog:
              - changeSet:
                  id: script
                  author: test
                  changes:
                    - sqlFile: {path: script.sql, relativeToChangelogFile: true}
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path files;

    private String changelogFile = "release.sql";
    private HowFar howFar = HowFar.WHOLE;

    @BeforeEach
    void makeFleet() throws IOException {
        Files.writeString(files.resolve("release.sql"), RELEASE);
        database.execute("CREATE TABLE public.registry (schema text PRIMARY KEY, plan text NOT NULL)");
        for (String schema : Fleet.createTenants(database, 5)) {
            database.execute("INSERT INTO public.registry VALUES ('" + schema + "', 'plan_of_" + schema + "')");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameBytesAndHasNoValueInIt(LiquibaseLine line) throws IOException {
        migrate(line, HowFar.changes(2), "t05");
        Path first = write("first", made(engines(line), registry(line, "schema"), 1));

        // Another moment, order of tenants, number of threads, and role; the engines are others, too.
        Path again = write("again", madeByARoleThatMayOnlyRead(line));
        for (String name : List.of("plan.json", "plan.md", "plan.sql", "plan.rollback.sql")) {
            String written = Files.readString(first.resolve(name));
            assertThat(again.resolve(name)).as(name).hasContent(written);
            assertThat(written).as(name).doesNotContain(SECRET, "plan_of_", "key of the test");
        }
        Path file = first.resolve("plan.json");
        assertThat(text(PlanFile.read(file).plan())).isEqualTo(Files.readString(file));
        assertThat(Files.readString(first.resolve("plan.sql")))
                .isEqualTo(Files.readString(dryRun(line)).replace("migrate-all.sql", "plan.sql"))
                .contains(
                        "-- Cohort 2: 1 tenants, 5 changesets",
                        "-- Preconditions: sqlCheck(expectedResult=0, sql=SELECT count(*) FROM one) (onFail MARK_RAN, onError HALT)");
        assertThat(Files.readString(first.resolve("plan.rollback.sql")))
                .containsSubsequence(
                        "-- Cohort 1: 4 tenants, 6 changesets",
                        "::five::",
                        "DROP TABLE five",
                        "DELETE FROM",
                        "::four::",
                        "runInTransaction=false",
                        "::three::",
                        "DROP TABLE three",
                        "::two::",
                        "::again::",
                        "::one::",
                        "DROP TABLE one",
                        "DELETE FROM",
                        "-- Cohort 2: 1 tenants, 4 changesets",
                        "::five::");
        assertThat(PlanFile.read(file).plan().cohorts())
                .extracting(cohort -> cohort.changeSets().size())
                .containsExactly(6, 5);
        assertThat(applied()).isEqualTo("t05=2");
    }

    private PlanRun.Made madeByARoleThatMayOnlyRead(LiquibaseLine line) {
        String reader = "reader_" + database.query("SELECT current_database()").get(0);
        registry(line, "schema DESC");
        database.execute("CREATE ROLE " + reader + " LOGIN PASSWORD '" + reader + "'");
        try {
            database.execute(
                    "ALTER ROLE " + reader + " SET default_transaction_read_only = on",
                    "GRANT USAGE ON SCHEMA t01, t02, t03, t04, t05 TO " + reader,
                    "GRANT SELECT ON ALL TABLES IN SCHEMA t05 TO " + reader,
                    "GRANT SELECT ON public.ordered TO " + reader);
            Engines reading = Engines.as(Optional.of(reader), database, line, changelog(howFar, SECRET), files);
            TenantSource tenants = new TableTenants(reading.server(), "public.ordered", "schema", Optional.empty());
            return made(reading, tenants, 4);
        } finally {
            database.execute("DROP OWNED BY " + reader + "; DROP ROLE " + reader);
        }
    }

    /** One tenant first; then some have moved, one is gone, and two are new, one of them unlike any that was planned. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void eachTenantGetsWhatWasPlannedForItOrNothing(LiquibaseLine line) throws IOException {
        database.execute("CREATE SCHEMA t06", "INSERT INTO public.registry VALUES ('t06', 'plan_of_t06')");
        FleetPlan plan = plan(line);
        TenantSelection first = new TenantSelection(List.of("t01"), List.of(), List.of(), List.of());
        assertThat(outcomes(results(engines(line), line, plan, first, false).tenants()))
                .isEqualTo("t01 MIGRATED");
        database.execute(
                "DROP SCHEMA t06",
                "DELETE FROM public.registry WHERE schema = 't06'",
                "CREATE SCHEMA t07",
                "CREATE SCHEMA t08",
                "INSERT INTO public.registry VALUES ('t07', 'plan_of_t07'), ('t08', 'plan_of_t08')",
                "UPDATE public.registry SET plan = 'gold' WHERE schema = 't03'");
        migrate(line, HowFar.changes(2), "t02", "t04", "t08");
        database.execute(
                "UPDATE t02.databasechangelog SET id = 'by hand' WHERE id = 'again'",
                "UPDATE t08.databasechangelog SET id = 'of an earlier release' WHERE id = 'again'");

        OperationResults dry = results(engines(line), line, plan, TenantSelection.ALL, true);
        assertThat(outcomes(dry.tenants()))
                .isEqualTo("t01 UP_TO_DATE, t02 STALE, t03 STALE, t04 PLANNED, t05 PLANNED, t06 SKIPPED, t07 SKIPPED, "
                        + "t08 SKIPPED");
        assertThat(dry.preview().orElseThrow().cohorts())
                .extracting(
                        cohort ->
                                cohort.tenants().stream().map(TenantId::schema).toList(),
                        cohort -> cohort.script().changeSets().size())
                .containsExactlyInAnyOrder(tuple(List.of("t05"), 6), tuple(List.of("t04"), 5));
        assertThat(applied()).isEqualTo("t01=6, t02=2, t04=2, t08=2");

        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 UP_TO_DATE, t02 STALE, t03 STALE, t04 MIGRATED, t05 MIGRATED, t06 SKIPPED, "
                        + "t07 SKIPPED, t08 SKIPPED");
        assertThat(applied()).isEqualTo("t01=6, t02=2, t04=6, t05=6, t08=2");
        assertThat(outcomes(carryOut(line, plan, NewTenants.FAIL))).contains("t05 UP_TO_DATE", "t07 STALE, t08 STALE");
        assertThat(outcomes(carryOut(line, plan, NewTenants.INCLUDE)))
                .contains("t05 UP_TO_DATE", "t06 SKIPPED, t07 MIGRATED, t08 STALE");
    }

    /** The pilot is moved when its turn has come, before it is locked; the others while the next pilot is at work. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aTenantThatMovesWhileTheRunIsAtWorkIsNotTouched(LiquibaseLine line) {
        database.execute("CREATE SCHEMA t06", "INSERT INTO public.registry VALUES ('t06', 'plan_of_t06')");
        migrate(line, HowFar.changes(1), "t01", "t02", "t03", "t04", "t05", "t06");
        FleetPlan plan = plan(line);
        Map<String, Runnable> moves = Map.of(
                "t01",
                () -> database.execute(
                        "INSERT INTO t01.databasechangelog SELECT 'by hand', author, filename, dateexecuted, 2, exectype, "
                                + "md5sum FROM t01.databasechangelog"),
                "t02",
                () -> {
                    database.execute("DELETE FROM t03.databasechangelog", "DROP TABLE t03.one");
                    database.execute("UPDATE t04.databasechangelog SET md5sum = '9:00000000000000000000000000000000'");
                    migrate(line, HowFar.changes(2), "t05");
                });

        List<TenantResult> results = carryOutMoving(line, plan, moves, OPTIONS);

        assertThat(outcomes(results))
                .isEqualTo("t01 STALE, t02 MIGRATED, t03 STALE, t04 STALE, t05 MIGRATED, t06 MIGRATED");
        assertThat(applied()).isEqualTo("t01=2, t02=6, t03=0, t04=1, t05=6, t06=6");
        assertThat(results)
                .filteredOn(result -> result.schema().equals("t01"))
                .extracting(result -> result.failure().orElseThrow().message())
                .first(STRING)
                .contains("while the run was at work", "Nothing more was applied in it.");
    }

    /** Each goes by Liquibase itself, all of it in one transaction. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void norWhereLiquibaseGoesToEachOrTheChangelogIsEditedMeanwhile(LiquibaseLine line) throws IOException {
        String transactional = RELEASE.replace(" runInTransaction:false", "").replace("INDEX CONCURRENTLY", "INDEX");
        Files.writeString(files.resolve("release.sql"), transactional);
        FleetPlan plan = plan(line);
        Map<String, Runnable> moves = Map.of(
                "t02", () -> migrate(line, HowFar.WHOLE, "t02"),
                "t03",
                        () -> {
                            migrate(line, HowFar.changes(2), "t03");
                            database.execute("UPDATE t03.databasechangelog SET id = 'by hand' WHERE id = 'again'");
                        },
                "t04", () -> write("release.sql", transactional.replace("five (id int)", "five (id bigint)")));

        RunOptions byLiquibase = Fleet.options(1).with(Replaying.OFF).with(Atomicity.TENANT);
        List<TenantResult> results = carryOutMoving(line, plan, moves, byLiquibase);

        assertThat(outcomes(results)).isEqualTo("t01 MIGRATED, t02 UP_TO_DATE, t03 STALE, t04 STALE, t05 STALE");
        assertThat(applied()).isEqualTo("t01=6, t02=6, t03=2, t04=0, t05=0");
    }

    /** Before a tenant's own migration, while nobody has its lock. */
    private List<TenantResult> carryOutMoving(
            LiquibaseLine line, FleetPlan plan, Map<String, Runnable> moves, RunOptions options) {
        Engines engines = engines(line);
        Set<String> moved = ConcurrentHashMap.newKeySet();
        MigrationEngine.Factory moving = () -> {
            MigrationEngine engine = engines.factory().open();
            return (MigrationEngine) Proxy.newProxyInstance(
                    MigrationEngine.class.getClassLoader(),
                    new Class<?>[] {MigrationEngine.class},
                    (proxy, method, arguments) -> {
                        boolean migrates = Set.of("migrate", "migrateWhole").contains(method.getName());
                        if (migrates && moved.add(((Tenant) arguments[0]).schema())) {
                            moves.getOrDefault(((Tenant) arguments[0]).schema(), () -> {})
                                    .run();
                        }
                        try {
                            return method.invoke(engine, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
        return new MigrationRun(
                        Fleet.context(engines.with(moving), options, registry(line, "schema")),
                        false,
                        Optional.of(new PlanToKeep(plan, NewTenants.SKIP, options(Map.of(), SECRET))))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private void write(String file, String text) {
        try {
            Files.writeString(files.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void anotherChangelogOrOptionIsRefusedBeforeAnything(LiquibaseLine line) {
        FleetPlan plan = plan(line);
        assertRefused(
                line,
                plan,
                List.of("one", "two", "three", "five", "six"),
                text -> text.replace("test:one", "test:one runInTransaction:false")
                        .replace("expectedResult:0", "expectedResult:1")
                        .replace("DROP TABLE three", "DROP TABLE IF EXISTS three")
                        .replace("five (id int)", "five (id bigint)")
                        .concat("--changeset test:six\nSELECT 6;\n"));
        assertRefused(
                line,
                plan,
                List.of("one", "two", "five"),
                text -> text.substring(0, text.indexOf("--changeset test:five"))
                        .replace("test:one", "test:one runOnChange:true")
                        .replace("onFail:MARK_RAN", "onFail:HALT"));
        assertRefused(
                line,
                plan,
                List.of("three", "four"),
                text -> text.replace("test:four", "test:x")
                        .replace("test:three", "test:four")
                        .replace("test:x", "test:three"));
        write("release.sql", RELEASE);
        LiquibaseLine other = LiquibaseLine.values()[1 - line.ordinal()];
        assertThatThrownBy(() -> carryOut(other, plan, NewTenants.SKIP, Map.of("contexts", "blue"), SECRET))
                .hasMessageContaining("It was made with Liquibase")
                .hasMessageContaining("contexts was not set and is blue.");
        assertThatThrownBy(() -> carryOut(line, plan, NewTenants.SKIP, Map.of(), "another"))
                .hasMessageContaining("The parameter \"token\" of the changelog has another value.");
        assertThatThrownBy(() -> carryOut(line, plan, keyedBy(Optional.of("another"))))
                .hasMessageContaining("It was made with another key: set the environment variable PGMT_PLAN_KEY as it");
        assertThatThrownBy(() -> carryOut(line, plan, keyedBy(Optional.empty())))
                .hasMessageContaining("It was made with another key");
        assertThat(applied()).isEmpty();
    }

    /** @param named the changesets that are other ones in the edited changelog, all of which are told */
    private void assertRefused(LiquibaseLine line, FleetPlan plan, List<String> named, UnaryOperator<String> edit) {
        write("release.sql", edit.apply(RELEASE));
        assertThatThrownBy(() -> carryOut(line, plan, NewTenants.SKIP))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The changelog is not the one that was planned")
                .message()
                .contains(named.stream().map("release.sql::%s::test"::formatted).toList());
    }

    /** Values that no changeset reads, of a plan without a key. */
    @Test
    void whatOnlyASqlFileOfTheUsersReadsIsOfThePlanToo() {
        LiquibaseLine line = LiquibaseLine.values()[0];
        database.execute("ALTER TABLE public.registry ADD note text NOT NULL DEFAULT 'first'");
        FleetPlan open = read(new PlanRun(Fleet.context(engines(line), Fleet.options(2), registry(line, "schema")))
                .plan(TenantSelection.ALL, withHooksReading("x", Optional.empty()))
                .plan());
        assertThat(text(open)).doesNotContain(SECRET, "plan_of_");
        assertThatThrownBy(() -> carryOut(line, open, options(Map.of(), SECRET)))
                .hasMessageContaining("It was made without a key: unset the environment variable PGMT_PLAN_KEY");
        assertThatThrownBy(() -> carryOut(line, open, withHooksReading("y", Optional.empty())))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The parameter \"unread\" of the changelog has another value.");
        assertThat(applied()).isEmpty();
        database.execute("UPDATE public.registry SET note = 'other' WHERE schema = 't02'");

        assertThat(outcomes(carryOut(line, open, withHooksReading("x", Optional.empty()))))
                .isEqualTo("t01 MIGRATED, t02 STALE, t03 MIGRATED, t04 MIGRATED, t05 MIGRATED");
    }

    private FrozenOptions withHooksReading(String value, Optional<String> key) {
        FrozenOptions usual = options(Map.of(), SECRET);
        return new FrozenOptions(
                usual.texts(), Map.of("token", SECRET, "unread", value), Set.of("unread", "NOTE"), key);
    }

    private FrozenOptions keyedBy(Optional<String> secret) {
        FrozenOptions usual = options(Map.of(), SECRET);
        return new FrozenOptions(usual.texts(), usual.parameters(), usual.readByHooks(), secret);
    }

    private List<TenantResult> carryOut(LiquibaseLine line, FleetPlan plan, FrozenOptions options) {
        return new MigrationRun(
                        Fleet.context(engines(line), OPTIONS, registry(line, "schema")),
                        false,
                        Optional.of(new PlanToKeep(plan, NewTenants.SKIP, options)))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aRunThatFailedGoesOnWithTheSamePlan(LiquibaseLine line) {
        migrate(line, HowFar.changes(1), "t03", "t04");
        // An update puts a checksum there, also where it fails then.
        database.execute(
                "UPDATE t03.databasechangelog SET md5sum = NULL", "UPDATE t04.databasechangelog SET md5sum = NULL");
        FleetPlan plan = plan(line);
        // Liquibase's own tables, so that it is a tenant's that something is in.
        migrate(line, HowFar.changes(1), "t01", "t02");
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute("CREATE TABLE t0" + tenant + ".three (id int)");
        }

        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 CHANGESET, t02 CHANGESET, t03 CHANGESET, t04 CHANGESET, t05 MIGRATED");
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute("DROP TABLE t0" + tenant + ".three");
        }
        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 MIGRATED, t02 MIGRATED, t03 MIGRATED, t04 MIGRATED, t05 UP_TO_DATE");
        assertThat(applied()).isEqualTo("t01=6, t02=6, t03=6, t04=6, t05=6");
    }

    /** Of three changesets that were planned, the last one failed in all tenants but one. */
    @Test
    void aRunThatCountsGoesOnWithWhatIsLeftOfThePlan() {
        LiquibaseLine line = LiquibaseLine.values()[0];
        migrate(line, HowFar.changes(1), "t01", "t02", "t03", "t04");
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute("CREATE TABLE t0" + tenant + ".three (id int)");
        }
        howFar = HowFar.changes(3);
        FleetPlan plan = plan(line);
        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 CHANGESET, t02 CHANGESET, t03 CHANGESET, t04 CHANGESET, t05 MIGRATED");
        assertThat(applied()).isEqualTo("t01=3, t02=3, t03=3, t04=3, t05=3");
        for (int tenant = 1; tenant <= 4; tenant++) {
            database.execute("DROP TABLE t0" + tenant + ".three");
        }
        migrate(line, HowFar.changes(3), "t04");

        PlanToKeep kept = new PlanToKeep(plan, NewTenants.SKIP, options(Map.of(), SECRET));
        assertThat(new MigrationRun(
                                Fleet.context(engines(line), OPTIONS, registry(line, "schema")),
                                false,
                                Optional.of(kept))
                        .migrate(TenantSelection.ALL, true)
                        .tenants())
                .flatExtracting(result -> result.changeSets().pending())
                .extracting(ChangeSetId::id)
                .containsExactly("three", "three", "three");
        List<TenantResult> results = carryOut(line, plan, NewTenants.SKIP);
        assertThat(outcomes(results)).isEqualTo("t01 MIGRATED, t02 MIGRATED, t03 MIGRATED, t04 STALE, t05 UP_TO_DATE");
        assertThat(applied()).isEqualTo("t01=4, t02=4, t03=4, t04=5, t05=3");
        assertThat(results).filteredOn(result -> result.way().replayed() > 0).hasSize(2);
        carryOut(line, plan, NewTenants.SKIP);
        assertThat(applied()).isEqualTo("t01=4, t02=4, t03=4, t04=5, t05=3");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aFileThatAChangeNamesIsOfThePlanByteByByte(LiquibaseLine line) throws IOException {
        changelogFile = "script.yaml";
        Files.writeString(files.resolve(changelogFile), OF_A_SQL_FILE);
        Files.writeString(files.resolve("script.sql"), "CREATE TABLE script (note text DEFAULT '${token}')");
        FleetPlan ofScript = plan(line);
        assertThatThrownBy(() -> carryOut(line, ofScript, NewTenants.SKIP, Map.of(), "another"))
                .hasMessageContaining("The parameter \"token\" of the changelog has another value.");

        changelogFile = "files.yaml";
        Files.writeString(files.resolve("files.csv"), "note\ncell.txt\n");
        Files.writeString(files.resolve("untyped.csv"), "note\nuntyped.txt\n");
        Map<String, String> contents = Map.of(
                "view.sql", "SELECT 'a  b'::text AS two, '${plan} ${token}'::text AS plan",
                "function.sql", "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a  b ${plan}' $$",
                "note.txt", "a  b",
                "rows.csv", "note\na  b\n",
                "cell.txt", "a  b",
                "untyped.txt", "a  b");
        contents.forEach(this::write);
        Files.writeString(files.resolve("files.yaml"), OF_FILES);
        FleetPlan plan = plan(line);
        // Whoever knows a checksum could try out what the secret is.
        assertThat(plan.cohorts().get(0).changeSets())
                .filteredOn(changeSet -> changeSet.checksum().isPresent())
                .extracting(changeSet -> changeSet.id().id())
                .containsExactly("table", "note", "rows", "files in rows", "file in a row without a type");

        contents.forEach((name, text) -> write(name, text.replace("a  b", "a b")));
        assertThatThrownBy(() -> carryOut(line, plan, NewTenants.SKIP))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The changelog is not the one that was planned")
                .message()
                .contains(Stream.of("view", "function", "note", "rows", "files in rows", "file in a row without a type")
                        .map("files.yaml::%s::test"::formatted)
                        .toList());
        contents.forEach(this::write);
        migrate(line, HowFar.changes(1), "t02");
        database.execute("UPDATE t02.databasechangelog SET md5sum = '9:00000000000000000000000000000000'");
        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 MIGRATED, t02 STALE, t03 MIGRATED, t04 MIGRATED, t05 MIGRATED");
        assertThat(applied()).isEqualTo("t01=7, t02=1, t03=7, t04=7, t05=7");
    }

    @Test
    void anotherVersionOfAnExtensionIsRefusedBeforeAnything() throws IOException {
        LiquibaseLine line = LiquibaseLine.values()[0];
        RunOptions options = Fleet.options(1);
        Engines extended = extended(line, "ext-1.1.jar");
        FleetPlan made = new PlanRun(Fleet.context(extended, options, registry(line, "schema")))
                .plan(TenantSelection.ALL, options(Map.of(), SECRET))
                .plan();
        // As another version's plan has it, whose Liquibase would have to be loaded.
        FleetPlan plan = read(text(made).replace("ext-1.1.jar", "ext-1.0.jar"));

        PlanToKeep kept = new PlanToKeep(plan, NewTenants.SKIP, options(Map.of(), SECRET));
        MigrationRun other =
                new MigrationRun(Fleet.context(extended, options, registry(line, "schema")), false, Optional.of(kept));
        assertThatThrownBy(() -> other.migrate(TenantSelection.ALL, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("liquibaseExtensions was ext-1.0.jar and is ext-1.1.jar.");
        assertThat(applied()).isEmpty();
    }

    private Engines sharing(LiquibaseLine line, String beforeAll) {
        List<SqlFile> before = beforeAll.isEmpty()
                ? List.of()
                : List.of(new SqlFile("beforeAllSql", "move.sql", List.of(new SqlFile.Statement(1, beforeAll, false))));
        return engines(line).withShared(Optional.of("shared.sql"), before, List.of());
    }

    private Engines extended(LiquibaseLine line, String jar) throws IOException {
        Path file = files.resolve(jar);
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(file))) {
            entries.putNextEntry(new ZipEntry("META-INF/services/liquibase.sqlgenerator.SqlGenerator"));
        }
        return engines(line).withPluginDependencies(List.of(file.toUri().toURL()));
    }

    @Test
    void aTagThatATenantSetsInItsOwnHistoryHoldsUpNoOther() throws IOException {
        LiquibaseLine line = LiquibaseLine.values()[0];
        changelogFile = "tagged.yaml";
        Files.writeString(files.resolve(changelogFile), """
                databaseChangeLog:
                  - include: {file: release.sql}
                  - changeSet: {id: tag, author: test, changes: [{tagDatabase: {tag: v2}}]}
                """);
        migrate(line, HowFar.changes(1), "t01", "t02");
        howFar = HowFar.toTag("v2");
        FleetPlan plan = plan(line);
        database.execute("UPDATE t02.databasechangelog SET tag = 'v2'");

        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 MIGRATED, t02 STALE, t03 MIGRATED, t04 MIGRATED, t05 MIGRATED");
        assertThat(outcomes(carryOut(line, plan, NewTenants.SKIP)))
                .isEqualTo("t01 UP_TO_DATE, t02 STALE, t03 UP_TO_DATE, t04 UP_TO_DATE, t05 UP_TO_DATE");
    }

    /** Also where one of two does not answer: not at all, or no more when tenants are listed or planned. */
    @Test
    void aPlanOfSeveralDatabasesIsOfEachByItself() throws IOException {
        try (TestDatabase other = new TestDatabase()) {
            other.execute("CREATE SCHEMA t01", "CREATE SCHEMA t09");
            SeveralDatabases both = several(database, other);
            FrozenOptions options = options(Map.of(), SECRET);
            FleetPlan whole = read(
                    new PlanRun(both.context(OPTIONS)).plan(both.all(), options).plan());
            PlanToKeep kept = new PlanToKeep(whole, NewTenants.SKIP, options);
            SeveralDatabases exchanged = several(other, database);
            assertThatThrownBy(() -> migrate(exchanged, kept, false))
                    .hasMessageContaining("It was made in eu1: database ");

            SeveralDatabases without = new SeveralDatabases("changelogs/shop/plain.sql")
                    .with("eu1", database.url(), "one", 18, 2)
                    .without(new UnreachedDatabase(
                            new Database("us1", "jdbc:postgresql://gone/app"),
                            Failure.of(Failure.Kind.CONNECTION, "Cannot connect to it."),
                            List.of()));
            FleetPlan half = read(new PlanRun(without.context(OPTIONS))
                    .plan(without.all(), options)
                    .plan());
            assertThat(half.refused())
                    .extracting(tenant -> tenant.id().displayName(), RefusedTenant::kind)
                    .containsExactly(tuple("us1", Failure.Kind.CONNECTION));
            assertThat(migrate(both, new PlanToKeep(half, NewTenants.SKIP, options), true))
                    .filteredOn(result -> result.id().database().equals("us1"))
                    .extracting(TenantResult::outcome)
                    .containsExactly(Outcome.SKIPPED, Outcome.SKIPPED);

            assertFailed(migrate(without, kept, true), "us1");
            AtomicInteger asked = new AtomicInteger();
            assertFailed(migrate(silentWhenAsked(other, asked), kept, true), "us1/t01", "us1/t09");
            assertThat(asked).hasPositiveValue();
            assertFailed(migrate(silentWhenAsked(other, asked), kept, false), "us1/t01", "us1/t09");
            other.execute("DROP SCHEMA t09");
            assertThat(migrate(both, kept, false))
                    .extracting(TenantResult::displayName, TenantResult::outcome)
                    .contains(
                            tuple("eu1/t01", Outcome.UP_TO_DATE),
                            tuple("us1/t01", Outcome.MIGRATED),
                            tuple("us1/t09", Outcome.SKIPPED))
                    .hasSize(7);
        }
    }

    /** The other one is lost when it is asked which database it is. */
    private SeveralDatabases silentWhenAsked(TestDatabase other, AtomicInteger asked) {
        return new SeveralDatabases("changelogs/shop/plain.sql")
                .seenThrough((name, ports) -> name.equals("us1") ? silent(ports, asked) : ports)
                .with("eu1", database.url(), "one", 18, 2)
                .with("us1", other.url(), "one", 18, 2);
    }

    private static RunPorts silent(RunPorts ports, AtomicInteger asked) {
        ServerConditions real = ports.conditions();
        ServerConditions silent = (ServerConditions) Proxy.newProxyInstance(
                ServerConditions.class.getClassLoader(),
                new Class<?>[] {ServerConditions.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("identity")) {
                        asked.incrementAndGet();
                        throw new DatabaseUnavailableException("It is gone.", null);
                    }
                    return method.invoke(real, arguments);
                });
        return new RunPorts(
                ports.tenants(),
                ports.fleet(),
                ports.catalog(),
                silent,
                ports.sessions(),
                ports.replays(),
                ports.newSchemas(),
                ports.removal());
    }

    private static void assertFailed(List<TenantResult> results, String... tenants) {
        assertThat(results)
                .filteredOn(result -> result.failure().isPresent())
                .extracting(
                        TenantResult::displayName,
                        result -> result.failure().orElseThrow().kind())
                .containsExactly(Stream.of(tenants)
                        .map(tenant -> tuple(tenant, Failure.Kind.CONNECTION))
                        .toArray(Tuple[]::new));
        assertThat(results)
                .filteredOn(result -> result.id().database().equals("eu1"))
                .hasSize(5)
                .allSatisfy(result -> assertThat(result.failure()).isEmpty());
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aSharedChangelogIsAPartOfItsOwn(LiquibaseLine line) throws IOException {
        String shared = """
                --liquibase formatted sql
                --changeset test:lookup
                CREATE TABLE IF NOT EXISTS public.lookup (id int);
                --changeset test:values
                INSERT INTO public.lookup VALUES (1);
                """;
        Files.writeString(files.resolve("shared.sql"), shared);
        FleetPlan plan = read(plan(sharing(line), registry(line, "schema"), 2));
        assertThat(plan.shared())
                .singleElement()
                .satisfies(place -> assertThat(place.tenants()).containsOnlyKeys(TenantId.of("public")))
                .satisfies(place -> assertThat(place.changeSets()).hasSize(2));
        assertThat(plan.cohorts())
                .allSatisfy(cohort -> assertThat(cohort.changeSets())
                        .noneMatch(changeSet -> changeSet.id().file().equals("shared.sql")));

        Files.writeString(files.resolve("shared.sql"), shared.replace("VALUES (1)", "VALUES (2)"));
        assertThatThrownBy(() -> carryOut(sharing(line), line, plan, false))
                .hasMessageContaining("The changelog is not the one that was planned")
                .hasMessageContaining("shared.sql::values::test");
        Files.writeString(files.resolve("shared.sql"), shared);
        assertThat(outcomes(carryOut(sharing(line), line, plan, true)))
                .isEqualTo("t01 PLANNED, t02 PLANNED, t03 PLANNED, t04 PLANNED, t05 PLANNED");
        assertThat(applied()).isEmpty();

        // A run that failed in every tenant has done what is shared.
        database.execute("CREATE TABLE t01.one (id int)", "CREATE TABLE t02.one (id int)");
        assertThat(outcomes(carryOut(sharing(line), line, plan, false)))
                .isEqualTo("t01 UNMANAGED, t02 UNMANAGED, t03 MIGRATED, t04 MIGRATED, t05 MIGRATED");
        assertThat(database.query("SELECT id FROM public.lookup")).containsExactly("1");
        database.execute("DROP TABLE t01.one", "DROP TABLE t02.one");
        assertThat(outcomes(carryOut(sharing(line), line, plan, false)))
                .isEqualTo("t01 MIGRATED, t02 MIGRATED, t03 UP_TO_DATE, t04 UP_TO_DATE, t05 UP_TO_DATE");
        String byHand = "UPDATE public.databasechangelog SET id = '%s' WHERE id = '%s'";
        database.execute(byHand.formatted("by hand", "values"));
        assertThatThrownBy(() -> carryOut(sharing(line), line, plan, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The shared schema \"public\" is not as it was planned for.");
        database.execute(byHand.formatted("values", "by hand"));

        Files.writeString(files.resolve("release.sql"), RELEASE + "--changeset test:six\nSELECT 6;\n");
        Files.writeString(
                files.resolve("shared.sql"), shared + "--changeset test:later\nCREATE TABLE public.later (id int);\n");
        noTenantIsTouchedWhereWhatIsSharedMovesMeanwhile(line);
    }

    /** Its history is moved when the run has compared it, and before the shared changelog is applied. */
    private void noTenantIsTouchedWhereWhatIsSharedMovesMeanwhile(LiquibaseLine line) {
        FleetPlan plan = read(plan(sharing(line), registry(line, "schema"), 2));
        assertThat(plan.shared()).flatExtracting(PlannedCohort::changeSets).hasSize(1);

        String move = "UPDATE public.databasechangelog SET exectype = 'MARK_RAN' WHERE id = 'values'";
        OperationResults moved = results(sharing(line, move), line, plan, TenantSelection.ALL, false);
        assertThat(moved.error())
                .hasValueSatisfying(error -> assertThat(error)
                        .contains("The row of shared.sql::values::test is another one.", "No tenant was touched."));
        assertThat(applied()).isEqualTo("public=2, t01=6, t02=6, t03=6, t04=6, t05=6");

        database.execute("UPDATE public.databasechangelog SET exectype = 'EXECUTED'");
        carryOut(sharing(line), line, plan, false);
        assertThat(applied()).isEqualTo("public=3, t01=7, t02=7, t03=7, t04=7, t05=7");
    }

    private Engines sharing(LiquibaseLine line) {
        return sharing(line, "");
    }

    private List<TenantResult> carryOut(Engines engines, LiquibaseLine line, FleetPlan plan, boolean dryRun) {
        return results(engines, line, plan, TenantSelection.ALL, dryRun).tenants();
    }

    private OperationResults results(
            Engines engines, LiquibaseLine line, FleetPlan plan, TenantSelection selection, boolean dryRun) {
        PlanToKeep kept = new PlanToKeep(plan, NewTenants.SKIP, options(Map.of(), SECRET));
        return new MigrationRun(Fleet.context(engines, OPTIONS, registry(line, "schema")), false, Optional.of(kept))
                .migrate(selection, dryRun);
    }

    @Test
    void aHookOfTheProjectsIsNamedAsNotFrozenAndMustBeTheOneThatWasThere() throws IOException {
        LiquibaseLine line = LiquibaseLine.values()[0];
        database.execute("CREATE TABLE public.journal (schema text, phase text, run text)");
        Engines hooked = engines(line).withHooks(TenantSql.NONE, List.of(TenantHookTest.place("found")));
        PlanRun.Made made = made(hooked, registry(line, "schema"), 2);
        FleetPlan plan = read(made.plan());
        assertThat(plan.notFrozen())
                .contains("TenantHook: what com.example.hooks.ScriptedHook does is known when it runs");
        assertThat(Files.readString(write("hooked", made).resolve("plan.sql")))
                .contains("-- Not in this script: around each tenant the TenantHook com.example.hooks.ScriptedHook");

        assertThatThrownBy(() -> carryOut(line, plan, NewTenants.SKIP))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("TenantHook was com.example.hooks.ScriptedHook and is not set.");
        assertThat(applied()).isEmpty();
        TenantSelection first = new TenantSelection(List.of("t01"), List.of(), List.of(), List.of());
        assertThat(outcomes(results(hooked, line, plan, first, false).tenants()))
                .isEqualTo("t01 MIGRATED");
    }

    /** As threads that plan at the same time do. */
    @Test
    void tenantsThatWerePlannedApartAreOneCohortOfTheScript() {
        LiquibaseLine line = LiquibaseLine.values()[0];
        migrate(line, HowFar.changes(2), "t05");
        RunContext context = Fleet.context(engines(line), OPTIONS, registry(line, "schema"));
        Survey survey = Survey.of(context, TenantSelection.ALL);
        Map<Tenant, MigrationPlan> apart = new HashMap<>();
        try (MigrationEngine engine = context.environment().engines().open()) {
            survey.selected().tenants().forEach(tenant -> {
                MigrationPlans plans = MigrationPlans.of(context, survey);
                plans.plan(engine, tenant, survey.histories().get(tenant));
                apart.put(tenant, plans.all().get(tenant));
            });
        }

        assertThat(new CohortPreviews(context, Optional.empty())
                        .ofMigration(apart, survey.histories())
                        .cohorts())
                .extracting(cohort ->
                        cohort.tenants().stream().map(TenantId::schema).toList())
                .containsExactly(List.of("t01", "t02", "t03", "t04"), List.of("t05"));
    }

    private static SeveralDatabases several(TestDatabase eu1, TestDatabase us1) {
        return new SeveralDatabases("changelogs/shop/plain.sql")
                .with("eu1", eu1.url(), "one", 18, 2)
                .with("us1", us1.url(), "one", 18, 2);
    }

    private static List<TenantResult> migrate(SeveralDatabases databases, PlanToKeep kept, boolean dryRun) {
        return new MigrationRun(databases.context(OPTIONS), false, Optional.of(kept))
                .migrate(databases.all(), dryRun)
                .tenants();
    }

    private FleetPlan plan(LiquibaseLine line) {
        return read(plan(engines(line), registry(line, "schema"), 2));
    }

    /** As it comes out of its file. */
    private FleetPlan read(FleetPlan plan) {
        return read(text(plan));
    }

    private FleetPlan read(String text) {
        try {
            return PlanFile.read(Files.writeString(files.resolve("plan.json"), text))
                    .plan();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FleetPlan plan(Engines engines, TenantSource tenants, int threads) {
        return made(engines, tenants, threads).plan();
    }

    private PlanRun.Made made(Engines engines, TenantSource tenants, int threads) {
        return new PlanRun(Fleet.context(engines, Fleet.options(threads), tenants))
                .plan(TenantSelection.ALL, options(Map.of(), SECRET));
    }

    private Path write(String directory, PlanRun.Made made) throws IOException {
        PlanReport report =
                new PlanReport(Optional.of(made.plan()), PlanFile.hash(text(made.plan())), Optional.of(made.preview()));
        Path written = files.resolve(directory);
        new ReportFiles(written, Set.of()).write(new RunReport(Plans.report().head(), report));
        return written;
    }

    /** What a dry run writes. */
    private Path dryRun(LiquibaseLine line) throws IOException {
        RunPreview preview = new MigrationRun(Fleet.context(engines(line), OPTIONS, registry(line, "schema")))
                .migrate(TenantSelection.ALL, true)
                .preview()
                .orElseThrow();
        Path file = files.resolve("migrate-all.sql");
        try (Writer writer = Files.newBufferedWriter(file)) {
            PsqlScript.write(
                    PsqlScript.Title.of("migrate-all"),
                    preview,
                    OutgoingText.inFiles(UnaryOperator.identity()),
                    writer);
        }
        return file;
    }

    private static String text(FleetPlan plan) {
        return PlanFile.text(plan, OutgoingText.inFiles(UnaryOperator.identity()));
    }

    private List<TenantResult> carryOut(LiquibaseLine line, FleetPlan plan, NewTenants newTenants) {
        return carryOut(line, plan, newTenants, Map.of(), SECRET);
    }

    private List<TenantResult> carryOut(
            LiquibaseLine line, FleetPlan plan, NewTenants newTenants, Map<String, String> further, String token) {
        Engines engines = Engines.of(database, line, changelog(howFar, token), files);
        PlanToKeep kept = new PlanToKeep(plan, newTenants, options(further, token));
        return new MigrationRun(Fleet.context(engines, OPTIONS, registry(line, "schema")), false, Optional.of(kept))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private FrozenOptions options(Map<String, String> further, String token) {
        Map<String, String> texts = new TreeMap<>(Map.of("changeLogFiles", changelogFile));
        howFar.toTag().ifPresent(tag -> texts.put(FrozenOptions.TO_TAG, tag));
        texts.putAll(further);
        return new FrozenOptions(
                new TreeMap<>(texts), Map.of("token", token, "unread", "x"), Set.of(), Optional.of("key of the test"));
    }

    /** Tenants that have got something beside the plan. */
    private void migrate(LiquibaseLine line, HowFar howFar, String... schemas) {
        Engines engines = Engines.of(database, line, changelog(howFar, SECRET), files);
        new MigrationRun(Fleet.context(engines, OPTIONS, registry(line, "schema")))
                .migrate(new TenantSelection(List.of(schemas), List.of(), List.of(), List.of()), false);
    }

    private Engines engines(LiquibaseLine line) {
        return Engines.of(database, line, changelog(howFar, SECRET), files);
    }

    private Changelog changelog(HowFar howFar, String token) {
        Changelog plain = Engines.changelog(changelogFile);
        return new Changelog(plain.files(), Optional.empty(), Optional.empty(), Map.of("token", token), plain.tables())
                .upTo(howFar);
    }

    private TenantSource registry(LiquibaseLine line, String order) {
        database.execute("CREATE OR REPLACE VIEW public.ordered AS SELECT * FROM public.registry ORDER BY " + order);
        return new TableTenants(engines(line).server(), "public.ordered", "schema", Optional.empty());
    }

    private static String outcomes(List<TenantResult> results) {
        return results.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .map(result -> result.schema() + " "
                        + result.failure()
                                .map(Failure::kind)
                                .map(Enum::name)
                                .orElse(result.outcome().name()))
                .collect(Collectors.joining(", "));
    }

    /** How many rows each history has, of those that there are. */
    private String applied() {
        return database
                .query("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' ORDER BY 1")
                .stream()
                .map(schema -> schema + "="
                        + database.query("SELECT count(*) FROM " + schema + ".databasechangelog")
                                .get(0))
                .collect(Collectors.joining(", "));
    }
}
