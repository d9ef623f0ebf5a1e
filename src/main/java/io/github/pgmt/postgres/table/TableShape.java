package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.OwnPath;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is in Liquibase's tables of many schemas that Liquibase does not make, by the catalog. Whoever owns a schema can put
 * another table in the place of Liquibase's, whose triggers, rules, policies, defaults, constraints, expressions and types run
 * code of his as our role when it is only read: the planner works out an index's expressions, for example, and an extended
 * statistics object's. Older layouts and further columns are fine.
 */
public final class TableShape {

    /**
     * A relation that has the name of one of Liquibase's tables.
     *
     * @param oid of the relation
     * @param complaints what Liquibase does not make, as the ends of a sentence that begins with the table; empty when it is
     *     sound
     * @param bytes on disk, with what is TOASTed
     * @param heldByLock whether a lock for writing, which this role may take, is all that keeps its owner from giving it another
     *     shape before it is read: an index and a statistics object can be made under a lock for reading
     */
    public record Looked(
            String schema, String name, long oid, List<String> complaints, long bytes, boolean heldByLock) {
        public Looked {
            complaints = List.copyOf(complaints);
        }

        public boolean isSound() {
            return complaints.isEmpty();
        }
    }

    private static final String RELATIONS = """
            WITH relation AS MATERIALIZED (
              SELECT namespace.nspname AS schema, class.relname AS name, class.oid, class.relkind, class.relispartition,
                class.relrowsecurity, class.relforcerowsecurity, class.reloftype,
                class.relkind = 'r' AND NOT pg_catalog.pg_is_in_recovery()
                  AND pg_catalog.has_table_privilege(class.oid, 'UPDATE, DELETE, TRUNCATE')
                  AND class.relowner NOT IN (
                    SELECT oid FROM pg_catalog.pg_roles WHERE rolsuper OR rolname = current_user) AS held_by_lock
              FROM pg_catalog.pg_namespace AS namespace
              JOIN pg_catalog.pg_class AS class ON class.relnamespace = namespace.oid
                AND class.relname IN (?::pg_catalog.name, ?::pg_catalog.name)
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::pg_catalog.text[]))),
            """;

    /**
     * A default is a constant, perhaps with a cast of PostgreSQL's own: its node tree has no other nodes (PostgreSQL,
     * {@code src/include/nodes/primnodes.h}; a {@code funcformat} of 1 or 2 is a cast, 0 a call). What is not PostgreSQL's
     * own, such as the type of a constant whose casts a cast of its own looks up, is in {@code pg_depend}.
     */
    private static final String LITERAL =
            "[{](CONST|RELABELTYPE|FUNCEXPR :funcid [0-9]{1,4} :funcresulttype [0-9]{1,4} "
                    + ":funcretset false :funcvariadic false :funcformat [12]) ";

    /**
     * A node tree has about four bytes for each of a constant's. The length of a longer one is known without the tree; to
     * search it takes more memory than the server has in one piece.
     */
    private static final int DEFAULT_BYTES = 10_000;

    /** Nobody but the server makes a trigger that is internal. */
    private static final String CITUS_TRIGGER =
            "pg_catalog.to_regproc('pg_catalog.citus_truncate_trigger')::pg_catalog.oid";

