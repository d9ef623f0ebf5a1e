package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.command.TagRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.lifecycle.CreateTenantRun;
import io.github.pgmt.migration.lifecycle.DropRun;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.report.psql.PsqlScript;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.CuttableProxy;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.Psql;
import io.github.pgmt.testing.SeveralDatabases;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** Each goal works in the database that it is told, and one that is lost, or cannot be changed, is nobody else's trouble. */
class GoalsInSeveralDatabasesTest {

    private static final String CHANGELOG = "changelogs/shop/plain.sql";

    @RegisterExtension
    static final TestDatabase MIGRATED = TestDatabase.ofClass();

    @RegisterExtension
    static final TestDatabase MIGRATED_OLD = TestDatabase.ofClass(TestServer.of(EmbeddedVersion.POSTGRESQL_14));

    /** Of the run that migrated them. */
    private static RunId release;

    private TestDatabase one;
    private TestDatabase old;

    @BeforeAll
    static void migrateTenants() {
        createTenants(MIGRATED, MIGRATED_OLD);
        SeveralDatabases databases = over(MIGRATED.url(), MIGRATED_OLD.url());
        RunContext context = context(databases);
        new MigrationRun(context).migrate(databases.all(), false);
        release = context.runId();
    }

    private static void createTenants(TestDatabase... databases) {
        for (TestDatabase database : databases) {
            List.of("acme", "beta", "gamma").forEach(tenant -> database.execute("CREATE SCHEMA " + tenant));
        }
    }

    @AfterEach
    void close() {
        List.of(one, old).forEach(TestDatabase::close);
    }

    private void withTenants() {
        one = new TestDatabase();
        old = new TestDatabase(TestServer.of(EmbeddedVersion.POSTGRESQL_14));
        createTenants(one, old);
    }

    private void withMigratedTenants() {
        one = new TestDatabase(MIGRATED);
        old = new TestDatabase(MIGRATED_OLD);
    }

    private SeveralDatabases both() {
        return over(one.url(), old.url());
    }

    private static SeveralDatabases over(String eu1, String us) {
        return new SeveralDatabases(CHANGELOG).with("eu1", eu1, "new", 18, 2).with("us", us, "old", 14, 2);
    }

    private static RunContext context(SeveralDatabases databases) {
        return databases.context(Fleet.byHistory(2));
    }

    private static OperationResults migrate(SeveralDatabases databases) {
        return new MigrationRun(context(databases)).migrate(databases.all(), false);
    }

    private static TenantSelection only(SeveralDatabases databases, String... tenants) {
        return new TenantSelection(List.of(tenants), List.of(), List.of(), List.of())
                .in(databases.all().databases());
    }

    private static List<String> tenants(OperationResults results, Outcome outcome) {
        return results.tenants().stream()
                .filter(tenant -> tenant.outcome() == outcome)
                .map(TenantResult::displayName)
                .toList();
    }

    private static List<String> schemas(TestDatabase database) {
        return database.query("SELECT nspname FROM pg_namespace WHERE nspname IN ('acme', 'fresh') ORDER BY 1");
    }

