package io.github.pgmt.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sums up what the server has to write out, of the rows that were written since a mark. Writing out fails when the object
 * is dropped meanwhile, or waits for whoever changes it; such a schema is found by halves and left out.
 */
final class CatalogLines {

    /** What the server locks to write it out stays locked to the statement's end, and its lock table has limits. */
    private static final int LOCKING_SCHEMAS_IN_A_STATEMENT = 100;

    private static final Set<String> LOCKING = Set.of("view", "rule", "function");

    private final Connection connection;
    private final String transaction;

    CatalogLines(Connection connection, String transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    /** Number and sum by schema, empty where nothing was written; without the schemas that cannot be read. */
    Map<String, String> sums(Collection<String> schemas) throws SQLException {
        Map<String, String> sums = new HashMap<>();
        schemas.forEach(schema -> sums.put(schema, ""));
        readHalves(sql(kind -> !LOCKING.contains(kind.name()), true), List.copyOf(schemas), sums);
        String locking = sql(kind -> LOCKING.contains(kind.name()), true);
        List<String> toLock = writtenIn(sql(kind -> LOCKING.contains(kind.name()), false), schemas);
        for (int start = 0; start < toLock.size(); start += LOCKING_SCHEMAS_IN_A_STATEMENT) {
            int end = Math.min(start + LOCKING_SCHEMAS_IN_A_STATEMENT, toLock.size());
            readHalves(locking, toLock.subList(start, end), sums);
        }
        return sums;
    }

    private String sql(Predicate<CatalogKind> kinds, boolean texts) {
        return CatalogSql.written(
                transaction,
                CatalogSql.KINDS.stream()
                        .filter(kind -> !kind.deparsed().isEmpty())
                        .filter(kinds)
                        .toList(),
                texts);
    }

    private List<String> writtenIn(String sql, Collection<String> schemas) throws SQLException {
        return new ArrayList<>(read(sql, schemas).keySet());
    }

    private void readHalves(String sql, List<String> schemas, Map<String, String> sums) throws SQLException {
        try {
            read(sql, schemas).forEach((schema, sum) -> sums.computeIfPresent(schema, (same, before) -> before + sum));
        } catch (SQLException e) {
            if (SqlErrors.isConnectionLost(e)) {
                throw e;
            }
            if (schemas.size() == 1) {
                sums.remove(schemas.get(0));
                return;
            }
            int half = schemas.size() / 2;
            readHalves(sql, schemas.subList(0, half), sums);
            readHalves(sql, schemas.subList(half, schemas.size()), sums);
        }
    }

    private Map<String, String> read(String sql, Collection<String> schemas) throws SQLException {
        Map<String, String> sums = new HashMap<>();
        SchemaRows.forEach(
                connection,
                sql,
                schemas,
                row -> sums.put(row.getString(1), " written " + row.getLong(2) + ": " + row.getString(3)));
        return sums;
    }
}