    private static final String COMPLAINTS =
            """
            complaint (oid, text) AS (
              SELECT oid, 'is ' || CASE relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view'
                  WHEN 'f' THEN 'a foreign table' WHEN 'p' THEN 'a partitioned table' WHEN 'S' THEN 'a sequence'
                  WHEN 'c' THEN 'a type' ELSE 'an index' END FROM relation WHERE relkind <> 'r'
              UNION ALL
              SELECT oid, 'is a partition' FROM relation WHERE relispartition
              UNION ALL
              SELECT oid, 'is a table of a composite type' FROM relation WHERE reloftype <> 0
              UNION ALL
              SELECT oid, 'has row level security' FROM relation WHERE relrowsecurity OR relforcerowsecurity
              UNION ALL
              SELECT relation.oid, 'has the policy ' || pg_catalog.quote_ident(policy.polname)
              FROM relation JOIN pg_catalog.pg_policy AS policy ON policy.polrelid = relation.oid
              UNION ALL
              SELECT DISTINCT relation.oid, CASE WHEN itself.tgisinternal
                  THEN 'is a side of a foreign key, or has a deferrable constraint'
                  ELSE 'has the trigger ' || pg_catalog.quote_ident(itself.tgname) END
              FROM relation JOIN pg_catalog.pg_trigger AS itself ON itself.tgrelid = relation.oid
                AND (NOT itself.tgisinternal OR itself.tgfoid IS DISTINCT FROM %4$s)
              UNION ALL
              SELECT relation.oid, 'has the rule ' || pg_catalog.quote_ident(rule.rulename)
              FROM relation JOIN pg_catalog.pg_rewrite AS rule ON rule.ev_class = relation.oid
              WHERE relation.relkind = 'r'
              UNION ALL
              SELECT relation.oid, 'inherits from a table' FROM relation
              JOIN pg_catalog.pg_inherits AS link ON link.inhrelid = relation.oid WHERE NOT relation.relispartition
              UNION ALL
              SELECT DISTINCT relation.oid, 'is inherited by a table' FROM relation
              JOIN pg_catalog.pg_inherits AS link ON link.inhparent = relation.oid WHERE relation.relkind = 'r'
              UNION ALL
              SELECT relation.oid, 'has the column ' || pg_catalog.quote_ident(attribute.attname) || ' of the type '
                || pg_catalog.format_type(attribute.atttypid, attribute.atttypmod)
              FROM relation JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
                AND attribute.attnum > 0 AND NOT attribute.attisdropped AND attribute.atttypid >= %1$d
              UNION ALL
              SELECT relation.oid, 'has the generated column ' || pg_catalog.quote_ident(attribute.attname)
              FROM relation JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
                AND attribute.attnum > 0 AND (attribute.attidentity <> '' OR attribute.attgenerated <> '')
              UNION ALL
              SELECT relation.oid, 'has ' || CASE WHEN pg_catalog.octet_length(usual.adbin::pg_catalog.text) > %3$d
                  THEN 'a default that is no short constant' ELSE 'the default ' || coalesce(pg_catalog.left(
                  pg_catalog.pg_get_expr(usual.adbin, usual.adrelid), 100), '') END || ' of the column '
                  || pg_catalog.quote_ident(attribute.attname)
              FROM relation JOIN pg_catalog.pg_attrdef AS usual ON usual.adrelid = relation.oid
              JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = usual.adrelid
                AND attribute.attnum = usual.adnum AND attribute.attgenerated = ''
              WHERE CASE WHEN pg_catalog.octet_length(usual.adbin::pg_catalog.text) > %3$d THEN true
                ELSE pg_catalog.regexp_replace(usual.adbin::pg_catalog.text, '%2$s', '', 'g') LIKE '%%{%%' END
                OR EXISTS (SELECT FROM pg_catalog.pg_depend AS link
                  WHERE link.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND link.objid = usual.oid
                    AND link.refobjid <> usual.adrelid)
              UNION ALL
              SELECT relation.oid, 'has the collation ' || pg_catalog.quote_ident(kind.collname) || ' of the column '
                || pg_catalog.quote_ident(attribute.attname)
              FROM relation JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
                AND attribute.attnum > 0 AND attribute.attcollation >= %1$d
              JOIN pg_catalog.pg_collation AS kind ON kind.oid = attribute.attcollation AND NOT kind.collisdeterministic
              UNION ALL
              SELECT relation.oid, 'has the constraint ' || pg_catalog.quote_ident(itself.conname)
              FROM relation JOIN pg_catalog.pg_constraint AS itself ON itself.conrelid = relation.oid
                AND itself.contype NOT IN ('p', 'u', 'n', 'f')
              UNION ALL
              SELECT relation.oid, 'has the index ' || pg_catalog.quote_ident(class.relname)
                || ' with an expression or a condition'
              FROM relation JOIN pg_catalog.pg_index AS index ON index.indrelid = relation.oid
                AND (index.indexprs IS NOT NULL OR index.indpred IS NOT NULL OR index.indisexclusion)
              JOIN pg_catalog.pg_class AS class ON class.oid = index.indexrelid
              UNION ALL
              SELECT relation.oid, 'has the statistics ' || pg_catalog.quote_ident(statistics.stxname)
                || ' of an expression'
              FROM relation JOIN pg_catalog.pg_statistic_ext AS statistics ON statistics.stxrelid = relation.oid
                AND statistics.stxexprs IS NOT NULL)
            """.formatted(PlainShape.OWN_OIDS_BELOW, LITERAL, DEFAULT_BYTES, CITUS_TRIGGER);

