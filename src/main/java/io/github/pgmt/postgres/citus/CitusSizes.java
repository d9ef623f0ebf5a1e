package io.github.pgmt.postgres.citus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** How much of tenants is on their nodes, asked of all nodes at once. For own sessions. */
public final class CitusSizes {

    /** An SQL expression that holds for a relation that is empty here, since its rows are on a node. */
    public static final String IS_SHELL = "EXISTS (SELECT FROM pg_catalog.pg_dist_partition AS distributed "
            + "WHERE distributed.logicalrelid = relation.oid)";

    /** A node that is not reached is left out of the sizes, and told as a warning. */
    private static final String SIZES = """
            SELECT namespace.nspname, node.nodename, node.nodeport, sum(shards.size)::bigint
            FROM pg_catalog.pg_namespace AS namespace
            JOIN pg_catalog.pg_dist_schema AS distributed ON distributed.schemaid = namespace.oid
            JOIN pg_catalog.pg_dist_partition AS part ON part.colocationid = distributed.colocationid
            JOIN pg_catalog.pg_dist_shard AS shard ON shard.logicalrelid = part.logicalrelid
            JOIN pg_catalog.pg_dist_placement AS placement ON placement.shardid = shard.shardid
            JOIN pg_catalog.pg_dist_node AS node ON node.groupid = placement.groupid AND node.noderole = 'primary'
            LEFT JOIN pg_catalog.citus_shard_sizes() AS shards (shard_id, size) ON shards.shard_id = shard.shardid
            WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))
            GROUP BY namespace.nspname, node.nodename, node.nodeport
            """;

    /**
     * What of a tenant is on its node.
     *
     * @param bytes empty where the node does not tell
     */
    public record OnNode(CitusNode node, OptionalLong bytes) {}

    private CitusSizes() {}

    /** By schema, of those that are on a node; one without tables is on none yet. */
    public static Map<String, OnNode> of(Connection connection, Collection<String> schemas) throws SQLException {
        Map<String, OnNode> sizes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SIZES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long bytes = rows.getLong(4);
                    OptionalLong told = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
                    sizes.put(rows.getString(1), new OnNode(new CitusNode(rows.getString(2), rows.getInt(3)), told));
                }
            }
        }
        return sizes;
    }
}