    private static List<String> tables(TestDatabase database, String schema) {
        return database.query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'sql_%' AND schemaname = '" + schema
                + "' ORDER BY 1");
    }

    @Test
    void aNewTenantIsMadeInItsDatabaseAndARoleIsNeededThereAlone() {
        withTenants();
        String role = "only_" + one.query("SELECT current_database()").get(0);
        one.execute("CREATE ROLE " + role);
        try {
            SeveralDatabases databases = both();
            NewSchema granted = new NewSchema(Optional.empty(), List.of(role), false);

            OperationResults made =
                    new SetUpRun(context(databases), granted).setUp(only(databases, "eu1/fresh"), false);

            assertThat(tenants(made, Outcome.CREATED)).containsExactly("eu1/fresh");
            assertThat(tables(one, "fresh")).hasSize(5);
            assertThat(schemas(old)).containsExactly("acme");
            assertThatThrownBy(
                            () -> new SetUpRun(context(databases), granted).setUp(only(databases, "us/fresh"), false))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageContainingAll("Database us: ", "-Dpgmt.grantTo", role);
        } finally {
            one.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    /** Row, schema and tables; the other database has neither, and may have a tenant of the same name. */
    @Test
    void aTenantIsMadeWithItsRowInTheDatabaseThatIsNamedAndInNoneThatIsNot() {
        withTenants();
        List.of(one, old)
                .forEach(database -> database.execute(
                        "CREATE TABLE public.tenant (schema text PRIMARY KEY, plan text)",
                        "INSERT INTO public.tenant VALUES ('acme', 'old')"));
        SeveralDatabases databases = new SeveralDatabases(CHANGELOG)
                .listing(new TenantTable("public.tenant", "schema"))
                .with("eu1", one.url(), "new", 18, 2)
                .with("us", old.url(), "old", 14, 2);
        CreateTenantRun create = new CreateTenantRun(context(databases), NewSchema.PLAIN, Map.of("plan", "gold"));

        OperationResults made = create.create(only(databases, "eu1/fresh"), false);

        assertThat(tenants(made, Outcome.CREATED)).containsExactly("eu1/fresh");
        assertThat(one.query("SELECT schema || ' ' || plan FROM public.tenant ORDER BY 1"))
                .containsExactly("acme old", "fresh gold");
        assertThat(tables(one, "fresh")).hasSize(5);
        assertThat(old.query("SELECT schema FROM public.tenant")).containsExactly("acme");
        assertThat(schemas(old)).containsExactly("acme");
        assertThatThrownBy(() -> create.create(only(databases, "other"), false))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("-Dpgmt.tenant=eu1/other or us/other")
                .hasMessageEndingWith("Nothing was changed.");
        assertThat(one.query("SELECT count(*) FROM public.tenant")).containsExactly("2");
    }

    /** What somebody else does there while a run goes on is told with the database's name. */
    @Test
    void warningsOfWhatIsOutsideTenantsNameTheDatabase() throws IOException {
        withTenants();
        old.execute("CREATE TABLE public.other (id int)");
        List<String> warnings = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        MigrationListener listener = new MigrationListener() {
            @Override
            public synchronized void hear(RunEvent event) {
                if (event instanceof RunEvent.Warned warned) {
                    warnings.add(warned.message());
                }
                if (event instanceof RunEvent.TenantFinished && !done.getAndSet(true)) {
                    old.execute("DROP TABLE public.other", "CREATE TABLE public.made (id int)");
                }
            }
        };
        SeveralDatabases databases = both();
        RunContext context = databases.context(Fleet.options(2), Optional.empty(), listener, engines -> engines);

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(tenants(results, Outcome.FAILED)).isEmpty();
        assertThat(warnings)
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith("us: Outside the tenants' schemas the run, or somebody meanwhile, removed: ")
                        .contains("public.other"));
        assertThat(results.outside())
                .singleElement()
                .asString()
                .startsWith("us: ")
                .contains("made");
    }

    /** What most tenants of one database have is not what those of another should have. */
    @Test
    void tenantsAreComparedWithThoseOfTheirDatabaseAlone() {
        withMigratedTenants();
        String index = "CREATE INDEX made_in ON %s.sql_1 (made_in)";
        one.execute(index.formatted("beta"));
        List.of("acme", "beta").forEach(schema -> old.execute(index.formatted(schema)));

        DriftReport report = Drifts.of(Map.of("eu1", one, "us", old));

        assertThat(report.tenants())
                .filteredOn(tenant -> tenant.state() == TenantDrift.State.DRIFTED)
                .extracting(TenantDrift::displayName)
                .containsExactly("eu1/beta", "us/gamma");
        assertThat(report.tenants()).hasSize(6);
        assertThat(Drifts.told(report))
                .containsExactlyInAnyOrder(
                        "[eu1/beta]: index made_in is extra", "[us/gamma]: index made_in is missing");
    }

    @Test
    void aTenantIsDroppedInItsDatabaseAlone() {
        withMigratedTenants();
        SeveralDatabases databases = both();

        OperationResults results = new DropRun(context(databases), false).drop(only(databases, "us/acme"), false);

        assertThat(tenants(results, Outcome.DROPPED)).containsExactly("us/acme");
        assertThat(schemas(one)).containsExactly("acme");
        assertThat(tables(one, "acme")).hasSize(5);
        assertThat(schemas(old)).isEmpty();
        assertThat(tables(old, "beta")).hasSize(5);
    }

    @Test
    void aRunIsTakenBackInAllOfThem() {
        withMigratedTenants();
        SeveralDatabases databases = both();
        Rollback rollback = new Rollback(new RollbackTarget.Runs(List.of(release.value())), false);

        OperationResults results = new RollbackRun(context(databases), rollback).rollBack(databases.all(), false);

        assertThat(results.tenants())
                .hasSize(6)
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.ROLLED_BACK);
        assertThat(tables(one, "acme")).isEmpty();
        assertThat(tables(old, "acme")).isEmpty();
    }

    /** Both have a tenant of the same name. */
    @Test
    void whatADryRunWritesIsForPsqlInTheDatabaseThatIsNamedAlone(@TempDir Path directory) throws IOException {
        withTenants();
        Psql.assumeThere();
        SeveralDatabases databases = both();
        new MigrationRun(context(databases)).migrate(only(databases, "us/beta"), false);
        RunPreview preview = new MigrationRun(context(databases))
                .migrate(databases.all(), true)
                .preview()
                .orElseThrow();
        StringWriter script = new StringWriter();
        PsqlScript.write(PsqlScript.Title.of("migrate-all"), preview, OutgoingText.inFiles(text -> text), script);
        assertThat(script.toString())
                .contains(
                        "-v database=<database> -v cohort=<cohort>",
                        "-- Cohort 1: 3 tenants, 5 changesets\n-- Database: eu1, on its server \""
                                + one.query("SELECT current_database()").get(0),
                        "-- Tenants: us/acme");
        Path file = Files.writeString(directory.resolve("migrate-all.sql"), script.toString());

        Map<String, String> ofEu = Map.of("schema", "acme", "run_id", "x1", "database", "eu1", "cohort", "1");
        assertThat(Psql.run(old, file, ofEu))
                .satisfies(result -> assertThat(result.status()).isEqualTo(3))
                .satisfies(result -> assertThat(result.said()).contains("This is another database than eu1 was"));
        assertThat(Psql.run(old, file, Map.of("schema", "acme", "run_id", "x1", "database", "us", "cohort", "1"))
                        .said())
                .contains("Nothing in this script is for this database and cohort");
        assertThat(Psql.run(one, file, Map.of("schema", "acme", "run_id", "x1", "cohort", "1"))
                        .status())
                .isEqualTo(3);
        assertThat(tables(one, "acme")).isEmpty();
        assertThat(tables(old, "acme")).isEmpty();

        Psql.runWell(one, file, ofEu);
        assertThat(tables(one, "acme")).hasSize(5);
        assertThat(tables(old, "acme")).isEmpty();
        assertThat(new MigrationRun(context(databases))
                        .migrate(only(databases, "eu1/acme", "us/beta"), false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
    }

    @Test
    void aTagIsPutOnTheTenantsOfEach() {
        withMigratedTenants();
        SeveralDatabases databases = both();

        OperationResults results = new TagRun(context(databases), "v1").tag(only(databases, "us/acme", "eu1/beta"));

        assertThat(tenants(results, Outcome.TAGGED)).containsExactly("eu1/beta", "us/acme");
        assertThat(one.query("SELECT id FROM acme.databasechangelog WHERE tag = 'v1'"))
                .isEmpty();
        assertThat(one.query("SELECT id FROM beta.databasechangelog WHERE tag = 'v1'"))
                .containsExactly("s5");
        assertThat(old.query("SELECT id FROM acme.databasechangelog WHERE tag = 'v1'"))
                .containsExactly("s5");
    }

    @Test
    void theChangelogIsRecordedInTheTenantThatIsNamed() {
        withTenants();
        SeveralDatabases databases = both();
        one.execute("CREATE TABLE acme.sql_1 (id int)");
        old.execute("CREATE TABLE acme.sql_1 (id int)");
        AdoptionRun adoption = new AdoptionRun(context(databases), new Adoption(Optional.empty(), true));

        OperationResults results = adoption.adopt(only(databases, "us/acme"), false);

        assertThat(tenants(results, Outcome.SYNCED)).containsExactly("us/acme");
        assertThat(old.query("SELECT count(*) FROM acme.databasechangelog")).containsExactly("5");
        assertThat(one.query("SELECT to_regclass('acme.databasechangelog') IS NULL"))
                .containsExactly("t");
    }

    @Test
    void aDatabaseThatCannotBeChangedRefusesOnlyRunsThatWouldChangeIt() {
        withTenants();
        String name = old.query("SELECT current_database()").get(0);
        old.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        SeveralDatabases databases = both();

        OperationResults results = new MigrationRun(context(databases)).migrate(only(databases, "eu1/acme"), false);

        assertThat(tenants(results, Outcome.MIGRATED)).containsExactly("eu1/acme");
        assertThatThrownBy(() -> migrate(databases))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("Database us: ");
        assertThat(tables(one, "beta")).isEmpty();
    }

    /** Its tenants are known by a list that is elsewhere. */
    private static UnreachedDatabase gone() {
        Database gone = new Database("eu3", "jdbc:postgresql://gone/app");
        return new UnreachedDatabase(
                gone,
                Failure.of(Failure.Kind.CONNECTION, "Cannot connect to it."),
                List.of(new ListedTenant(gone, "acme", "acme", Map.of())));
    }

    @Test
    void tenantsOfADatabaseThatDoesNotAnswerAreListedAsSuch() {
        withMigratedTenants();
        SeveralDatabases databases = both().without(gone());
        RunEnvironment environment = context(databases).environment();

        List<TenantEntry> entries = new ListRun(
                        environment.tenants(), environment.tenants(), environment.fleet(), MigrationListener.NONE)
                .list(databases.all())
                .tenants();

        assertThat(entries)
                .extracting(TenantEntry::displayName, TenantEntry::state)
                .hasSize(7)
                .contains(
                        tuple("eu1/acme", TenantHistory.State.MANAGED),
                        tuple("eu3/acme", TenantHistory.State.UNREADABLE),
                        tuple("us/acme", TenantHistory.State.MANAGED));
    }

    @Test
    void aTenantOfADatabaseThatDoesNotAnswerIsNotDropped() {
        withTenants();
        SeveralDatabases databases = both().without(gone());

        OperationResults results = new DropRun(context(databases), false).drop(only(databases, "eu3/acme"), false);

        assertThat(results.tenants())
                .extracting(
                        TenantResult::displayName,
                        tenant -> tenant.failure().orElseThrow().kind())
                .containsExactly(tuple("eu3/acme", Failure.Kind.CONNECTION));
    }

    /** Closes the wire to the second database when it hears such an event, once. */
    private static final class Cutting implements MigrationListener {

        private final CuttableProxy wire;
        private final Predicate<RunEvent> when;
        private final Runnable besides;
        private final List<String> warnings = new ArrayList<>();
        private boolean done;

        Cutting(CuttableProxy wire, Predicate<RunEvent> when, Runnable besides) {
            this.wire = wire;
            this.when = when;
            this.besides = besides;
        }

        @Override
        public synchronized void hear(RunEvent event) {
            if (event instanceof RunEvent.Warned warned) {
                warnings.add(warned.message());
            }
            if (!done && when.test(event)) {
                done = true;
                besides.run();
                try {
                    wire.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private int port() {
        return Integer.parseInt(Driver.parseURL(old.url(), new Properties()).getProperty("PGPORT"));
    }

    private String through(CuttableProxy wire) {
        return old.url().replace(":" + port() + "/", ":" + wire.port() + "/");
    }

    @Test
    void aServerThatIsLostDuringTheWorkFailsItsTenantsAloneAndTheRetryIsOfThese() throws IOException {
        withTenants();
        CuttableProxy wire = new CuttableProxy(port());
        Cutting cutting = new Cutting(
                wire,
                event -> event instanceof RunEvent.TenantFinished finished
                        && finished.result().id().database().equals("us"),
                () -> {});
        SeveralDatabases databases = over(one.url(), through(wire));
        RunOptions options = Fleet.options(2).with(new Retrying(Duration.ofMinutes(1), 1, 1));
        RunContext context = databases.context(options, Optional.empty(), cutting, engines -> engines);

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(tenants(results, Outcome.MIGRATED)).containsExactly("eu1/acme", "eu1/beta", "eu1/gamma");
        List<String> failed = tenants(results, Outcome.FAILED);
        assertThat(failed).containsExactly("us/acme", "us/beta", "us/gamma");
        SeveralDatabases back = both();
        OperationResults again =
                new MigrationRun(context(back)).migrate(only(back, failed.toArray(String[]::new)), false);
        assertThat(again.tenants()).extracting(TenantResult::displayName).containsExactlyElementsOf(failed);
        assertThat(tenants(again, Outcome.FAILED)).isEmpty();
        for (String schema : List.of("acme", "beta", "gamma")) {
            assertThat(tables(old, schema)).hasSize(5);
            assertThat(old.query("SELECT locked FROM " + schema + ".databasechangeloglock"))
                    .containsExactly("f");
        }
    }

    @Test
    void aServerThatIsLostInTheEndHidesNobodyWhoCameInAnother() throws IOException {
        withMigratedTenants();
        CuttableProxy wire = new CuttableProxy(port());
        Cutting cutting = new Cutting(
                wire, event -> event instanceof RunEvent.CohortsFormed, () -> one.execute("CREATE SCHEMA late"));
        SeveralDatabases databases = over(one.url(), through(wire));
        RunContext context = databases.context(Fleet.options(2), Optional.empty(), cutting, engines -> engines);

        OperationResults results = new MigrationRun(context).migrate(databases.all(), false);

        assertThat(results.tenants())
                .hasSize(6)
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
        assertThat(results.appeared()).containsExactly("eu1/late");
        assertThat(cutting.warnings)
                .anySatisfy(warning -> assertThat(warning).startsWith("us: Whether tenants appeared"));
    }
}
