package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of schemas before they are read.
 *
 * @param schemas by name
 * @param locks how many locks all readers together may take: the server's table of them is everybody's
 * @param catalogBytes how large the catalog's largest table is
 */
record DriftSurvey(Map<String, Surveyed> schemas, long locks, long catalogBytes) {

    /** What is written out is read at once of so many schemas at most. */
    private static final int SCHEMAS_IN_A_STATEMENT = 100;

    /** So that what is read of them at once does not fill the memory. */
    private static final int RELATIONS_IN_A_STATEMENT = 1000;

    private static final Surveyed UNKNOWN = new Surveyed(0, List.of(), false);

    /** Nothing is known. */
    static final DriftSurvey NONE = new DriftSurvey(Map.of(), 0, 0);

    /**
     * One of them.
     *
     * @param relations how many there are, which may all have to be locked
     * @param locking the oids of what is written out under locks
     * @param closed whether somebody has it to himself
     */
    record Surveyed(int relations, List<Long> locking, boolean closed) {

        int locks() {
            return locking.isEmpty() ? 0 : relations + locking.size();
        }
    }

    static DriftSurvey read(Connection connection, String sql, Collection<String> schemas) throws SQLException {
        Map<String, Surveyed> surveyed = new HashMap<>();
        long[] limits = new long[2];
        SchemaRows.forEach(connection, sql, schemas, row -> {
            surveyed.put(
                    row.getString(1),
                    new Surveyed(row.getInt(2), List.of((Long[]) row.getArray(3).getArray()), row.getBoolean(4)));
            limits[0] = row.getLong(5);
            limits[1] = row.getLong(6);
        });
        return new DriftSurvey(surveyed, limits[0], limits[1]);
    }

    /** The schemas in batches of which each may be read at once by so many readers. */
    List<List<String>> batches(Collection<String> all, int readers) {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        long taken = 0;
        int relations = 0;
        for (String schema : all) {
            Surveyed surveyed = schemas.getOrDefault(schema, UNKNOWN);
            boolean fits = taken + surveyed.locks() <= locks / readers
                    && relations + surveyed.relations() <= RELATIONS_IN_A_STATEMENT
                    && batch.size() < SCHEMAS_IN_A_STATEMENT;
            if (!batch.isEmpty() && !fits) {
                batches.add(batch);
                batch = new ArrayList<>();
                taken = 0;
                relations = 0;
            }
            batch.add(schema);
            taken += surveyed.locks();
            relations += surveyed.relations();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
