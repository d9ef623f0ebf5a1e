package io.github.pgmt.postgres.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.condition.PostgresConditions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.Driver;

/** Transactions of others that have been open for long are told with what ends them. */
class OpenTransactionsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final Server server = Servers.of(database);

    @Test
    void aSessionThatIsIdleInATransactionIsNamed() throws SQLException {
        String role = Driver.parseURL(database.url(), null).getProperty("user");
        TestDatabase named = database.with("ApplicationName=nightly report");
        try (Connection other = named.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1");
            int process = other.unwrap(org.postgresql.PGConnection.class).getBackendPID();

            List<String> warnings = warnings(Duration.ZERO);

            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0))
                    .matches("Others have had transactions open in this database for long: server process " + process
                            + " of role \"" + role
                            + "\", application \"nightly report\", idle in transaction, open for "
                            + "[0-9:]+\\. Changesets wait for their locks up to -Dpgmt\\.lockTimeout and then fail, and "
                            + "CREATE INDEX CONCURRENTLY may wait for them without end\\. What nobody needs can be "
                            + "ended: SELECT pg_terminate_backend\\(" + process + "\\);");
            assertThat(warnings(Duration.ofHours(1))).isEmpty();
            database.execute("SELECT pg_terminate_backend(" + process + ")");
        }
        Eventually.until(
                "the ended session is gone", () -> warnings(Duration.ZERO).isEmpty());
    }

    @Test
    void whatIsIdleOutsideATransactionAndThisRunsOwnIsNot() throws SQLException {
        try (Connection idle = database.connect();
                Connection own = server.open("catalog");
                Statement statement = own.createStatement()) {
            own.setAutoCommit(false);
            statement.execute("SELECT 1");

            assertThat(idle.isValid(1)).isTrue();
            assertThat(warnings(Duration.ZERO)).isEmpty();
        }
    }

    private List<String> warnings(Duration longTransaction) {
        return new PostgresConditions(server, longTransaction).warnings(Tenants.of("none"));
    }
}
