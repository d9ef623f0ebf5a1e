package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is to be said of a server, of the role, and of who else is there. */
class ExaminationTest {

    private static final SessionFindings.Patience NONE = new SessionFindings.Patience(Duration.ZERO, Duration.ZERO);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aSuperuserIsAWarningAndAnotherRoleMayLackTheRightToMakeSchemas() {
        assertThat(server(Servers.of(database), 4))
                .extracting(Finding::severity, Finding::check)
                .containsExactly(tuple(Severity.WARNING, "superuser"));
        try (TestRole role = new TestRole(database)) {
            assertThat(server(role.server(), 4))
                    .extracting(Finding::severity, Finding::check)
                    .containsExactly(tuple(Severity.INFO, "create-schemas"));
        }
    }

    @Test
    void thereHaveToBeConnectionsForAllThreads() {
        try (TestRole role = new TestRole(database)) {
            database.execute("ALTER ROLE " + role.name() + " CONNECTION LIMIT 10");

            Server server = role.server();
            awaitEndOfSessions("usename = '" + role.name() + "'");
            assertThat(check(server(server, 4), "connections")).isEmpty();
            awaitEndOfSessions("usename = '" + role.name() + "'");
            Finding lacking = check(server(server, 5), "connections").get(0);
            assertThat(lacking.severity()).isEqualTo(Severity.ERROR);
            assertThat(lacking.message())
                    .isEqualTo("The role \"" + role.name() + "\" (CONNECTION LIMIT 10) allows 10 connections, and with "
                            + "5 threads the run may need 12.");
            assertThat(lacking.advice()).startsWith("Set -Dpgmt.threads=4, or raise the limit: ALTER ROLE");
        }
        int all = Integer.parseInt(database.query("SHOW max_connections").get(0));
        assertThat(check(server(Servers.of(database), all / 2), "connections")).hasSize(1);
        database.execute(
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 3', current_database()); END$$");
        awaitEndOfSessions("datname = current_database()");
        try (TestRole role = new TestRole(database)) {
            assertThat(check(server(role.server(), 2), "connections")).hasSize(1);
        }
    }

    /** A session that is closed counts until the server has ended it. */
    private void awaitEndOfSessions(String condition) {
        Eventually.until(
                "the server has ended the sessions",
                () -> database.query("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND " + condition)
                        .isEmpty());
    }

    @Test
    void anExtensionInATenantsSchemaIsFound() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big", "CREATE EXTENSION citext SCHEMA public");
        assertThat(check(tenants(Servers.of(database), 4), "extensions")).isEmpty();

        database.execute("CREATE EXTENSION hstore SCHEMA big");
        Finding finding = check(tenants(Servers.of(database), 4), "extensions").get(0);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.tenants()).containsExactly("big");
        assertThat(finding.message()).endsWith("\n\"hstore\" in big");
        assertThat(finding.advice()).contains("SET SCHEMA \"public\"");
    }

    @Test
    void settingsOfTheRoleAndTheDatabaseAreFound() {
        database.execute(
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET standard_conforming_strings = off', current_database()); END$$",
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''30s''', current_database()); END$$");
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "ALTER ROLE " + role.name() + " SET statement_timeout = '7s'",
                    "ALTER ROLE " + role.name() + " SET lock_timeout = '0'");

            List<Finding> findings = server(role.server(), 4);

            assertThat(check(findings, "standard-conforming-strings"))
                    .extracting(Finding::severity)
                    .containsExactly(Severity.WARNING);
            assertThat(check(findings, "timeouts"))
                    .extracting(Finding::severity, finding -> finding.message().replaceFirst("[:.] .*", ""))
                    .containsExactly(tuple(Severity.INFO, "statement_timeout is set to 7s for the role"));
        }
        assertThat(check(server(Servers.of(database), 4), "timeouts"))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("statement_timeout is set to 30s for the database.");
    }

    @ParameterizedTest
    @CsvSource({"139999, ERROR", "140000,", "189999,", "190000, WARNING"})
    void onlySomeVersionsAreSupported(int version, Severity severity) throws SQLException {
        try (Connection connection = Servers.of(database).open("test")) {
            ServerFacts real = ServerFacts.read(connection, "pgmt/");
            ServerFacts facts = new ServerFacts(
                    version,
                    "of another time",
                    real.database(),
                    real.role(),
                    real.login(),
                    false,
                    true,
                    false,
                    Optional.empty(),
                    true,
                    real.limits(),
                    real.locks());

            assertThat(ServerFindings.of(facts, "-Dpgmt.url", new ConnectionNeeds(4)))
                    .extracting(Finding::severity)
                    .isEqualTo(severity == null ? List.of() : List.of(severity));
        }
    }

    @Test
    void aTransactionInManyBigTenantsNeedsRoomForItsLocks() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big");
        database.execute("CREATE TABLE big.a (id int PRIMARY KEY)", "CREATE TABLE big.b (id int)");
        int room = Integer.parseInt(database.query(
                        "SELECT current_setting('max_locks_per_transaction')::int * "
                                + "(current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int)")
                .get(0));

        assertThat(check(tenants(Servers.of(database), room / 3), "locks-per-transaction"))
                .isEmpty();
        Finding finding = check(tenants(Servers.of(database), room / 3 + 1), "locks-per-transaction")
                .get(0);
        assertThat(finding.tenants()).containsExactly("big");
        assertThat(finding.message()).contains("room for " + room + " locks", "all of \"big\" needs 3");
    }

    @Test
    void aSessionThatDoesNothingInItsTransactionIsNamedWithWhatItHolds() throws SQLException {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big", "CREATE TABLE acme.customer (id int)");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("SET application_name = 'shop'");
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE acme.customer\n  IN ACCESS EXCLUSIVE MODE");

            Finding finding = check(tenants(Servers.of(database), 4), "idle-in-transaction")
                    .get(0);

            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.tenants()).containsExactly("acme");
            assertThat(finding.message())
                    .containsPattern(
                            "\npid \\d+, user \\w+, application \"shop\" from [0-9a-f.:]+, idle in transaction for ")
                    .contains(
                            ", its transaction open for ",
                            ", locks in acme: LOCK TABLE acme.customer IN ACCESS EXCLUSIVE MODE");
            other.commit();
            assertThat(check(tenants(Servers.of(database), 4), "idle-in-transaction"))
                    .isEmpty();
        }
    }

    @Test
    void aTransactionThatIsBusyForLongIsNamed() throws SQLException {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            CompletableFuture<Void> busy = CompletableFuture.runAsync(() ->
                    run(statement, "SELECT pg_sleep(600), 'hidden' AS " + "x".repeat(50) + ", 1" + " + 1".repeat(50)));
            Eventually.untilRunning(database, "pg_sleep(600)");

            Finding finding =
                    check(tenants(Servers.of(database), 4), "transactions").get(0);

            assertThat(finding.tenants()).isEmpty();
            assertThat(finding.message()).contains(", active for ").contains(": SELECT pg_sleep(600), '...' AS xxx");
            assertThat(finding.message().lines())
                    .allMatch(line -> line.length() < 400)
                    .last()
                    .asString()
                    .endsWith(" ...");
            assertThat(tenants(new PostgresExamination(
                            Servers.of(database),
                            Examinations.FLEET,
                            new SessionFindings.Patience(Duration.ofDays(1), Duration.ofDays(1)))))
                    .extracting(Finding::check)
                    .doesNotContain("transactions");
            statement.cancel();
            assertThat(busy).failsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void sessionsThatTheRoleMayNotLookIntoAreSaidToBeUnknown() throws SQLException {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big");
        try (TestRole role = new TestRole(database);
                Connection other = database.connect()) {
            Finding hidden = check(tenants(role.server(), 4), "visibility").get(0);
            assertThat(hidden.advice()).isEqualTo("GRANT pg_read_all_stats TO \"" + role.name() + "\";");
            assertThat(hidden.message()).contains("not to be looked into").doesNotContain("insufficient");

            database.execute("GRANT pg_read_all_stats TO " + role.name());
            assertThat(check(tenants(role.server(), 4), "visibility")).isEmpty();
            assertThat(other.isValid(10)).isTrue();
        }
    }

    @Test
    void anotherRunOfPgmtIsNoObstacleButIsSaid() throws SQLException {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA big");
        Server another = Servers.of(database);
        try (Connection other = another.open("acme");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1");

            List<Finding> findings = tenants(Servers.of(database), 4);

            assertThat(check(findings, "idle-in-transaction")).isEmpty();
            assertThat(check(findings, "runs")).extracting(Finding::severity).containsExactly(Severity.INFO);
            assertThat(check(findings, "runs").get(0).message()).contains("pgmt/" + another.processId() + "/acme");
        }
    }

    private static void run(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Finding> check(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static List<Finding> server(Server server, int threads) {
        return new PostgresExamination(server, Examinations.FLEET, NONE).server(new ConnectionNeeds(threads));
    }

    private static List<Finding> tenants(Server server, int threads) {
        return new PostgresExamination(server, Examinations.FLEET, NONE).tenants(Tenants.of("acme", "big"), threads);
    }

    private static List<Finding> tenants(PostgresExamination examination) {
        return examination.tenants(Tenants.of("acme", "big"), 4);
    }
}
