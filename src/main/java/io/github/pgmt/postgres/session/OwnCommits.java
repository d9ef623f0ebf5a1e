package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.fleet.MadeObject.Maker;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.TransactionEnd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** The commits of a tenant's session, each of which tells in its one round trip which transaction it ends. */
public final class OwnCommits {

    private static final String COMMIT = TransactionEnd.FIRE_DEFERRED + "; "
            + String.join("; ", TransactionEnd.lastSubtransaction(TransactionEnd.TAKE_ID)) + "; "
            + TransactionEnd.QUESTION + "; COMMIT";

    /** Ids from this one on are given out later. */
    private static final String FIRST_UNSEEN =
            "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::pg_catalog.text";

    private static final long NONE = -1;

    private final Connection connection;
    private final String schema;
    private final OwnTransactions transactions;
    private final long latestBefore;
    private final Set<ChangeSetId> changeSets = new HashSet<>();

    /** The first id that a statement without a transaction may have had. */
    private long divided = NONE;

    /** @param connection not one that holds commits back */
    public OwnCommits(Connection connection, String schema, OwnTransactions transactions) {
        this.connection = connection;
        this.schema = schema;
        this.transactions = transactions;
        this.latestBefore = transactions.latest();
    }

    /**
     * A changeset begins.
     *
     * @param nested whether it is in one transaction with the changesets before it
     * @param whole otherwise its statements make transactions of which we hear nothing, until {@link #endDivision}
     */
    public void begin(ChangeSetId changeSet, boolean nested, boolean whole) throws SQLException {
        if (!nested) {
            changeSets.clear();
        }
        changeSets.add(changeSet);
        if (!whole && divided == NONE) {
            divided = firstUnseen();
        }
    }

    /** What is committed next is no changeset's. */
    void beginOther() {
        changeSets.clear();
    }

    private long firstUnseen() throws SQLException {
        try (ResultSet row = base().execSQLQuery(FIRST_UNSEEN);
                Statement statement = row.getStatement()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The changeset's statements are transactions no longer; where a transaction has failed, that is asked later. */
    void endDivision() {
        if (divided == NONE) {
            return;
        }
        try {
            if (base().getTransactionState() != TransactionState.FAILED) {
                transactions.unknown(divided, firstUnseen());
                divided = NONE;
            }
        } catch (SQLException e) {
            // What is sent next tells of it; until then nothing is known.
            close();
        }
    }

    /** As the connection's own, which says nothing where a transaction has failed. */
    public void commit() throws SQLException {
        if (!transactions.areTold() || base().getTransactionState() != TransactionState.OPEN) {
            connection.commit();
            return;
        }
        try {
            transactions.end(
                    () -> TransactionEnd.of(connection, COMMIT),
                    maker(),
                    e -> TransactionEnd.mayBeBehind(connection, e),
                    latestBefore);
        } finally {
            changeSets.clear();
        }
    }

    /** Before autocommit mode is set, with which the driver commits by itself. */
    void commitOpen() throws SQLException {
        if (base().getTransactionState() == TransactionState.OPEN) {
            commit();
        }
    }

    private Maker maker() {
        Optional<ChangeSetId> only =
                changeSets.size() == 1 ? Optional.of(changeSets.iterator().next()) : Optional.empty();
        return new Maker(schema, only);
    }

    /** Nothing more is heard. */
    void close() {
        if (divided != NONE) {
            transactions.lost(divided);
            divided = NONE;
        }
    }

    private BaseConnection base() throws SQLException {
        return connection.unwrap(BaseConnection.class);
    }
}
