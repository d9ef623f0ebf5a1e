package io.github.pgmt.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where changesets wait until the test lets them go on, however long it needs for what it does meanwhile: those of
 * {@code engine/slow.yaml}, {@code faults/slow.sql} and {@code onboarding/master.yaml}. Where there is no gate, nobody waits.
 */
public final class Gate implements AutoCloseable {

    /** What the text of a statement has that waits at the gate; they do so without a {@code lock_timeout}. */
    public static final String NAME = "pg_advisory_xact_lock_shared(4711)";

    private final TestDatabase database;
    private final Connection holder;

    private Gate(TestDatabase database, Connection holder) {
        this.database = database;
        this.holder = holder;
    }

    /** Shuts the gate of the database. */
    public static Gate shut(TestDatabase database) {
        Connection holder = database.connect();
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(4711)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Gate(database, holder);
    }

    /** Waits until some session is at the gate. */
    public void awaitSomebody() {
        Eventually.untilRunning(database, NAME);
    }

    /** Lets everybody pass, from now on. */
    public void open() {
        try {
            holder.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        open();
    }
}
