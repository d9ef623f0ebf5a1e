package io.github.pgmt.postgres.connection;

import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What a transaction of ours tells of itself when it ends: its id, and those of its subtransactions, which rows that these
 * wrote have as {@code xmin}. The server says of no id whose subtransaction it was, but calls our own ones in progress until
 * we commit (PostgreSQL, {@code pg_xact_status}).
 *
 * @param id of the transaction
 * @param subtransactions the ids of its own, and perhaps of those of transactions that others had open
 * @param others the transactions that others had open, without their subtransactions
 * @param unseen the first id that was not looked at, of those that may be its own
 * @param end the first id that is not its own for certain
 */
public record TransactionEnd(long id, List<Long> subtransactions, List<Long> others, long unseen, long end) {

    /** The first column's name tells the row from other statements' rows. */
    public static final String ID = "pgmt_transaction";

    /** Ids after our own that are looked at; to look takes about a microsecond each. */
    private static final int LOOKED_AT = 50_000;

    /** After these the driver tries once more, as if a statement of its own had been forgotten by the server. */
    private static final Set<String> SENT_AGAIN = Set.of("26000", "0A000");

    private static final String OWN = "pg_catalog.pg_current_xact_id_if_assigned()";

    /**
     * What tells all of a transaction that has no subtransactions, as a row of one column, an expression of the type text. A
     * transaction that wrote nothing yet gets its id by it.
     */
    public static final String PLAIN_ID = "pg_catalog.pg_current_xact_id()::pg_catalog.text";

    /** The question, behind the preparations. */
    public static final String QUESTION = question();

    /** What may still take an id must do so before {@link #lastSubtransaction}. */
    public static final String FIRE_DEFERRED = "SET CONSTRAINTS ALL IMMEDIATE";

    /** Takes an id in a subtransaction, unless the transaction wrote nothing, which is left without. */
    public static final String TAKE_ID = "SELECT CASE WHEN " + OWN
            + " IS NOT NULL THEN pg_catalog.pg_logical_emit_message(true, 'pgmt'::pg_catalog.text, ''::pg_catalog.text) END";

    /**
     * Ids are looked at up to the last that was given back, and with a subtransaction that is rolled back, this one is behind
     * all of ours.
     *
     * @param takeId {@link #TAKE_ID}, or what executes it
     */
    public static List<String> lastSubtransaction(String takeId) {
        return List.of("SAVEPOINT pgmt_end", takeId, "ROLLBACK TO SAVEPOINT pgmt_end");
    }

    /** Whether the role may do all that; everybody may, unless somebody has taken that away. */
    private static final String ALLOWED = "SELECT pg_catalog.bool_and(pg_catalog.has_function_privilege(oid,"
            + " 'EXECUTE'::pg_catalog.text)) FROM pg_catalog.pg_proc WHERE proname OPERATOR(pg_catalog.=)"
            + " 'pg_logical_emit_message'::pg_catalog.name AND pronamespace OPERATOR(pg_catalog.=)"
            + " 'pg_catalog'::pg_catalog.regnamespace";

    public TransactionEnd {
        subtransactions = List.copyOf(subtransactions);
        others = List.copyOf(others);
    }

    private static String question() {
        String between = "between.id::pg_catalog.text::pg_catalog.xid8";
        String snapshot = "pg_catalog.pg_current_snapshot()";
        String own = OWN + "::pg_catalog.text::pg_catalog.int8";
        return "SELECT " + OWN + "::pg_catalog.text AS " + ID + ", pg_catalog.pg_snapshot_xmax(" + snapshot
                + ")::pg_catalog.text, (SELECT pg_catalog.string_agg(between.id::pg_catalog.text, ',')"
                + " FROM pg_catalog.generate_series(" + own + " OPERATOR(pg_catalog.+) 1::pg_catalog.int8, least("
                + own + " OPERATOR(pg_catalog.+) " + LOOKED_AT + "::pg_catalog.int8, pg_catalog.pg_snapshot_xmax("
                + snapshot + ")::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) 1::pg_catalog.int8))"
                + " AS between (id) WHERE pg_catalog.pg_xact_status(" + between
                + ") OPERATOR(pg_catalog.=) 'in progress'::pg_catalog.text AND pg_catalog.pg_visible_in_snapshot("
                + between + ", " + snapshot + ")), (SELECT pg_catalog.string_agg(other.id::pg_catalog.text, ',')"
                + " FROM pg_catalog.pg_snapshot_xip(" + snapshot + ") AS other (id))";
    }

    /** Whether a role can tell what its transactions were. */
    static boolean isToldBy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ALLOWED)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Sends a text of several statements, reads all their results, and finds the last answer; none where nothing was written. */
    public static Optional<TransactionEnd> of(Connection connection, String sql) throws SQLException {
        List<TransactionEnd> ends = new ArrayList<>();
        PlainSql.query(connection, sql, rows -> read(rows).ifPresent(ends::add));
        return ends.isEmpty() ? Optional.empty() : Optional.of(ends.get(ends.size() - 1));
    }

    /**
     * Whether a text with a commit in it may have come to that before it ended with this: an error in what follows takes
     * nothing back. One before it leaves a transaction that has failed, but so does what the driver sends a second time.
     */
    public static boolean mayBeBehind(Connection connection, SQLException e) {
        try {
            return SqlErrors.isConnectionLost(e)
                    || SENT_AGAIN.contains(e.getSQLState())
                    || connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.FAILED;
        } catch (SQLException closed) {
            return true;
        }
    }

    private static Optional<TransactionEnd> read(ResultSet rows) throws SQLException {
        boolean answers = rows.getMetaData().getColumnCount() > 0
                && rows.getMetaData().getColumnLabel(1).equals(ID);
        if (!answers || !rows.next() || rows.getString(1) == null) {
            return Optional.empty();
        }
        long id = rows.getLong(1);
        if (rows.getMetaData().getColumnCount() == 1) {
            return Optional.of(new TransactionEnd(id, List.of(), List.of(), id + 1, id + 1));
        }
        long end = rows.getLong(2);
        return Optional.of(new TransactionEnd(
                id, numbers(rows.getString(3)), numbers(rows.getString(4)), id + LOOKED_AT + 1, end));
    }

    private static List<Long> numbers(String list) {
        return list == null
                ? List.of()
                : Stream.of(list.split(",")).map(Long::valueOf).toList();
    }
}
