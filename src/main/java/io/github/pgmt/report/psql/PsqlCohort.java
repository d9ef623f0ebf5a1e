package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet.Run;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.migration.preview.ListedDatabase;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A cohort's part of a script. */
final class PsqlCohort {

    private static final String RIGHT = "pgmt_right";

    private final CohortPreview cohort;
    private final PsqlVariables variables;
    private final String path;
    private final OutgoingText shown;
    private final Optional<InsertedRow> newRow;
    private final List<String> lines = new ArrayList<>();

    PsqlCohort(CohortPreview cohort, List<String> sharedSchemas, OutgoingText shown) {
        this.shown = shown;
        this.cohort = cohort;
        this.newRow = cohort.newRow().map(row -> named(row, shown));
        this.variables = PsqlVariables.of(cohort, newRow);
        this.path = "SET search_path TO :\"schema\""
                + sharedSchemas.stream()
                        .map(schema -> ", " + SchemaText.quoted(shown.name(schema)))
                        .collect(Collectors.joining())
                + ";";
    }

    private static InsertedRow named(InsertedRow row, OutgoingText shown) {
        return new InsertedRow(
                shown.name(row.table()),
                shown.name(row.nameColumn()),
                shown.name(row.schemaPrefix()),
                row.given().stream().map(shown::name).toList(),
                row.columns().stream().map(shown::name).toList());
    }

    /** By variable what it is to have, or has by itself, in words. */
    SortedMap<String, String> variables() {
        SortedMap<String, String> words = new TreeMap<>();
        variables.parameters().forEach((variable, parameter) -> words.put(variable, words(parameter)));
        return words;
    }

    private String words(String parameter) {
        String name = "\"" + shown.name(parameter) + "\"";
        if (newRow.filter(made -> made.given().contains(parameter)).isPresent()) {
            return "the value of the column " + name + " of the tenant's row";
        }
        boolean isOwn = newRow.isPresent()
                && (newRow.get().columns().contains(parameter) || parameter.equals(Tenant.NAME_PARAMETER));
        return "the value of the parameter " + name + (isOwn ? ", which the tenant's row has: not to be given" : "");
    }

    /** A comment of one line, or of several. */
    static String comment(String text) {
        return text.lines()
                .map(line -> ("-- " + Printable.name(line)).stripTrailing())
                .collect(Collectors.joining("\n", "", text.isEmpty() ? "--" : ""));
    }

    /** All that is sent to a tenant of the cohort. */
    List<String> lines() {
        cohort.database().ifPresent(this::requireDatabase);
        create();
        requireSchema();
        if (!cohort.script().tables().isEmpty()) {
            tables(cohort.script().tables());
        }
        cohort.script().changeSets().forEach(this::changeSet);
        return lines;
    }

    /** What is missing of the tenant itself. */
    private void create() {
        if (newRow.isEmpty() && cohort.newSchema().isEmpty()) {
            return;
        }
        PsqlNewTenant made = new PsqlNewTenant(variables, shown);
        newRow.ifPresent(made::insert);
        cohort.newSchema().ifPresent(made::create);
        lines.add("BEGIN;");
        lines.addAll(made.lines());
        lines.add("COMMIT;");
    }

    /** Without the schema, or a right to use it, the next one in the path would be worked on. */
    private void requireSchema() {
        lines.add(path);
        lines.addAll(require(
                "COALESCE(pg_catalog.current_schema() OPERATOR(pg_catalog.=) (:'schema')::pg_catalog.name AND "
                        + "pg_catalog.current_setting('standard_conforming_strings') OPERATOR(pg_catalog.=) 'on', false)",
                "There is no such schema, or this role may not use it, or standard_conforming_strings is off."));
    }

    /** Tenants of other databases may have the same schemas. */
    private void requireDatabase(ListedDatabase database) {
        String isIt = "pg_catalog.current_database() OPERATOR(pg_catalog.=) " + literal(shown.name(database.database()))
                + "::pg_catalog.name";
        String isThere = database.system()
                .map(system -> " AND (SELECT system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system()) "
                        + "OPERATOR(pg_catalog.=) " + literal(shown.name(system)))
                .orElse("");
        lines.addAll(require(
                isIt + isThere,
                "This is another database than " + shown.name(database.name()) + " was when this script was made."));
    }

