package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.preview.InsertedRow;
import io.github.pgmt.report.text.OutgoingText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a tenant that is not there: its row in the registry, its schema, or both. */
final class PsqlNewTenant {

    private final PsqlVariables variables;
    private final OutgoingText shown;
    private final List<String> lines = new ArrayList<>();

    PsqlNewTenant(PsqlVariables variables, OutgoingText shown) {
        this.variables = variables;
        this.shown = shown;
    }

    /** What was made so far. */
    List<String> lines() {
        return lines;
    }

    /** Inserts the row, and has the variables have what is in it then: the registry may fill columns by itself. */
    void insert(InsertedRow row) {
        String name = ":'" + variables.ofName(row) + "'";
        String ofTenant = " FROM " + row.table() + " AS tenant WHERE tenant." + SchemaText.quoted(row.nameColumn())
                + "::pg_catalog.text OPERATOR(pg_catalog.=) (" + name + ")::pg_catalog.text";
        lines.add("-- The tenant's row in the registry");
        if (!row.schemaPrefix().isEmpty()) {
            lines.addAll(PsqlCohort.require(
                    "pg_catalog.starts_with((:'schema')::pg_catalog.text, " + PsqlCohort.literal(row.schemaPrefix())
                            + ")",
                    "The schema does not begin as all tenants' do."));
            int from = row.schemaPrefix().codePointCount(0, row.schemaPrefix().length()) + 1;
            lines.add("SELECT pg_catalog.substr((:'schema')::pg_catalog.text, " + from + ") AS " + variables.ofName(row)
                    + " \\gset");
        }
        lines.addAll(PsqlCohort.require(
                "NOT EXISTS (SELECT" + ofTenant + ")", "The tenant has a row in the registry already."));
        lines.add("INSERT INTO " + row.table() + " ("
                + Stream.concat(Stream.of(row.nameColumn()), row.given().stream())
                        .map(SchemaText::quoted)
                        .collect(Collectors.joining(", "))
                + ") VALUES ("
                + Stream.concat(Stream.of(name), row.given().stream().map(column -> ":'" + variables.of(column) + "'"))
                        .collect(Collectors.joining(", "))
                + ");");
        lines.add("SET CONSTRAINTS ALL IMMEDIATE;");
        lines.add("SELECT tenant." + SchemaText.quoted(row.nameColumn()) + "::pg_catalog.text AS pgmt_name"
                + filled(row) + ofTenant + " \\gset");
    }

    private String filled(InsertedRow row) {
        return variables.parameters().entrySet().stream()
                .filter(variable -> row.columns().contains(variable.getValue()))
                .map(Map.Entry::getKey)
                .map(variable -> ", tenant."
                        + SchemaText.quoted(variables.parameters().get(variable)) + "::pg_catalog.text AS "
                        + SchemaText.quoted(variable))
                .collect(Collectors.joining());
    }

    /** Makes the schema. */
    void create(NewSchema newSchema) {
        lines.add("CREATE SCHEMA :\"schema\""
                + newSchema
                        .owner()
                        .map(owner -> " AUTHORIZATION " + SchemaText.quoted(shown.name(owner)))
                        .orElse("") + ";");
        if (!newSchema.grantTo().isEmpty()) {
            String roles = newSchema.grantTo().stream()
                    .map(role -> SchemaText.quoted(shown.name(role)))
                    .collect(Collectors.joining(", "));
            String later = "ALTER DEFAULT PRIVILEGES IN SCHEMA :\"schema\" GRANT ";
            lines.add("GRANT USAGE ON SCHEMA :\"schema\" TO " + roles + ";");
            lines.add(later + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + roles + ";");
            lines.add(later + "USAGE, SELECT ON SEQUENCES TO " + roles + ";");
        }
    }
}
