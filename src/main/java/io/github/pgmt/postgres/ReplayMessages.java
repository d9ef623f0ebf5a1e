package io.github.pgmt.postgres;

import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.ReplayedChangeSet;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.SchemaText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The texts by which a tenant is replayed, each for one round trip, and a whole transaction unless the tenant is one. PostgreSQL gives every statement of such a
 * text a snapshot of its own in READ COMMITTED, so what is asked after the lock row is held is not older than the lock
 * (PostgreSQL, "Transaction Isolation"). A guard that does not hold is an error of a text that cannot be a number.
 *
 * <p>The changeset's statements find what the tenant's {@code search_path} leads to. Guards name all that they use, so that
 * they find the same; and the statements that write the history row run under a path without the tenant.
 */
final class ReplayMessages {

    /** What a guard's error says. */
    enum Guard {
        /** Another run of pgmt works on the tenant. */
        RUN,
        /** Liquibase's lock row is set, held, or not there. */
        LOCK,
        /** Liquibase's tables are perhaps not as Liquibase makes them. */
        SHAPE,
        /** The schema or its history is not what was planned for. */
        MOVED;

        String text() {
            return "pgmt guard: " + name();
        }
    }

    /** After a failed cast (PostgreSQL, "Error Codes"). */
    static final String GUARD_STATE = "22P02";

    /** What a transaction tells of itself at its end, see {@link TransactionEnd}. */
    enum Telling {
        NOTHING,
        /** Its id, where it has no subtransactions. */
        ID,
        /** Its id and its subtransactions'. */
        ALL
    }

    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED";

    /** Ends a transaction. */
    static final String COMMIT = "COMMIT";

    private static final String LOCK_STATEMENT = "pgmt_lock";
    private static final String HISTORY_STATEMENT = "pgmt_history";
    private static final String END_STATEMENT = "pgmt_end";
    private static final String SHAPE_STATEMENT = "pgmt_shape";
    private static final String TAKE_ID_STATEMENT = "pgmt_take_id";

    /** What {@link #beginAfter} prepares for a tenant. */
    static final List<String> PREPARED = List.of(LOCK_STATEMENT, HISTORY_STATEMENT, END_STATEMENT);

    /** The server plans a statement so often for its parameters before it makes a plan for all (PostgreSQL, "PREPARE"). */
    private static final int PLANNED_FOR_PARAMETERS = 5;

    /**
     * What is the same for all tenants, since to plan it takes the server longer than to answer it. It is sent under the
     * session's own {@code search_path}, as it is used: under another one the server would plan it anew. The plan of the look
     * at the shape is made here, for catalogs that grow while tenants are made: as long as they are small, the server would
     * rather read all of them, and find that so cheap that it planned it for each tenant.
     */
    static final String PREPARATION = preparation();

    /** Until the transaction ends. */
    static final String OWN_PATH = "SET LOCAL search_path TO " + Server.OWN_SEARCH_PATH;

    private final String schema;
    private final String name;
    private final String quoted;
    private final String tenantsPath;
    private final TenantTables tables;
    private final RunId runId;
    private final Telling telling;

    /** @param telling what each transaction is to tell of itself */
    ReplayMessages(String schema, List<String> searchPath, HistoryTables tables, RunId runId, Telling telling) {
        this.schema = schema;
        this.name = Identifiers.literal(schema);
        this.quoted = Identifiers.quote(schema);
        this.tenantsPath = "SET LOCAL search_path TO " + Identifiers.list(searchPath);
        this.tables = new TenantTables(schema, tables);
        this.runId = runId;
        this.telling = telling;
    }

