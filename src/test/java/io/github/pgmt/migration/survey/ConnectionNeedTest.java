package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.ConnectionNeed;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that needs more connections than it can have does not begin, and says how many threads would do. */
class ConnectionNeedTest {

    private static final String CHANGELOG = "changelogs/cohorts/plain.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final String role = "role_" + UUID.randomUUID().toString().replace("-", "");
    private final String name = database.query("SELECT current_database()").get(0);

    @BeforeEach
    void createRole() {
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "'");
    }

    @AfterEach
    void dropRole() {
        database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }

    @Test
    void aRoleThatMayHaveTooFewIsToldHowManyThreadsFit() {
        createTenants(6);
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 9");

        assertThat(refusal(4))
                .isEqualTo(
                        "The role \"" + role + "\" (CONNECTION LIMIT 9) allows 9 connections, and with 4 threads the "
                                + "run may need 10. Set -Dpgmt.threads=3, or raise the limit: ALTER ROLE \"" + role
                                + "\" CONNECTION LIMIT …; Nothing was changed.");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE 'databasechange%'"))
                .isEmpty();
    }

    @Test
    void asManyThreadsAsThereAreTenantsCount() {
        createTenants(2);
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 50");

        OperationResults results = Fleet.migrateAll(ofRole(), Fleet.options(1000));

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
    }

    @Test
    void aLimitThatNoThreadFitsInIsToBeRaised() {
        createTenants(2);
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 3");

        assertThat(refusal(1))
                .contains("allows 3 connections, and with 1 thread the run may need 4. Raise the limit: ALTER ROLE");
    }

    @Test
    void theDatabasesOwnLimitCountsAndNotForASuperuser() {
        createTenants(3);
        database.execute("ALTER DATABASE " + name + " CONNECTION LIMIT 7");

        assertThat(refusal(3))
                .startsWith("The database \"" + name
                        + "\" (CONNECTION LIMIT 7) allows 7 connections, and with 3 threads the "
                        + "run may need 8. Set -Dpgmt.threads=2, or raise the limit: ALTER DATABASE \"" + name + "\"");
        assertThat(Fleet.migrateAll(Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG), Fleet.options(3))
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    @Test
    void theServersConnectionsCountWithoutThoseReservedForOthers() {
        int connections =
                Integer.parseInt(database.query("SHOW max_connections").get(0));
        int reserved = Integer.parseInt(
                database.query("SHOW superuser_reserved_connections").get(0));
        createTenants(connections / 2);

        assertThat(refusal(connections))
                .startsWith("The server (max_connections is " + connections + ", of which " + reserved
                        + " are reserved for others) allows " + (connections - reserved) + " connections, and with "
                        + connections / 2 + " threads the run may need " + (connections / 2 * 2 + 2)
                        + ". Set -Dpgmt.threads=" + (connections - reserved - 2) / 2 + ", or raise the limit: "
                        + "max_connections, which takes a restart of the server.");
    }

    @Test
    void otherSessionsThatLeaveTooLittleAreAWarning() throws SQLException {
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 30");
        PostgresConditions conditions = new PostgresConditions(ofRole().server());
        ConnectionNeed need = new ConnectionNeed(8);
        assertThat(need.lackNow(conditions.connectionLimits())).isEmpty();

        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                others.add(database.with("user=" + role + "&password=" + role).connect());
            }
            List<ConnectionLimit> limits = conditions.connectionLimits();

            assertThat(need.lackNow(limits).map(ConnectionNeed.Lack::text))
                    .contains("The role \"" + role
                            + "\" (CONNECTION LIMIT 30) allows 30 connections, others have 16 of "
                            + "them now, and with 8 threads the run may need 18: tenants may fail for want of one. Set "
                            + "-Dpgmt.threads=6, or raise the limit: ALTER ROLE \"" + role + "\" CONNECTION LIMIT …;");
            assertThat(need.lackForEver(limits)).isEmpty();
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"6, true", "7, true", "8, false"})
    void theDoctorSaysOfTheRolesLimitWhatTheRunSays(int limit, boolean isTooLow) {
        createTenants(3);
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT " + limit);

        assertThat(lackForDoctorAndRun(3)).isEqualTo(isTooLow);
    }

    @ParameterizedTest
    @CsvSource({"6, true", "7, true", "8, false"})
    void bothSpeakOfTheRoleThatLogsInAndNotOfTheOneThatItBecomes(int limit, boolean isTooLow) {
        createTenants(3);
        String other = role + "_other";
        database.execute(
                "CREATE ROLE " + other + " CONNECTION LIMIT " + (14 - limit),
                "GRANT ALL ON SCHEMA t01, t02, t03 TO " + other,
                "GRANT " + other + " TO " + role,
                "ALTER ROLE " + role + " CONNECTION LIMIT " + limit);
        try {
            database.execute("ALTER ROLE " + role + " SET role = " + other);

            assertThat(lackForDoctorAndRun(3)).isEqualTo(isTooLow);
        } finally {
            database.execute("DROP OWNED BY " + other, "DROP ROLE " + other);
        }
    }

    @ParameterizedTest
    @CsvSource({"6, true", "7, true", "8, false"})
    void theyAgreeOnWhatOthersLeaveOfTheLimit(int left, boolean isTooLow) throws SQLException {
        createTenants(3);
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT " + (left + 2));
        try (Connection one =
                        database.with("user=" + role + "&password=" + role).connect();
                Connection another =
                        database.with("user=" + role + "&password=" + role).connect()) {
            Engines engines = ofRole();
            untilAlone(2);
            Optional<Finding> finding = finding(engines, 3);
            List<ConnectionLimit> limits = new PostgresConditions(engines.server()).connectionLimits();
            ConnectionNeed need = new ConnectionNeed(3);

            assertThat(need.lackForEver(limits)).isEmpty();
            assertThat(finding.map(Finding::severity))
                    .isEqualTo(isTooLow ? Optional.of(Finding.Severity.WARNING) : Optional.empty());
            assertThat(need.lackNow(limits).isPresent()).isEqualTo(isTooLow);
            finding.ifPresent(found ->
                    assertThat(need.lackNow(limits).orElseThrow().text()).startsWith(found.message()));
            assertThat(one.isClosed() || another.isClosed()).isFalse();
        }
    }

    /** Whether there are too few, which both have to say in the same words, or neither. */
    private boolean lackForDoctorAndRun(int threads) {
        Engines engines = ofRole();
        untilAlone(0);
        Optional<Finding> finding = finding(engines, threads);
        if (finding.isEmpty()) {
            assertThat(Fleet.migrateAll(engines, Fleet.options(threads)).tenants())
                    .extracting(TenantResult::outcome)
                    .containsOnly(Outcome.MIGRATED);
            return false;
        }
        assertThat(finding.get().severity()).isEqualTo(Finding.Severity.ERROR);
        assertThat(refusal(threads)).startsWith(finding.get().message());
        return true;
    }

    private static Optional<Finding> finding(Engines engines, int threads) {
        return new PostgresExamination(engines.server(), Examinations.FLEET)
                .server(new ConnectionNeeds(threads)).stream()
                        .filter(finding -> finding.check().equals("connections"))
                        .findFirst();
    }

    /** The server needs a moment to end the sessions that were closed. */
    private void untilAlone(int others) {
        Eventually.until(
                "the role's own sessions have ended",
                () -> database.query("SELECT pid FROM pg_stat_activity WHERE usename = '" + role + "'")
                                .size()
                        == others);
    }

    private void createTenants(int count) {
        Fleet.createTenants(database, count)
                .forEach(schema -> database.execute("GRANT ALL ON SCHEMA " + schema + " TO " + role));
    }

    private Engines ofRole() {
        return Engines.as(role, database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
    }

    private String refusal(int threads) {
        MigrationRun run = Fleet.run(ofRole(), Fleet.options(threads));
        return catchThrowableOfType(RunRefusedException.class, () -> run.migrate(TenantSelection.ALL, false))
                .getMessage();
    }
}
