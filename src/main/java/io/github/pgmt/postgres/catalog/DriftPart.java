package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.SchemaRows;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What one statement says of many schemas. It fails, or waits, when somebody changes one of them: such a schema is looked for,
 * at last by halves, and left out.
 */
final class DriftPart<T> {

    static final String CLOSED =
            "Somebody has a table of the tenant's to himself (ACCESS EXCLUSIVE), which keeps every reader away.";

    /** Before the only further try, as nobody waits for a lock. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String INTERNAL_ERROR = "XX000";
    private static final Set<String> CHANGING =
            Set.of(SqlErrors.LOCK_NOT_AVAILABLE, INTERNAL_ERROR, SqlErrors.DEADLOCK);

    /** Sends the statement. */
    interface Reading<T> {

        Map<String, T> of(List<String> schemas) throws SQLException;
    }

    private final Map<String, T> found = new HashMap<>();
    private final Map<String, String> busy = new HashMap<>();
    private final Map<String, String> unread = new HashMap<>();
    private final Set<String> again = new HashSet<>();
    private final Connection connection;
    private final String closed;
    private final Reading<T> reading;

    private DriftPart(Connection connection, String closed, Reading<T> reading) {
        this.connection = connection;
        this.closed = closed;
        this.reading = reading;
    }

    /**
     * Reads these schemas.
     *
     * @param closed the statement that finds those which somebody has to himself
     * @throws SQLException when the connection is lost
     */
    static <T> DriftPart<T> read(Connection connection, String closed, List<String> schemas, Reading<T> reading)
            throws SQLException {
        DriftPart<T> part = new DriftPart<>(connection, closed, reading);
        part.read(schemas);
        return part;
    }

    private void read(List<String> schemas) throws SQLException {
        if (schemas.isEmpty()) {
            return;
        }
        try {
            found.putAll(reading.of(schemas));
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            readWithout(schemas, e);
        }
    }

    private void readWithout(List<String> schemas, SQLException e) throws SQLException {
        Set<String> shut = SqlErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState()) ? closed(schemas) : Set.of();
        if (!shut.isEmpty()) {
            shut.forEach(schema -> busy.put(schema, CLOSED));
            List<String> others = new ArrayList<>(schemas);
            others.removeAll(shut);
            read(others);
        } else if (schemas.size() == 1
                && SqlErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                && again.add(schemas.get(0))) {
            LockSupport.parkNanos(PAUSE.toNanos());
            read(schemas);
        } else if (schemas.size() == 1) {
            (CHANGING.contains(e.getSQLState()) ? busy : unread)
                    .put(schemas.get(0), "The catalog of the tenant could not be read: " + SqlErrors.describe(e));
        } else {
            int half = schemas.size() / 2;
            read(schemas.subList(0, half));
            read(schemas.subList(half, schemas.size()));
        }
    }

    private Set<String> closed(List<String> schemas) throws SQLException {
        Set<String> shut = new HashSet<>();
        SchemaRows.forEach(connection, closed, schemas, row -> shut.add(row.getString(1)));
        return shut;
    }

    /** By schema. */
    Map<String, T> found() {
        return found;
    }

    /** Those in which somebody is changing something. */
    Map<String, String> busy() {
        return busy;
    }

    /** The others that could not be read. */
    Map<String, String> unread() {
        return unread;
    }
}
