package io.github.pgmt.postgres.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The foreign keys of a schema that can keep a row outside it: those to its table and, since a deletion spreads, to tables
 * outside the schema from which it deletes or which it changes.
 */
final class OwnForeignKeys {

    /** The constraint, its four triggers, its table, and a share of the tables that it refers to. */
    private static final int LOCKS_EACH = 8;

    /** Whoever owns a schema may drop a table in it that is another role's, and nothing less of it. */
    private static final String DROPS = """
            WITH RECURSIVE home AS MATERIALIZED (SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname = ?),
            reached (oid) AS (
              SELECT relation.oid FROM pg_catalog.pg_class AS relation
              JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
              WHERE namespace.nspname = ? AND relation.relname = ?
              UNION
              SELECT next.oid FROM reached CROSS JOIN LATERAL (
                SELECT conrelid AS oid FROM pg_catalog.pg_constraint
                WHERE contype = 'f' AND confrelid = reached.oid AND confdeltype IN ('c', 'n', 'd')
                  AND connamespace NOT IN (SELECT home.oid FROM home)
                UNION ALL
                SELECT inhparent FROM pg_catalog.pg_inherits WHERE inhrelid = reached.oid) AS next)
            SELECT CASE WHEN pg_catalog.pg_has_role(relation.relowner, 'USAGE')
              THEN pg_catalog.format('ALTER TABLE IF EXISTS %I.%I DROP CONSTRAINT IF EXISTS %I',
                home.nspname, relation.relname, foreign_key.conname)
              ELSE pg_catalog.format('DROP TABLE IF EXISTS %I.%I CASCADE', home.nspname, relation.relname) END
            FROM home
            JOIN pg_catalog.pg_constraint AS foreign_key ON foreign_key.connamespace = home.oid
              AND foreign_key.contype = 'f' AND foreign_key.conparentid = 0
              AND foreign_key.confrelid IN (SELECT reached.oid FROM reached)
            JOIN pg_catalog.pg_class AS relation ON relation.oid = foreign_key.conrelid
            ORDER BY foreign_key.oid
            LIMIT ?
            """;

    private OwnForeignKeys() {}

    /**
     * Drops them in the connection's transaction, which is to be rolled back: a table may go with its foreign key.
     *
     * @param budget so many locks this may take; what would need more is left
     */
    static void dropForATrial(Connection transaction, String schema, RegistryTable referenced, int budget)
            throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String drop : drops(transaction, schema, referenced, budget / LOCKS_EACH)) {
                statement.execute(drop);
            }
        }
    }

    private static List<String> drops(Connection transaction, String schema, RegistryTable referenced, int limit)
            throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(DROPS)) {
            statement.setString(1, schema);
            statement.setString(2, referenced.schema());
            statement.setString(3, referenced.name());
            statement.setInt(4, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> drops = new ArrayList<>();
                while (rows.next()) {
                    drops.add(rows.getString(1));
                }
                return drops;
            }
        }
    }
}
