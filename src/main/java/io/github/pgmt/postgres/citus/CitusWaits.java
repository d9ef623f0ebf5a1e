package io.github.pgmt.postgres.citus;

import java.util.Optional;

/** Who waits for whom on the nodes, in parts of a statement. */
public final class CitusWaits {

    /** Of a session that somebody opened on the node itself the coordinator has no process. */
    private static final String EDGES = """
            SELECT pg_catalog.citus_pid_for_gpid(blocked.waiting_global_pid) AS waiting,
              pg_catalog.citus_pid_for_gpid(blocked.blocking_global_pid) AS blocking
            FROM pg_catalog.citus_internal_global_blocked_processes() AS blocked
            CROSS JOIN pg_catalog.citus_nodeid_for_gpid(pg_catalog.citus_backend_gpid()) AS here (node)
            WHERE pg_catalog.citus_nodeid_for_gpid(blocked.waiting_global_pid) = here.node
              AND pg_catalog.citus_nodeid_for_gpid(blocked.blocking_global_pid) = here.node
            """;

    /** Nobody waits on another server. */
    private static final String NONE = "SELECT NULL::int AS waiting, NULL::int AS blocking LIMIT 0";

    private CitusWaits() {}

    /**
     * A query: the coordinator's processes ({@code waiting}) that wait on a node, and those ({@code blocking}) that have there
     * what they wait for.
     *
     * @param citus by which tenants are on nodes; empty where none is
     */
    public static String edges(Optional<Citus> citus) {
        return citus.isPresent() ? EDGES : NONE;
    }
}
