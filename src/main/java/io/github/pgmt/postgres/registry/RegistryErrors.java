package io.github.pgmt.postgres.registry;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.message.MessageText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says why a row was not inserted, by column and constraint. The server's own details quote the whole row, which may be
 * secret, so they are left out where the constraint tells enough.
 */
final class RegistryErrors {

    private static final String ATTRIBUTES = "-Dpgmt.attributes";

    private static final String CONSTRAINED = """
            SELECT attribute.attname
            FROM pg_catalog.pg_constraint AS own
            JOIN pg_catalog.pg_attribute AS attribute
              ON attribute.attrelid = own.conrelid AND attribute.attnum = ANY (own.conkey)
            WHERE own.conrelid = pg_catalog.to_regclass(?) AND own.conname = ?
            UNION
            SELECT attribute.attname
            FROM pg_catalog.pg_index AS own
            JOIN pg_catalog.pg_class AS relation ON relation.oid = own.indexrelid
            JOIN pg_catalog.pg_attribute AS attribute
              ON attribute.attrelid = own.indrelid AND attribute.attnum = ANY (own.indkey)
            WHERE own.indrelid = pg_catalog.to_regclass(?) AND relation.relname = ?
            """;

    private final Connection connection;
    private final RegistryTable table;
    private final String nameColumn;

    /** @param connection whose transaction was rolled back */
    RegistryErrors(Connection connection, RegistryTable table, String nameColumn) {
        this.connection = connection;
        this.table = table;
        this.nameColumn = nameColumn;
    }

    /** @param duplicate what to say of a row that is there already */
    RunRefusedException refused(SQLException e, String duplicate) throws SQLException {
        ServerErrorMessage server = SqlErrors.ofServer(e).orElse(null);
        if (server == null || SqlErrors.isConnectionLost(e)) {
            throw e;
        }
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "23502" ->
                notInserted(
                        e,
                        "the column \"" + server.getColumn() + "\" needs a value: " + ATTRIBUTES + "="
                                + server.getColumn() + "=…");
            case SqlErrors.UNIQUE_VIOLATION ->
                constrained(server).equals(List.of(nameColumn))
                        ? new RunRefusedException(duplicate)
                        : notInserted(e, "another row has the same value" + by(server) + "; correct " + ATTRIBUTES);
            case "23503" ->
                notInserted(
                        e,
                        "it refers to a row that is not there, by its value" + by(server)
                                + "; insert that one first, or correct " + ATTRIBUTES);
            case "23514", "23P01" -> notInserted(e, "it breaks a rule" + by(server) + "; correct " + ATTRIBUTES);
            case SqlErrors.INSUFFICIENT_PRIVILEGE ->
                notInserted(
                        e,
                        SqlErrors.describe(e)
                                + " The role needs the right to insert into " + table.qualified()
                                + " and into what that uses (sequences, tables of triggers, policies)");
            default ->
                notInserted(
                        e, isAboutAValue(e) ? "a value does not fit; correct " + ATTRIBUTES : SqlErrors.describe(e));
        };
    }

    /** Errors of class 22 (data exception) quote the value. */
    private static boolean isAboutAValue(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("22");
    }

    /** Without the server's error as its cause, whose details a stack trace would show. */
    private RunRefusedException notInserted(SQLException e, String why) {
        return new RunRefusedException(
                "The tenant's row was not inserted into " + table.qualified() + " (SQLSTATE " + e.getSQLState() + "): "
                        + why + (MessageText.plain(why).endsWith(".") ? "" : ".") + " Nothing was changed.");
    }

    private String by(ServerErrorMessage server) throws SQLException {
        List<String> columns = constrained(server);
        boolean ours = table.name().equals(server.getTable()) && table.schema().equals(server.getSchema());
        String where = ours || server.getTable() == null ? "" : " of table " + server.getTable();
        return (columns.isEmpty() ? "" : " in " + String.join(", ", columns)) + where + " (constraint "
                + server.getConstraint() + ")";
    }

    private List<String> constrained(ServerErrorMessage server) throws SQLException {
        return OwnPath.on(connection, () -> constrainedOnOwnPath(server));
    }

    private List<String> constrainedOnOwnPath(ServerErrorMessage server) throws SQLException {
        String relation = Identifiers.qualify(String.valueOf(server.getSchema()), String.valueOf(server.getTable()));
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CONSTRAINED)) {
            statement.setString(1, relation);
            statement.setString(2, server.getConstraint());
            statement.setString(3, relation);
            statement.setString(4, server.getConstraint());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }
}