    private static String preparation() {
        List<String> texts = new ArrayList<>();
        texts.add("BEGIN");
        texts.add("SET LOCAL enable_seqscan TO off");
        texts.add("PREPARE " + SHAPE_STATEMENT + "(pg_catalog.regclass, pg_catalog.regclass) AS "
                + guard(Guard.SHAPE, PlainShape.areBoth("$1", "$2")));
        texts.addAll(Collections.nCopies(
                PLANNED_FOR_PARAMETERS + 1,
                "EXPLAIN EXECUTE " + SHAPE_STATEMENT + "('pg_catalog.pg_class', 'pg_catalog.pg_class')"));
        texts.add(COMMIT);
        texts.add("PREPARE " + TAKE_ID_STATEMENT + " AS " + TransactionEnd.TAKE_ID);
        texts.add("PREPARE " + TransactionEnd.ID + " AS " + TransactionEnd.QUESTION);
        return joined(texts);
    }

    private String shape() {
        return "EXECUTE " + SHAPE_STATEMENT + "(" + Identifiers.literal(tables.history()) + ", "
                + Identifiers.literal(tables.lock()) + ")";
    }

    /** Makes Liquibase's two tables, in a transaction. */
    String tables(List<SchemaText> statements) {
        List<String> message = new ArrayList<>();
        message.add(BEGIN);
        message.add(tenantsPath);
        message.add(guard(Guard.RUN, AdvisoryLock.tryInTransaction(schema)));
        message.add(guard(Guard.MOVED, isTheSchema()));
        message.add(OWN_PATH);
        addAll(message, statements);
        if (telling == Telling.ID) {
            message.add("SELECT " + TransactionEnd.PLAIN_ID + " AS " + TransactionEnd.ID);
        }
        addEnd(message);
        return joined(message);
    }

    /**
     * Begins the first transaction of a tenant.
     *
     * @param history the fingerprint that the tenant's history must have
     */
    String begin(HistoryFingerprint history) {
        List<String> message = begin();
        message.add(locks());
        message.add(guard(Guard.MOVED, isTheSchema() + " AND " + history.condition(tables.history())));
        return joined(message);
    }

    /**
     * Begins a transaction after others of this run, whose rows must still be the last. Its guards are the same but for some
     * numbers, and prepared in the first of these transactions: with short changesets, the server would take a fifth of the
     * time to plan them anew in each. {@link ReplayConnection} makes the session forget them.
     *
     * @param history what the history must be
     * @param role see {@link #changeSet}
     * @param first whether none of this tenant was begun so before, and so nothing is prepared
     */
    String beginAfter(HistoryCount history, String role, boolean first) {
        List<String> message = begin();
        if (first) {
            message.add("PREPARE " + LOCK_STATEMENT + " AS " + locks());
            message.add("PREPARE " + HISTORY_STATEMENT + "(pg_catalog.int8, pg_catalog.int4, pg_catalog.int8) AS "
                    + guard(Guard.MOVED, isTheSchema() + " AND " + lastRowsAreOurs()));
            message.add("PREPARE " + END_STATEMENT + " AS " + endGuard(role));
        }
        message.add("EXECUTE " + LOCK_STATEMENT);
        message.add("EXECUTE " + HISTORY_STATEMENT + "(" + history.rows() + ", " + history.lastOrder() + ", "
                + history.ofRun() + ")");
        return joined(message);
    }

    private String lock() {
        return TableLock.SHARE_UPDATE_EXCLUSIVE.statement(List.of(tables.history(), tables.lock()));
    }

    /** The number of rows, the last one's order and the number of this run's rows are the parameters. */
    private String lastRowsAreOurs() {
        return "(SELECT pg_catalog.count(*) OPERATOR(pg_catalog.=) $1 "
                + "AND pg_catalog.max(orderexecuted)::pg_catalog.int8 OPERATOR(pg_catalog.=) $2::pg_catalog.int8 "
                + "AND pg_catalog.count(*) FILTER (WHERE deployment_id::pg_catalog.text OPERATOR(pg_catalog.=) "
                + Identifiers.literal(runId.value()) + "::pg_catalog.text) OPERATOR(pg_catalog.=) $3 FROM ONLY "
                + tables.history() + ")";
    }

    /**
     * Applies a changeset in a transaction that was begun.
     *
     * @param role as what the statements are to be sent, from the first to the last
     * @param last whether the transaction ends with it; otherwise that of the next one goes on in it
     */
    String changeSet(ReplayedChangeSet changeSet, String role, boolean last) {
        return changeSetWith(changeSet, endGuard(role), last);
    }

