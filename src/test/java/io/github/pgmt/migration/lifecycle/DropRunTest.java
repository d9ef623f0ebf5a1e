package io.github.pgmt.migration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only tenants are dropped, only those that are meant, and the database is asked afterwards. */
class DropRunTest {

    private static final String CHANGELOG = "changelogs/adoption/master.yaml";
    private static final String NO_CHANGELOG = "there/is/none.yaml";
    private static final TenantTable REGISTRY = new TenantTable("public.tenant", "name");
    private static final RunOptions NO_WAIT =
            new RunOptions(1, RunOptions.OnError.FAIL_AT_END, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<RunEvent> heard = new ArrayList<>();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void theTenantThatIsMeantGoesAndAForeignOneStays(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        Engines engines = Engines.of(database, line, CHANGELOG);
        Fleet.migrateAll(engines, Fleet.byHistory(2));

        Engines another = Engines.of(database, line, "changelogs/adoption/later.sql");
        Failure foreign = failure(drop(another, "t01"));
        assertThat(foreign.kind()).isEqualTo(Failure.Kind.FOREIGN);
        assertThat(foreign.message()).contains("belongs to another application", "-Dpgmt.changeLogFile");
        assertThatThrownBy(() -> drop(Engines.of(database, line, NO_CHANGELOG), "t01"))
                .isInstanceOf(InvalidChangelogException.class);
        assertThat(schemas()).containsExactly("public", "t01", "t02");

        OperationResults planned = Fleet.drop(engines, NO_WAIT).drop(only("t01"), true);
        assertThat(outcomes(planned)).containsExactly(Outcome.PLANNED);
        assertThat(schemas()).containsExactly("public", "t01", "t02");

        OperationResults dropped = drop(engines, "t01");
        assertThat(outcomes(dropped)).containsExactly(Outcome.DROPPED);
        assertThat(dropped.outside()).isEmpty();
        assertThat(schemas()).containsExactly("public", "t02");
        assertThat(database.query("SELECT count(*) FROM t02.databasechangelog")).containsExactly("5");
    }

    @Test
    void anEmptyTenantNeedsNoChangelogAndWhatIsNoTenantStays() {
        database.execute(
                "CREATE SCHEMA empty",
                "CREATE SCHEMA legacy",
                "CREATE TABLE legacy.ledger (id int)",
                "CREATE TABLE public.tenant (name text)",
                "INSERT INTO public.tenant VALUES ('public'), ('legacy')");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);

        assertThat(outcomes(drop(engines, "empty"))).containsExactly(Outcome.DROPPED);
        assertThat(failure(drop(engines, "legacy")).kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(failure(drop(engines, "Legacy")).message()).contains("There is no tenant \"Legacy\"");
        assertThat(failure(drop(engines, "public")).kind()).isEqualTo(Failure.Kind.MISSING);
        assertThat(failure(dropWithRow(engines, "public")).message())
                .contains("belongs to all tenants", "-Dpgmt.sharedSchemas");
        assertThat(failure(dropWithRow(engines, "legacy")).kind()).isEqualTo(Failure.Kind.UNMANAGED);
        assertThat(schemas()).containsExactly("legacy", "public");
        assertThat(database.query("SELECT count(*) FROM tenant")).containsExactly("2");
    }

    @Test
    void onlyATenantThatIsThereAndCouldGoIsToBeConfirmed() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA legacy", "CREATE TABLE legacy.ledger (id int)");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);
        DropRun run = Fleet.drop(engines, NO_WAIT);

        assertThat(failure(run.refuse(only("acmee"), "Repeat the name")).message())
                .contains("There is no tenant \"acmee\"");
        assertThat(failure(run.refuse(only("public"), "Repeat the name")).kind())
                .isEqualTo(Failure.Kind.MISSING);
        assertThat(failure(run.refuse(only("legacy"), "Repeat the name")).kind())
                .isEqualTo(Failure.Kind.UNMANAGED);
        assertThatThrownBy(() -> run.refuse(only("acme"), "Repeat the name"))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("Repeat the name");
        assertThat(schemas()).containsExactly("acme", "legacy", "public");
    }

