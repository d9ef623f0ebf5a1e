package io.github.pgmt.maven.console;

import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.report.text.ByteSizes;
import io.github.pgmt.report.text.OutgoingText;

/** What the console says of a tenant that is dropped, before it is gone. */
final class DropText {

    private DropText() {}

    /** {@code acme: 12 tables, 3.4 MB, and the registry's row}. */
    static String whatGoes(String schema, SchemaSize size, boolean withRow, ConsoleSettings settings) {
        String what = size.equals(SchemaSize.NONE)
                ? "nothing in the schema"
                : Wording.count(size.tables(), "table") + ", "
                        + size.problem()
                                .map(problem -> "of unknown size")
                                .orElseGet(() -> ByteSizes.text(size.bytes()));
        return settings.shown().name(schema)
                + (settings.dryRun() ? " would be dropped: " : ": ")
                + what
                + (withRow ? ", and the registry's row" : "");
    }

    /** {@code acme: 1200 objects gone, 1800 left}. */
    static String howFar(String schema, int gone, int left, OutgoingText shown) {
        return shown.name(schema) + ": " + Wording.count(gone, "object") + " gone, " + left + " left";
    }
}
