package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.PgBouncer;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pooler between pgmt and the server is told, whatever it makes of a session, and nothing is changed through it. */
class PoolerTest {

    private static final String CHANGELOG = "changelogs/cohorts/plain.sql";
    private static final String DROPPING = "ignore_startup_parameters = extra_float_digits, options, search_path";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    @BeforeEach
    void createTenants() {
        Fleet.createTenants(database, 2);
    }

    /** As it comes. */
    @Test
    void oneThatRefusesStartUpOptionsIsSaid() throws IOException {
        try (PgBouncer pooler =
                PgBouncer.before(database, directory, "pool_mode = session", "ignore_startup_parameters = ")) {
            DatabaseUnavailableException refused =
                    catchThrowableOfType(DatabaseUnavailableException.class, () -> engines(pooler.database()));

            assertThat(refused)
                    .hasMessageContaining("unsupported startup parameter")
                    .hasMessageEndingWith("A pooler (PgBouncer, or one like it) is between pgmt and PostgreSQL, and "
                            + "refuses the settings with which pgmt begins its sessions. Connect to PostgreSQL itself: "
                            + "its own host and port in -Dpgmt.url. pgmt needs start-up options, and locks that belong "
                            + "to a session.");
        }
    }

    @Test
    void oneThatDropsStartUpOptionsIsRefused() throws IOException {
        try (PgBouncer pooler = PgBouncer.before(database, directory, "pool_mode = session", DROPPING)) {
            assertThat(refusal(pooler.database()))
                    .contains("drops the settings with which pgmt begins its sessions")
                    .contains("Connect to PostgreSQL itself")
                    .endsWith("Nothing was changed.");
            assertNothingChanged();
        }
    }

    /** As if it passed the start-up options on, which PgBouncer does not. */
    @ParameterizedTest
    @ValueSource(strings = {"server_round_robin = 0", "server_round_robin = 1"})
    void oneThatChangesTheSessionForEachTransactionIsRefused(String order) throws IOException, SQLException {
        try (PgBouncer pooler = PgBouncer.before(database, directory, "pool_mode = transaction", DROPPING, order);
                Connection one = pooler.database().connect();
                Connection other = pooler.database().connect()) {
            makeTwoSessions(one, other);

            assertThat(catchThrowableOfType(
                            RunRefusedException.class, () -> PoolerCheck.requireApart(one, other, "-Dpgmt.url")))
                    .hasMessage(
                            "A pooler in transaction mode (PgBouncer, or one like it) is between pgmt and PostgreSQL: "
                                    + "a connection gets another session for each transaction. Connect to PostgreSQL itself: its "
                                    + "own host and port in -Dpgmt.url. pgmt needs start-up options, and locks that belong to a "
                                    + "session. Nothing was changed.");
            assertThat(refusal(pooler.database())).contains("Connect to PostgreSQL itself");
            assertNothingChanged();
        }
    }

    @Test
    void sessionsOfTheServerItselfAreApart() throws SQLException {
        try (Connection one = database.connect();
                Connection other = database.connect()) {
            assertThatCode(() -> PoolerCheck.requireApart(one, other, "-Dpgmt.url"))
                    .doesNotThrowAnyException();
        }
    }

    /** With a single one in its pool, everybody would get that. */
    private static void makeTwoSessions(Connection one, Connection other) throws SQLException {
        try (Statement first = one.createStatement();
                Statement second = other.createStatement()) {
            first.execute("BEGIN");
            second.execute("BEGIN");
            second.execute("COMMIT");
            first.execute("COMMIT");
        }
    }

    @Test
    void withoutAPoolerTheRunGoesOn() {
        assertThat(Fleet.migrateAll(engines(database), Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    private static Engines engines(TestDatabase behind) {
        return Engines.of(behind, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
    }

    private static String refusal(TestDatabase behind) {
        Engines engines = engines(behind);
        return catchThrowableOfType(RunRefusedException.class, () -> Fleet.migrateAll(engines, Fleet.options(2)))
                .getMessage();
    }

    private void assertNothingChanged() {
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace::regnamespace::text LIKE 't0_'"))
                .isEmpty();
    }
}
