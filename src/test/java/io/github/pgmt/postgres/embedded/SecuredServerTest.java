package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that wants TLS or a password of everybody, or has prepared transactions, as no server of the other tests. */
class SecuredServerTest {

    private static final String CHANGELOG = "changelogs/cohorts/plain.sql";

    private EmbeddedHome home;
    private EmbeddedServer server;
    private TestDatabase superuser;

    @BeforeEach
    void makeHome() throws Exception {
        home = new EmbeddedHome().withData();
        server = home.open();
        superuser = TestDatabase.at(server.url());
        superuser.execute(
                "SET password_encryption = 'scram-sha-256'",
                "CREATE ROLE app LOGIN PASSWORD 'correct'",
                "CREATE SCHEMA acme AUTHORIZATION app");
    }

    @AfterEach
    void stopEverything() throws Exception {
        home.endAll();
    }

    @Test
    void aRunGoesOverTlsWhereTheServerWantsThat() throws Exception {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "The server wants a key file with POSIX permissions: TLS is not tested here");
        SelfSigned.into(home.data());
        superuser.execute("ALTER SYSTEM SET ssl = on");
        rules("hostssl all app all scram-sha-256");

        assertThat(refusal(asApp("sslmode=disable")))
                .contains("no pg_hba.conf entry")
                .endsWith("The server's pg_hba.conf has no rule for this user, database and address. If it wants TLS "
                        + "(hostssl), add sslmode=require to -Dpgmt.url, or better verify-full.");

        TestDatabase verified = asApp("sslmode=verify-full&sslrootcert="
                + home.data().resolve("server.crt").toString().replace(" ", "%20"));
        assertThat(verified.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                .containsExactly("t");
        assertMigrates(verified);
        superuser.execute("DROP SCHEMA acme CASCADE", "CREATE SCHEMA acme AUTHORIZATION app");
        assertMigrates(asApp("sslmode=require"));
    }

    @Test
    void aServerWithoutTlsIsSaidWhereTheUrlWantsIt() {
        assertThat(refusal(superuser.with("sslmode=require"))).contains("The server does not support SSL");
    }

    @Test
    void aPasswordIsCheckedByScram() throws Exception {
        assertThat(refusal(superuser.with("user=app&password=wrong")))
                .isEqualTo("Cannot connect to " + superuser.url().replaceFirst("[?].*", "")
                        + ": password authentication failed for user \"app\". Check -Dpgmt.url, -Dpgmt.username and the "
                        + "password (-Dpgmt.serverId, PGMT_PASSWORD).");
        assertThat(refusal(TestDatabase.at(superuser.url().replaceFirst("[?].*", "?user=app&passfile=none"))))
                .contains("SCRAM-based authentication, but no password was provided");
        assertMigrates(asApp(""));
    }

    @Test
    void aPreparedTransactionIsWarnedOfWithWhatEndsIt() throws Exception {
        superuser.execute("ALTER SYSTEM SET max_prepared_transactions = 2");
        restart();
        superuser.execute("BEGIN", "CREATE TABLE acme.thing (id int)", "PREPARE TRANSACTION 'o''clock'");
        Engines engines = Engines.of(superuser, LiquibaseLine.LIQUIBASE_4, CHANGELOG);

        List<String> warnings = new PostgresConditions(engines.server(), Duration.ZERO).warnings(Tenants.of("acme"));

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0))
                .contains(": prepared transaction 'o''clock' of role \"postgres\", open for ")
                .endsWith("What nobody needs can be ended: ROLLBACK PREPARED 'o''clock';");
        superuser.execute("ROLLBACK PREPARED 'o''clock';");
        assertThat(new PostgresConditions(engines.server(), Duration.ZERO).warnings(Tenants.of("acme")))
                .isEmpty();
    }

    private TestDatabase asApp(String parameters) {
        return superuser.with("user=app&password=correct&" + parameters);
    }

    /** Besides the superuser's, who gets in without TLS as well. */
    private void rules(String rule) throws Exception {
        Path file = home.data().resolve("pg_hba.conf");
        Files.writeString(file, "host all postgres all scram-sha-256\n" + rule + "\n");
        restart();
    }

    private void restart() throws Exception {
        home.close(server);
        server = home.open();
        superuser = TestDatabase.at(server.url());
    }

    private static String refusal(TestDatabase database) {
        return catchThrowableOfType(DatabaseUnavailableException.class, () -> engines(database))
                .getMessage();
    }

    private static Engines engines(TestDatabase database) {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
    }

    private static void assertMigrates(TestDatabase database) {
        assertThat(Fleet.migrateAll(engines(database), Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }
}
