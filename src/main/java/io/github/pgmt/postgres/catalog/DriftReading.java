package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.catalog.DriftContents.Entry;
import io.github.pgmt.postgres.catalog.DriftContents.Key;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads schemas entirely. Who owns a tenant may have made so much in it that it does not fit; the others are to be read all the same. */
final class DriftReading {

    private static final Bounds TOGETHER = new Bounds(50_000, 8_000_000);
    private static final Bounds ALONE = new Bounds(200_000, 32_000_000);

    private static final String LIMIT_EXCEEDED = "54000";

    private final Map<String, Map<Key, Entry>> entries = new HashMap<>();
    private final Map<String, UnaryOperator<String>> unqualified = new HashMap<>();
    private final DriftSql sql;
    private final Bounds bounds;
    private int objects;
    private long characters;

    /** How much one statement may return. */
    record Bounds(int objects, long characters) {}

    private DriftReading(DriftSql sql, Bounds bounds) {
        this.sql = sql;
        this.bounds = bounds;
    }

    /**
     * What is in these schemas, those left out that do not exist.
     *
     * @throws SQLException also when it is more than may be read at once
     */
    static Map<String, DriftContents> contents(Connection connection, DriftSql sql, List<String> schemas)
            throws SQLException {
        return contents(connection, sql, schemas, schemas.size() == 1 ? ALONE : TOGETHER);
    }

    static Map<String, DriftContents> contents(Connection connection, DriftSql sql, List<String> schemas, Bounds bounds)
            throws SQLException {
        DriftReading reading = new DriftReading(sql, bounds);
        YieldingReads.forEach(
                connection,
                sql.contents(),
                statement -> statement.setArray(1, connection.createArrayOf("text", schemas.toArray())),
                reading::read);
        Map<String, DriftContents> contents = new HashMap<>();
        reading.entries.forEach((schema, ofSchema) -> contents.put(schema, new DriftContents(ofSchema)));
        return contents;
    }

    private void read(ResultSet row) throws SQLException {
        Map<Key, Entry> ofSchema = entries.computeIfAbsent(row.getString(1), absent -> new HashMap<>());
        String object = row.getString(4);
        if (object == null) {
            return;
        }
        UnaryOperator<String> text = unqualified.computeIfAbsent(row.getString(2), DriftContents::unqualified);
        Entry entry = new Entry(texts(row, 5, UnaryOperator.identity()), texts(row, 6, text));
        count(object, entry);
        ofSchema.put(new Key(sql.kinds().get(row.getInt(3)), object), entry);
    }

    private void count(String object, Entry entry) throws SQLException {
        objects++;
        characters += object.length()
                + Stream.concat(entry.parents().stream(), entry.texts().stream())
                        .mapToLong(String::length)
                        .sum();
        if (objects > bounds.objects() || characters > bounds.characters()) {
            throw new SQLException(
                    "it has more than " + bounds.objects()
                            + " objects, columns and so on, or these have texts of more than " + bounds.characters()
                            + " characters, and is too large to be compared.",
                    LIMIT_EXCEEDED);
        }
    }

    private static List<String> texts(ResultSet row, int column, UnaryOperator<String> change) throws SQLException {
        List<String> changed = new ArrayList<>();
        for (String text : (String[]) row.getArray(column).getArray()) {
            if (text != null) {
                changed.add(change.apply(text));
            }
        }
        return changed;
    }
}
