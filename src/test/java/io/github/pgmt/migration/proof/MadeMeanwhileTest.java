package io.github.pgmt.migration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.command.WatchedRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody else makes in tenants while a run works on them is no difference, and what the run itself makes is one. */
class MadeMeanwhileTest {

    private static final String CUSTOMER = "CREATE TABLE customer (id int PRIMARY KEY, name text)";
    private static final String CALL = "SELECT public.own()";

    /** What an application may do in a tenant of its own accord. */
    private static final String[] BY_APP = {
        "CREATE TABLE {s}.import_1 (id serial PRIMARY KEY, note text NOT NULL DEFAULT 'x')",
        "CREATE VIEW {s}.imported AS SELECT note FROM {s}.import_1",
        "CREATE FUNCTION {s}.count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM pg_class'",
        "ALTER TABLE {s}.customer ADD COLUMN extra int DEFAULT 1",
        "ALTER TABLE {s}.customer ADD CONSTRAINT positive CHECK (id > 0)",
        "CREATE INDEX by_name ON {s}.customer (name)",
        "COMMENT ON COLUMN {s}.customer.name IS 'as imported'"
    };

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private WatchedRun run;

    @BeforeEach
    void createTenants() {
        run = new WatchedRun(database, directory);
        Fleet.createTenants(database, 3);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatSomebodyElseMakesInThePilotIsAWarningOnce(LiquibaseLine line) throws IOException {
        run.whenPilotIsDone("t01", () -> database.execute(in("t01", BY_APP)));

        OperationResults results = run.migrate(line, CUSTOMER);

        assertThat(WatchedRun.confirmed(results)).containsExactly("t02", "t03");
        assertThat(run.warnings())
                .singleElement()
                .asString()
                .contains("t01 (table import_1)", "t01 (column customer.extra)");
        assertThat(results.outside()).isEmpty();
    }

    @Test
    void whatSomebodyElseMakesInAnotherIsAWarning() throws IOException {
        run.whenDone("t02", () -> database.execute(in("t02", BY_APP)));

        assertThat(WatchedRun.confirmed(run.migrate(LiquibaseLine.LIQUIBASE_4, CUSTOMER)))
                .containsExactly("t02", "t03");
        assertThat(run.warnings()).singleElement().asString().contains("t02 (function count");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatSomebodyElseMakesInALongerTransactionIsAWarning(LiquibaseLine line) throws Exception {
        try (Connection before = database.connect();
                Connection within = database.connect()) {
            begin(before, "CREATE TABLE t01.import_1 (id int)");
            run.whenPilotIsDone("t01", () -> {
                before.commit();
                begin(
                        within,
                        "CREATE TABLE t02.import_2 (id int)",
                        "SAVEPOINT s",
                        "CREATE TABLE t03.import_3 (id int)");
                within.createStatement().execute("RELEASE s");
            });
            run.whenDone("t03", within::commit);

            assertThat(WatchedRun.confirmed(run.migrate(line, CUSTOMER, "CREATE TABLE more (id int)")))
                    .contains("t02");
        }
        assertThat(run.warnings()).singleElement().asString().contains("t01 (table import_1)", "t02 (table import_2)");
    }

    /** Which a server writes for each table anew, and hides from {@code pg_dump}. */
    @Test
    void whatAServerKeepsInOptionsIsNothing() throws IOException {
        String ofTenant =
                "WHERE %s IN (SELECT oid FROM pg_class WHERE relnamespace = 't02'::regnamespace AND relkind = 'r')";
        run.whenDone(
                "t02",
                () -> database.execute(
                        "SET allow_system_table_mods = on",
                        "UPDATE pg_attribute SET attoptions = ARRAY['pg_attver=' || attrelid] "
                                + ofTenant.formatted("attrelid"),
                        "UPDATE pg_class SET reloptions = ARRAY['unknown=1'] " + ofTenant.formatted("oid")));

        assertThat(WatchedRun.confirmed(run.migrate(LiquibaseLine.LIQUIBASE_4, CUSTOMER)))
                .containsExactly("t02", "t03");
        assertThat(run.warnings()).isEmpty();
    }

    @Test
    void whatSomebodyElseChangesInsteadOfMakingStaysADifference() throws IOException {
        run.whenDone("t02", () -> database.execute("ALTER TABLE t02.customer ALTER COLUMN name TYPE varchar(9)"));
        run.whenDone("t03", () -> database.execute("ALTER TABLE t03.customer DROP COLUMN name"));

        assertThat(run.migrate(LiquibaseLine.LIQUIBASE_4, CUSTOMER).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.FAILED);
    }

    static Stream<Arguments> ownWays() {
        return Faults.cases(
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_4, "t01", false, Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t02", true, Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_5, "t01", false, Atomicity.TENANT)),
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_5, "t01", true, Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t01", true, Atomicity.TENANT),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t02", false, Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t02", true, Atomicity.TENANT)));
    }

    /** By a function of which the statements say nothing; with an exception handled, in a subtransaction. */
    @ParameterizedTest
    @MethodSource("ownWays")
    @Tag(Faults.TAG)
    void whatTheRunItselfMakesInOneTenantAloneStaysADifference(
            LiquibaseLine line, String schema, boolean handled, Atomicity atomicity) throws IOException {
        run.makesIn(
                schema, "CREATE TABLE own_1 (id int); CREATE TYPE own_2 AS ENUM ('a'); CREATE SEQUENCE own_3", handled);
        run.whenDone(
                schema,
                () -> database.execute(
                        "GRANT SELECT ON " + schema + ".own_1 TO PUBLIC",
                        "GRANT USAGE ON TYPE " + schema + ".own_2 TO pg_monitor",
                        "GRANT USAGE ON SEQUENCE " + schema + ".own_3 TO pg_monitor"));

        OperationResults results = run.migrate(line, Fleet.options(1).with(atomicity), CUSTOMER, CALL);

        List<String> failed = schema.equals("t01") ? List.of("t02", "t03") : List.of("t02");
        assertThat(WatchedRun.failed(results)).containsExactlyElementsOf(failed);
        assertThat(results.tenants().get(1).failure().orElseThrow().message())
                .contains("table own_1", "type own_2", "sequence own_3");
        assertThat(run.warnings()).isEmpty();
    }

    /** Which writes the row anew that says what it is. */
    @Test
    void whatTheRunItselfMadeStaysADifferenceWhenSomebodyElseAltersIt() throws IOException {
        run.makesIn(
                "t01",
                "ALTER TABLE customer ADD CONSTRAINT positive CHECK (id > 0) NOT VALID; "
                        + "CREATE TRIGGER fires BEFORE UPDATE ON customer FOR EACH ROW "
                        + "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                false);
        run.whenPilotIsDone(
                "t01",
                () -> database.execute(
                        "ALTER TABLE t01.customer VALIDATE CONSTRAINT positive",
                        "ALTER TABLE t01.customer DISABLE TRIGGER fires"));

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CUSTOMER, CALL);

        assertThat(WatchedRun.failed(results)).containsExactly("t02", "t03");
        assertThat(WatchedRun.failure(results, "t02").message())
                .contains("constraint customer.positive", "trigger customer.fires");
        assertThat(run.warnings()).isEmpty();
    }

    @Test
    void whatSomebodyElseMakesInATenantThatIsNotSelectedIsAWarning() throws IOException {
        database.execute("CREATE SCHEMA spare");
        run.whenDone("t01", () -> database.execute("CREATE TABLE spare.import_1 (id int)"));

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, CUSTOMER);

        assertThat(WatchedRun.confirmed(results)).containsExactly("t02", "t03");
        assertThat(results.outside()).isEmpty();
        assertThat(run.warnings()).singleElement().asString().contains("spare (table import_1)");
    }

    /** While a transaction of the run is open, in a subtransaction; of those the server does not say whose they are. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatSomebodyElseMakesInASubtransactionIsNoTenantsFailure(LiquibaseLine line) throws Exception {
        database.execute("CREATE SCHEMA spare");
        run.makesIn("t01", "SELECT pg_advisory_xact_lock_shared(4711)", false);
        try (Connection application = database.connect()) {
            begin(application, "SELECT pg_advisory_lock(4711)");
            CompletableFuture<Void> importing = CompletableFuture.runAsync(() -> {
                awaitWaiting();
                importInSubtransaction(application);
            });
            run.whenPilotIsDone("t01", application::commit);

            OperationResults results = run.migrate(line, CUSTOMER, "CREATE TABLE more (id int); " + CALL);

            importing.get(1, TimeUnit.MINUTES);
            assertThat(WatchedRun.confirmed(results)).containsExactly("t02", "t03");
            assertThat(results.outside()).isEmpty();
        }
        assertThat(run.warnings()).singleElement().asString().contains("spare (table import_1)");
    }

    private void awaitWaiting() {
        Eventually.until(
                "a changeset waits",
                () -> !database.query(
                                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted")
                        .isEmpty());
    }

    private static void importInSubtransaction(Connection application) {
        try (Statement statement = application.createStatement()) {
            statement.execute("SELECT pg_current_xact_id()");
            statement.execute("SAVEPOINT s");
            statement.execute("CREATE TABLE spare.import_1 (id int)");
            statement.execute("RELEASE s");
            statement.execute("SELECT pg_advisory_unlock(4711)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatTheRunMakesForATenantInItIsNoWarningAlsoWithoutATransaction(LiquibaseLine line) throws IOException {
        OperationResults results = run.migrate(
                line,
                CUSTOMER,
                "--runInTransaction:false\nCREATE INDEX CONCURRENTLY by_name ON customer (name);\nCREATE TABLE x (id int)");

        assertThat(WatchedRun.failed(results)).isEmpty();
        assertThat(run.warnings()).isEmpty();
    }

    private static void begin(Connection connection, String... statements) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String[] in(String schema, String... statements) {
        return List.of(statements).stream()
                .map(sql -> sql.replace("{s}", schema))
                .toArray(String[]::new);
    }
}
