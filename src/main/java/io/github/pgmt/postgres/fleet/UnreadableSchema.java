package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.citus.LostNodeException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.table.TableShape;
import io.github.pgmt.postgres.table.UntrustedTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.message.MessageText;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says why a tenant's history cannot be read, and what to do about it. */
public final class UnreadableSchema {

    private final HistoryTables tables;
    private final Database home;
    private final String role;

    /**
     * @param home the database that is read, by which messages name its tenants
     * @param role who reads, for the statement that grants it
     */
    public UnreadableSchema(HistoryTables tables, Database home, String role) {
        this.home = home;
        this.tables = tables;
        this.role = role;
    }

    /** What the catalog alone tells, without an attempt to read. */
    public Optional<Failure> accordingToCatalog(Scanned schema) {
        if (!schema.usable()) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONNECTION,
                    "The role \"" + role + "\" may not look into the schema. Grant it: GRANT USAGE ON SCHEMA "
                            + Identifiers.quote(schema.schema()) + " TO " + Identifiers.quote(role) + ";"));
        }
        return Optional.empty();
    }

    /** That the history table has not the columns of one. */
    Optional<Failure> notLiquibases(Scanned schema) {
        return schema.historyColumns().flatMap(columns -> notLiquibases(schema, columns));
    }

    private Optional<Failure> notLiquibases(Scanned schema, Set<String> columns) {
        Set<String> lacking = new TreeSet<>(HistoryQuery.REQUIRED_COLUMNS);
        lacking.removeAll(columns);
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.CONNECTION,
                "The table " + history(schema) + " is not Liquibase's: it lacks " + String.join(", ", lacking)
                        + ". Name the real one with -Dpgmt.databaseChangeLogTableName, or leave the schema out with "
                        + without(schema) + "."));
    }

    /** What an attempt to read told. */
    public Failure because(Exception e, Scanned schema) {
        return e instanceof SQLException error ? told(error, schema) : odd(e, schema);
    }

    private Failure odd(Exception e, Scanned schema) {
        String what = e instanceof OddHistoryException
                ? e.getMessage()
                : "Liquibase's tables of the schema hold what cannot be read: " + MessageText.ofRows(String.valueOf(e))
                        + ".";
        return Failure.of(
                Failure.Kind.CONNECTION,
                what
                        + " Liquibase does not write that and cannot go on with it. Find out who did, mend the row or delete it, "
                        + "and run again; or leave the tenant out with "
                        + without(schema) + ".");
    }

    private Failure told(SQLException e, Scanned schema) {
        if (e instanceof LostNodeException) {
            return Failure.of(Failure.Kind.CONNECTION, e.getMessage() + " Bring the node back, and run again.");
        }
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case SqlErrors.LOCK_NOT_AVAILABLE ->
                SqlErrors.failure(
                        Failure.Kind.LOCKED,
                        "Somebody keeps Liquibase's tables of the schema locked. Run again when they are done; "
                                + "pg_locks and pg_stat_activity show who it is. The server said",
                        e);
            case UntrustedTables.WRONG_OBJECT_TYPE ->
                SqlErrors.failure(
                        Failure.Kind.UNTRUSTED,
                        "What has the name of one of Liquibase's tables in the schema is no table. Liquibase does not make "
                                + "that; find out who did, or leave the tenant out with "
                                + without(schema)
                                + ". The server said",
                        e);
            case SqlErrors.INSUFFICIENT_PRIVILEGE ->
                SqlErrors.failure(
                        Failure.Kind.CONNECTION,
                        "The role \"" + role
                                + "\" may not read Liquibase's tables of the schema. Grant it: GRANT SELECT ON ALL "
                                + "TABLES IN SCHEMA " + Identifiers.quote(schema.schema()) + " TO "
                                + Identifiers.quote(role) + "; The server said",
                        e);
            default ->
                SqlErrors.failure(
                        Failure.Kind.CONNECTION,
                        "Liquibase's tables of the schema could not be read. If somebody is changing the schema, run "
                                + "again when they are done. The server said",
                        e);
        };
    }

    /** That its tables are not as Liquibase makes them. */
    Failure untrusted(Collection<TableShape.Looked> tables) {
        return UntrustedTables.failure(tables, home);
    }

    /** The option with which a run leaves the schema out. */
    private String without(Scanned schema) {
        return SuggestedCommand.option("excludes", ListText.literal(home.qualified(schema.schema())));
    }

    private String history(Scanned schema) {
        return Identifiers.qualify(schema.schema(), tables.history());
    }
}
