package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.FleetDatabase.OutsideObject;
import io.github.pgmt.migration.fleet.MadeObject;
import io.github.pgmt.migration.fleet.MadeObject.Maker;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds what is new in tenants' schemas that was not made for the tenant, for sessions in whose search_path no schema is
 * before {@code pg_catalog}. The first statement says who wrote something where, which nearly always is all there is to
 * know; the second what that was, where it was another one than the tenant's own transactions.
 */
public final class MadeObjects {

    /** What is part of a relation, and not in a schema of its own accord. */
    private static final String PARTS = """
            (SELECT tgrelid AS relation, 'pg_trigger'::regclass AS class, oid, tgname AS name, 'trigger' AS kind,
               xmin AS writer FROM pg_trigger WHERE NOT tgisinternal
             UNION ALL SELECT ev_class, 'pg_rewrite'::regclass, oid, rulename, 'rule', xmin FROM pg_rewrite
             WHERE rulename <> '_RETURN'
             UNION ALL SELECT polrelid, 'pg_policy'::regclass, oid, polname, 'policy', xmin FROM pg_policy
             UNION ALL SELECT conrelid, 'pg_constraint'::regclass, oid, conname, 'constraint', xmin FROM pg_constraint
             WHERE contype IN ('c', 'f'))
            """;

    private static final String WRITERS = """
            SELECT DISTINCT schema.nspname, written.writer::text FROM (
              SELECT relnamespace AS namespace, xmin AS writer FROM pg_class WHERE relkind <> 't'
              UNION ALL SELECT pronamespace, xmin FROM pg_proc
              UNION ALL SELECT typnamespace, xmin FROM pg_type WHERE typtype IN ('e', 'd', 'r')
              UNION ALL SELECT oprnamespace, xmin FROM pg_operator
              UNION ALL SELECT stxnamespace, xmin FROM pg_statistic_ext
              UNION ALL SELECT class.relnamespace, part.writer FROM pg_class AS class
              JOIN %2$s AS part ON part.relation = class.oid) AS written
            JOIN pg_namespace AS schema ON schema.oid = written.namespace
            WHERE schema.nspname IN (SELECT unnest(?::text[])) AND age(written.writer) <= age('%1$s'::xid)
            """;

    /**
     * The rows of {@code pg_depend} that put an object into its schema are written when it is made: grants, and keys that
     * refer to a table, do not touch them. An index, a column, a trigger, a rule, a policy and a constraint follow their table,
     * and count where that is older.
     */
    private static final String OBJECTS = """
            WITH odd AS MATERIALIZED (
              SELECT schema.oid AS namespace, schema.nspname AS schema, pair.writer::xid AS writer
              FROM unnest(?::text[], ?::text[]) AS pair (schema, writer)
              JOIN pg_namespace AS schema ON schema.nspname = pair.schema),
            link AS NOT MATERIALIZED (
              SELECT classid, objid, xmin AS writer FROM pg_depend
              WHERE refclassid = 'pg_namespace'::regclass AND objsubid = 0 AND age(xmin) <= age('%1$s'::xid)),
            relation AS MATERIALIZED (
              SELECT odd.schema, odd.writer, class.oid, class.relname, class.relkind, class.relispartition,
                (SELECT link.writer FROM link WHERE link.classid = 'pg_class'::regclass AND link.objid = class.oid) AS maker
              FROM odd JOIN pg_class AS class ON class.relnamespace = odd.namespace AND class.xmin = odd.writer)
            SELECT schema, maker::text AS writer, relispartition AS partition, relname AS name,
              CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'type' ELSE 'table' END AS kind
            FROM relation WHERE maker IS NOT NULL AND relkind NOT IN ('i', 'I') AND NOT (relkind = 'S' AND %3$s)
              AND NOT (%2$s)
            UNION ALL SELECT relation.schema, relation.writer::text, relation.relispartition, relation.relname, 'index'
            FROM relation JOIN pg_index AS index ON index.indexrelid = relation.oid AND index.xmin = relation.writer
            WHERE NOT EXISTS (SELECT FROM link WHERE link.classid = 'pg_class'::regclass AND link.objid = index.indrelid)
            UNION ALL SELECT relation.schema, attribute.xmin::text, relation.relispartition,
              relation.relname || '.' || attribute.attname, 'column'
            FROM relation JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid
              AND attribute.attnum > 0 AND NOT attribute.attisdropped AND age(attribute.xmin) <= age('%1$s'::xid)
            WHERE relation.maker IS NULL AND relation.relkind IN ('r', 'p', 'f', 'c')
            UNION ALL SELECT odd.schema, link.writer::text, false, relation.proname, 'function'
            FROM odd JOIN pg_proc AS relation ON relation.pronamespace = odd.namespace AND relation.xmin = odd.writer
            JOIN link ON link.classid = 'pg_proc'::regclass AND link.objid = relation.oid
            WHERE NOT (%2$s)
            UNION ALL SELECT odd.schema, link.writer::text, false, relation.typname, 'type'
            FROM odd JOIN pg_type AS relation ON relation.typnamespace = odd.namespace AND relation.xmin = odd.writer
            JOIN link ON link.classid = 'pg_type'::regclass AND link.objid = relation.oid
            WHERE relation.typtype IN ('e', 'd', 'r') AND NOT (%2$s)
            UNION ALL SELECT odd.schema, link.writer::text, false, relation.oprname, 'operator'
            FROM odd JOIN pg_operator AS relation ON relation.oprnamespace = odd.namespace AND relation.xmin = odd.writer
            JOIN link ON link.classid = 'pg_operator'::regclass AND link.objid = relation.oid
            WHERE NOT (%2$s)
            UNION ALL SELECT odd.schema, link.writer::text, false, relation.stxname, 'statistics object'
            FROM odd JOIN pg_statistic_ext AS relation ON relation.stxnamespace = odd.namespace
              AND relation.xmin = odd.writer
            JOIN link ON link.classid = 'pg_statistic_ext'::regclass AND link.objid = relation.oid
            UNION ALL SELECT odd.schema, mark.xmin::text, class.relispartition, class.relname || '.' || part.name, part.kind
            FROM odd JOIN pg_class AS class ON class.relnamespace = odd.namespace
            JOIN %4$s AS part ON part.relation = class.oid AND part.writer = odd.writer
            JOIN LATERAL (
              SELECT mark.xmin FROM pg_depend AS mark WHERE mark.classid = part.class AND mark.objid = part.oid
                AND mark.refclassid = 'pg_class'::regclass AND mark.refobjid = class.oid AND mark.deptype = 'a' LIMIT 1
              ) AS mark ON age(mark.xmin) <= age('%1$s'::xid)
            WHERE NOT EXISTS (SELECT FROM link WHERE link.classid = 'pg_class'::regclass AND link.objid = class.oid)
            ORDER BY 1, 5, 4
            """;

