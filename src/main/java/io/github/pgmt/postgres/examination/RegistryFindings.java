package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.registry.RegistryTable;
import io.github.pgmt.postgres.registry.TenantTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether rows of the table that lists the tenants, or of a table that a view of them reads, may be hidden. */
final class RegistryFindings {

    /** A view reads its tables with its own owner's rights, unless it was made otherwise. */
    private static final String ROW_SECURITY = """
            WITH RECURSIVE source(oid, is_registry) AS (
              SELECT relation.oid, true FROM pg_catalog.pg_class AS relation
              JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
              WHERE namespace.nspname = ?::pg_catalog.text AND relation.relname = ?::pg_catalog.text
              UNION
              SELECT depend.refobjid, false FROM source
              JOIN pg_catalog.pg_rewrite AS rule ON rule.ev_class = source.oid AND rule.ev_type = '1'
              JOIN pg_catalog.pg_depend AS depend ON depend.objid = rule.oid
                AND depend.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                AND depend.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND depend.refobjid <> source.oid)
            SELECT namespace.nspname, relation.relname, source.is_registry, %s
            FROM source JOIN pg_catalog.pg_class AS relation ON relation.oid = source.oid
            JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
            WHERE relation.relkind IN ('r', 'p') ORDER BY namespace.nspname, relation.relname
            """.formatted(RowSecurity.COLUMNS);

    private final String role;

    /** @param role the role that migrates */
    RegistryFindings(String role) {
        this.role = role;
    }

    /**
     * @param connection with the role's own search_path, along which the table is looked for
     * @throws io.github.pgmt.tenant.InvalidSelectionException when there is no such table
     */
    List<Finding> read(Connection connection, TenantTable registry) throws SQLException {
        RegistryTable table = RegistryTable.find(connection, registry.table());
        return OwnPath.on(connection, () -> findings(connection, table));
    }

    private List<Finding> findings(Connection connection, RegistryTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROW_SECURITY)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                List<Finding> findings = new ArrayList<>();
                while (rows.next()) {
                    RowSecurity security = RowSecurity.of(rows);
                    String name = Identifiers.qualify(rows.getString("nspname"), rows.getString("relname"));
                    if (security.exists()) {
                        findings.add(rows.getBoolean("is_registry") ? ofTable(name, security) : ofView(name, security));
                    }
                }
                return findings;
            }
        }
    }

    private Finding ofTable(String name, RowSecurity security) {
        String begin = "The table of tenants " + name + " has row level security (" + security.describe() + ")";
        if (!security.isActive()) {
            return Finding.of(
                    Severity.WARNING,
                    "row-security",
                    begin + ". It does not hold for the role \"" + role
                            + "\"; for another one it can hide tenants from a run.",
                    "Nothing for this role. One that only looks, as for status in a pipeline, needs BYPASSRLS too, or a "
                            + "policy that shows it every row.");
        }
        return Finding.of(
                Severity.ERROR,
                "row-security",
                begin + ", which holds for the role \"" + role
                        + "\". A tenant whose row it hides would be left out of every run, so nothing else was looked at.",
                "Let the role see all tenants: ALTER ROLE " + Identifiers.quote(role)
                        + " BYPASSRLS; (a superuser's statement), or own the table without FORCE ROW LEVEL SECURITY, or take "
                        + "it off: ALTER TABLE " + name + " DISABLE ROW LEVEL SECURITY;");
    }

    private Finding ofView(String name, RowSecurity security) {
        return Finding.of(
                Severity.WARNING,
                "row-security",
                "The view that lists the tenants reads " + name + ", which has row level security ("
                        + security.describe()
                        + "). It holds for the view's owner, or with security_invoker for the role \""
                        + role + "\": a tenant whose row it hides is left out of every run.",
                "Compare what list-tenants lists with the table, as a role that sees all of its rows; a view whose owner has "
                        + "BYPASSRLS, or owns the table without FORCE ROW LEVEL SECURITY, shows all.");
    }
}
