package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in other schemas and would go with a schema: a view on its tables, a foreign key to one of them, a column of one
 * of its types. {@code DROP SCHEMA … CASCADE} drops all of that without a question.
 */
final class OutsideDependents {

    /** Rules, triggers, defaults and policies have no schema of their own; their table has. */
    private static final String DEPENDENTS = """
            WITH inside AS (
              SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS class, oid FROM pg_catalog.pg_class
              WHERE relnamespace = ?
              UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid FROM pg_catalog.pg_type
              WHERE typnamespace = ?
              UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid FROM pg_catalog.pg_proc
              WHERE pronamespace = ?),
            dependent AS (
              SELECT DISTINCT link.classid, link.objid
              FROM pg_catalog.pg_depend AS link
              JOIN inside ON link.refclassid = inside.class AND link.refobjid = inside.oid
              WHERE link.deptype IN ('n', 'a'))
            SELECT named.type || ' ' || named.identity AS description
            FROM dependent
            LEFT JOIN pg_catalog.pg_rewrite AS rule
              ON dependent.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND rule.oid = dependent.objid
            LEFT JOIN pg_catalog.pg_trigger AS trigger
              ON dependent.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND trigger.oid = dependent.objid
            LEFT JOIN pg_catalog.pg_attrdef AS attribute_default
              ON dependent.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
              AND attribute_default.oid = dependent.objid
            LEFT JOIN pg_catalog.pg_policy AS policy
              ON dependent.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND policy.oid = dependent.objid
            LEFT JOIN pg_catalog.pg_class AS host ON host.oid = coalesce(
              rule.ev_class, trigger.tgrelid, attribute_default.adrelid, policy.polrelid)
            LEFT JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = host.relnamespace
            CROSS JOIN LATERAL pg_catalog.pg_identify_object(dependent.classid, dependent.objid, 0) AS named
            WHERE coalesce(pg_catalog.quote_ident(namespace.nspname), named.schema)
              <> (SELECT pg_catalog.quote_ident(own.nspname) FROM pg_catalog.pg_namespace AS own WHERE own.oid = ?)
            ORDER BY description
            """;

    private OutsideDependents() {}

    /** They, as PostgreSQL names them: {@code rule "_RETURN" on public.all_customers}. */
    static List<String> of(Connection connection, long namespace) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DEPENDENTS)) {
            for (int parameter = 1; parameter <= 4; parameter++) {
                statement.setLong(parameter, namespace);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> descriptions = new ArrayList<>();
                while (rows.next()) {
                    descriptions.add(rows.getString(1));
                }
                return descriptions;
            }
        }
    }
}
