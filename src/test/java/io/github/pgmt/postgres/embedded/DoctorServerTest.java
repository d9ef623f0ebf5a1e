package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.ConnectionNeed;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an examination finds of a server as a whole, which a test must have for itself. */
class DoctorServerTest {

    private EmbeddedHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome().withData();
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
    }

    @Test
    void aTransactionThatWasPreparedIsFoundWhoeverHasForgottenIt() throws Exception {
        EmbeddedServer server = home.open();
        TestDatabase.at(server.url()).execute("ALTER SYSTEM SET max_prepared_transactions = 5", "CREATE SCHEMA acme");
        home.close(server);
        TestDatabase database = TestDatabase.at(home.open().url());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN; CREATE TABLE acme.half (id int); PREPARE TRANSACTION 'two-phase 1'");
        }

        assertThat(check(database, "prepared-transactions"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(check(database, "prepared-transactions").get(0).message())
                .containsPattern("\ntransaction \"two-phase 1\" of \\w+, prepared \\d+ \\w+ ago");
        database.execute("ROLLBACK PREPARED 'two-phase 1'");
        assertThat(check(database, "prepared-transactions")).isEmpty();
    }

    /** 300 connections, of which 3 are a superuser's, and 5 those of who is let at them. */
    @Test
    void whoMayUseReservedConnectionsHasThemForTheDoctorAndForARun() throws Exception {
        EmbeddedServer server = home.open();
        TestDatabase.at(server.url())
                .execute(
                        "ALTER SYSTEM SET reserved_connections = 5",
                        "CREATE ROLE plain LOGIN PASSWORD 'plain'",
                        "CREATE ROLE member LOGIN PASSWORD 'member'",
                        "GRANT pg_use_reserved_connections TO member",
                        "CREATE ROLE become LOGIN PASSWORD 'become'",
                        "GRANT member TO become WITH INHERIT FALSE",
                        "ALTER ROLE become SET role = member");
        home.close(server);
        TestDatabase restarted = TestDatabase.at(home.open().url());

        assertThat(threadsThatFit(restarted, "plain")).isEqualTo(145);
        assertThat(threadsThatFit(restarted, "become")).isEqualTo(145);
        assertThat(threadsThatFit(restarted, "member")).isEqualTo(147);
        assertThat(threadsThatFit(restarted, "postgres")).isEqualTo(149);
    }

    /** So many, and not one more, whoever is asked. */
    private static int threadsThatFit(TestDatabase database, String role) {
        TestDatabase own = role.equals("postgres") ? database : database.with("user=" + role + "&password=" + role);
        Server server = Engines.of(own, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml")
                .server();
        PostgresExamination doctor = new PostgresExamination(server, Examinations.FLEET);
        List<ConnectionLimit> limits = new PostgresConditions(server).connectionLimits();
        int threads = 130;
        while (new ConnectionNeed(threads + 1).lackForEver(limits).isEmpty()) {
            threads++;
        }
        assertThat(lacks(doctor, threads)).isFalse();
        assertThat(lacks(doctor, threads + 1)).isTrue();
        return threads;
    }

    private static boolean lacks(PostgresExamination doctor, int threads) {
        return doctor.server(new ConnectionNeeds(threads)).stream()
                .anyMatch(finding -> finding.check().equals("connections") && finding.severity() == Severity.ERROR);
    }

    @Test
    void aStandbyCanBeExaminedAndIsOne() throws Exception {
        EmbeddedServer primary = home.open();
        TestDatabase.at(primary.url()).execute("CREATE SCHEMA acme");
        home.close(primary);
        Files.createFile(home.data().resolve("standby.signal"));

        assertThat(examine(TestDatabase.at(home.open().url())))
                .extracting(Finding::severity, Finding::check)
                .containsExactly(tuple(Severity.ERROR, "standby"), tuple(Severity.WARNING, "superuser"));
    }

    @Test
    void aConnectionThatLeavesTheMachineWithoutTlsIsToldAndNoOther() throws Exception {
        Optional<String> address = addressOfThisMachine();
        assumeTrue(address.isPresent(), "This machine has no address but the loopback's: TLS is not looked for here");
        EmbeddedServer server = home.open();
        TestDatabase.at(server.url())
                .execute("ALTER SYSTEM SET listen_addresses = '*'", "ALTER SYSTEM SET ssl = on", "CREATE SCHEMA acme");
        SelfSigned.into(home.data());
        home.close(server);
        Files.writeString(home.data().resolve("pg_hba.conf"), "host all all all scram-sha-256\n");
        TestDatabase near = TestDatabase.at(home.open().url());
        TestDatabase far = TestDatabase.at(near.url().replaceFirst("//[^:/]+:", "//" + address.get() + ":"));

        assertThat(check(far.with("sslmode=disable"), "tls"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        Finding finding = check(far.with("sslmode=disable"), "tls").get(0);
        assertThat(finding.message()).startsWith("The connection to " + address.get() + " is not encrypted");
        assertThat(finding.advice()).contains("sslmode=verify-full");
        assertThat(check(far.with("sslmode=require"), "tls")).isEmpty();
        assertThat(check(near.with("sslmode=disable"), "tls")).isEmpty();
    }

    private static Optional<String> addressOfThisMachine() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static List<Finding> check(TestDatabase database, String check) {
        return examine(database).stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static List<Finding> examine(TestDatabase database) {
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml");
        TenantSource catalog = Fleet.catalog(engines);
        return new DoctorRun(
                        catalog,
                        catalog,
                        new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 4),
                        new PostgresLocks(engines.server(), HistoryTables.DEFAULT, "no-such-host"),
                        new PostgresExamination(engines.server(), Examinations.FLEET))
                .examine(TenantSelection.ALL, 4, true)
                .findings();
    }
}
