package io.github.pgmt.postgres.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lock stays for as long as there is a session that may be its owner's. */
class LockOwnersTest {

    private static final String ELSEWHERE = "app-1.example.com#blue (10.9.9.9)";

    private static final Tenant ACME = Engines.tenant("acme");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @BeforeEach
    void makeTenants() {
        DATABASE.execute(LiquibaseTables.migrated("acme"));
        DATABASE.execute(LiquibaseTables.migrated("beta"));
        DATABASE.execute("CREATE TABLE acme.customer (id int)");
        lock(ELSEWHERE, "3 days");
    }

    @Test
    void aLockWithoutAnyLikelyOwnerIsReleased() throws SQLException {
        try (Connection idle = DATABASE.connect()) {
            assertThat(release()).isEmpty();
            assertThat(isLocked()).isFalse();
            assertThat(idle.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT FROM acme.customer",
                "SELECT FROM acme.databasechangeloglock FOR UPDATE",
                "CREATE TABLE acme.unfinished (id int)"
            })
    void aSessionAtWorkInTheSchemaMayBeTheOwners(String statement) throws SQLException {
        try (Connection other = connect("shop")) {
            other.setAutoCommit(false);
            int pid = run(other, statement);

            Failure failure = release().orElseThrow();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(failure.message())
                    .contains(
                            "set by " + ELSEWHERE,
                            "pid " + pid + ", user ",
                            "application \"shop\" from ",
                            "idle in transaction for ",
                            "has a lock in the schema",
                            "pg_terminate_backend(" + pid + ")");
            assertThat(isLocked()).isTrue();
            other.rollback();
            assertThat(release()).isEmpty();
        }
    }

    @Test
    void aSessionAtWorkInAnotherTenantIsNobodys() throws SQLException {
        try (Connection other = connect("shop")) {
            other.setAutoCommit(false);
            run(other, "SELECT FROM beta.databasechangelog");

            assertThat(release()).isEmpty();
        }
    }

    @Test
    void aSessionThatBearsTheHostsNameMayBeTheOwners() throws SQLException {
        try (Connection other = connect("shop on APP-1.example.com")) {
            assertThat(release().orElseThrow().message())
                    .contains("pid " + run(other, "SELECT"), "names the host that has set the lock");
        }
    }

    @Test
    void aSessionFromTheSameAddressMayBeTheOwnersUnlessItBeganMuchLater() throws SQLException {
        try (Connection other = connect("shop")) {
            String here = "app-1 (" + query(other, "SELECT host(inet_client_addr())") + ")";
            lock(here, "25 hours");
            assertThat(release().orElseThrow().message())
                    .contains("pid " + run(other, "SELECT"), "comes from the host that has set the lock");

            lock(here, "27 hours");
            assertThat(release()).isEmpty();
        }
    }

    @Test
    void whatOurOwnMachineHasLockedComesFromOurAddress() throws SQLException {
        try (Connection other = connect("shop")) {
            lock("build-7 (127.0.1.1)", "1 hour");
            assertThat(release("BUILD-7").orElseThrow().message())
                    .contains("pid " + run(other, "SELECT"), "comes from the host that has set the lock");
            assertThat(release("build-8")).isEmpty();
        }
    }

    @Test
    void aLockWithoutATimeMayBeAnyones() throws SQLException {
        try (Connection other = connect("shop")) {
            DATABASE.execute("UPDATE acme.databasechangeloglock SET lockgranted = NULL, lockedby = 'app-1 ("
                    + query(other, "SELECT host(inet_client_addr())") + ")'");

            assertThat(release().orElseThrow().message())
                    .contains("comes from the host", "since when its row does not say");
        }
        DATABASE.execute("UPDATE acme.databasechangeloglock SET lockedby = NULL");
        assertThat(release()).isEmpty();
        assertThat(isLocked()).isFalse();
    }

    @Test
    void aSessionThatTheRoleMayNotLookIntoMayBeTheOwners() throws SQLException {
        try (TestRole role = new TestRole(DATABASE);
                Connection other = connect("shop")) {
            DATABASE.execute(
                    "GRANT USAGE ON SCHEMA acme TO " + role.name(),
                    "GRANT ALL ON acme.databasechangeloglock TO " + role.name());

            assertThat(release(role.server(), "no-such-host").orElseThrow().message())
                    .contains(
                            "pid " + run(other, "SELECT"),
                            "not to be looked into: may be the owner's",
                            "GRANT pg_read_all_stats TO \"" + role.name() + "\";");

            DATABASE.execute("GRANT pg_read_all_stats TO " + role.name());
            assertThat(release(role.server(), "no-such-host")).isEmpty();
        }
    }

    @Test
    void pgmtItselfCountsOnlyWhereItIsAtWork() throws SQLException {
        String here = DATABASE.query("SELECT host(inet_client_addr())").get(0);
        lock("app-1 (" + here + ")", "1 hour");
        try (Connection other = connect("pgmt/r00abcdefg/app-1")) {
            assertThat(locks(Servers.of(DATABASE), "no-such-host")
                            .livingOwners(Map.of(ACME, acme(Servers.of(DATABASE)))))
                    .satisfies(owners -> assertThat(owners.values())
                            .noneMatch(failure -> failure.message().contains("pgmt/r00abcdefg")));

            other.setAutoCommit(false);
            int pid = run(other, "SELECT FROM acme.customer");
            assertThat(release().orElseThrow().message()).contains("pid " + pid + ", ");
        }
    }

    @Test
    void anotherRunOfPgmtAtTheTenantKeepsTheLock() throws SQLException {
        Server another = Servers.of(DATABASE);
        try (Connection other = another.open("acme")) {
            AdvisoryLock.take(other, "acme");

            assertThat(release().orElseThrow().message())
                    .contains("Another run of pgmt works on the tenant: pgmt/" + another.processId(), "run again")
                    .doesNotContain("lockWait");
        }
    }

    @Test
    void aLockThatHasChangedSinceItWasShownStays() {
        LiquibaseLocks locks = locks(Servers.of(DATABASE), "no-such-host");
        TenantLock shown = acme(Servers.of(DATABASE));
        lock("app-2 (10.9.9.8)", "3 days");
        assertThat(locks.release(ACME, shown).orElseThrow().message()).contains("has changed since it was looked at");

        lock(ELSEWHERE, "2 days");
        assertThat(locks.release(ACME, shown)).isPresent();
        assertThat(isLocked()).isTrue();

        DATABASE.execute("UPDATE acme.databasechangeloglock SET locked = false");
        assertThat(locks.release(ACME, shown)).isPresent();
    }

    @Test
    void ownersAreLookedForAgainWhenTheRowIsHeld() throws SQLException {
        TenantLock shown = acme(Servers.of(DATABASE));
        assertThat(locks(Servers.of(DATABASE), "no-such-host").livingOwners(Map.of(ACME, shown)))
                .isEmpty();
        try (Connection late = connect("shop")) {
            late.setAutoCommit(false);
            run(late, "SELECT FROM acme.customer");

            assertThat(locks(Servers.of(DATABASE), "no-such-host")
                            .release(ACME, shown)
                            .orElseThrow()
                            .message())
                    .contains("has a lock in the schema");
        }
    }

    @Test
    void aRowThatAnotherSessionHasLockedIsNotWaitedFor() throws SQLException {
        TenantLock shown = acme(Servers.of(DATABASE));
        try (Connection other = connect("shop")) {
            other.setAutoCommit(false);
            run(other, "SELECT FROM acme.databasechangeloglock FOR UPDATE");

            assertThat(locks(Servers.of(DATABASE), "no-such-host")
                            .release(ACME, shown)
                            .orElseThrow()
                            .message())
                    .contains("Another session is at the lock row");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "app-1 (10.0.0.1), app-1, 10.0.0.1, true",
        "app-1#green (10.0.0.1), app-1.example.com, 10.0.0.1, true",
        "App-1.Example.com (fe80:0:0:0:0:0:0:1%eth0), app-1, fe80::1, true",
        "app-10 (10.0.0.10), app-1, 10.0.0.1, false",
        "somebody, app-1, 10.0.0.1, false",
        "app (example.com), app-1, 10.0.0.1, false"
    })
    void whatLiquibaseWritesIsAHostAndAnAddress(String text, String host, String address, boolean same) {
        LockedBy lockedBy = LockedBy.parse(text);

        assertThat(lockedBy.isHost(host)).isEqualTo(same);
        assertThat(lockedBy.hasAddress(address)).isEqualTo(same);
    }

    private void lock(String by, String age) {
        DATABASE.execute(
                "UPDATE acme.databasechangeloglock SET locked = true, lockgranted = localtimestamp - interval '" + age
                        + "', lockedby = '" + by + "'");
    }

    private boolean isLocked() {
        return DATABASE.query("SELECT locked FROM acme.databasechangeloglock").equals(List.of("t"));
    }

    private Optional<Failure> release() {
        return release("no-such-host");
    }

    private Optional<Failure> release(String localHost) {
        return release(Servers.of(DATABASE), localHost);
    }

    /** As the goal does it: a lock with an owner is not touched. */
    private static Optional<Failure> release(Server server, String localHost) {
        LiquibaseLocks locks = locks(server, localHost);
        TenantLock lock = acme(server);
        Map<Tenant, Failure> owners = locks.livingOwners(Map.of(ACME, lock));
        return Optional.ofNullable(owners.get(ACME)).or(() -> locks.release(ACME, lock));
    }

    private static LiquibaseLocks locks(Server server, String localHost) {
        return new PostgresLocks(server, HistoryTables.DEFAULT, localHost);
    }

    private static TenantLock acme(Server server) {
        return locks(server, "").read(List.of(ACME)).get(ACME);
    }

    private Connection connect(String application) throws SQLException {
        Connection connection = DATABASE.connect();
        run(connection, "SET application_name = '" + application + "'");
        return connection;
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return Integer.parseInt(query(connection, "SELECT pg_backend_pid()"));
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
