package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.fleet.MadeObject;
import io.github.pgmt.migration.fleet.MadeObject.Maker;
import io.github.pgmt.postgres.catalog.MadeObjects;
import io.github.pgmt.postgres.connection.OwnTransactions.Writer;
import io.github.pgmt.postgres.session.OwnCommits;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.ResultSet;
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
    static final TestDatabase DATABASE = TestDatabase.emptied();

    private final OwnTransactions transactions = new OwnTransactions(true);

    /** At the beginning, where rows' numbers begin anew, and later. */
    @ParameterizedTest
    @ValueSource(longs = {1000, NUMBERS - 3, NUMBERS + 5, 7 * NUMBERS + 123, (1L << 31) - 2})
    void onlyWhatIsCertainlyAnothersIsSomebodyElses(long id) {
        transactions.ended(new TransactionEnd(id, List.of(id + 2), List.of(), id + 4, id + 6), ACME);

        assertThat(List.of(writer(id), writer(id + 2))).containsOnly(Writer.OWN);
        assertThat(transactions.maker((id + 2) % NUMBERS)).contains(ACME);
        assertThat(List.of(writer(id - 1), writer(id + 1), writer(id + 3), writer(id + 6)))
                .containsOnly(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(id + 4), writer(id + 5))).containsOnly(Writer.UNTOLD);
        assertThat(transactions.maker((id + 1) % NUMBERS)).isEmpty();
    }

    @Test
    void whatWasSentAsSingleStatementsIsNotToldApart() {
        transactions.ended(new TransactionEnd(100, List.of(), List.of(), 200, 101), ACME);
        transactions.unknown(99, 103);

        assertThat(writer(98)).isEqualTo(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(99), writer(102))).containsOnly(Writer.UNTOLD);
        assertThat(writer(100)).isEqualTo(Writer.OWN);
        assertThat(writer(103)).isEqualTo(Writer.SOMEBODY_ELSE);
    }

    @Test
    void afterALostConnectionNothingNewIsToldApart() {
        transactions.ended(new TransactionEnd(100, List.of(), List.of(), 200, 101), ACME);
        transactions.lost(transactions.latest());

        assertThat(writer(99)).isEqualTo(Writer.SOMEBODY_ELSE);
        assertThat(List.of(writer(101), writer(105))).containsOnly(Writer.UNTOLD);
        assertThat(writer(100)).isEqualTo(Writer.OWN);
    }

    /** Where no transaction is known, the number of a row may be anybody's. */
    @Test
    void withoutAnyTransactionNothingIsToldApart() {
        OwnTransactions neverTold = new OwnTransactions(false);
        transactions.lost(transactions.latest());

        for (long xmin : new long[] {3, 5000, (1L << 31) - 1, 1L << 31, 3_000_000_000L, NUMBERS - 1}) {
            assertThat(List.of(neverTold.writer(xmin), transactions.writer(xmin)))
                    .containsOnly(Writer.UNTOLD);
        }
    }

    @Test
    void aRoleThatMayNotAskIsToldNothing() throws SQLException {
        // To take a right away from all is of the database, and would stay for the other tests.
        try (TestDatabase own = new TestDatabase()) {
            try (Connection connection = own.connect()) {
                assertThat(TransactionEnd.isToldBy(connection)).isTrue();
            }
            own.execute(
                    "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE proname = "
                            + "'pg_logical_emit_message' LOOP EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || f || ' FROM PUBLIC'; END LOOP; END $$");
            try (TestRole role = new TestRole(own)) {
                OwnTransactions asRole = role.server().transactions();

                assertThat(asRole.areTold()).isFalse();
                assertThat(asRole.writer(5000)).isEqualTo(Writer.UNTOLD);
            }
        }
    }

    @Test
    void aTransactionThatWroteNothingStaysWithoutAnId() throws SQLException {
        try (Connection ours = DATABASE.connect();
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
        DATABASE.execute("CREATE TABLE log (what text)");
        try (Connection ours = DATABASE.connect();
                Statement statement = ours.createStatement()) {
            ours.setAutoCommit(false);
            statement.execute("INSERT INTO log VALUES ('own')");
            DATABASE.execute("INSERT INTO log VALUES ('else')");
            statement.execute("SAVEPOINT s");
            statement.execute("INSERT INTO log VALUES ('own')");
            statement.execute("RELEASE s");
            DATABASE.execute("INSERT INTO log VALUES ('else')");
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
        DATABASE.execute("INSERT INTO log VALUES ('else')");

        assertThat(writers("own")).hasSize(4).containsOnly(Writer.OWN);
        assertThat(writers("else")).containsOnly(Writer.SOMEBODY_ELSE);
        assertThat(transactions.maker(Long.parseLong(DATABASE.query("SELECT xmin FROM log ORDER BY ctid LIMIT 1")
                        .get(0))))
                .contains(ACME);
    }

    /** The server calls a subtransaction of whomever in progress, and each of two tenants takes the other's for its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachOfTwoTenantsAtOnceHasMadeItsOwn(boolean firstBegunEndsFirst) throws SQLException {
        DATABASE.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        String since = nextTransaction();
        try (Connection first = begin();
                Connection second = begin()) {
            handled(second, "CREATE TABLE beta.t (id int)");
            handled(first, "CREATE TABLE acme.t (id int)");
            handled(second, "CREATE TABLE beta.u (id int)");
            if (firstBegunEndsFirst) {
                commit(first, "acme");
                commit(second, "beta");
            } else {
                commit(second, "beta");
                commit(first, "acme");
            }
        }

        assertThat(made(since, "acme", "beta")).isEmpty();
    }

    @Test
    void aSubtransactionThatOnlyOneOfTwoTenantsClaimsIsItsOwn() throws SQLException {
        DATABASE.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        String since = nextTransaction();
        try (Connection other = begin();
                Connection ours = begin()) {
            commit(other, "beta");
            handled(ours, "CREATE TABLE beta.stray (id int)");
            commit(ours, "acme");
        }

        assertThat(made(since, "acme", "beta"))
                .extracting(made -> made.by().map(Maker::schema).orElse("nobody"))
                .containsExactly("acme");
    }

    @Test
    void anApplicationsOpenSubtransactionIsNotKnownToBeOurs() throws SQLException {
        DATABASE.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        String since = nextTransaction();
        try (Connection ours = begin();
                Connection application = begin()) {
            handled(application, "CREATE TABLE beta.imported (id int)");
            commit(ours, "acme");
            application.commit();
        }

        assertThat(made(since, "acme", "beta"))
                .singleElement()
                .satisfies(made -> assertThat(made.by()).isEmpty())
                .satisfies(made -> assertThat(made.certain()).isFalse());
        assertThat(made(since, "acme")).isEmpty();
    }

    /** As the one that holds Liquibase's lock row. */
    @Test
    void besideATransactionThatLeavesNothingOursIsKnown() throws SQLException {
        DATABASE.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        String since = nextTransaction();
        try (Connection holding = begin();
                Connection ours = begin()) {
            handled(ours, "CREATE TABLE beta.stray (id int)");
            transactions.leavesNothing(Long.parseLong(id(holding)));
            commit(ours, "acme");
        }

        assertThat(made(since, "beta"))
                .singleElement()
                .satisfies(made -> assertThat(made.by()).map(Maker::schema).contains("acme"));
    }

    @Test
    void anErrorBehindACommitTakesNothingBack() throws SQLException {
        try (Connection connection = DATABASE.with("preferQueryMode=simple").connect()) {
            assertThat(mayBeBehind(connection, "BEGIN; SELECT 1; COMMIT; SELECT 1 / 0"))
                    .isTrue();
            assertThat(mayBeBehind(connection, "BEGIN; SELECT 1 / 0; COMMIT; SELECT 1"))
                    .isFalse();
            connection.close();
            assertThat(mayBeBehind(connection, "SELECT 1")).isTrue();
        }
    }

    private static boolean mayBeBehind(Connection connection, String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> TransactionEnd.of(connection, sql));
        return TransactionEnd.mayBeBehind(connection, error);
    }

    private List<MadeObject> made(String since, String... schemas) throws SQLException {
        try (Connection connection = DATABASE.connect()) {
            return new MadeObjects(since, transactions).in(connection, List.of(schemas));
        }
    }

    private String nextTransaction() {
        return DATABASE.query("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text")
                .get(0);
    }

    private Connection begin() throws SQLException {
        Connection connection = DATABASE.connect();
        connection.setAutoCommit(false);
        id(connection);
        return connection;
    }

    private static String id(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void handled(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN " + sql + "; EXCEPTION WHEN division_by_zero THEN NULL; END $$");
        }
    }

    private void commit(Connection connection, String schema) throws SQLException {
        new OwnCommits(connection, schema, transactions).commit();
    }

    private List<Writer> writers(String what) {
        return DATABASE.query("SELECT xmin FROM log WHERE what = '" + what + "' ORDER BY ctid").stream()
                .map(xmin -> transactions.writer(Long.parseLong(xmin)))
                .toList();
    }

    private Writer writer(long id) {
        return transactions.writer(Math.floorMod(id, NUMBERS));
    }
}
