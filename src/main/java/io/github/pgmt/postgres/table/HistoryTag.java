package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.OwnPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts tags on rows of histories. */
public final class HistoryTag {

    private HistoryTag() {}

    /** The statement that does it, to be sent on {@link OwnPath} in a transaction that holds a lock on the history. */
    public static String statement(TenantTables tables, ChangeSetId row, String tag) {
        return "UPDATE ONLY " + tables.history() + " SET tag = " + Identifiers.literal(tag) + " WHERE id = "
                + Identifiers.literal(row.id()) + " AND author = " + Identifiers.literal(row.author())
                + " AND filename = " + Identifiers.literal(row.file());
    }

    /**
     * Does it with parameters, which no setting of the session's reads otherwise than they are meant.
     *
     * @param connection on {@link OwnPath}, in a transaction that holds a lock on the history
     */
    public static void put(Connection connection, TenantTables tables, ChangeSetId row, String tag)
            throws SQLException {
        String tagging =
                "UPDATE ONLY " + tables.history() + " SET tag = ? WHERE id = ? AND author = ? AND filename = ?";
        try (PreparedStatement statement = connection.prepareStatement(tagging)) {
            statement.setString(1, tag);
            statement.setString(2, row.id());
            statement.setString(3, row.author());
            statement.setString(4, row.file());
            statement.executeUpdate();
        }
    }
}
