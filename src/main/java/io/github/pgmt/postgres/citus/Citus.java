package io.github.pgmt.postgres.citus;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The Citus extension of a database. All of it that is asked is in {@code pg_catalog}, where Citus puts it; its views
 * {@code citus_schemas} and {@code citus_tables} are elsewhere.
 *
 * @param version of the extension, {@code 13.2-1}
 * @param group of the server: 0 is the coordinator's, any other a worker's
 * @param workers how many nodes but the coordinator
 * @param shardsSchemas {@code citus.enable_schema_based_sharding}: whether a new schema is distributed
 * @param hasDistributed whether a schema or a table is
 * @param takesTriggers {@code citus.enable_unsafe_triggers}: whether a distributed table can have triggers
 */
public record Citus(
        String version, int group, int workers, boolean shardsSchemas, boolean hasDistributed, boolean takesTriggers) {

    /** An SQL expression that holds where there is a Citus that can distribute schemas (12 and later). */
    public static final String IS_THERE = "pg_catalog.to_regclass('pg_catalog.pg_dist_schema') IS NOT NULL";

    /**
     * A replay is one message a changeset. In one of several statements Citus passes the whole text on to the nodes
     * ({@code CREATE INDEX} is refused for it), and a setting not at all; in messages of their own, its statements would take
     * as many round trips as Liquibase's.
     */
    public static final String NO_REPLAY =
            "is on Citus, which does not take a message of several statements as one of PostgreSQL's own servers does";

    private static final String FACTS = """
            SELECT (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'citus'),
              (SELECT groupid FROM pg_catalog.pg_dist_local_group),
              (SELECT pg_catalog.count(*) FROM pg_catalog.pg_dist_node WHERE groupid <> 0 AND noderole = 'primary'),
              coalesce(pg_catalog.current_setting('citus.enable_schema_based_sharding', true) = 'on', false),
              EXISTS (SELECT FROM pg_catalog.pg_dist_schema) OR EXISTS (SELECT FROM pg_catalog.pg_dist_partition),
              coalesce(pg_catalog.current_setting('citus.enable_unsafe_triggers', true) = 'on', false)
            """;

    public Citus {
        Objects.requireNonNull(version, "version is null");
    }

    /** Whether there is one, asked in an own session. */
    public static boolean isThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + IS_THERE)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** @param connection an own session, where {@link #IS_THERE} holds */
    public static Citus of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            return new Citus(
                    String.valueOf(row.getString(1)),
                    row.getInt(2),
                    row.getInt(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getBoolean(6));
        }
    }

    /**
     * @param place how the user gave the URL, within a sentence
     * @throws RunRefusedException on a worker, which has a part of the tenants and refuses DDL
     */
    public void requireCoordinator(String database, String place) {
        if (group != 0) {
            throw new RunRefusedException(
                    database + " is a worker node of Citus. Connect to the coordinator: its host and " + "port in "
                            + place + " (citus_coordinator_nodeid() and pg_dist_node tell them). Nothing was changed.");
        }
    }

    /** Whether tenants are, or will be, where Citus puts them. A database that has the extension alone is as any other. */
    public boolean isInUse() {
        return shardsSchemas || hasDistributed;
    }

    /** Options of every session: what a transaction sets for itself reaches the nodes it works on. */
    public List<String> ofEverySession() {
        return List.of("citus.propagate_set_commands=local");
    }

    /**
     * Options of sessions that only look: {@code LOCK TABLE} would lock on all nodes, and fail for every tenant where one of
     * them is gone. Whoever changes a distributed table does so through the coordinator, and meets the lock there.
     */
    public List<String> ofLooks() {
        return List.of("citus.enable_ddl_propagation=off");
    }

    /**
     * The statement, to be sent in a message of its own, with which {@code lock_timeout} holds on the nodes too until the
     * transaction ends. A start-up option is the coordinator's alone.
     */
    public static String lockTimeoutOfNodes(Duration lockTimeout) {
        return "SET LOCAL lock_timeout TO " + lockTimeout.toMillis();
    }
}