    private static final String IS_EXTENSIONS =
            "EXISTS (SELECT FROM pg_depend AS mark WHERE mark.objid = relation.oid AND mark.deptype = 'e')";

    private static final String IS_COLUMNS = "EXISTS (SELECT FROM pg_depend AS mark WHERE mark.objid = relation.oid"
            + " AND mark.classid = 'pg_class'::regclass AND mark.deptype IN ('a', 'i'))";

    private final String since;
    private final OwnTransactions transactions;

    /** @param since the first transaction that counts, as {@code FleetCatalog.now} gives it */
    public MadeObjects(String since, OwnTransactions transactions) {
        this.since = since;
        this.transactions = transactions;
    }

    /** What is new in these schemas; without what the run made in a schema for the tenant that lives there. */
    public List<MadeObject> in(Connection connection, Collection<String> schemas) throws SQLException {
        List<String> oddSchemas = new ArrayList<>();
        List<String> oddWriters = new ArrayList<>();
        SchemaRows.forEach(connection, WRITERS.formatted(since, PARTS), schemas, row -> {
            if (!transactions.isMadeFor(row.getString(1), row.getLong(2))) {
                oddSchemas.add(row.getString(1));
                oddWriters.add(row.getString(2));
            }
        });
        return oddSchemas.isEmpty() ? List.of() : objects(connection, oddSchemas, oddWriters);
    }

    private List<MadeObject> objects(Connection connection, List<String> schemas, List<String> writers)
            throws SQLException {
        String sql = OBJECTS.formatted(since, IS_EXTENSIONS, IS_COLUMNS, PARTS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setArray(2, connection.createArrayOf("text", writers.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<MadeObject> objects = new ArrayList<>();
                while (rows.next()) {
                    object(rows).ifPresent(objects::add);
                }
                return objects;
            }
        }
    }

    /**
     * Partitions are made by others all the time, as the data come; of a column that was written it is not known whether it
     * is new, which makes no difference where it was this run that wrote it.
     */
    private Optional<MadeObject> object(ResultSet row) throws SQLException {
        String schema = row.getString("schema");
        long writer = row.getLong("writer");
        Optional<Maker> maker = transactions.maker(writer);
        boolean unimportant =
                row.getBoolean("partition") || row.getString("kind").equals("column");
        if (transactions.isMadeFor(schema, writer) || maker.isEmpty() && unimportant) {
            return Optional.empty();
        }
        OutsideObject object = new OutsideObject(row.getString("kind"), schema, row.getString("name"));
        boolean certain = transactions.writer(writer) != OwnTransactions.Writer.UNTOLD;
        return Optional.of(new MadeObject(object, maker, certain));
    }
}
