package io.github.pgmt.postgres.sql;

import io.github.pgmt.postgres.sql.SqlToken.Kind;
import java.util.List;
import java.util.Set;

/**
 * What a replayed statement may set until its transaction ends. Behind it in the transaction are other statements of the
 * changeset, for which it is meant, and those of ours: guards and the history row. They use PostgreSQL's own operators and
 * functions alone, on tables without triggers or policies, so none of these settings changes what they answer or write: some of
 * them say how much time or memory a statement may take or how it is planned, which messages are sent, what is checked when an
 * object is made and how it is kept. {@code TimeZone}, for one, is not among them: it changes the time in the history row. Nor
 * is a setting of an extension's or the user's own, which does not become unset again.
 *
 * <p>Where a transaction is a tenant and not a changeset they would reach the next changeset: see {@link
 * ReplayableSql#lastsUntilCommit}.
 */
final class LocalSettings {

    private static final Set<String> HARMLESS = Set.of(
            // time, memory, plans
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "deadlock_timeout",
            "work_mem",
            "maintenance_work_mem",
            "hash_mem_multiplier",
            "max_parallel_workers_per_gather",
            "max_parallel_maintenance_workers",
            "parallel_setup_cost",
            "parallel_tuple_cost",
            "effective_cache_size",
            "random_page_cost",
            "seq_page_cost",
            "enable_bitmapscan",
            "enable_hashagg",
            "enable_hashjoin",
            "enable_indexonlyscan",
            "enable_indexscan",
            "enable_material",
            "enable_mergejoin",
            "enable_nestloop",
            "enable_seqscan",
            "enable_sort",
            "from_collapse_limit",
            "join_collapse_limit",
            "geqo",
            "jit",
            "synchronous_commit",
            // messages
            "client_min_messages",
            "log_min_messages",
            "log_min_duration_statement",
            "log_statement",
            // what is checked, and how it is kept
            "check_function_bodies",
            "constraint_exclusion",
            "row_security",
            "session_replication_role",
            "default_tablespace",
            "default_table_access_method",
            "default_toast_compression",
            "xmloption");

    private static final Set<Kind> VALUES = Set.of(Kind.WORD, Kind.QUOTED_NAME, Kind.STRING, Kind.OTHER);

    private LocalSettings() {}

    /**
     * Whether a statement is {@code SET LOCAL} of one of these, or {@code SET CONSTRAINTS}, which lasts as long: what is deferred
     * is checked before the guard at the end is asked.
     *
     * @param statement from SET on; further ones may follow
     */
    static boolean areSetBy(List<SqlToken> statement) {
        if (SqlWords.areAt(statement, 0, "set", "constraints")) {
            return SqlWords.after(statement, 1).isName();
        }
        boolean isLocal = SqlWords.areAt(statement, 0, "set", "local") && statement.size() > 4;
        return isLocal
                && statement.get(2).isName()
                && HARMLESS.contains(statement.get(2).text())
                && (statement.get(3).isWord("to") || statement.get(3).isSymbol("="))
                && VALUES.contains(statement.get(4).kind());
    }
}
