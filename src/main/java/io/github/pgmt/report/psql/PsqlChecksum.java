package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantChecksum;
import io.github.pgmt.migration.engine.TenantChecksum.Hashed;
import io.github.pgmt.migration.engine.TenantChecksum.Known;
import io.github.pgmt.migration.engine.TenantChecksum.OfSums;
import io.github.pgmt.migration.engine.TenantChecksum.OfText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Has PostgreSQL work out a checksum that depends on variables, as Liquibase would. */
final class PsqlChecksum {

    private final String version;
    private final PsqlVariables variables;

    private PsqlChecksum(String version, PsqlVariables variables) {
        this.version = version;
        this.variables = variables;
    }

    /** An expression of type text. */
    static String expression(TenantChecksum checksum, PsqlVariables variables) {
        PsqlChecksum making = new PsqlChecksum(checksum.version(), variables);
        List<String> parts = new ArrayList<>();
        for (Hashed change : checksum.changes()) {
            parts.add(making.of(change));
            parts.add(PsqlCohort.literal(":"));
        }
        return making.sum(parts);
    }

    private String of(Hashed hashed) {
        if (hashed instanceof Known known) {
            return PsqlCohort.literal(known.sum());
        }
        if (hashed instanceof OfText text) {
            return sum(parts(text.text()));
        }
        List<String> parts = new ArrayList<>();
        for (Hashed part : ((OfSums) hashed).parts()) {
            if (!parts.isEmpty()) {
                parts.add(PsqlCohort.literal(":"));
            }
            parts.add(of(part));
        }
        return sum(parts);
    }

    private List<String> parts(SchemaText text) {
        List<String> parts = new ArrayList<>();
        for (int index = 0; index < text.parts().size(); index++) {
            if (index > 0) {
                String place = text.places().get(index - 1);
                String value = ":'" + variables.of(place) + "'";
                boolean isQuoted = place.equals(SchemaText.QUOTED_SCHEMA);
                parts.addAll(
                        isQuoted ? List.of(PsqlCohort.literal("\""), value, PsqlCohort.literal("\"")) : List.of(value));
            }
            parts.add(PsqlCohort.literal(text.parts().get(index)));
        }
        return parts;
    }

    /** What is found by these names is PostgreSQL's own, whatever a tenant has. */
    private String sum(List<String> parts) {
        return joined(List.of(
                PsqlCohort.literal(version), "pg_catalog.md5(pg_catalog.convert_to(" + joined(parts) + ", 'UTF8'))"));
    }

    private static String joined(List<String> parts) {
        return parts.stream()
                .collect(Collectors.joining(", ", "pg_catalog.array_to_string(ARRAY[", "]::pg_catalog.text[], '')"));
    }
}
