package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The server's table of locks without any room left, so that whoever needs a further one meets {@code 53200}. */
public final class LockTable {

    private LockTable() {}

    /** @param holder has all of it until {@link #empty}, or until it is closed */
    public static void fill(Connection holder) {
        try (Statement statement = holder.createStatement()) {
            Throwable full = catchThrowable(() -> statement.execute(
                    "SELECT count(pg_advisory_lock(number)) FROM generate_series(1, 10000000) AS number"));
            assertThat(full).isInstanceOf(SQLException.class).hasMessageContaining("max_locks_per_transaction");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives back so many of the places that were taken. */
    public static void empty(Connection holder, int places) {
        try (Statement statement = holder.createStatement()) {
            statement.execute(
                    "SELECT count(pg_advisory_unlock(number)) FROM generate_series(1, " + places + ") AS number");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives back what was taken. */
    public static void empty(Connection holder) {
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
