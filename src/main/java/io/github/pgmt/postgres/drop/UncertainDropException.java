package io.github.pgmt.postgres.drop;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;

/** The server was told to commit, and the connection was lost before it answered: nobody here knows what is gone. */
final class UncertainDropException extends TenantUnavailableException {

    private UncertainDropException(SQLException cause) {
        super(
                SqlErrors.failure(
                        Failure.Kind.CONNECTION,
                        "The connection was lost while the server committed, so the schema, or of one that goes in several "
                                + "transactions a part, may or may not have been dropped. Run the same command again: it drops "
                                + "what is left. The reason",
                        cause),
                cause);
    }

    /** @throws UncertainDropException when the answer was lost; any other error means that nothing was committed */
    static void commit(Connection transaction) throws SQLException {
        try {
            transaction.commit();
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw new UncertainDropException(e);
            }
            throw e;
        }
    }
}
