package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.TransactionEnd;
import io.github.pgmt.postgres.session.TableComparison;
import io.github.pgmt.postgres.table.HistoryTag;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts by which a tenant is replayed, each for one round trip, and a whole transaction unless the tenant is one. PostgreSQL
 * gives every statement of such a text a snapshot of its own in READ COMMITTED, so what is asked after the lock row is held is
 * not older than the lock (PostgreSQL, "Transaction Isolation").
 *
 * <p>The changeset's statements find what the tenant's {@code search_path} leads to. The statements that write the history row
 * run under a path without the tenant, or find nothing by it ({@link HistoryInserts}).
 */
final class ReplayMessages {

    /** What a transaction tells of itself at its end, see {@link TransactionEnd}. */
    enum Telling {
        NOTHING,
        /** Its id, where it has no subtransactions. */
        ID,
        /** Its id and its subtransactions'. */
        ALL
    }

    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED";

    private static final String COMMIT = "COMMIT";

    private static final String ALONE_STATEMENT = "pgmt_alone";
    private static final String LOCK_STATEMENT = "pgmt_lock";
    private static final String HISTORY_STATEMENT = "pgmt_history";
    private static final String END_STATEMENT = "pgmt_end";
    private static final String RECORD_STATEMENT = "pgmt_record";
    private static final String TAKE_ID_STATEMENT = "pgmt_take_id";

    /**
     * What is the same for all tenants, since to plan it takes the server longer than to answer it. It is sent under the
     * session's own {@code search_path}, as it is used: under another one the server would plan it anew.
     */
    static final String PREPARATION = preparation();

    private final String quoted;
    private final String tenantsPath;
    private final ReplayGuards guards;
    private final PreparedLooks looks;
    private final Telling telling;
    private final HistoryInserts inserts;
    private final TenantTables both;
    private final String historyTable;
    private final ShapeLooks shape;
    private final String locks;

    /**
     * @param both the tenant's tables
     * @param telling what each transaction is to tell of itself
     * @param inserts the history rows of the script's changesets
     * @param looks those of the script
     */
    ReplayMessages(
            TenantTables both,
            List<String> searchPath,
            RunId runId,
            Telling telling,
            HistoryInserts inserts,
            PreparedLooks looks) {
        this.looks = looks;
        this.both = both;
        this.quoted = Identifiers.quote(both.schema());
        this.tenantsPath = "SET LOCAL search_path TO " + Identifiers.list(searchPath);
        this.guards = new ReplayGuards(both, runId, looks);
        this.telling = telling;
        this.inserts = inserts;
        this.historyTable = both.history();
        this.shape = new ShapeLooks(both, inserts.rows().size());
        this.locks = TableLock.SHARE_UPDATE_EXCLUSIVE.statement(List.of(both.history(), both.lock()));
    }

    private static String preparation() {
        List<String> texts = new ArrayList<>(ShapeLooks.preparation());
        texts.add("PREPARE " + TAKE_ID_STATEMENT + " AS " + TransactionEnd.TAKE_ID);
        texts.add("PREPARE " + TransactionEnd.ID + " AS " + TransactionEnd.QUESTION);
        return joined(texts);
    }

    /** Makes Liquibase's two tables, in a transaction. */
    String tables(List<SchemaText> statements) {
        List<String> message = new ArrayList<>();
        message.addAll(List.of(BEGIN, tenantsPath, guards.alone()));
        message.add(OwnPath.UNTIL_COMMIT);
        addAll(message, statements);
        addOwnEnd(message);
        return joined(message);
    }

    /**
     * Writes the history rows of changesets that are not run, in a transaction in which Liquibase's two tables are made where the
     * script makes them. Nothing of it finds anything of the tenant's.
     *
     * @param history the fingerprint that the tenant's history must have; it has none where the tables are made
     * @param tables the tenant's tables must have this sum, see {@link TableComparison}
     */
    String rows(ReplayScript script, HistoryFingerprint history, Optional<String> tables) {
        List<String> message = new ArrayList<>();
        if (script.tables().isEmpty()) {
            message.add(begin(history));
        } else {
            message.addAll(List.of(BEGIN, tenantsPath, guards.alone()));
        }
        message.add(OwnPath.UNTIL_COMMIT);
        tables.map(guards::tables).ifPresent(message::add);
        addAll(message, script.tables());
        script.changeSets().forEach(changeSet -> addAll(message, changeSet.recording()));
        addOwnEnd(message);
        return joined(message);
    }

    /**
     * Tags a row, in a transaction.
     *
     * @param history the fingerprint that the tenant's history must have
     * @param row as it is to be
     */
    String tag(HistoryFingerprint history, HistoryRow row) {
        List<String> message = new ArrayList<>();
        message.add(begin(history));
        message.add(OwnPath.UNTIL_COMMIT);
        message.add(guards.inOrder());
        message.add(HistoryTag.statement(both, row.changeSet(), row.tag().orElseThrow()));
        addOwnEnd(message);
        return joined(message);
    }

