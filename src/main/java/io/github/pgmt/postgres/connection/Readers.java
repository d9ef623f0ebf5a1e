package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.work.InBackground;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Connections that read together. One is the reader's own. The others help as they can: what a helper leaves, because it got
 * no connection or lost it, is read on the reader's own, so that nobody fails for want of help.
 */
public final class Readers {

    /** Opens a helper's connection. */
    public interface Opening {

        Connection open() throws SQLException;
    }

    private final Connection own;
    private final Opening opening;
    private final int connections;

    /** @param connections how many there may be at once, the reader's own included */
    Readers(Connection own, Opening opening, int connections) {
        this.own = own;
        this.opening = opening;
        this.connections = connections;
    }

    /** A reader without help. */
    public static Readers alone(Connection own) {
        return new Readers(
                own,
                () -> {
                    throw new SQLException("Nobody helps.");
                },
                1);
    }

    /** The reader's own connection. */
    public Connection own() {
        return own;
    }

    /** How many read at once. */
    public int connections() {
        return connections;
    }

    /**
     * What the parts found, in their order. A part may be begun by a helper and read again here.
     *
     * @throws SQLException what a part throws on the reader's own connection
     */
    public <T> List<T> read(List<CatalogReader.Work<T>> parts) throws SQLException {
        Reading<T> reading = new Reading<>(parts);
        int helpers = Math.min(connections, parts.size()) - 1;
        if (helpers < 1) {
            reading.readOn(own);
            return reading.found();
        }
        try {
            List<InBackground<Void>> helping = new ArrayList<>();
            for (int helper = 0; helper < helpers; helper++) {
                helping.add(InBackground.begin("pgmt-reader", () -> help(reading)));
            }
            reading.readOn(own);
            helping.forEach(InBackground::get);
            reading.readOn(own);
            return reading.found();
        } finally {
            reading.giveUp();
        }
    }

    private Void help(Reading<?> reading) {
        try (Connection connection = opening.open()) {
            reading.readOn(connection);
        } catch (SQLException | RuntimeException | Error e) {
            // What it means, the reader finds out on its own connection, with all the memory to itself.
        }
        return null;
    }

    /** Parts that several take from. */
    private static final class Reading<T> {

        private final List<CatalogReader.Work<T>> parts;
        private final Queue<Integer> left;
        private final Object[] found;

        Reading(List<CatalogReader.Work<T>> parts) {
            this.parts = parts;
            this.left = new ConcurrentLinkedQueue<>(
                    IntStream.range(0, parts.size()).boxed().toList());
            this.found = new Object[parts.size()];
        }

        void readOn(Connection connection) throws SQLException {
            for (Integer part = left.poll(); part != null; part = left.poll()) {
                try {
                    found[part] = parts.get(part).on(connection);
                } catch (SQLException | RuntimeException | Error e) {
                    left.add(part);
                    throw e;
                }
            }
        }

        void giveUp() {
            left.clear();
        }

        @SuppressWarnings("unchecked")
        List<T> found() {
            return (List<T>) Arrays.asList(found);
        }
    }
}
