package io.github.pgmt.migration.lifecycle;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New tenants that need the same are a cohort: a pilot is made by Liquibase, and the others get what it got. */
class SetUpByCohortTest {

    private static final String CHANGELOG = "changelogs/onboarding/alike.sql";
    private static final String SHOP = "changelogs/shop/master.yaml";
    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;
    private static final int CHANGESETS = 3;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void control() {
        database.execute(
                "CREATE TABLE public.control (schema text, divisor int)", "INSERT INTO public.control VALUES ('', 1)");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void theyAreAsLiquibaseMakesThemInSchemasThatSomebodyHasMade(LiquibaseLine line) {
        database.execute("DROP TABLE public.control");
        List<String> tenants = List.of("acme", "Tenant_B", "a-c.me corp", "table");
        try (TestDatabase theirs = new TestDatabase();
                TestRole owner = new TestRole(database);
                TestRole application = new TestRole(database)) {
            NewSchema newSchema = new NewSchema(Optional.of(owner.name()), List.of(application.name()), false);
            Engines engines = Engines.of(database, line, SHOP);
            List<TenantResult> results = Fleet.setUp(engines, newSchema, Fleet.catalog(engines))
                    .setUp(named(tenants.toArray(String[]::new)), false)
                    .tenants();
            for (String tenant : tenants) {
                String schema = TestDatabase.quoted(tenant);
                String later = "ALTER DEFAULT PRIVILEGES IN SCHEMA " + schema + " GRANT ";
                theirs.execute(
                        "CREATE SCHEMA " + schema + " AUTHORIZATION " + owner.name(),
                        "GRANT USAGE ON SCHEMA " + schema + " TO " + application.name(),
                        later + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + application.name(),
                        later + "USAGE, SELECT ON SEQUENCES TO " + application.name());
                OwnLiquibase.migrate(line, OwnLiquibase.Update.of(theirs, tenant, SHOP));
            }

            assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.CREATED);
            assertThat(ways(results))
                    .containsExactly(
                            "Tenant_B LIQUIBASE HISTORY",
                            "a-c.me corp REPLAY CATALOG",
                            "acme REPLAY CATALOG",
                            "table REPLAY CATALOG");
            DatabaseContents expected = DatabaseContents.of(theirs);
            assertThat(expected.lines())
                    .as("rights that come of the default privileges")
                    .anySatisfy(text -> assertThat(text).startsWith("default privileges in acme"))
                    .anySatisfy(text ->
                            assertThat(text).startsWith("relation acme.").contains(application.name() + "=arwd/"));
            assertThat(DatabaseContents.of(database).differences(expected, "ours", "theirs"))
                    .isEmpty();
            theirs.execute("DROP OWNED BY " + owner.name() + ", " + application.name() + " CASCADE");
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void thoseThatAreThereAreOthersCohortsAndCurrentOnesAreNotOpened(LiquibaseLine line) {
        setUp(Engines.of(database, line, CHANGELOG), "current1", "current2", "behind1", "behind2", "behind3");
        try (TestRole owner = new TestRole(database)) {
            database.execute(
                    "CREATE SCHEMA empty1 AUTHORIZATION " + owner.name(),
                    "CREATE SCHEMA empty2",
                    "CREATE SCHEMA empty3");
            for (String schema : List.of("behind1", "behind2", "behind3")) {
                database.execute(
                        "DROP TABLE " + schema + ".extra",
                        "DELETE FROM " + schema + ".databasechangelog WHERE id = 'extra'");
            }
            Queue<String> opened = new ConcurrentLinkedQueue<>();

            List<TenantResult> results = setUp(
                    noting(line, opened),
                    "current1",
                    "current2",
                    "behind1",
                    "behind2",
                    "behind3",
                    "empty1",
                    "empty2",
                    "empty3",
                    "new1",
                    "new2",
                    "new3");

            assertThat(ways(results))
                    .containsExactly(
                            "behind1 LIQUIBASE HISTORY",
                            "behind2 REPLAY CATALOG",
                            "behind3 REPLAY CATALOG",
                            "current1 - HISTORY",
                            "current2 - HISTORY",
                            "empty1 LIQUIBASE HISTORY",
                            "empty2 REPLAY CATALOG",
                            "empty3 REPLAY CATALOG",
                            "new1 LIQUIBASE HISTORY",
                            "new2 REPLAY CATALOG",
                            "new3 REPLAY CATALOG");
            assertThat(opened).as("by sessions of their own").containsExactlyInAnyOrder("behind1", "empty1", "new1");
            assertThat(results)
                    .filteredOn(result -> result.outcome() == Outcome.CREATED)
                    .extracting(TenantResult::schema)
                    .containsExactly("new1", "new2", "new3");
        }
    }

    @Test
    void aPilotThatFailsIsTakenBackAndTheNextOneTried() {
        failingIn("t01");

        List<TenantResult> results = setUp(engines(), "t01", "t02", "t03");

        assertThat(ways(results.subList(1, 3))).containsExactly("t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG");
        assertTakenBack(results.get(0));
        assertThat(results.get(0).failure().orElseThrow().sqlState()).contains("22012");
        assertThat(schemas()).containsExactly("t02", "t03");
    }

    @Test
    void oneThatFailsIsTakenBackAndStopsNoOther() {
        failingIn("t03");

        List<TenantResult> results = setUp(engines(), "t01", "t02", "t03", "t04");

        assertTakenBack(results.get(2));
        assertThat(results.get(2).way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("was refused when it was replayed (SQLSTATE 22012)");
        assertThat(results).extracting(TenantResult::outcome).containsOnlyOnce(Outcome.FAILED);
        assertThat(schemas()).containsExactly("t01", "t02", "t04");
    }

    @Test
    void whereAllAreTriedThoughTheyFailAlikeNoSchemaIsLeft() {
        database.execute("UPDATE public.control SET divisor = 0");
        RunContext all = Fleet.context(engines(), Fleet.options(2).withMaxCohortFailures(0));

        List<TenantResult> results = setUp(all, MigrationListener.NONE, "t01", "t02", "t03", "t04", "t05");

        assertThat(results).allSatisfy(SetUpByCohortTest::assertTakenBack);
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aSchemaThatAppearsMeanwhileIsSomebodyElses() {
        MigrationListener meanwhile = MigrationListener.of(
                RunEvent.PilotFinished.class,
                event -> database.execute(
                        "CREATE SCHEMA t02", "CREATE SCHEMA t03", "CREATE TABLE t03.by_hand (id int)"));

        List<TenantResult> results = setUp(context(engines()), meanwhile, "t01", "t02", "t03", "t04");

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED, Outcome.MIGRATED, Outcome.FAILED, Outcome.CREATED);
        assertThat(results.get(1).way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("meets a schema that somebody else has made meanwhile");
        assertThat(results.get(2).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 't03'"))
                .containsExactly("by_hand");
        assertThat(ways(results.subList(3, 4))).containsExactly("t04 REPLAY CATALOG");
    }

    /** Its owner and what else is in it are not what the run makes. */
    @Test
    void oneWhoseSchemaSomebodyElseHasMadeIsNobodysPilot() {
        try (TestRole owner = new TestRole(database)) {
            MigrationListener meanwhile = MigrationListener.of(
                    RunEvent.CohortsFormed.class,
                    event -> database.execute("CREATE SCHEMA t01 AUTHORIZATION " + owner.name()));

            List<TenantResult> results = setUp(context(engines()), meanwhile, "t01", "t02", "t03");

            assertThat(results)
                    .extracting(TenantResult::outcome)
                    .containsExactly(Outcome.MIGRATED, Outcome.CREATED, Outcome.CREATED);
            assertThat(ways(results))
                    .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG");
        }
    }

    @Test
    void anotherRunThatFillsTheSchemaBeforeTheReplayIsFollowedByLiquibase() {
        Engines engines = afterCreating(
                engines(),
                "t02",
                () -> assertThat(setUp(engines(), "t02"))
                        .extracting(TenantResult::outcome)
                        .containsExactly(Outcome.MIGRATED));

        List<TenantResult> results = setUp(engines, "t01", "t02", "t03");

        assertThat(ways(results))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG");
        assertThat(results.get(1).changeSets().isEmpty()).isTrue();
        assertThat(database.query("SELECT count(*) FROM t02.databasechangelog"))
                .containsExactly(String.valueOf(CHANGESETS));
        assertThat(database.query("SELECT name FROM t02.customers")).containsExactly("1");
    }

    @Test
    void aSchemaInWhichAnotherRunHasWorkedStaysWhenItsTenantFails() {
        failingIn("t02");
        Engines engines = afterCreating(
                engines(),
                "t02",
                () -> assertThat(engines().migrate("t02").changeSets().applied())
                        .hasSize(1));

        List<TenantResult> results = setUp(engines, "t01", "t02");

        assertThat(message(results.get(1)))
                .contains("The schema, which this run had created, stays: 1 of the changesets in its history")
                .contains("mvn pgmt:setup-tenant -Dpgmt.tenant=t02");
        assertThat(database.query("SELECT id FROM t02.databasechangelog")).containsExactly("customers");
    }

    @Test
    void aRunThatIsStoppedBeforeTheReplayTakesTheSchemaBack() {
        Engines engines = engines();
        Engines stopped = afterCreating(engines, "t02", () -> engines.stop().request());

        List<TenantResult> results = setUp(context(stopped), MigrationListener.NONE, "t01", "t02", "t03");

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED, Outcome.FAILED, Outcome.SKIPPED);
        assertThat(message(results.get(1)))
                .startsWith("The run was interrupted before this tenant was finished.")
                .endsWith("The schema, which this run had created, was removed again.");
        assertThat(schemas()).containsExactly("t01");
    }

    @Test
    void oneThatWaitsForALockGoesOnInItsSchema() throws SQLException {
        Server.Timeouts timeouts = new Server.Timeouts(Duration.ofMillis(200), Duration.ZERO);
        Engines engines = Engines.of(database.url(), LINE, CHANGELOG, timeouts);
        try (Connection other = database.connect()) {
            Engines held = afterCreating(engines, "t02", () -> execute(other, "BEGIN; LOCK TABLE public.control"));
            MigrationListener releasing =
                    MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> execute(other, "ROLLBACK"));

            List<TenantResult> results = setUp(context(held), releasing, "t01", "t02");

            assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG");
            assertThat(results.get(1).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(results.get(1).changeSets().applied()).hasSize(CHANGESETS);
            assertThat(results.get(1).way().waiting().tries()).isEqualTo(2);
        }
    }

    @Test
    void oneThatAnotherRunHoldsIsWaitedForBeforeItIsMade() throws SQLException {
        try (Connection other = database.connect()) {
            AtomicReference<String> holder = new AtomicReference<>();
            List<String> schemasMeanwhile = new ArrayList<>();
            MigrationListener listener = event -> {
                if (event instanceof RunEvent.PilotFinished) {
                    execute(other, "SELECT pg_advisory_lock(hashtextextended('pgmt:t02', 0))");
                } else if (event instanceof RunEvent.TenantWaits waits) {
                    holder.set(waits.holder());
                    schemasMeanwhile.addAll(schemas());
                    execute(other, "SELECT pg_advisory_unlock_all()");
                }
            };

            List<TenantResult> results = setUp(context(engines()), listener, "t01", "t02");

            assertThat(holder.get()).startsWith("Another run of pgmt works on the tenant");
            assertThat(schemasMeanwhile).containsExactly("t01");
            assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG");
        }
    }

    @Test
    void oneThatComesOutOtherwiseThanThePilotIsTakenBack() {
        Engines engines = afterCreating(engines(), "t02", () -> database.execute("CREATE TABLE t02.extra (id text)"));

        List<TenantResult> results = setUp(engines, "t01", "t02", "t03");

        assertThat(results.get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(message(results.get(1)))
                .contains("extra.id", "\"t01\"", "The schema is new", "-Dpgmt.replay=false", "was removed again")
                .doesNotContain("stay applied");
        assertThat(schemas()).containsExactly("t01", "t03");
    }

    @Test
    void whatSomebodyElseMakesInANewTenantIsNoDifference() {
        Engines engines = afterCreating(engines(), "t02", () -> database.execute("CREATE TABLE t02.own (id text)"));
        Queue<String> warnings = new ConcurrentLinkedQueue<>();
        MigrationListener listener =
                MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message()));

        List<TenantResult> results = setUp(context(engines), listener, "t01", "t02", "t03");

        assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
        assertThat(warnings).anySatisfy(warning -> assertThat(warning).contains("t02 (table own)"));
    }

    /** Also where Liquibase comes first, and makes its tables itself. */
    @Test
    void aChangesetInDoubtIsLiquibasesInANewTenantToo() {
        List<TenantResult> results =
                setUp(Engines.of(database, LINE, "changelogs/onboarding/doubtful.sql"), "t01", "t02", "t03");

        assertThat(ways(results)).containsExactly("t01 LIQUIBASE HISTORY", "t02 MIXED CATALOG", "t03 MIXED CATALOG");
        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.CREATED);
        assertThat(database.query("SELECT id FROM t03.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("customers", "orders", "invoices");
    }

    /** Of schemas, which are the first that is made in each tenant. */
    @Test
    void aTriggerOfTheDatabasesFindsTheSameHoweverATenantIsMade() {
        database.execute(
                "CREATE TABLE public.made (schema text)",
                "CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO made "
                        + "SELECT object_identity FROM pg_event_trigger_ddl_commands(); END $$",
                "CREATE EVENT TRIGGER note ON ddl_command_end WHEN TAG IN ('CREATE SCHEMA') EXECUTE FUNCTION public.note()");

        assertThat(ways(setUp(engines(), "t01", "t02"))).containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG");
        assertThat(database.query("SELECT schema FROM public.made ORDER BY 1")).containsExactly("t01", "t02");
    }

    @Test
    void aNewTenantCanBeNamedAsThePilot() {
        Replaying named = new Replaying(true, Optional.of("t02"), Way.Verified.CATALOG);
        RunContext context = Fleet.context(engines(), Fleet.options(2).with(named));

        assertThat(ways(setUp(context, MigrationListener.NONE, "t01", "t02", "t03")))
                .containsExactly("t01 REPLAY CATALOG", "t02 LIQUIBASE HISTORY", "t03 REPLAY CATALOG");
        assertThatThrownBy(() -> setUp(context, MigrationListener.NONE, "t03", "t04"))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.pilot=t02");
        assertThat(schemas()).doesNotContain("t04");
    }

    @Test
    void withReplayOffEveryTenantGoesThroughLiquibaseAndWithSqlFilesAroundItOnlyThePilot() {
        RunOptions off = Fleet.options(2).with(Replaying.OFF);
        SqlFile hook = SqlFiles.of("afterTenantSql", "hook.sql", "CREATE TABLE hooked (id int)");
        Engines hooked = engines().withHooks(new TenantSql(List.of(), List.of(hook)), List.of());

        assertThat(ways(setUp(Fleet.context(engines(), off), MigrationListener.NONE, "t01", "t02")))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 LIQUIBASE HISTORY");
        assertThat(ways(setUp(hooked, "t03", "t04"))).containsExactly("t03 LIQUIBASE HISTORY", "t04 REPLAY CATALOG");
        assertThat(database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'hooked' ORDER BY 1"))
                .containsExactly("t03", "t04");
    }

    @Test
    void aRoleThatMayMakeNoSchemaIsToldSoInEachTenant() {
        try (TestRole role = new TestRole(database)) {
            database.execute("GRANT SELECT ON public.control TO " + role.name());
            Engines engines = Engines.as(role.name(), database, LINE, CHANGELOG);

            List<TenantResult> results = setUp(engines, "t01", "t02", "t03", "t04");

            assertThat(results)
                    .hasSize(4)
                    .allSatisfy(result -> assertThat(message(result)).contains("GRANT CREATE ON DATABASE"));
            assertThat(schemas()).isEmpty();
        }
    }

    /** As one would find it that reads the tenant's rows. */
    private void failingIn(String schema) {
        database.execute(
                "DROP TABLE public.control",
                "CREATE VIEW public.control AS SELECT CASE current_schema() WHEN '" + schema
                        + "' THEN 0 ELSE 1 END AS divisor");
    }

    private static void assertTakenBack(TenantResult result) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(message(result)).endsWith(" The schema, which this run had created, was removed again.");
        assertThat(result.changeSets().isEmpty()).as("nothing is left applied").isTrue();
    }

    /** The engines of a run in which this happens once it has made this schema, and before it sends anything there. */
    private static Engines afterCreating(Engines engines, String schema, Runnable deed) {
        TenantReplays observed = observed(TenantReplays.class, engines.replays(), "create", tenant -> {
            if (tenant.schema().equals(schema)) {
                deed.run();
            }
        });
        return engines.with(observed);
    }

    private Engines noting(LiquibaseLine line, Queue<String> opened) {
        return Engines.of(
                database,
                line,
                Engines.changelog(CHANGELOG),
                Path.of("src", "test", "resources"),
                sessions -> observed(TenantSessions.class, sessions, "open", tenant -> opened.add(tenant.schema())));
    }

    /** The same, told of each tenant for which a method whose name begins so has returned. */
    private static <T> T observed(Class<T> type, T real, String method, Consumer<Tenant> observer) {
        InvocationHandler handler = (proxy, called, arguments) -> {
            Object result;
            try {
                result = called.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (called.getName().startsWith(method)) {
                observer.accept((Tenant) arguments[0]);
            }
            return result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void execute(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Engines engines() {
        return Engines.of(database, LINE, CHANGELOG);
    }

    /** On one thread, so that what happens meanwhile happens before the next tenant. */
    private static RunContext context(Engines engines) {
        return Fleet.context(engines, Fleet.options(1));
    }

    private static List<TenantResult> setUp(Engines engines, String... schemas) {
        return setUp(Fleet.context(engines, Fleet.options(2)), MigrationListener.NONE, schemas);
    }

    private static List<TenantResult> setUp(RunContext context, MigrationListener listener, String... schemas) {
        return new SetUpRun(context.heardBy(listener), NewSchema.PLAIN)
                .setUp(named(schemas), false)
                .tenants();
    }

    private static TenantSelection named(String... schemas) {
        return new TenantSelection(List.of(schemas), List.of(), List.of(), List.of());
    }

    private static String message(TenantResult result) {
        return result.failure().orElseThrow().message();
    }

    private List<String> schemas() {
        return database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't0_' ORDER BY 1");
    }
}
