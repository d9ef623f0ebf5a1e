package io.github.pgmt.postgres;

import io.github.pgmt.migration.HistoryTables;
import io.github.pgmt.migration.ReplayedChangeSet;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.SchemaText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String GUARD_STATE = "22P02";

    /** Ends a transaction. */
    static final String COMMIT = "COMMIT";

    private static final String PREPARED_END = joined(TransactionEnd.PREPARATIONS);

    /** Ends a transaction and tells which. */
    static final String TOLD_COMMIT = joined(List.of(PREPARED_END, TransactionEnd.QUESTION, COMMIT));

    /** The same in a transaction of {@link #beginAfter}. */
    static final String TOLD_COMMIT_AFTER = joined(List.of(PREPARED_END, "EXECUTE " + TransactionEnd.ID, COMMIT));

    private static final String LOCK_STATEMENT = "pgmt_lock";
    private static final String HISTORY_STATEMENT = "pgmt_history";
    private static final String END_STATEMENT = "pgmt_end";
    private static final String SHAPE_STATEMENT = "pgmt_shape";

    /** What {@link #beginAfter} prepares for a tenant. */
    static final List<String> PREPARED = List.of(LOCK_STATEMENT, HISTORY_STATEMENT, END_STATEMENT, TransactionEnd.ID);

    private static final String OWN_PATH = "SET LOCAL search_path TO " + Server.OWN_SEARCH_PATH;

    private final String schema;
    private final String name;
    private final String quoted;
    private final String tenantsPath;
    private final TenantTables tables;
    private final RunId runId;

    ReplayMessages(String schema, List<String> searchPath, HistoryTables tables, RunId runId) {
        this.schema = schema;
        this.name = Identifiers.literal(schema);
        this.quoted = Identifiers.quote(schema);
        this.tenantsPath = "SET LOCAL search_path TO " + Identifiers.list(searchPath);
        this.tables = new TenantTables(schema, tables);
        this.runId = runId;
    }

    /**
     * Prepares a look at the shape of Liquibase's tables, by their quoted names, see {@link PlainShape}. It is the same for all
     * tenants, since to plan it takes the server longer than to answer it.
     */
    static String prepareShape() {
        String sound = PlainShape.count("$1", "$2") + " OPERATOR(pg_catalog.=) 2::pg_catalog.int8";
        return "PREPARE " + SHAPE_STATEMENT + "(pg_catalog.text, pg_catalog.text) AS " + guard(Guard.SHAPE, sound);
    }

    private String shape() {
        return "EXECUTE " + SHAPE_STATEMENT + "(" + Identifiers.literal(tables.history()) + ", "
                + Identifiers.literal(tables.lock()) + ")";
    }

    /**
     * Makes Liquibase's two tables.
     *
     * @param end ends the transaction
     */
    String tables(List<SchemaText> statements, String end) {
        List<String> message = begin();
        message.add(guard(Guard.RUN, AdvisoryLock.tryInTransaction(schema)));
        message.add(guard(Guard.MOVED, isTheSchema()));
        message.add(OWN_PATH);
        addAll(message, statements);
        message.add(end);
        return joined(message);
    }

    /**
     * Begins the first transaction of a tenant.
     *
     * @param history the fingerprint that the tenant's history must have
     */
    String begin(HistoryFingerprint history) {
        List<String> message = begin();
        message.add(lock());
        message.add(shape());
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
        message.add(lock());
        message.add(shape());
        if (first) {
            message.add("PREPARE " + LOCK_STATEMENT + " AS " + locks());
            message.add("PREPARE " + HISTORY_STATEMENT + "(pg_catalog.int8, pg_catalog.int4, pg_catalog.int8) AS "
                    + guard(Guard.MOVED, isTheSchema() + " AND " + lastRowsAreOurs()));
            message.add("PREPARE " + END_STATEMENT + " AS " + endGuard(role));
            message.add("PREPARE " + TransactionEnd.ID + " AS " + TransactionEnd.QUESTION);
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
     */
    String changeSet(ReplayedChangeSet changeSet, String role) {
        return changeSetWith(changeSet, endGuard(role));
    }

    /** The same in a transaction of {@link #beginAfter}. */
    String changeSetAfter(ReplayedChangeSet changeSet) {
        return changeSetWith(changeSet, "EXECUTE " + END_STATEMENT);
    }

    private String changeSetWith(ReplayedChangeSet changeSet, String endGuard) {
        List<String> message = new ArrayList<>();
        addAll(message, changeSet.statements());
        message.add(endGuard);
        message.add(OWN_PATH);
        addAll(message, changeSet.recording());
        // What is deferred to the commit is the changeset's.
        message.add(tenantsPath);
        return joined(message);
    }

    /** A function of the user's may have set something on its way. */
    private String endGuard(String role) {
        return guard(
                Guard.MOVED,
                isTheSchema() + " AND current_user OPERATOR(pg_catalog.=) " + Identifiers.literal(role)
                        + "::pg_catalog.name");
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
        message.add("BEGIN ISOLATION LEVEL READ COMMITTED");
        message.add(tenantsPath);
        return message;
    }

    private static String guard(Guard guard, String condition) {
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
