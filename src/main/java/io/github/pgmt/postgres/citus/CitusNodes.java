package io.github.pgmt.postgres.citus;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** On which nodes tenants are, and which of the nodes the coordinator reaches. For own sessions. */
public final class CitusNodes {

    /** A node that was away and has not been told since what there is gets no DDL either. */
    private static final String NODES = """
            SELECT nodename, nodeport, hasmetadata AND NOT metadatasynced
            FROM pg_catalog.pg_dist_node WHERE noderole = 'primary' AND isactive ORDER BY nodeid
            """;

    private static final String DISTRIBUTED = """
            SELECT namespace.nspname FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_dist_schema AS distributed ON distributed.schemaid = namespace.oid
            WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))
            """;

    /** Those that Citus makes itself are internal. */
    private static final String TRIGGERED = """
            SELECT DISTINCT namespace.nspname FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_class AS relation ON relation.relnamespace = namespace.oid
            JOIN pg_catalog.pg_trigger AS trigger ON trigger.tgrelid = relation.oid AND NOT trigger.tgisinternal
              AND relation.relkind IN ('r', 'p')
            WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))
            """;

    /** A schema is on one node; one without tables is on none yet. */
    private static final String PLACES = """
            SELECT namespace.nspname, node.nodename, node.nodeport
            FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_dist_schema AS distributed ON distributed.schemaid = namespace.oid
            CROSS JOIN LATERAL (
              SELECT placement.groupid FROM pg_catalog.pg_dist_partition AS part
              JOIN pg_catalog.pg_dist_shard AS shard ON shard.logicalrelid = part.logicalrelid
              JOIN pg_catalog.pg_dist_placement AS placement ON placement.shardid = shard.shardid
              WHERE part.colocationid = distributed.colocationid LIMIT 1) AS placed
            JOIN pg_catalog.pg_dist_node AS node ON node.groupid = placed.groupid AND node.noderole = 'primary'
            WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))
            """;

    private CitusNodes() {}

    /** The nodes of those of the schemas that are on one, by schema. */
    public static Map<String, CitusNode> of(Connection connection, Collection<String> schemas) throws SQLException {
        Map<String, CitusNode> nodes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    nodes.put(rows.getString(1), new CitusNode(rows.getString(2), rows.getInt(3)));
                }
            }
        }
        return nodes;
    }

    /** Those of the schemas that are distributed, also where they have no table yet, and so no node. */
    public static Set<String> distributed(Connection connection, Collection<String> schemas) throws SQLException {
        return those(connection, DISTRIBUTED, schemas);
    }

    /** Those of the schemas in which a table has a trigger. */
    public static Set<String> triggered(Connection connection, Collection<String> schemas) throws SQLException {
        return those(connection, TRIGGERED, schemas);
    }

    private static Set<String> those(Connection connection, String sql, Collection<String> schemas)
            throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    /** Those of the schemas that are on a node that the coordinator does not reach, with the node. */
    public static Map<String, CitusNode> lost(Connection connection, Collection<String> schemas) throws SQLException {
        Map<String, CitusNode> nodes = of(connection, schemas);
        Set<CitusNode> unreachable = unreachable(connection, new HashSet<>(nodes.values()));
        nodes.values().retainAll(unreachable);
        return nodes;
    }

    /** @throws RunRefusedException when one is not ready: Citus changes no tenant then, wherever it is */
    public static void requireAll(Connection connection) throws SQLException {
        List<CitusNode> nodes = new ArrayList<>();
        List<CitusNode> behind = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NODES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                CitusNode node = new CitusNode(rows.getString(1), rows.getInt(2));
                nodes.add(node);
                if (rows.getBoolean(3)) {
                    behind.add(node);
                }
            }
        }
        refuse(unreachable(connection, nodes), "The coordinator does not reach ", "Bring the node back");
        refuse(
                behind,
                "What the coordinator knows was not synchronized yet to ",
                "Wait a minute, or synchronize it (SELECT start_metadata_sync_to_all_nodes();)");
    }

    private static void refuse(Collection<CitusNode> nodes, String what, String remedy) {
        if (nodes.isEmpty()) {
            return;
        }
        String named = nodes.stream().map(CitusNode::text).sorted().collect(Collectors.joining(", "));
        throw new RunRefusedException(what + named + ", and Citus needs all its nodes to change a schema, also one on "
                + "another node. " + remedy + ", and run again; status and list-tenants show the tenants of the nodes "
                + "that are there meanwhile. Nothing was changed.");
    }

    private static Set<CitusNode> unreachable(Connection connection, Collection<CitusNode> nodes) throws SQLException {
        Set<CitusNode> unreachable = new HashSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.citus_check_connection_to_node(?::text, ?)")) {
            for (CitusNode node : nodes) {
                statement.setString(1, node.host());
                statement.setInt(2, node.port());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        unreachable.add(node);
                    }
                }
            }
        }
        return unreachable;
    }
}
