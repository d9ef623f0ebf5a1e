package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.TransactionEnd;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What changesets leave to their commit: deferred constraints and constraint triggers. It is done where Liquibase commits the
 * changeset, although that commit is held back: later its error would be nobody's, and {@code failOnError=false} would not
 * heed it.
 */
final class DeferredWork {

    private static final String SAVEPOINT = "pgmt_deferred";

    private final Connection connection;
    private Optional<ChangeSetId> running = Optional.empty();
    private Optional<ChangeSetId> unfit = Optional.empty();
    private Optional<ChangeSetId> culprit = Optional.empty();

    DeferredWork(Connection connection) {
        this.connection = connection;
    }

    /** A changeset begins. */
    void begin(ChangeSetId changeSet) {
        running = Optional.of(changeSet);
    }

    /**
     * The changeset's own statements have run.
     *
     * @param nested another changeset of the same transaction may still mend what this one has left, so it is only tried out
     * @throws SQLException what it comes to, unless it is tried out
     */
    void changeSetRan(boolean nested) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.OPEN) {
            return;
        }
        if (nested) {
            unfit = isFit() ? Optional.empty() : unfit.or(() -> running);
        } else {
            PlainSql.execute(connection, TransactionEnd.FIRE_DEFERRED);
        }
    }

    /** What fires is taken back with the savepoint, and so is that nothing is deferred any longer. */
    private boolean isFit() throws SQLException {
        PlainSql.execute(connection, "SAVEPOINT " + SAVEPOINT);
        boolean fit = true;
        try {
            PlainSql.execute(connection, TransactionEnd.FIRE_DEFERRED);
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            fit = false;
        }
        PlainSql.execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
        return fit;
    }

    /** What ran is committed. */
    void committed() {
        running = Optional.empty();
    }

    /** What ran could not be committed. */
    void notCommitted() {
        culprit = running;
    }

    /** The one transaction of all could not be. */
    void nothingCommitted() {
        culprit = unfit;
    }

    /** The changeset because of which a commit failed; of several in one transaction, the first that left something. */
    Optional<ChangeSetId> culprit() {
        return culprit;
    }
}