    /** The server waits for it where somebody keeps a table locked. */
    private static final String BYTES =
            "CASE relation.relkind WHEN 'r' THEN pg_catalog.pg_table_size(relation.oid) ELSE 0 END";

    private static final String NO_BYTES = "0";

    private TableShape() {}

    /** What there is nearly always: all of them are plain. */
    private static String quickLook(String bytes) {
        String oids = "(SELECT pg_catalog.array_agg(relation.oid) FROM relation)::pg_catalog.oid[]";
        return RELATIONS + "plain (count) AS MATERIALIZED (SELECT " + PlainShape.count(oids)
                + ") SELECT relation.schema, relation.name, relation.oid, " + bytes
                + " AS bytes, NULL::pg_catalog.text[] AS complaints, (SELECT plain.count FROM plain) = "
                + "(SELECT pg_catalog.count(*) FROM relation) AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits "
                + "WHERE inhrelid = ANY (" + oids + ")) AS told, relation.held_by_lock FROM relation";
    }

    private static String look(String bytes) {
        return RELATIONS + COMPLAINTS + "SELECT relation.schema, relation.name, relation.oid, " + bytes
                + " AS bytes, (SELECT pg_catalog.array_agg(complaint.text ORDER BY complaint.text) FROM complaint "
                + "WHERE complaint.oid = relation.oid) AS complaints, true AS told, relation.held_by_lock FROM relation";
    }

    /**
     * Looks at them; one that is not there is left out.
     *
     * @param connection an own session, or one on {@link OwnPath}, in a transaction that holds a lock on the tables and reads
     *     what is committed: without, they can be others when they are used
     */
    public static List<Looked> look(Connection connection, Collection<String> schemas, HistoryTables tables)
            throws SQLException {
        return look(BYTES, connection, schemas, tables);
    }

    /** The same without the bytes. */
    public static List<Looked> lookUnmeasured(Connection connection, Collection<String> schemas, HistoryTables tables)
            throws SQLException {
        return look(NO_BYTES, connection, schemas, tables);
    }

    private static List<Looked> look(
            String bytes, Connection connection, Collection<String> schemas, HistoryTables tables) throws SQLException {
        Optional<List<Looked>> plain = ask(quickLook(bytes), connection, schemas, tables);
        return plain.isPresent()
                ? plain.get()
                : ask(look(bytes), connection, schemas, tables).orElseThrow();
    }

    /** Empty where the answer is that somebody has to look closer. */
    private static Optional<List<Looked>> ask(
            String sql, Connection connection, Collection<String> schemas, HistoryTables tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tables.history());
            statement.setString(2, tables.lock());
            statement.setArray(3, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<Looked> looked = new ArrayList<>();
                while (rows.next()) {
                    if (!rows.getBoolean("told")) {
                        return Optional.empty();
                    }
                    looked.add(new Looked(
                            rows.getString("schema"),
                            rows.getString("name"),
                            rows.getLong("oid"),
                            texts(rows.getArray("complaints")),
                            rows.getLong("bytes"),
                            rows.getBoolean("held_by_lock")));
                }
                return Optional.of(looked);
            }
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
