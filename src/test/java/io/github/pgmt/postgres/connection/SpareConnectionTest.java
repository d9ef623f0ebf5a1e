package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One look's connection is the next one's, as long as a goal keeps it and nothing is left in it. */
class SpareConnectionTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private Server server;
    private CatalogReader reader;

    @BeforeEach
    void connect() {
        server = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "unused.sql").server();
        reader = new CatalogReader(server);
    }

    @Test
    void looksShareAConnectionUntilItIsClosed() {
        try (SpareConnection spare = server.keepSpare()) {
            int first = look();

            assertThat(look()).isEqualTo(first);
            assertThat(sessions()).isEqualTo(1);
        }

        assertThat(sessions()).isZero();
    }

    @Test
    void nothingIsKeptWhereNobodyClosesIt() {
        reader = new CatalogReader(Servers.of(database));
        int first = look();

        assertThat(look()).isNotEqualTo(first);
        assertThat(sessions()).isZero();
    }

    /** A run never has more connections by it. */
    @Test
    void whoeverNeedsAnotherConnectionHasItClosed() throws SQLException {
        try (SpareConnection spare = server.keepSpare()) {
            int first = look();
            try (Connection other = server.openPinned("other", List.of("public"))) {
                assertThat(sessions()).isEqualTo(1);
            }

            assertThat(look()).isNotEqualTo(first);
        }
    }

    @Test
    void aLookWithinALookHasAnother() {
        try (SpareConnection spare = server.keepSpare()) {
            int inner = reader.read("something", outer -> look());

            assertThat(reader.read("something", SpareConnectionTest::pid)).isEqualTo(inner);
            assertThat(sessions()).isEqualTo(1);
        }
    }

    @Test
    void oneThatWasLostMeanwhileIsReplaced() {
        try (SpareConnection spare = server.keepSpare()) {
            int first = look();
            database.query("SELECT pg_terminate_backend(" + first + ", 10000)");

            assertThat(look()).isNotEqualTo(first);
        }
    }

    @Test
    void aLookThatFailsOrLeavesSomethingKeepsNoConnection() {
        try (SpareConnection spare = server.keepSpare()) {
            int first = look();
            assertThatThrownBy(() -> reader.read("something", connection -> {
                        PlainSql.execute(connection, "SELECT 1 / 0");
                        return 0;
                    }))
                    .isInstanceOf(DatabaseUnavailableException.class);
            int second = reader.read("something", connection -> {
                connection.setAutoCommit(false);
                return pid(connection);
            });

            assertThat(second).isNotEqualTo(first);
            assertThat(look()).isNotEqualTo(second);
        }
    }

    @Test
    void aLooksSettingsAreNotTheNextOnes() {
        CatalogReader unsorted = new CatalogReader(server, 1, List.of("enable_sort", "enable_material"));
        String both = "SELECT current_setting('enable_sort') || current_setting('enable_material') || pg_backend_pid()";
        try (SpareConnection spare = server.keepSpare()) {
            int first = look();

            String during = unsorted.read("something", connection -> text(connection, both));
            String after = reader.read("something", connection -> text(connection, both));

            assertThat(during).isEqualTo("offoff" + first);
            assertThat(after).isEqualTo("onon" + first);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** As the server says, so that a lost connection shows. */
    private static int pid(Connection connection) throws SQLException {
        return Integer.parseInt(text(connection, "SELECT pg_catalog.pg_backend_pid()"));
    }

    private int look() {
        return reader.read("something", SpareConnectionTest::pid);
    }

    /** The server needs a moment to let go of one that was closed. */
    private int sessions() {
        int sessions = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < 50 && sessions > 0; attempt++) {
            int now = database.query("SELECT pid FROM pg_stat_activity WHERE application_name LIKE '"
                            + server.ownApplications() + "%'")
                    .size();
            if (now == sessions) {
                break;
            }
            sessions = now;
            database.query("SELECT pg_sleep(0.1)");
        }
        return sessions;
    }
}
