package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
        assertThat(need.tightness(conditions.connectionLimits())).isEmpty();

        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                others.add(database.with("user=" + role + "&password=" + role).connect());
            }
            List<ConnectionLimit> limits = conditions.connectionLimits();

            assertThat(need.tightness(limits))
                    .contains("The role \"" + role
                            + "\" (CONNECTION LIMIT 30) allows 30 connections, others have 16 of "
                            + "them now, and with 8 threads the run may need 18: tenants may fail for want of one. Set "
                            + "-Dpgmt.threads=6, or raise the limit: ALTER ROLE \"" + role + "\" CONNECTION LIMIT …;");
            assertThatCode(() -> need.requireRoom(limits)).doesNotThrowAnyException();
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
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