    /** A Liquibase that failed at once in somebody else's schema leaves its two tables there. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aHistoryWithoutARowDoesNotMakeOtherObjectsATenants(LiquibaseLine line) {
        database.execute("CREATE SCHEMA ledger", "CREATE SCHEMA begun");
        Engines failing = Engines.of(database, line, "changelogs/adoption/failing-at-once.sql");
        assertThat(outcomes(Fleet.migrateAll(failing, Fleet.options(1)))).containsOnly(Outcome.FAILED);
        assertThat(database.query("SELECT count(*) FROM ledger.databasechangelog"))
                .containsExactly("0");
        Map<String, String> objects = Map.of(
                "TABLE ledger.entry", "(id int)",
                "VIEW ledger.databasechangelogs", "AS SELECT 1 AS one",
                "FUNCTION ledger.one", "() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "TYPE ledger.mood", "AS ENUM ('fine')");
        objects.forEach((name, definition) -> {
            database.execute("CREATE " + name + " " + definition);

            Failure failure = failure(drop(failing, "ledger"));

            assertThat(failure.kind()).as(name).isEqualTo(Failure.Kind.UNMANAGED);
            assertThat(failure.message()).contains("a history of Liquibase without a row", "drop it with SQL");
            database.execute("DROP " + name);
        });

        assertThat(outcomes(drop(failing, "begun"))).containsExactly(Outcome.DROPPED);
        assertThat(outcomes(drop(failing, "ledger"))).containsExactly(Outcome.DROPPED);
        assertThat(schemas()).containsExactly("public");
    }

    @Test
    void aTenantThatIsMigratedMeanwhileIsNotTakenForAnothersAndStays() {
        database.execute("CREATE SCHEMA acme");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
        // Workers open their engines after the survey and before the first tenant.
        Engines late = new Engines(
                engines.changelog(),
                engines.runId(),
                engines.server(),
                engines.stop(),
                engines.sessions(),
                () -> {
                    assertThat(engines.migrate("acme").failure()).isEmpty();
                    return engines.factory().open();
                },
                engines.replays(),
                engines.settings(),
                engines.shared(),
                engines.newSchemas());

        Failure failure = failure(drop(late, "acme"));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("changed meanwhile", "run again");
        assertThat(outcomes(drop(engines, "acme"))).containsExactly(Outcome.DROPPED);
    }

    @Test
    void theRowGoesAlsoWhereTheSchemaIsGoneAlready() {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE TABLE public.tenant (name text)",
                "INSERT INTO public.tenant VALUES ('acme'), ('gone'), ('other')");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);

        assertThat(outcomes(dropWithRow(engines, "acme"))).containsExactly(Outcome.DROPPED);
        assertThat(outcomes(dropWithRow(engines, "gone"))).containsExactly(Outcome.DROPPED);

        assertThat(database.query("SELECT name FROM tenant")).containsExactly("other");
        assertThat(schemas()).containsExactly("public");
    }

    @Test
    void whatVanishedOrAppearedElsewhereMeanwhileIsToldOf() {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE TABLE public.tenant (name text)",
                "INSERT INTO public.tenant VALUES ('acme')",
                "CREATE VIEW public.precious AS SELECT 1 AS one",
                "CREATE FUNCTION public.tidy() RETURNS trigger LANGUAGE plpgsql AS "
                        + "'BEGIN DROP VIEW public.precious; CREATE TABLE public.dropped (name text); RETURN OLD; END'",
                "CREATE TRIGGER tidy AFTER DELETE ON public.tenant FOR EACH ROW EXECUTE FUNCTION public.tidy()");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);

        OperationResults results = dropWithRow(engines, "acme");

        assertThat(failure(results).kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure(results).message()).contains("view public.precious");
        assertThat(results.outside()).containsExactly("table public.dropped");
        assertThat(schemas()).containsExactly("public");
    }

    @Test
    void aSchemaThatIsThereAgainIsAFailureAndOfARowThatStaysIsTold() {
        registered("acme", "beta");

        OperationResults results = dropMeanwhile(false, "CREATE SCHEMA acme", "acme", "beta");

        assertThat(outcomes(results)).containsExactly(Outcome.FAILED, Outcome.DROPPED);
        assertThat(failure(results).kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure(results).message()).contains("there is one of this name again");
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0))
                .isEqualTo(new RunEvent.TenantNotConfirmed(results.tenants().get(0)));
        assertThat(heard.get(1).toString()).contains("The registry still lists the tenant", "dropRegistryRow");
    }

    @Test
    void aRowThatIsThereAgainIsAFailureWhereItWasToGo() {
        registered("acme");

        OperationResults results = dropMeanwhile(true, "INSERT INTO public.tenant VALUES ('acme')", "acme");

        assertThat(failure(results).kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure(results).message())
                .isEqualTo("The schema is gone, but the registry still lists the tenant.");
        assertThat(heard)
                .containsExactly(
                        new RunEvent.TenantNotConfirmed(results.tenants().get(0)));
    }

    private void registered(String... schemas) {
        database.execute("CREATE TABLE public.tenant (name text)");
        for (String schema : schemas) {
            database.execute("CREATE SCHEMA " + schema, "INSERT INTO public.tenant VALUES ('" + schema + "')");
        }
    }

    /** @param sql what somebody does once the first of the tenants is dropped */
    private OperationResults dropMeanwhile(boolean withRow, String sql, String... schemas) {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);
        RunContext context = Fleet.registered(engines, REGISTRY);
        MigrationListener listener = event -> {
            if (event instanceof RunEvent.TenantFinished finished
                    && finished.result().schema().equals(schemas[0])) {
                database.execute(sql);
            } else if (event instanceof RunEvent.TenantNotConfirmed || event instanceof RunEvent.Warned) {
                heard.add(event);
            }
        };
        return new DropRun(
                        new RunContext(
                                context.environment(), context.options(), context.runId(), context.stop(), listener),
                        withRow)
                .drop(new TenantSelection(List.of(schemas), List.of(), List.of(), List.of()), false);
    }

    @Test
    void aTenantThatSomebodyUsesIsWaitedForAndOnlySoLong() throws Exception {
        database.execute(
                "CREATE SCHEMA acme", "CREATE TABLE acme.databasechangelog (id text, author text, filename text)");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, NO_CHANGELOG);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection application = database.connect();
                Statement statement = application.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtextextended('pgmt:acme', 0))");
            assertThat(failure(Fleet.drop(engines, NO_WAIT).drop(only("acme"), false))
                            .kind())
                    .isEqualTo(Failure.Kind.LOCKED);

            application.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_unlock_all(); SELECT * FROM acme.databasechangelog");
            Future<OperationResults> waiting = threads.submit(() -> drop(engines, "acme"));
            Eventually.untilRunning(database, "LOCK TABLE ONLY acme.");
            application.rollback();

            assertThat(outcomes(waiting.get())).containsExactly(Outcome.DROPPED);
        } finally {
            threads.shutdownNow();
        }
        assertThat(schemas()).containsExactly("public");
    }

    private static OperationResults drop(Engines engines, String schema) {
        return Fleet.drop(engines, Fleet.options(1)).drop(only(schema), false);
    }

    private static OperationResults dropWithRow(Engines engines, String schema) {
        return Fleet.dropWithRow(engines, REGISTRY).drop(only(schema), false);
    }

    private static TenantSelection only(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }

    private static List<Outcome> outcomes(OperationResults results) {
        return results.tenants().stream().map(TenantResult::outcome).toList();
    }

    private static Failure failure(OperationResults results) {
        return results.tenants().get(0).failure().orElseThrow();
    }

    private List<String> schemas() {
        return database.query(
                "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' ORDER BY 1");
    }
}
