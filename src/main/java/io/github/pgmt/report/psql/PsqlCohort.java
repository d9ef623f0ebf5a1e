package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet.Run;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A cohort's part of a script. */
final class PsqlCohort {

    private static final String RIGHT = "pgmt_right";

    private final CohortPreview cohort;
    private final PsqlVariables variables;
    private final String path;
    private final OutgoingText shown;
    private final List<String> lines = new ArrayList<>();

    PsqlCohort(CohortPreview cohort, List<String> sharedSchemas, OutgoingText shown) {
        this.shown = shown;
        this.cohort = cohort;
        this.variables = new PsqlVariables(cohort.script().parameters());
        this.path = "SET search_path TO :\"schema\""
                + sharedSchemas.stream()
                        .map(schema -> ", " + quoted(shown.name(schema)))
                        .collect(Collectors.joining())
                + ";";
    }

    /** By variable the parameter whose value it has. */
    SortedMap<String, String> variables() {
        return variables.parameters();
    }

    /** A comment of one line, or of several. */
    static String comment(String text) {
        return text.lines()
                .map(line -> ("-- " + Printable.name(line)).stripTrailing())
                .collect(Collectors.joining("\n", "", text.isEmpty() ? "--" : ""));
    }

    /** All that is sent to a tenant of the cohort. */
    List<String> lines() {
        cohort.newSchema().ifPresent(this::create);
        requireSchema();
        if (!cohort.script().tables().isEmpty()) {
            tables(cohort.script().tables());
        }
        cohort.script().changeSets().forEach(this::changeSet);
        return lines;
    }

    private void create(NewSchema newSchema) {
        lines.add("CREATE SCHEMA :\"schema\""
                + newSchema
                        .owner()
                        .map(owner -> " AUTHORIZATION " + quoted(shown.name(owner)))
                        .orElse("") + ";");
        if (!newSchema.grantTo().isEmpty()) {
            String roles = newSchema.grantTo().stream()
                    .map(role -> quoted(shown.name(role)))
                    .collect(Collectors.joining(", "));
            String later = "ALTER DEFAULT PRIVILEGES IN SCHEMA :\"schema\" GRANT ";
            lines.add("GRANT USAGE ON SCHEMA :\"schema\" TO " + roles + ";");
            lines.add(later + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + roles + ";");
            lines.add(later + "USAGE, SELECT ON SEQUENCES TO " + roles + ";");
        }
    }

    /** Without the schema, or a right to use it, the next one in the path would be worked on. */
    private void requireSchema() {
        lines.add(path);
        lines.add("SELECT COALESCE(pg_catalog.current_schema() OPERATOR(pg_catalog.=) (:'schema')::pg_catalog.name "
                + "AND pg_catalog.current_setting('standard_conforming_strings') OPERATOR(pg_catalog.=) 'on', false) AS "
                + RIGHT + " \\gset");
        lines.add("\\if :" + RIGHT);
        lines.add("\\else");
        stop("There is no such schema, or this role may not use it, or standard_conforming_strings is off.");
        lines.add("\\endif");
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
            stop("Liquibase's tables cannot be made by psql, see the script.");
        }
    }

    private void changeSet(PreviewedChangeSet changeSet) {
        lines.add("");
        lines.add(
                comment(shown.name(changeSet.id().toString()) + (changeSet.run() == Run.BACK ? " (taken back)" : "")));
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
        stop("The next changeset is not one for psql, see the script. What comes after it was not run.");
    }

    /** What follows was planned as if this had run. */
    private void stop(String message) {
        lines.add("DO $pgmt$ BEGIN RAISE EXCEPTION '" + message.replace("'", "''") + "'; END $pgmt$;");
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

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
