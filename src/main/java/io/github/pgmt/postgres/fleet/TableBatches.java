package io.github.pgmt.postgres.fleet;

import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.citus.CitusNode;
import io.github.pgmt.postgres.citus.CitusNodes;
import io.github.pgmt.postgres.citus.LostNodeException;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads tables of many schemas together. When one of them cannot be read, by the server or by us, its
 * neighbours are read one by one: what is in a table is its owner's, who shall not end the run of all.
 *
 * @param <T> what is read of a schema
 */
public final class TableBatches<T> {

    /** Bigger {@code UNION ALL} statements plan slower, and every table takes a place in the server's lock table. */
    private static final int TABLES_IN_A_STATEMENT = 100;

    private static final int STATEMENTS_OF_A_READER = 2;

    /** A reader that begins takes the server as long as to read so many, since its session knows nothing of the catalog. */
    private static final int FEWEST_TABLES_IN_A_STATEMENT = 50;

    /** Reads these together. */
    public interface Reading<T> {

        /** By schema. It may be called again for one of them, when it threw for all. */
        Map<String, T> of(Connection connection, List<Scanned> schemas) throws SQLException;
    }

    /** What there is to know of one that cannot be read. */
    public interface Refusal<T> {

        T of(Scanned schema, Exception e);
    }

    private final Reading<T> reading;
    private final Refusal<T> refusal;

    public TableBatches(Reading<T> reading, Refusal<T> refusal) {
        this.reading = reading;
        this.refusal = refusal;
    }

    /**
     * What was read, by schema.
     *
     * @throws SQLException when it is not a single schema's trouble
     */
    public Map<String, T> read(Readers readers, List<Scanned> schemas) throws SQLException {
        int size = size(schemas.size(), readers.connections());
        List<CatalogReader.Work<Map<String, T>>> batches = new ArrayList<>();
        for (int start = 0; start < schemas.size(); start += size) {
            List<Scanned> batch = schemas.subList(start, Math.min(start + size, schemas.size()));
            batches.add(connection -> readTogether(connection, batch));
        }
        Map<String, T> read = new LinkedHashMap<>();
        readers.read(batches).forEach(read::putAll);
        return read;
    }

    /** Where there are few, every reader shall have some of them. */
    private static int size(int schemas, int readers) {
        int shared = schemas / (readers * STATEMENTS_OF_A_READER);
        return Math.min(TABLES_IN_A_STATEMENT, Math.max(FEWEST_TABLES_IN_A_STATEMENT, shared));
    }

    private Map<String, T> readTogether(Connection connection, List<Scanned> schemas) throws SQLException {
        try {
            return reading.of(connection, schemas);
        } catch (SQLException | RuntimeException e) {
            requireConnection(e);
            Map<String, T> read = withLostNodes(connection, schemas, e);
            List<Scanned> left = schemas.stream()
                    .filter(schema -> !read.containsKey(schema.schema()))
                    .toList();
            if (left.size() < schemas.size()) {
                read.putAll(readTogether(connection, left));
                return read;
            }
            for (Scanned schema : schemas) {
                read.putAll(readAlone(connection, schema));
            }
            return read;
        }
    }

    /** What there is to know of those that are on nodes of Citus that are not reached; each try would take as long as this. */
    private Map<String, T> withLostNodes(Connection connection, List<Scanned> schemas, Exception e)
            throws SQLException {
        Map<String, T> lost = new LinkedHashMap<>();
        if (!(e instanceof SQLException error) || !SqlErrors.isOfAnotherServer(error) || !Citus.isThere(connection)) {
            return lost;
        }
        Map<String, CitusNode> nodes = CitusNodes.lost(
                connection, schemas.stream().map(Scanned::schema).toList());
        schemas.stream()
                .filter(schema -> nodes.containsKey(schema.schema()))
                .forEach(schema -> lost.put(
                        schema.schema(), refusal.of(schema, new LostNodeException(nodes.get(schema.schema())))));
        return lost;
    }

    private Map<String, T> readAlone(Connection connection, Scanned schema) throws SQLException {
        try {
            return reading.of(connection, List.of(schema));
        } catch (SQLException | RuntimeException e) {
            requireConnection(e);
            return Map.of(schema.schema(), refusal.of(schema, e));
        }
    }

    private static void requireConnection(Exception e) throws SQLException {
        if (e instanceof SQLException error && SqlErrors.isConnectionLost(error)) {
            throw error;
        }
    }
}