    /** Stops psql unless a condition holds. */
    static List<String> require(String condition, String message) {
        return List.of(
                "SELECT " + condition + " AS " + RIGHT + " \\gset",
                "\\if :" + RIGHT,
                "\\else",
                stop(message),
                "\\endif");
    }

    private void tables(List<SchemaText> texts) {
        try {
            List<String> statements = statements(texts, Optional.empty(), true);
            lines.add("");
            lines.add("-- Liquibase's own tables");
            lines.add("BEGIN;");
            lines.addAll(statements);
            lines.add("COMMIT;");
        } catch (NotForPsqlException e) {
            lines.add(comment("Liquibase's own tables: not by psql: " + e.getMessage()));
            lines.add(stop("Liquibase's tables cannot be made by psql, see the script."));
        }
    }

    private void changeSet(PreviewedChangeSet changeSet) {
        lines.add("");
        lines.add(
                comment(shown.name(changeSet.id().toString()) + (changeSet.run() == Run.BACK ? " (taken back)" : "")));
        changeSet
                .attributes()
                .preconditions()
                .forEach(text -> lines.add(comment("Preconditions: " + shown.message(written(text)))));
        if (changeSet.unknown().isPresent()) {
            notByPsql(
                    (changeSet.run() == Run.BACK
                                    ? "It cannot be taken back by psql, as it "
                                    : "It cannot be known beforehand what this does, as it ")
                            + shown.message(changeSet.unknown().get()) + ".",
                    changeSet);
            return;
        }
        try {
            Optional<String> checksum = changeSet.checksum().own().map(own -> PsqlChecksum.expression(own, variables));
            boolean inTransaction = changeSet.attributes().inTransaction();
            List<String> own = statements(changeSet.statements(), checksum, inTransaction);
            List<String> recording = statements(changeSet.recording(), checksum, true);
            lines.add(path);
            if (inTransaction) {
                lines.add("BEGIN;");
            } else {
                lines.add("-- without a transaction (runInTransaction=false)");
            }
            lines.addAll(own);
            lines.addAll(recording);
            if (inTransaction) {
                lines.add("COMMIT;");
            }
        } catch (NotForPsqlException e) {
            notByPsql("Not by psql: it " + e.getMessage() + ".", changeSet);
        }
    }

    private void notByPsql(String why, PreviewedChangeSet changeSet) {
        lines.add(comment(why));
        changeSet.statements().forEach(text -> lines.add(comment(shown.message(written(text)) + ";")));
        lines.add(stop("The next changeset is not one for psql, see the script. What comes after it was not run."));
    }

    /** What follows was planned as if this had run. */
    private static String stop(String message) {
        return "DO $pgmt$ BEGIN RAISE EXCEPTION " + literal(message) + "; END $pgmt$;";
    }

    private List<String> statements(List<SchemaText> texts, Optional<String> checksum, boolean inTransaction)
            throws NotForPsqlException {
        List<String> statements = new ArrayList<>();
        for (SchemaText text : texts) {
            if (text.parts().stream().anyMatch(part -> !shown.message(part).equals(part))) {
                throw new NotForPsqlException("has a password of the run in it, or what looks like one");
            }
            PsqlStatements read = PsqlText.of(text, variables, checksum);
            if (!inTransaction && read.statements() > 1) {
                throw new NotForPsqlException("sends several statements at once without a transaction");
            }
            if (!read.sql().isBlank()) {
                statements.add(read.ended());
            }
        }
        return statements;
    }

    private static String written(SchemaText text) {
        StringBuilder written = new StringBuilder(text.parts().get(0));
        for (int index = 0; index < text.places().size(); index++) {
            String place = text.places().get(index);
            boolean isSchema = place.equals(SchemaText.QUOTED_SCHEMA);
            String name = place.equals(PreviewedScript.RUN_ID) ? PsqlVariables.RUN_ID : place;
            written.append(isSchema ? ":\"schema\"" : "${" + name + "}")
                    .append(text.parts().get(index + 1));
        }
        return written.toString();
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
