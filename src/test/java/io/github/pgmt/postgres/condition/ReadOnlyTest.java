package io.github.pgmt.postgres.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where transactions are read-only by default, a run says who has set that, and how to change it. */
class ReadOnlyTest {

    private static final String CHANGELOG = "changelogs/cohorts/plain.sql";
    private static final String ON = " SET default_transaction_read_only = on";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenants() {
        Fleet.createTenants(database, 2);
    }

    @Test
    void aReadOnlyRoleIsToldTheStatementAndCanAskForTheStatus() {
        try (TestRole role = new TestRole(database)) {
            grant(role);
            database.execute("ALTER ROLE " + role.name() + ON);
            Engines engines = Engines.as(role.name(), database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);

            assertThat(refusal(engines))
                    .isEqualTo("default_transaction_read_only is on for the role \"" + role.name()
                            + "\", so the run could change nothing. If that is not meant for the role that migrates: "
                            + "SET default_transaction_read_only = off; "
                            + "ALTER ROLE \"" + role.name() + "\" SET default_transaction_read_only = off; "
                            + "(the first statement lets the session itself write). For this run alone, add options=-c%20default_transaction_read_only=off to -Dpgmt.url. "
                            + "status and list-tenants work as it is. Nothing was changed.");
            assertThat(Fleet.status(engines)).extracting(TenantStatus::schema).containsExactly("t01", "t02");
            assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE 'databasechange%'"))
                    .isEmpty();
        }
    }

    /** As the message says, statement by statement. */
    @Test
    void theReadOnlyRoleCanDoWhatItIsTold() {
        try (TestRole role = new TestRole(database)) {
            grant(role);
            database.execute("ALTER ROLE " + role.name() + ON);
            TestDatabase own = database.with("user=" + role.name() + "&password=" + role.name());
            assertThat(own.query("SHOW transaction_read_only")).containsExactly("on");
            TestDatabase thisOnce = database.with(
                    "options=-c%20default_transaction_read_only=off&user=" + role.name() + "&password=" + role.name());
            assertMigrates(Engines.of(thisOnce, LiquibaseLine.LIQUIBASE_4, CHANGELOG));

            own.execute(
                    "SET default_transaction_read_only = off",
                    "ALTER ROLE \"" + role.name() + "\" SET default_transaction_read_only = off");
            database.execute("CREATE SCHEMA t03", "GRANT ALL ON SCHEMA t03 TO " + role.name());
            assertMigrates(Engines.as(role.name(), database, LiquibaseLine.LIQUIBASE_4, CHANGELOG));
        }
    }

    @Test
    void aReadOnlyDatabaseIsNamed() {
        String name = database.query("SELECT current_database()").get(0);
        database.execute("ALTER DATABASE " + name + ON);

        assertThat(refusal(Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG)))
                .contains("is on for the database \"" + name + "\"")
                .contains("ALTER DATABASE \"" + name + "\" SET default_transaction_read_only = off;");
    }

    @Test
    void aRoleThatIsReadOnlyInTheDatabaseIsNamedWithIt() {
        String name = database.query("SELECT current_database()").get(0);
        try (TestRole role = new TestRole(database)) {
            database.execute("ALTER ROLE " + role.name() + " IN DATABASE " + name + ON);

            assertThat(refusal(Engines.as(role.name(), database, LiquibaseLine.LIQUIBASE_4, CHANGELOG)))
                    .contains("ALTER ROLE \"" + role.name() + "\" IN DATABASE \"" + name
                            + "\" SET default_transaction_read_only = off;");
        }
    }

    @Test
    void aUrlThatAsksForItIsNamed() {
        TestDatabase readOnly = database.with("options=-c%20default_transaction_read_only=on");

        assertThat(refusal(Engines.of(readOnly, LiquibaseLine.LIQUIBASE_4, CHANGELOG)))
                .isEqualTo("default_transaction_read_only is on in -Dpgmt.url, so the run could change nothing. "
                        + "Take that out of the URL. Nothing was changed.");
    }

    @Test
    void aUrlWhoseSessionsAreReadOnlyIsNamed() {
        assertThat(refusal(Engines.of(database.with("readOnly=true"), LiquibaseLine.LIQUIBASE_4, CHANGELOG)))
                .isEqualTo("-Dpgmt.url has readOnly=true, so the run could change nothing. Take that out of the URL; "
                        + "status, list-tenants and a dry run work with it. Nothing was changed.");
    }

    @Test
    void theUrlOfAListedDatabaseIsNamedByTheDatabase() {
        TestDatabase readOnly = database.with("options=-c%20default_transaction_read_only=on");
        PostgresConditions conditions = new PostgresConditions(Servers.listed("eu1", readOnly));

        assertThatThrownBy(conditions::requireWritable)
                .isInstanceOf(RunRefusedException.class)
                .hasMessage(
                        "default_transaction_read_only is on in the URL of the database eu1, so the run could change "
                                + "nothing. Take that out of the URL. Nothing was changed.");
    }

    private static String refusal(Engines engines) {
        return catchThrowableOfType(RunRefusedException.class, () -> Fleet.migrateAll(engines, Fleet.options(2)))
                .getMessage();
    }

    private static void assertMigrates(Engines engines) {
        assertThat(Fleet.migrateAll(engines, Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .contains(Outcome.MIGRATED)
                .doesNotContain(Outcome.FAILED);
    }

    private void grant(TestRole role) {
        database.execute("GRANT ALL ON SCHEMA t01 TO " + role.name(), "GRANT ALL ON SCHEMA t02 TO " + role.name());
    }
}