    /** Of a transaction that ran nothing of the changelog's. */
    private void addOwnEnd(List<String> message) {
        if (telling == Telling.ID) {
            message.add("SELECT " + TransactionEnd.PLAIN_ID + " AS " + TransactionEnd.ID);
        }
        addEnd(message);
    }

    /**
     * Begins the first transaction of a tenant. Afterwards, and after {@link #beginAfter}, the {@code search_path} is the
     * tenant's.
     *
     * @param history the fingerprint that the tenant's history must have
     */
    String begin(HistoryFingerprint history) {
        return joined(List.of(
                BEGIN, locks, shape.look(), tenantsPath, guards.alone(), guards.lockRow(), guards.history(history)));
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
        List<String> message = new ArrayList<>(List.of(BEGIN, locks));
        message.addAll(shape.after(first));
        message.add(tenantsPath);
        if (first) {
            message.add("PREPARE " + ALONE_STATEMENT + " AS " + guards.alone());
        }
        message.add("EXECUTE " + ALONE_STATEMENT);
        if (first) {
            message.add("PREPARE " + LOCK_STATEMENT + " AS " + guards.lockRow());
            message.add("PREPARE " + HISTORY_STATEMENT + "(pg_catalog.int8, pg_catalog.int4, pg_catalog.int8) AS "
                    + guards.lastRows());
            message.add("PREPARE " + END_STATEMENT + " AS " + end(role));
            inserts.form()
                    .ifPresent(form -> message.add(
                            "PREPARE " + RECORD_STATEMENT + " AS INSERT INTO " + historyTable + " " + form));
        }
        message.add("EXECUTE " + LOCK_STATEMENT);
        message.add("EXECUTE " + HISTORY_STATEMENT + "(" + history.rows() + ", " + history.lastOrder() + ", "
                + history.ofRun() + ")");
        return joined(message);
    }

    /**
     * What is prepared for the tenant in messages that were made.
     *
     * @param guarded whether {@link #beginAfter} is among them
     */
    List<String> prepared(boolean guarded) {
        List<String> names = new ArrayList<>(looks.prepared());
        if (guarded) {
            names.addAll(List.of(ALONE_STATEMENT, LOCK_STATEMENT, HISTORY_STATEMENT, END_STATEMENT));
            shape.prepared().ifPresent(names::add);
            inserts.form().ifPresent(form -> names.add(RECORD_STATEMENT));
        }
        return names;
    }

    /**
     * Applies a changeset in a transaction that was begun.
     *
     * @param role as what the statements are to be sent, from the first to the last
     * @param last whether the transaction ends with it; otherwise that of the next one goes on in it
     */
    String changeSet(ReplayedChangeSet changeSet, String role, boolean last) {
        return changeSetWith(changeSet, end(role), last);
    }

    /**
     * The same in a transaction of {@link #beginAfter}, which ends with it.
     *
     * @param position of the changeset in the script
     */
    String changeSetAfter(ReplayedChangeSet changeSet, int position) {
        Optional<String> row = inserts.rows().get(position);
        if (row.isEmpty()) {
            return changeSetWith(changeSet, "EXECUTE " + END_STATEMENT, true);
        }
        List<String> message = guarded(changeSet);
        message.add(TransactionEnd.FIRE_DEFERRED);
        message.add("EXECUTE " + END_STATEMENT);
        message.add("EXECUTE " + RECORD_STATEMENT + "(" + row.get() + ")");
        addEnd(message);
        return joined(message);
    }

    private String changeSetWith(ReplayedChangeSet changeSet, String endGuard, boolean last) {
        List<String> message = guarded(changeSet);
        if (last) {
            // What is deferred to the commit is the changeset's, and finds what that finds.
            message.add(TransactionEnd.FIRE_DEFERRED);
        }
        message.add(endGuard);
        message.add(OwnPath.UNTIL_COMMIT);
        addAll(message, changeSet.recording());
        if (last) {
            addEnd(message);
        } else {
            message.add(tenantsPath);
        }
        return joined(message);
    }

    /** The changeset's own statements, if its preconditions find what they found in the pilot. */
    private List<String> guarded(ReplayedChangeSet changeSet) {
        List<String> message = new ArrayList<>();
        changeSet.guard().ifPresent(guard -> message.addAll(guards.answers(guard)));
        addAll(message, changeSet.statements());
        return message;
    }

    private String end(String role) {
        return guards.end(role, telling == Telling.ID);
    }

    private void addEnd(List<String> message) {
        if (telling == Telling.ALL) {
            message.addAll(TransactionEnd.lastSubtransaction("EXECUTE " + TAKE_ID_STATEMENT));
            message.add("EXECUTE " + TransactionEnd.ID);
        }
        message.add(COMMIT);
    }

    private void addAll(List<String> message, List<SchemaText> statements) {
        statements.forEach(statement -> message.add(statement.in(quoted)));
    }

    /** One text of several; each on lines of its own, since a statement may end with a comment. */
    static String joined(List<String> texts) {
        return String.join("\n;\n", texts);
    }
}
