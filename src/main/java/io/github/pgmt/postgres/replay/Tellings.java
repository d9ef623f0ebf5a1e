package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.replay.ReplayMessages.Telling;
import io.github.pgmt.postgres.sql.ReplayableSql;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the transactions of a replay have to tell of themselves. Only routines open subtransactions, and not those in SQL: where
 * there are none but PostgreSQL's own, and the script makes none, a transaction's id is all there is to know, and costs
 * nothing. For several threads.
 */
final class Tellings {

    /** An oid below this was given out when the cluster was made (PostgreSQL, "System Catalog Initial Data"). */
    private static final int FIRST_USERS_OID = 16_384;

    private static final String HAS_ROUTINES = "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid "
            + "OPERATOR(pg_catalog.>=) " + FIRST_USERS_OID + "::pg_catalog.oid AND prolang OPERATOR(pg_catalog.<>) ALL "
            + "(SELECT oid FROM pg_catalog.pg_language WHERE lanname OPERATOR(pg_catalog.=) 'sql'::pg_catalog.name))";

    private final OwnTransactions transactions;
    private final Map<ReplayScript, Telling> known = new IdentityHashMap<>();

    Tellings(OwnTransactions transactions) {
        this.transactions = transactions;
    }

    /** @param connection asks, when the script's pilot is done: what a routine of the script makes is there then */
    synchronized Telling of(ReplayScript script, ReplayConnection connection) throws SQLException {
        ReplayScript ofAll = script.template().orElse(script);
        Telling telling = known.get(ofAll);
        if (telling == null) {
            telling = find(script, connection);
            known.put(ofAll, telling);
        }
        return telling;
    }

    private Telling find(ReplayScript script, ReplayConnection connection) throws SQLException {
        if (!transactions.areTold()) {
            return Telling.NOTHING;
        }
        boolean nests = texts(script).anyMatch(ReplayableSql::hasRoutine) || connection.answers(HAS_ROUTINES);
        return nests ? Telling.ALL : Telling.ID;
    }

    private static Stream<String> texts(ReplayScript script) {
        return script.changeSets().stream()
                .flatMap(changeSet -> changeSet.statements().stream())
                .map(statement -> statement.in("\"tenant\""));
    }
}
