package io.github.pgmt.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.MadeObject.Maker;
import io.github.pgmt.postgres.OwnTransactions.Writer;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By a row's {@code xmin}, what a run wrote itself, what somebody else did, and what cannot be told. */
class OwnTransactionsTest {

    private static final Maker ACME = new Maker("acme", Optional.of(new ChangeSetId("f", "1", "a")));
    private static final long NUMBERS = 1L << 32;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final OwnTransactions transactions = new OwnTransactions(true);

    /** At the beginning, where rows' numbers begin anew, and later. */
    @ParameterizedTest
    @ValueSource(longs = {1000, NUMBERS - 3, NUMBERS + 5, 7 * NUMBERS + 123, (1L << 31) - 2})
    void onlyWhatIsCertainlyAnothersIsSomebodyElses(long id) {
        transactions.ended(new TransactionEnd(id, List.of(id + 2), id + 4, id + 6), ACME);

        assertThat(List.of(writer(id), writer(id + 2))).containsOnly(Writer.OWN);
        assertThat(transactions.maker((id + 2) % NUMBERS)).contains(ACME);
        assertThat(List.of(writer(id - 1), writer(id + 1), writer(id + 3), writer(id + 6)))
                .containsOnly(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(id + 4), writer(id + 5))).containsOnly(Writer.UNTOLD);
        assertThat(transactions.maker((id + 1) % NUMBERS)).isEmpty();
    }

    @Test
    void whatWasSentAsSingleStatementsIsNotToldApart() {
        transactions.ended(new TransactionEnd(100, List.of(), 200, 101), ACME);
        transactions.unknown(99, 103);

        assertThat(writer(98)).isEqualTo(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(99), writer(102))).containsOnly(Writer.UNTOLD);
        assertThat(writer(100)).isEqualTo(Writer.OWN);
        assertThat(writer(103)).isEqualTo(Writer.SOMEBODY_ELSE);
    }

    @Test
    void afterALostConnectionNothingNewIsToldApart() {
        transactions.ended(new TransactionEnd(100, List.of(), 200, 101), ACME);
        transactions.lost(transactions.latest());

        assertThat(writer(99)).isEqualTo(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(101), writer(105))).containsOnly(Writer.UNTOLD);
        assertThat(writer(100)).isEqualTo(Writer.OWN);
    }

    @Test
    void aRoleThatMayNotAskIsToldNothing() throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(TransactionEnd.isToldBy(connection)).isTrue();
        }
        database.execute(
                "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname = "
                        + "'pg_logical_emit_message' LOOP EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || f || ' FROM PUBLIC'; END LOOP; END $$");
        try (TestRole role = new TestRole(database)) {
            OwnTransactions asRole = role.server().transactions();

            assertThat(asRole.areTold()).isFalse();
            assertThat(asRole.writer(5000)).isEqualTo(Writer.UNTOLD);
        }
    }

    @Test
    void aTransactionThatWroteNothingStaysWithoutAnId() throws SQLException {
        try (Connection ours = database.connect();
                Statement statement = ours.createStatement()) {
            ours.setAutoCommit(false);
            statement.execute("SELECT 1");

            new OwnCommits(ours, "acme", transactions).commit();

            assertThat(transactions.latest()).isZero();
        }
    }

    /** Somebody else's, which came and went meanwhile, is none of them. */
    @Test
    void theServerTellsOurSubtransactions() throws SQLException {
        database.execute("CREATE TABLE log (what text)");
        try (Connection ours = database.connect();
                Statement statement = ours.createStatement()) {
            ours.setAutoCommit(false);
            statement.execute("INSERT INTO log VALUES ('own')");
            database.execute("INSERT INTO log VALUES ('else')");
            statement.execute("SAVEPOINT s");
            statement.execute("INSERT INTO log VALUES ('own')");
            statement.execute("RELEASE s");
            database.execute("INSERT INTO log VALUES ('else')");
            statement.execute(
                    "DO 'BEGIN INSERT INTO log VALUES (''own''); EXCEPTION WHEN division_by_zero THEN NULL; END'");
            statement.execute(
                    "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('own'); "
                            + "RETURN NULL; EXCEPTION WHEN division_by_zero THEN RETURN NULL; END $$");
            statement.execute("CREATE TABLE source (id int)");
            statement.execute("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON source DEFERRABLE INITIALLY DEFERRED "
                    + "FOR EACH ROW EXECUTE FUNCTION fire()");
            statement.execute("INSERT INTO source VALUES (1)");
            OwnCommits commits = new OwnCommits(ours, "acme", transactions);
            commits.begin(ACME.changeSet().orElseThrow(), false, true);
            commits.commit();
            assertThat(ours.getAutoCommit()).isFalse();
        }
        database.execute("INSERT INTO log VALUES ('else')");

        assertThat(writers("own")).hasSize(4).containsOnly(Writer.OWN);
        assertThat(writers("else")).containsOnly(Writer.SOMEBODY_ELSE);
        assertThat(transactions.maker(Long.parseLong(database.query("SELECT xmin FROM log ORDER BY ctid LIMIT 1")
                        .get(0))))
                .contains(ACME);
    }

    private List<Writer> writers(String what) {
        return database.query("SELECT xmin FROM log WHERE what = '" + what + "' ORDER BY ctid").stream()
                .map(xmin -> transactions.writer(Long.parseLong(xmin)))
                .toList();
    }

    private Writer writer(long id) {
        return transactions.writer(Math.floorMod(id, NUMBERS));
    }
}
