package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What other tests rely on: nobody notices that a database's statements share a session. */
class KeptConnectionTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void nextStatementsFindTheSessionAsNew() {
        String process = process();
        database.execute(
                "SET search_path = elsewhere",
                "CREATE TEMP TABLE kept (id int)",
                "SELECT pg_advisory_lock(7)",
                "SET ROLE pg_monitor");

        assertThat(process()).isEqualTo(process);
        assertThat(database.query("SHOW search_path")).containsExactly("\"$user\", public");
        assertThat(database.query("SELECT to_regclass('kept')")).containsOnlyNulls();
        assertThat(database.query("SELECT current_user = session_user")).containsExactly("t");
        assertThat(database.advisoryLocks()).isZero();
    }

    @Test
    void aTransactionThatWasLeftOpenIsTakenBack() {
        database.execute("BEGIN", "CREATE TABLE open (id int)");

        assertThat(database.query("SELECT to_regclass('open')")).containsOnlyNulls();
    }

    @Test
    void aSessionThatFailedOrWasEndedIsReplaced() throws Exception {
        assertThatThrownBy(() -> database.execute("SELECT wrong")).hasMessage("SELECT wrong");
        String process = process();
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + process + ", 10000)");
        }

        assertThat(process()).isNotEqualTo(process);
    }

    @Test
    void whatOnlyNewSessionsSeeIsSeen() {
        process();
        database.execute(
                "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''7MB''', current_database()); END$$");

        assertThat(database.query("SHOW work_mem")).containsExactly("7MB");
        assertThat(process()).as("none is kept, which somebody may count").isNotEqualTo(process());
    }

    private String process() {
        return database.query("SELECT pg_backend_pid()").get(0);
    }
}
