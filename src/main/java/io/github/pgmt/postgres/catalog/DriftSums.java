package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.catalog.DriftSurvey.Surveyed;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.SchemaRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums up what is in many schemas. */
final class DriftSums {

    private final DriftSql sql;
    private final DriftSurvey survey;

    DriftSums(DriftSql sql, DriftSurvey survey) {
        this.sql = sql;
        this.survey = survey;
    }

    /** A sum by schema; one that somebody has to himself is not read. */
    DriftLook<String> read(Readers readers) throws SQLException {
        DriftLook<String> look = new DriftLook<>();
        List<String> open = new ArrayList<>();
        List<String> locking = new ArrayList<>();
        survey.schemas().forEach((schema, surveyed) -> {
            if (surveyed.closed()) {
                look.addBusy(schema, DriftPart.CLOSED);
                return;
            }
            open.add(schema);
            if (sql.hasLocking() && !surveyed.locking().isEmpty()) {
                locking.add(schema);
            }
        });
        Map<String, String> sums = new HashMap<>();
        Map<String, String> once = new HashMap<>();
        open.forEach(schema -> sums.put(schema, ""));
        readers.read(parts(readers.connections(), open, locking)).forEach(part -> {
            // What a statement has nothing of is told apart from what the next one has, by its number.
            part.part()
                    .found()
                    .forEach((schema, sum) -> sums.computeIfPresent(
                            schema,
                            (same, before) -> once.computeIfAbsent(
                                    before + part.statement() + ": " + sum + "\n", known -> known)));
            look.addTrouble(part.part());
        });
        sums.forEach(look::addFound);
        return look;
    }

    /** @param statement its number; those that differ in their schemas alone have the same */
    private record Part(int statement, DriftPart<String> part) {}

    private List<CatalogReader.Work<Part>> parts(int readers, List<String> open, List<String> locking) {
        List<CatalogReader.Work<Part>> parts = new ArrayList<>();
        List<String> statements = sql.sums(readers);
        for (int number = 0; number < statements.size(); number++) {
            int statement = number;
            String text = statements.get(number);
            parts.add(connection -> new Part(
                    statement,
                    DriftPart.read(connection, sql.closed(), open, schemas -> sums(connection, text, schemas))));
        }
        for (List<String> batch : survey.batches(locking, readers)) {
            parts.add(connection -> new Part(
                    statements.size(),
                    DriftPart.read(connection, sql.closed(), batch, schemas -> underLocks(connection, schemas))));
        }
        return parts;
    }

    private static Map<String, String> sums(Connection connection, String text, List<String> schemas)
            throws SQLException {
        Map<String, String> sums = new HashMap<>();
        SchemaRows.forEach(connection, text, schemas, row -> sums.put(row.getString(1), row.getString(2)));
        return sums;
    }

    private Map<String, String> underLocks(Connection connection, List<String> schemas) throws SQLException {
        Object[] oids = schemas.stream()
                .map(survey.schemas()::get)
                .map(Surveyed::locking)
                .flatMap(List::stream)
                .toArray();
        Map<String, String> sums = new HashMap<>();
        YieldingReads.forEach(
                connection,
                sql.underLocks(),
                statement -> {
                    statement.setArray(1, connection.createArrayOf("int8", oids));
                    statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
                },
                row -> sums.put(row.getString(1), row.getString(2)));
        return sums;
    }
}
