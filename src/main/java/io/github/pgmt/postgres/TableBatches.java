package io.github.pgmt.postgres;

import io.github.pgmt.postgres.SchemaScan.Scanned;
import java.sql.SQLException;
import java.util.List;

/** Reads tables of many schemas together. When one of them cannot be read, its neighbours are read one by one. */
final class TableBatches {

    /** Bigger {@code UNION ALL} statements plan slower, and every table takes a place in the server's lock table. */
    private static final int TABLES_IN_A_STATEMENT = 100;

    private TableBatches() {}

    /** Reads these together. */
    interface Reading {

        void of(List<Scanned> schemas) throws SQLException;
    }

    /** Takes note of one that cannot be read. */
    interface Refusal {

        void of(Scanned schema, SQLException e);
    }

    /** @throws SQLException when it is not a single schema's trouble */
    static void read(List<Scanned> schemas, Reading reading, Refusal refusal) throws SQLException {
        for (int start = 0; start < schemas.size(); start += TABLES_IN_A_STATEMENT) {
            int end = Math.min(start + TABLES_IN_A_STATEMENT, schemas.size());
            readTogether(schemas.subList(start, end), reading, refusal);
        }
    }

    private static void readTogether(List<Scanned> schemas, Reading reading, Refusal refusal) throws SQLException {
        try {
            reading.of(schemas);
        } catch (SQLException e) {
            requireConnection(e);
            for (Scanned schema : schemas) {
                readAlone(schema, reading, refusal);
            }
        }
    }

    private static void readAlone(Scanned schema, Reading reading, Refusal refusal) throws SQLException {
        try {
            reading.of(List.of(schema));
        } catch (SQLException e) {
            requireConnection(e);
            refusal.of(schema, e);
        }
    }

    private static void requireConnection(SQLException e) throws SQLException {
        if (SqlErrors.isConnectionLost(e)) {
            throw e;
        }
    }
}
