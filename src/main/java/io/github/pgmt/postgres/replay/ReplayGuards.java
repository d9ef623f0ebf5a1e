package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.Guard;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.TransactionEnd;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.session.Answers;
import io.github.pgmt.postgres.session.TableComparison;
import io.github.pgmt.postgres.table.ReplayGuard;
import io.github.pgmt.postgres.table.TenantTables;
import java.util.List;

/**
 * What is asked of a tenant in each transaction that replays something in it, as statements that find the same under every
 * {@code search_path}.
 */
final class ReplayGuards {

    private final String schema;
    private final TenantTables tables;
    private final RunId runId;
    private final PreparedLooks looks;

    /** @param looks at the tenant */
    ReplayGuards(TenantTables tables, RunId runId, PreparedLooks looks) {
        this.looks = looks;
        this.schema = tables.schema();
        this.tables = tables;
        this.runId = runId;
    }

    /**
     * That no other run of pgmt works on the tenant until the transaction ends, and that the {@code search_path}, which is the
     * tenant's by now, leads to its schema. No table is asked with that: what is asked of a table may be answered by another
     * server, which has locks and a {@code search_path} of its own (Citus). It does not set the path itself: when the server has
     * executed what was prepared, it looks at it once more to describe the answer, and plans it anew under another path.
     */
    String alone() {
        return "SELECT CASE WHEN NOT " + AdvisoryLock.tryInTransaction(schema) + " THEN " + ReplayGuard.RUN.error()
                + " WHEN " + isTheSchema() + " THEN 0 ELSE " + ReplayGuard.MOVED.error() + " END";
    }

    /** Holds Liquibase's lock row. */
    String lockRow() {
        String row = "FROM ONLY " + tables.lock() + " WHERE id OPERATOR(pg_catalog.=) 1";
        return "SELECT CASE WHEN pg_catalog.count(*) OPERATOR(pg_catalog.=) 1::pg_catalog.int8 THEN 0 WHEN NOT EXISTS "
                + "(SELECT " + row + ") THEN " + ReplayGuard.MOVED.error() + " ELSE " + ReplayGuard.LOCK.error()
                + " END FROM (SELECT " + row + " AND NOT locked FOR UPDATE SKIP LOCKED) AS lock_row";
    }

    /** That preconditions find what they found in the pilot; nothing where there is nothing to ask. */
    List<String> answers(Guard guard) {
        List<Guard.Check> checks = guard.known();
        if (checks.isEmpty()) {
            return List.of();
        }
        return looks.asking(checks)
                .orElseGet(() -> Answers.around(
                        ReplayGuard.ANSWER.query(new Answers(schema).hold(checks)),
                        checks.stream().map(Guard.Check::question).toList()));
    }

    /** That the history is this one. */
    String history(HistoryFingerprint history) {
        return ReplayGuard.MOVED.query(history.condition(tables.history()));
    }

    /**
     * The same of a history whose last rows are this run's; the number of rows, the last one's order and the number of this
     * run's rows are parameters of the types int8, int4 and int8.
     */
    String lastRows() {
        return ReplayGuard.MOVED.query("pg_catalog.count(*) OPERATOR(pg_catalog.=) $1 "
                        + "AND coalesce(pg_catalog.max(orderexecuted)::pg_catalog.int8, 0::pg_catalog.int8) "
                        + "OPERATOR(pg_catalog.=) $2::pg_catalog.int8 "
                        + "AND pg_catalog.count(*) FILTER (WHERE deployment_id::pg_catalog.text OPERATOR(pg_catalog.=) "
                        + Identifiers.literal(runId.value()) + "::pg_catalog.text) OPERATOR(pg_catalog.=) $3")
                + " FROM ONLY " + tables.history();
    }

    /**
     * That a changeset left the schema and the role as they were, which a function of the user's may not have done. No table is
     * asked with it, see {@link #alone}.
     *
     * @param tellsId whether it answers {@link TransactionEnd#PLAIN_ID}
     */
    String end(String role, boolean tellsId) {
        String holds = isTheSchema() + " AND current_user OPERATOR(pg_catalog.=) " + Identifiers.literal(role)
                + "::pg_catalog.name";
        return tellsId
                ? "SELECT " + ReplayGuard.MOVED.answer(holds, TransactionEnd.PLAIN_ID) + " AS " + TransactionEnd.ID
                : ReplayGuard.MOVED.query(holds);
    }

    /**
     * That the rows' numbers and times put them into the same order: Liquibase goes by the times first, and what was planned by the
     * numbers. To be asked on {@link OwnPath}.
     */
    String inOrder() {
        return ReplayGuard.MOVED.query("NOT EXISTS (SELECT FROM (SELECT orderexecuted, dateexecuted, "
                + "lag(orderexecuted) OVER following AS number_before, lag(dateexecuted) OVER following AS time_before "
                + "FROM ONLY " + tables.history()
                + " WINDOW following AS (ORDER BY orderexecuted, dateexecuted)) AS history "
                + "WHERE orderexecuted = number_before OR dateexecuted < time_before)");
    }

    /** That the tenant's tables have this sum, see {@link TableComparison}; to be asked on {@link OwnPath}. */
    String tables(String sum) {
        return ReplayGuard.TABLES.query(
                new TableComparison(tables.tables()).sum(schema) + " = " + Identifiers.literal(sum));
    }

    private String isTheSchema() {
        return "pg_catalog.current_schema() OPERATOR(pg_catalog.=) " + Identifiers.literal(schema)
                + "::pg_catalog.name";
    }
}
