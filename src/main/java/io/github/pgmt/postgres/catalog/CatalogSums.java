package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up what the catalog holds in the same form for every schema. */
final class CatalogSums {

    private final List<String> schemas;
    private final Map<String, Map<String, Long>> sums = new HashMap<>();

    CatalogSums(Collection<String> schemas) {
        this.schemas = List.copyOf(schemas);
    }

    static Map<String, Map<String, Long>> read(Readers readers, Collection<String> schemas) throws SQLException {
        CatalogSums reading = new CatalogSums(schemas);
        readers.read(reading.parts(readers.connections())).forEach(Runnable::run);
        return reading.bySchema();
    }

    /** The sums by schema; a schema that does not exist is left out. */
    Map<String, Map<String, Long>> bySchema() {
        return sums;
    }

    /** What the parts return adds what they found. */
    List<CatalogReader.Work<Runnable>> parts(int readers) {
        List<CatalogReader.Work<Runnable>> parts = new ArrayList<>();
        for (List<CatalogKind> part :
                CatalogSql.parts(readers, kind -> !kind.sums().isEmpty())) {
            parts.add(connection -> adding(read(connection, part)));
        }
        return parts;
    }

    private Runnable adding(Map<String, Map<String, Long>> part) {
        return () -> part.forEach((schema, ofPart) ->
                sums.computeIfAbsent(schema, absent -> new TreeMap<>()).putAll(ofPart));
    }

    private Map<String, Map<String, Long>> read(Connection connection, List<CatalogKind> kinds) throws SQLException {
        Map<String, Map<String, Long>> read = new HashMap<>();
        Map<Integer, List<String>> names = new HashMap<>();
        SchemaRows.forEach(connection, CatalogSql.sums(kinds), schemas, row -> {
            List<String> ofKind = names.computeIfAbsent(
                    row.getInt(2), number -> CatalogSql.KINDS.get(number).sums());
            Map<String, Long> ofSchema = read.computeIfAbsent(row.getString(1), absent -> new TreeMap<>());
            String[] values = (String[]) row.getArray(3).getArray();
            for (int i = 0; i < values.length; i++) {
                if (!values[i].equals("0")) {
                    ofSchema.put(ofKind.get(i), number(values[i]));
                }
            }
        });
        return read;
    }

    /** PostgreSQL's sum of numbers of 64 bits has more; of a sum of hashes the lowest 64 are as good. */
    static long number(String sum) {
        return new BigDecimal(sum).toBigInteger().longValue();
    }
}
