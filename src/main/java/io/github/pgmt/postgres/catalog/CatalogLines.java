package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.SchemaRows;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums up what the server has to write out, of the rows that were written since a mark. Writing out fails when the object
 * is dropped meanwhile, or waits for whoever changes it; such a schema is found by halves and left out.
 */
final class CatalogLines {

    /** What the server locks to write it out stays locked to the statement's end, and its lock table has limits. */
    private static final int LOCKING_SCHEMAS_IN_A_STATEMENT = 100;

    private static final Set<String> LOCKING = Set.of("view", "rule", "function");

    private final String transaction;
    private final List<String> schemas;
    private final Map<String, String> sums = new HashMap<>();

    CatalogLines(String transaction, Collection<String> schemas) {
        this.transaction = transaction;
        this.schemas = List.copyOf(schemas);
        schemas.forEach(schema -> sums.put(schema, ""));
    }

    /** Number and sum by schema, empty where nothing was written; without the schemas that could not be read. */
    Map<String, String> sums() {
        return sums;
    }

    /** What is read without locks; what the parts return adds what they found, in their order. */
    List<CatalogReader.Work<Runnable>> parts(int readers) {
        List<CatalogReader.Work<Runnable>> parts = new ArrayList<>();
        for (List<CatalogKind> part :
                CatalogSql.parts(readers, kind -> isWrittenOut(kind) && !LOCKING.contains(kind.name()))) {
            String sql = CatalogSql.written(transaction, part, true);
            parts.add(connection -> adding(readHalves(connection, sql, schemas)));
        }
        return parts;
    }

    /** What is not; it is few schemas' most often. */
    List<CatalogReader.Work<Runnable>> lockingParts(Connection connection) throws SQLException {
        List<CatalogKind> kinds = CatalogSql.KINDS.stream()
                .filter(kind -> LOCKING.contains(kind.name()))
                .toList();
        List<String> toLock = List.copyOf(read(connection, CatalogSql.written(transaction, kinds, false), schemas)
                .keySet());
        String sql = CatalogSql.written(transaction, kinds, true);
        List<CatalogReader.Work<Runnable>> parts = new ArrayList<>();
        for (int start = 0; start < toLock.size(); start += LOCKING_SCHEMAS_IN_A_STATEMENT) {
            List<String> batch = toLock.subList(start, Math.min(start + LOCKING_SCHEMAS_IN_A_STATEMENT, toLock.size()));
            parts.add(reading -> adding(readHalves(reading, sql, batch)));
        }
        return parts;
    }

    private static boolean isWrittenOut(CatalogKind kind) {
        return !kind.deparsed().isEmpty();
    }

    private Runnable adding(Map<String, Optional<String>> part) {
        return () -> part.forEach((schema, sum) -> sums.computeIfPresent(
                schema, (same, before) -> sum.map(before::concat).orElse(null)));
    }

    /** Empty for a schema that cannot be read. */
    private static Map<String, Optional<String>> readHalves(Connection connection, String sql, List<String> schemas)
            throws SQLException {
        try {
            return read(connection, sql, schemas);
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            if (schemas.size() == 1) {
                return new HashMap<>(Map.of(schemas.get(0), Optional.empty()));
            }
            int half = schemas.size() / 2;
            Map<String, Optional<String>> halves = readHalves(connection, sql, schemas.subList(0, half));
            halves.putAll(readHalves(connection, sql, schemas.subList(half, schemas.size())));
            return halves;
        }
    }

    private static Map<String, Optional<String>> read(Connection connection, String sql, Collection<String> schemas)
            throws SQLException {
        Map<String, Optional<String>> sums = new HashMap<>();
        SchemaRows.forEach(
                connection,
                sql,
                schemas,
                row -> sums.put(row.getString(1), Optional.of(" written " + row.getLong(2) + ": " + row.getString(3))));
        return sums;
    }
}
