package io.github.pgmt.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What of a Citus its catalog tells, on a server without the extension: the tables are the test's own, and nothing is
 * distributed. What Citus does is tried by {@link CitusCluster} alone.
 */
public final class FakeCitus {

    private static final List<String> CATALOG = List.of(
            "CREATE TABLE pg_catalog.pg_dist_schema (schemaid oid, colocationid int)",
            "CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, colocationid int)",
            "CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass, shardid bigint)",
            "CREATE TABLE pg_catalog.pg_dist_placement (shardid bigint, groupid int)",
            "CREATE TABLE pg_catalog.pg_dist_node (nodeid int, groupid int, nodename text, nodeport int, noderole text, "
                    + "hasmetadata bool, metadatasynced bool, isactive bool)",
            "CREATE TABLE pg_catalog.pg_dist_local_group (groupid int)",
            "CREATE TABLE pg_catalog.pgmt_fake_sizes (shard_id int, size bigint)",
            "INSERT INTO pg_catalog.pg_dist_local_group VALUES (0)",
            "CREATE FUNCTION pg_catalog.citus_shard_sizes(OUT shard_id int, OUT size bigint) RETURNS SETOF record LANGUAGE sql "
                    + "AS 'SELECT shard_id, size FROM pg_catalog.pgmt_fake_sizes'",
            "CREATE FUNCTION pg_catalog.citus_check_connection_to_node(host text, port int) RETURNS bool LANGUAGE sql "
                    + "AS 'SELECT host <> ''gone'''",
            "GRANT SELECT ON ALL TABLES IN SCHEMA pg_catalog TO PUBLIC");

    private final TestDatabase database;
    private int shards;

    private FakeCitus(TestDatabase database) {
        this.database = database;
    }

    /** A coordinator without workers. */
    public static FakeCitus in(TestDatabase database) {
        FakeCitus citus = new FakeCitus(database);
        citus.execute(CATALOG);
        return citus;
    }

    /** Adds a worker; the one that is called {@code gone} is not reached. */
    public FakeCitus worker(int group, String host) {
        execute(List.of("INSERT INTO pg_catalog.pg_dist_node VALUES (" + group + ", " + group + ", '" + host
                + "', 5432, 'primary', true, true, true)"));
        return this;
    }

    /** Says of all tables of the schema that they are on the worker. */
    public FakeCitus distribute(String schema, int group, long bytesOfATable) {
        List<String> tables = database.query("SELECT oid FROM pg_class WHERE relnamespace = '" + schema
                + "'::regnamespace AND relkind = 'r' ORDER BY relname");
        execute(List.of("INSERT INTO pg_catalog.pg_dist_schema SELECT oid, oid::int FROM pg_namespace WHERE nspname = '"
                + schema + "'"));
        for (String table : tables) {
            int shard = ++shards;
            execute(List.of(
                    "INSERT INTO pg_catalog.pg_dist_partition SELECT oid, relnamespace::int FROM pg_class WHERE oid = "
                            + table,
                    "INSERT INTO pg_catalog.pg_dist_shard VALUES (" + table + ", " + shard + ")",
                    "INSERT INTO pg_catalog.pg_dist_placement VALUES (" + shard + ", " + group + ")",
                    "INSERT INTO pg_catalog.pgmt_fake_sizes VALUES (" + shard + ", " + bytesOfATable + ")"));
        }
        return this;
    }

    private void execute(List<String> statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET allow_system_table_mods = on");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
