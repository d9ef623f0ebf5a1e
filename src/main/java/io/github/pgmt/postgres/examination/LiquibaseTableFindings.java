package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is to be said of histories and lock tables that others can reach. */
final class LiquibaseTableFindings {

    private final List<LiquibaseTable> tables;
    private final String role;

    /** @param role the role that migrates */
    LiquibaseTableFindings(List<LiquibaseTable> tables, String role) {
        this.tables = tables;
        this.role = role;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (boolean ofShared : List.of(false, true)) {
            rowSecurity(ofShared, findings);
            owners(ofShared, findings);
            publications(ofShared, findings);
        }
        return findings;
    }

    private List<LiquibaseTable> tables(boolean ofShared, Predicate<LiquibaseTable> condition) {
        return tables.stream()
                .filter(table -> table.isShared() == ofShared)
                .filter(condition)
                .toList();
    }

    private void rowSecurity(boolean ofShared, List<Finding> findings) {
        List<LiquibaseTable> meant =
                tables(ofShared, table -> table.rowSecurity().exists());
        if (meant.isEmpty()) {
            return;
        }
        LiquibaseTable first = meant.get(0);
        String drop = first.rowSecurity().policies() > 0
                ? " then DROP POLICY … ON " + first.qualified() + "; for each that pg_policies lists."
                : "";
        Finding finding = new Finding(
                ofShared ? Severity.WARNING : Severity.ERROR,
                "row-security",
                schemas(ofShared, meant),
                "Liquibase's tables have row level security or policies in " + where(ofShared, meant)
                        + ". A policy can hide rows of a history, so that a changeset would run twice, and runs its expressions "
                        + "with the rights of whoever reads the table:",
                "Liquibase's tables need none of it: ALTER TABLE " + first.qualified()
                        + " DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;" + drop);
        findings.add(finding.listing(meant.stream()
                .map(table -> table.schema() + "." + table.name() + ": "
                        + table.rowSecurity().describe())
                .toList()));
    }

    private void owners(boolean ofShared, List<Finding> findings) {
        List<LiquibaseTable> meant = tables(ofShared, LiquibaseTable::isForeign);
        if (meant.isEmpty()) {
            return;
        }
        LiquibaseTable first = meant.get(0);
        Finding finding = new Finding(
                Severity.WARNING,
                "history-owner",
                schemas(ofShared, meant),
                "Liquibase's tables in " + where(ofShared, meant) + " belong to other roles than \"" + role
                        + "\". Their owners may change what is recorded there, and give the tables triggers and policies:",
                "Let the role that migrates own them: ALTER TABLE " + first.qualified() + " OWNER TO "
                        + Identifiers.quote(role)
                        + "; an application whose own Liquibase writes them needs SELECT, INSERT, UPDATE and DELETE.");
        findings.add(finding.listing(
                grouped(meant, table -> List.of(table.owner()), owner -> "\"" + owner + "\" owns those of ")));
    }

    private void publications(boolean ofShared, List<Finding> findings) {
        List<LiquibaseTable> meant =
                tables(ofShared, table -> !table.publications().isEmpty());
        if (meant.isEmpty()) {
            return;
        }
        LiquibaseTable first = meant.get(0);
        Finding finding = new Finding(
                Severity.WARNING,
                "publications",
                schemas(ofShared, meant),
                "Publications have the changed and deleted rows of Liquibase's tables in " + where(ofShared, meant)
                        + ", and these have no replica identity (Liquibase gives its history no primary key). PostgreSQL "
                        + "refuses to change or delete rows of such a table: rollback, tag and changesets that run again "
                        + "(runOnChange, runAlways) fail with SQLSTATE 55000, whatever wal_level is:",
                "Give the tables one: ALTER TABLE " + first.qualified()
                        + " REPLICA IDENTITY FULL; or publish inserts alone: ALTER PUBLICATION "
                        + Identifiers.quote(first.publications().get(0))
                        + " SET (publish = 'insert'); or publish the application's tables by name, without Liquibase's.");
        findings.add(finding.listing(
                grouped(meant, LiquibaseTable::publications, publication -> "\"" + publication + "\" has those of ")));
    }

    private static List<String> schemas(boolean ofShared, List<LiquibaseTable> meant) {
        return ofShared
                ? List.of()
                : meant.stream().map(LiquibaseTable::schema).distinct().toList();
    }

    private static String where(boolean ofShared, List<LiquibaseTable> meant) {
        List<String> schemas =
                meant.stream().map(LiquibaseTable::schema).distinct().toList();
        if (ofShared) {
            return "the shared schema" + (schemas.size() == 1 ? " " : "s ") + String.join(", ", schemas);
        }
        return schemas.size() == 1 ? "a tenant" : schemas.size() + " tenants";
    }

    /** A line for each name, with the schemas that it concerns. */
    private static List<String> grouped(
            List<LiquibaseTable> meant,
            Function<LiquibaseTable, List<String>> names,
            Function<String, String> beginning) {
        Map<String, Set<String>> schemas = new TreeMap<>();
        for (LiquibaseTable table : meant) {
            names.apply(table)
                    .forEach(name -> schemas.computeIfAbsent(name, first -> new LinkedHashSet<>())
                            .add(table.schema()));
        }
        return schemas.entrySet().stream()
                .map(entry -> beginning.apply(entry.getKey()) + Finding.some(List.copyOf(entry.getValue())))
                .toList();
    }
}
