package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says why Liquibase's tables of a schema are not used, and what to do about it. */
public final class UntrustedTables {

    /** The server's code for a relation of another kind than a statement wants (PostgreSQL, "Error Codes"). */
    public static final String WRONG_OBJECT_TYPE = "42809";

    private UntrustedTables() {}

    /**
     * @param tables of one schema; at least one has a complaint
     * @param home the database that they are in
     */
    public static Failure failure(Collection<TableShape.Looked> tables, Database home) {
        return Failure.of(
                Failure.Kind.UNTRUSTED,
                complaints(tables)
                        + " Liquibase does not make that, and whoever did could run code of his as the role of this "
                        + "run, so the tenant was neither read nor written. Find out who it was, make the table as Liquibase "
                        + "makes it, and run again; or leave the tenant out with "
                        + SuggestedCommand.option(
                                "excludes",
                                ListText.literal(
                                        home.qualified(tables.iterator().next().schema())))
                        + ".");
    }

    /** What Liquibase does not make of them, a sentence for each table. */
    static String complaints(Collection<TableShape.Looked> tables) {
        return tables.stream()
                .filter(table -> !table.isSound())
                .map(UntrustedTables::sentence)
                .collect(Collectors.joining(" "));
    }

    private static String sentence(TableShape.Looked table) {
        return "The table " + Identifiers.qualify(table.schema(), table.name()) + " "
                + String.join(", ", table.complaints()) + ".";
    }

    /** Of tables that are replaced again and again while they are looked at. */
    static Failure unsettled(String schema) {
        return Failure.of(
                Failure.Kind.UNTRUSTED,
                "Somebody replaces Liquibase's tables of the schema \"" + schema
                        + "\" while they are looked at, so the "
                        + "tenant was neither read nor written. Run again when that has ended; pg_stat_activity shows who "
                        + "is at work.");
    }
}
