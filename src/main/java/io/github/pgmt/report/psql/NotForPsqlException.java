package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;

/** A text means something else to {@code psql}; the message is the end of a sentence that begins with the changeset. */
final class NotForPsqlException extends Exception {

    private static final long serialVersionUID = 1L;

    NotForPsqlException(String why) {
        super(why);
    }

    /** What goes into a place is inside quotes. */
    static NotForPsqlException inQuotes(String place) {
        return new NotForPsqlException("has " + named(place) + " inside quotes, where psql knows no variables");
    }

    /** What goes into a place, in words. */
    static String named(String place) {
        if (place.equals(PreviewedScript.RUN_ID)) {
            return "the run's id";
        }
        boolean isSchema = place.equals(SchemaText.QUOTED_SCHEMA) || place.equals(Tenant.SCHEMA_PARAMETER);
        return isSchema ? "the schema's name" : "the value of \"" + place + "\"";
    }
}