    /** The same in a transaction of {@link #beginAfter}, which ends with it. */
    String changeSetAfter(ReplayedChangeSet changeSet) {
        return changeSetWith(changeSet, "EXECUTE " + END_STATEMENT, true);
    }

    private String changeSetWith(ReplayedChangeSet changeSet, String endGuard, boolean last) {
        List<String> message = new ArrayList<>();
        addAll(message, changeSet.statements());
        if (last) {
            // What is deferred to the commit is the changeset's, and finds what that finds.
            message.add(TransactionEnd.FIRE_DEFERRED);
        }
        message.add(endGuard);
        message.add(OWN_PATH);
        addAll(message, changeSet.recording());
        if (last) {
            addEnd(message);
        } else {
            message.add(tenantsPath);
        }
        return joined(message);
    }

    /** A function of the user's may have set something on its way. */
    private String endGuard(String role) {
        String holds = isTheSchema() + " AND current_user OPERATOR(pg_catalog.=) " + Identifiers.literal(role)
                + "::pg_catalog.name";
        return telling == Telling.ID
                ? "SELECT CASE WHEN " + holds + " THEN " + TransactionEnd.PLAIN_ID + " ELSE " + error(Guard.MOVED)
                        + "::pg_catalog.text END AS " + TransactionEnd.ID
                : guard(Guard.MOVED, holds);
    }

    private void addEnd(List<String> message) {
        if (telling == Telling.ALL) {
            message.addAll(TransactionEnd.lastSubtransaction("EXECUTE " + TAKE_ID_STATEMENT));
            message.add("EXECUTE " + TransactionEnd.ID);
        }
        message.add(COMMIT);
    }

    /** One text of several; each on lines of its own, since a statement may end with a comment. */
    static String joined(List<String> texts) {
        return String.join("\n;\n", texts);
    }

    private String isTheSchema() {
        return "pg_catalog.current_schema() OPERATOR(pg_catalog.=) " + name + "::pg_catalog.name";
    }

    /** Takes the tenant's advisory lock and holds Liquibase's lock row. */
    private String locks() {
        String row = "FROM ONLY " + tables.lock() + " WHERE id OPERATOR(pg_catalog.=) 1";
        return "SELECT CASE WHEN NOT " + AdvisoryLock.tryInTransaction(schema) + " THEN " + error(Guard.RUN)
                + " WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1::pg_catalog.int8 THEN 0 WHEN NOT EXISTS (SELECT "
                + row
                + ") THEN " + error(Guard.MOVED) + " ELSE " + error(Guard.LOCK) + " END FROM (SELECT " + row
                + " AND NOT locked FOR UPDATE SKIP LOCKED) AS lock_row";
    }

    private List<String> begin() {
        List<String> message = new ArrayList<>();
        message.add(BEGIN);
        message.add(lock());
        message.add(shape());
        message.add(tenantsPath);
        return message;
    }

    /** A query that answers 0 where the condition holds, and otherwise ends with {@link #GUARD_STATE}. */
    static String guard(Guard guard, String condition) {
        return "SELECT CASE WHEN " + condition + " THEN 0 ELSE " + error(guard) + " END";
    }

    /** Not a constant, which the server would work out before it looks at the condition. */
    private static String error(Guard guard) {
        return "pg_catalog.concat('" + guard.text()
                + " '::pg_catalog.text, pg_catalog.pg_backend_pid())::pg_catalog.int4";
    }

    /** Which guard did not hold, if it was one. */
    static Optional<Guard> guardOf(SQLException e) {
        if (!GUARD_STATE.equals(e.getSQLState())) {
            return Optional.empty();
        }
        return Arrays.stream(Guard.values())
                .filter(guard -> e.getMessage().contains(guard.text()))
                .findFirst();
    }

    private void addAll(List<String> message, List<SchemaText> statements) {
        statements.forEach(statement -> message.add(statement.in(quoted)));
    }
}
