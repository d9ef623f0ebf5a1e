package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.UntilTaken;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.table.TenantTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The second connection of a tenant that is worked on: from when it is opened it holds Liquibase's lock row. */
final class LockConnection implements AutoCloseable {

    /** Opens it when it is needed. */
    interface Connector {
        Connection open() throws SQLException;
    }

    /** What is done with it before it takes the row. */
    interface Beginning {
        void with(Connection connection) throws SQLException;
    }

    private final Connector connector;

    /** Null until the row is held. */
    private LockRow row;

    LockConnection(Connector connector) {
        this.connector = connector;
    }

    /**
     * Opens the connection and takes the row.
     *
     * @param guard as in {@link LockRow#hold}
     * @return the id of the transaction that holds it
     * @throws TenantUnavailableException when the row is not to be had
     */
    long hold(Connection guard, TenantTables tables, Beginning beginning) throws SQLException {
        row = UntilTaken.on(connector.open(), holding -> {
            beginning.with(holding);
            return LockRow.hold(holding, guard, tables);
        });
        return row.id();
    }

    /** @throws TenantUnavailableException when the row was held and the connection is lost */
    void requireHeld() {
        if (row != null && !row.isHeld()) {
            throw new TenantUnavailableException(Failure.of(
                            Failure.Kind.CONNECTION,
                            "The connection that held Liquibase's lock row was lost. Run the tenant again to go on.")
                    .with(Optional.of(Obstacle.of(Obstacle.Kind.UNREACHABLE))));
        }
    }

    @Override
    public void close() {
        if (row != null) {
            row.close();
        }
    }
}
